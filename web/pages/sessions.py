"""Where one is signed in, and ending it."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from domain.access.policy import Permission
from web.current import me, my_session, services
from web.security import requires

blueprint = Blueprint("sessions", __name__)


@blueprint.get("/settings/sessions")
@requires(Permission.SIGNED_IN)
def show() -> Any:
    return render_template(
        "auth/sessions.html",
        sessions=services().sessions.of(me()),
        here=my_session().id,
        idle=services().settings.idle_minutes,
        hours=services().settings.session_hours,
        ended=request.args.get("ended") == "yes",
    )


@blueprint.post("/settings/sessions")
@requires(Permission.SIGNED_IN)
def end() -> Any:
    """End one session of one's own, or all but this one."""
    if session := request.form.get("session", ""):
        services().sessions.end_one(me(), session)
    else:
        services().sessions.end_all(me(), but=my_session().id)
    return redirect(url_for("sessions.show", ended="yes"))
