"""Every resource of the API, and the guard before them."""

from flask import Flask

from web.api import about, changes, codelists, history, imports, records, reviews
from web.api.access import admit

RESOURCES = (about, changes, codelists, history, imports, records, reviews)


def serve_api(app: Flask) -> None:
    """Answer machines under ``/api``."""
    app.before_request(admit)
    for resource in RESOURCES:
        app.register_blueprint(resource.blueprint)
