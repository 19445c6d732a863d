"""Every resource of the API, and the guard before them."""

from flask import Flask

from web.api import about, changes, codelists, facts, history, imports, records, reports, reviews
from web.api.access import admit

RESOURCES = (about, changes, codelists, facts, history, imports, records, reports, reviews)


def serve_api(app: Flask) -> None:
    """Answer machines under ``/api``."""
    app.before_request(admit)
    for resource in RESOURCES:
        app.register_blueprint(resource.blueprint)
