"""Showing once more who one is, before something that cannot be taken back easily.

Views ask for it where they state their permission: ``@requires(permission, fresh=True)``.
"""

from typing import Any

from flask import Blueprint, redirect, request, url_for

from domain.access.policy import Permission
from web.auth.attempts import TooManyAttemptsError
from web.auth.going_on import GoingOn
from web.auth.password_rules import LONGEST_PASSWORD
from web.auth.sessions import Way
from web.auth.showing_again import asks_code, show_again
from web.auth.signed_in import go_on
from web.current import me, my_session, services
from web.forms.loading import Problem
from web.pages.signing import WRONG_CODE
from web.security import requires

blueprint = Blueprint("stepping_up", __name__)


@blueprint.get("/confirm")
@requires(Permission.SIGNED_IN)
def confirm() -> Any:
    return show_again([], GoingOn.of_form())


@blueprint.post("/confirm")
@requires(Permission.SIGNED_IN)
def check() -> Any:
    """The second factor, or the password of who has none; the session gets a new token."""
    going = GoingOn.of_form()
    if my_session().way is Way.PROVIDER:
        return show_again([], going)
    typed = request.form.get("shown", "")
    try:
        right = len(typed) <= LONGEST_PASSWORD and _is_mine(typed)
    except TooManyAttemptsError as error:
        return show_again(
            [Problem(question="shown", sentence=error.sentence, href="#shown")], going
        ), 429
    if not right:
        sentence = WRONG_CODE if asks_code() else "Enter your password as it is"
        return show_again([Problem(question="shown", sentence=sentence, href="#shown")], going), 422
    token = services().sessions.renew(my_session().id)
    if token is None:
        return redirect(url_for("signing.sign_in"))
    return go_on(token, going)


def _is_mine(typed: str) -> bool:
    address = request.remote_addr or ""
    if asks_code():
        return services().identity.second_factors.takes(me(), typed, address=address)
    username = services().accounts.username_of(me())
    return services().accounts.person(username, typed, address=address) == me()
