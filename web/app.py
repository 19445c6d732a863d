"""The Flask application over a set of services."""

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask, Response, send_from_directory, url_for
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from domain.access.policy import Permission
from web import metrics
from web.access_log.guarding import log_looks
from web.api.blueprints import serve_api
from web.bootstrap import Services
from web.current import is_signed_in, may, me, name, new_key, services
from web.errors import register_errors
from web.forms import in_words
from web.forms.loading import error_of
from web.forms.timeline import readable
from web.forms.words import leading
from web.navigation import navigation
from web.pages import (
    access_log,
    admin,
    amending,
    api_docs,
    clients,
    confidence,
    coverage,
    delegating,
    disclosures,
    disproportionality,
    drafts,
    effectiveness,
    emergencies,
    encounters,
    facts,
    history,
    home,
    imports,
    keeping,
    missing,
    passwords,
    people_and_encounters,
    proof,
    provider,
    publications,
    purposes,
    quality,
    receipts,
    reciprocal,
    record,
    referrals,
    releases,
    reports,
    retention,
    returns,
    review,
    sampling,
    search,
    second_factor,
    sessions,
    settings,
    signing,
    standing,
    static_pages,
    stepping_up,
    subjects,
    suggested,
    tlog,
    verification,
    verifying,
    watched,
    webhooks,
)
from web.reports.grids import share
from web.security import guard, requires
from web.watching import watch

HERE = Path(__file__).parent
SERVICE_NAME = "Use of force records"
PAGES = (
    access_log,
    admin,
    amending,
    api_docs,
    clients,
    confidence,
    coverage,
    delegating,
    disclosures,
    disproportionality,
    drafts,
    effectiveness,
    emergencies,
    encounters,
    facts,
    history,
    home,
    imports,
    keeping,
    missing,
    passwords,
    proof,
    provider,
    publications,
    purposes,
    receipts,
    reciprocal,
    record,
    referrals,
    releases,
    reports,
    retention,
    returns,
    review,
    sampling,
    search,
    second_factor,
    sessions,
    settings,
    signing,
    standing,
    static_pages,
    stepping_up,
    subjects,
    suggested,
    verifying,
    verification,
    tlog,
    watched,
    webhooks,
)
# Reports of one place in the navigation, whose pages stand in modules of their own.
reports.blueprint.register_blueprint(quality.blueprint)
reports.blueprint.register_blueprint(people_and_encounters.blueprint)


def create_app(given: Services) -> Flask:
    """Pages over an installation that is ready for use."""
    app = Flask("web", static_folder=None, root_path=str(HERE))
    app.extensions["services"] = given
    given.log.tell(lambda events: metrics.carried_out(events[0].TOPIC))
    _serve_files(app)
    watch(app, proxies=given.settings.proxies)
    guard(app)
    log_looks(app)
    register_errors(app)
    serve_api(app)
    receipts.serve_receipts(app, given)
    _configure_templates(app)
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    return app


def _configure_templates(app: Flask) -> None:
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(HERE / "templates"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    app.jinja_env.filters.update(
        ahead=in_words.days,
        day=in_words.day,
        iso_day=in_words.iso_day,
        clock=in_words.clock,
        moment=in_words.moment,
        erased=in_words.erased,
        error_of=error_of,
        leading=leading,
        readable=readable,
    )
    app.jinja_env.globals["share"] = share
    app.context_processor(_every_page)


def _every_page() -> dict[str, Any]:
    settings = services().settings
    return {
        "force_name": settings.force.label,
        "service_name": SERVICE_NAME,
        "person_name": name(me()) if is_signed_in() else "",
        "theme": services().preferences.of(me()).theme if is_signed_in() else "system",
        "local_accounts": settings.local_accounts,
        "has_provider": services().identity.provider is not None,
        "navigation": navigation(),
        "asset": asset,
        "new_key": new_key,
        "may": may,
        "Permission": Permission,
        "receipt": receipts.just_given(),
        "alarm": verification.alarm(),
    }


def _serve_files(app: Flask) -> None:
    @app.get("/static/<path:filename>", endpoint="static")
    @requires(Permission.EVERYBODY)
    def static(filename: str) -> Response:
        return send_from_directory(HERE / "static", filename, max_age=3600)

    @app.get("/brand.css")
    @requires(Permission.EVERYBODY)
    def brand() -> Response:
        # The one style that an installation decides; the content policy forbids it in the page.
        text = f":root {{ --app-brand: {services().settings.brand_colour}; }}\n"
        return Response(text, mimetype="text/css", headers={"Cache-Control": "max-age=3600"})


def asset(filename: str) -> str:
    """The address of a static file, which changes when the file does."""
    if filename not in _DIGESTS:
        content = (HERE / "static" / filename).read_bytes()
        _DIGESTS[filename] = hashlib.sha256(content).hexdigest()[:12]
    return url_for("static", filename=filename, v=_DIGESTS[filename])


_DIGESTS: dict[str, str] = {}
