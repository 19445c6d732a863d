"""Setting up one's own second factor, and its recovery codes."""

from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from markupsafe import Markup

from domain.access.policy import Permission
from web.auth import one_time_codes
from web.auth.cookies import remember_session
from web.auth.going_on import GoingOn, agent
from web.auth.second_factors import NothingOfferedError
from web.auth.sessions import Way
from web.auth.showing_again import show_again
from web.current import me, my_session, services
from web.forms.loading import Problem
from web.security import must_set_up, requires

blueprint = Blueprint("second_factor", __name__)


@blueprint.get("/settings/second-factor")
@requires(Permission.SIGNED_IN)
def show() -> Any:
    _refuse_who_needs_none()
    return _page([])


@blueprint.post("/settings/second-factor")
@requires(Permission.SIGNED_IN)
def offer() -> Any:
    """Draw a secret. Who has a second factor shows it first: a session alone is not enough."""
    _refuse_who_needs_none()
    within = services().identity.stays_fresh
    if _has() and not my_session().is_fresh(services().clock.now(), within):
        return show_again([], GoingOn(next=url_for("second_factor.show"))), 401
    services().identity.second_factors.offer(me())
    return redirect(url_for("second_factor.show"))


@blueprint.post("/settings/second-factor/confirm")
@requires(Permission.SIGNED_IN)
def confirm() -> Any:
    """Put it in force by a first code. Everybody else signed in as this person is signed out."""
    _refuse_who_needs_none()
    try:
        codes = services().identity.second_factors.confirm(me(), request.form.get("code", ""))
    except NothingOfferedError:
        return redirect(url_for("second_factor.show"))
    if codes is None:
        sentence = "Enter the code that your phone shows now"
        return _page([Problem(question="code", sentence=sentence, href="#code")]), 422
    services().sessions.end_all(me())
    token = services().sessions.start(me(), way=Way.CODE, agent=agent())
    page = render_template("auth/recovery_codes.html", codes=codes)
    return remember_session(make_response(page), token)


def _refuse_who_needs_none() -> None:
    if my_session().way is Way.PROVIDER:
        abort(404)


def _has() -> bool:
    return services().identity.second_factors.has(me())


def _page(problems: list[Problem]) -> str:
    factors = services().identity.second_factors
    secret = factors.offered(me())
    return render_template(
        "auth/second_factor.html",
        problems=problems,
        has=factors.has(me()),
        must=must_set_up(),
        left=factors.recovery_left(me()),
        secret=one_time_codes.in_words(secret) if secret else "",
        square=Markup(_square(secret)) if secret else "",  # noqa: S704 - drawn here, of no typed text
    )


def _square(secret: bytes) -> str:
    given = services()
    account = given.accounts.username_of(me())
    issuer = f"{given.settings.force.label} use of force records"
    address = one_time_codes.address_of(secret, account=account, issuer=issuer)
    return one_time_codes.square(address)
