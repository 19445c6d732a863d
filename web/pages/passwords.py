"""Changing one's own password."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from domain.access.policy import Permission
from web.auth.attempts import TooManyAttemptsError
from web.auth.cookies import remember_session
from web.auth.going_on import agent
from web.auth.password_rules import LONGEST_PASSWORD, SHORTEST_PASSWORD, wrong_with
from web.auth.sessions import Way
from web.current import me, my_session, services
from web.forms.loading import Problem
from web.security import requires

blueprint = Blueprint("passwords", __name__)


@blueprint.route("/settings/password", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def change() -> Any:
    """The old password, and a new one twice. Everybody else signed in as this person is signed out."""
    if my_session().way is Way.PROVIDER:
        abort(404)
    first = services().accounts.must_change(me())
    wrong = _wrong() if request.method == "POST" else []
    if request.method == "POST" and not wrong:
        username = services().accounts.username_of(me())
        services().accounts.set_password(me(), username=username, password=request.form["new"])
        services().sessions.end_all(me())
        answer = redirect(url_for("home.home" if first else "settings.settings"))
        token = services().sessions.start(me(), way=my_session().way, agent=agent())
        return remember_session(answer, token)
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
    settings = services().settings
    sentence = (
        "Enter a password that you do not have already"
        if new == old
        else wrong_with(new, words=_words(), breached=settings.breached_passwords)
    )
    if sentence:
        return [Problem(question="new", sentence=sentence, href="#new")]
    if new != again:
        return [Problem(question="again", sentence="Enter the same password again", href="#again")]
    return []


def _words() -> list[str]:
    """What somebody who knows the force and the person would try first."""
    given = services()
    entry = given.directory.entries([me()]).get(me())
    own = (entry.name, entry.collar_number) if entry else ()
    return [
        given.settings.force.label,
        *given.settings.areas.values(),
        *given.settings.password_words.split(";"),
        given.accounts.username_of(me()),
        *own,
    ]


def _is_mine(password: str) -> bool:
    if len(password) > LONGEST_PASSWORD:
        return False
    username, address = services().accounts.username_of(me()), request.remote_addr or ""
    try:
        return services().accounts.person(username, password, address=address) == me()
    except TooManyAttemptsError:
        return False
