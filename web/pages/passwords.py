"""Changing one's own password."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from domain.access.policy import Permission
from web.auth.accounts import SHORTEST_PASSWORD, TooManyAttemptsError
from web.current import me, services
from web.forms.loading import Problem
from web.security import remember_session, requires

blueprint = Blueprint("passwords", __name__)

LONGEST_PASSWORD = 500
"""Longer ones are not hashed: that costs us more than it costs whoever sends them."""


@blueprint.route("/settings/password", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def change() -> Any:
    """The old password, and a new one twice. Everybody else signed in as this person is signed out."""
    first = services().accounts.must_change(me())
    wrong = _wrong() if request.method == "POST" else []
    if request.method == "POST" and not wrong:
        username = services().accounts.username_of(me())
        services().accounts.set_password(me(), username=username, password=request.form["new"])
        services().sessions.end_all(me())
        answer = redirect(url_for("home.home" if first else "settings.settings"))
        return remember_session(answer, services().sessions.start(me()))
    page = render_template(
        "auth/password.html",
        problems=wrong,
        first=first,
        shortest=SHORTEST_PASSWORD,
    )
    return page, 422 if wrong else 200


def _wrong() -> list[Problem]:
    old, new, again = (request.form.get(name, "") for name in ("old", "new", "again"))
    if not _is_mine(old):
        return [Problem(question="old", sentence="Enter your password as it is", href="#old")]
    if not SHORTEST_PASSWORD <= len(new) <= LONGEST_PASSWORD:
        sentence = f"Enter at least {SHORTEST_PASSWORD} characters"
        return [Problem(question="new", sentence=sentence, href="#new")]
    if new == old:
        sentence = "Enter a password that you do not have already"
        return [Problem(question="new", sentence=sentence, href="#new")]
    if new != again:
        return [Problem(question="again", sentence="Enter the same password again", href="#again")]
    return []


def _is_mine(password: str) -> bool:
    username = services().accounts.username_of(me())
    if len(password) > LONGEST_PASSWORD:
        return False
    try:
        return services().accounts.person(username, password) == me()
    except TooManyAttemptsError:
        return False
