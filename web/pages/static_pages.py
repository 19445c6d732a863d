"""Set pages."""

from typing import Any

from flask import Blueprint, render_template

from domain.access.policy import Permission
from web.security import requires

blueprint = Blueprint("static_pages", __name__)


@blueprint.get("/accessibility")
@requires(Permission.EVERYBODY)
def accessibility() -> Any:
    return render_template("static_pages/accessibility.html")


@blueprint.get("/privacy")
@requires(Permission.EVERYBODY)
def privacy() -> Any:
    return render_template("static_pages/privacy.html")


@blueprint.get("/help")
@requires(Permission.EVERYBODY)
def help_page() -> Any:
    return render_template("static_pages/help.html")
