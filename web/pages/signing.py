"""Signing in and out."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for

from domain.access.policy import Permission
from web.auth.attempts import TooManyAttemptsError
from web.auth.cookies import (
    begun_cookie,
    forget_begun,
    forget_session,
    remember_begun,
    session_cookie,
)
from web.auth.going_on import GoingOn
from web.auth.password_rules import LONGEST_PASSWORD
from web.auth.sessions import Way
from web.auth.signed_in import is_open, let_in
from web.current import is_signed_in, services
from web.forms.loading import Problem
from web.security import requires

blueprint = Blueprint("signing", __name__)


@blueprint.get("/signin")
@requires(Permission.EVERYBODY)
def sign_in() -> Any:
    if is_signed_in():
        return redirect(url_for("home.home"))
    return page([], ended=g.session_ended)


@blueprint.post("/signin")
@requires(Permission.EVERYBODY)
def start() -> Any:
    """Check the account; start a session, or ask for the second factor first."""
    if not services().settings.local_accounts:
        abort(404)
    username, password = request.form.get("username", ""), request.form.get("password", "")
    if len(username) > LONGEST_PASSWORD or len(password) > LONGEST_PASSWORD:
        username, password = "", ""
    try:
        person = services().accounts.person(username, password, address=request.remote_addr or "")
    except TooManyAttemptsError as error:
        return page([Problem(question="username", sentence=error.sentence, href="#username")]), 429
    if person is None or not is_open(person):
        sentence = "Enter a name and password that belong together"
        return page([Problem(question="username", sentence=sentence, href="#username")]), 422
    going = GoingOn.of_form()
    if not services().identity.second_factors.has(person):
        return let_in(person, going, way=Way.PASSWORD)
    content = {"for": "code", "person": str(person), **going.content()}
    token = services().identity.begun.begin(content)
    return remember_begun(redirect(url_for("signing.code")), token)


@blueprint.get("/signin/code")
@requires(Permission.EVERYBODY)
def code() -> Any:
    if _waits_for_code() is None:
        return redirect(url_for("signing.sign_in"))
    return render_template("auth/code.html", problems=[])


@blueprint.post("/signin/code")
@requires(Permission.EVERYBODY)
def check_code() -> Any:
    """The second factor, after the password."""
    content = _waits_for_code()
    if content is None:
        return redirect(url_for("signing.sign_in"))
    person = UUID(content["person"])
    address = request.remote_addr or ""
    typed = request.form.get("code", "")[:LONGEST_PASSWORD]
    try:
        right = services().identity.second_factors.takes(person, typed, address=address)
    except TooManyAttemptsError as error:
        problem = Problem(question="code", sentence=error.sentence, href="#code")
        return render_template("auth/code.html", problems=[problem]), 429
    if not right:
        problem = Problem(question="code", sentence=WRONG_CODE, href="#code")
        return render_template("auth/code.html", problems=[problem]), 422
    services().identity.begun.take(request.cookies.get(begun_cookie(), ""))
    if not is_open(person):
        return forget_begun(redirect(url_for("signing.sign_in")))
    return forget_begun(let_in(person, GoingOn.of_content(content), way=Way.CODE))


WRONG_CODE = "Enter the code that your phone shows now, or a recovery code that you did not use yet"


def _waits_for_code() -> Any:
    content = services().identity.begun.look(request.cookies.get(begun_cookie(), ""))
    return content if content and content["for"] == "code" else None


@blueprint.post("/signout")
@requires(Permission.EVERYBODY)
def sign_out() -> Any:
    """End the session here; whoever came from the identity provider may sign out there too."""
    by_provider = g.session is not None and g.session.way is Way.PROVIDER
    services().sessions.end(request.cookies.get(session_cookie(), ""))
    provider = services().identity.provider
    if by_provider and provider and (way_out := provider.way_out()):
        g.person = None
        return _forgotten(render_template("auth/signed_out.html", way_out=way_out))
    return _forgotten(redirect(url_for("signing.sign_in")))


def _forgotten(answer: Any) -> Response:
    """Nothing of what was shown stays in a shared computer (browsers heed it over TLS alone)."""
    response: Response = forget_session(answer)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def page(problems: list[Problem], *, ended: bool = False, going: GoingOn | None = None) -> str:
    """The page to sign in on, with what waits to be sent when that is done."""
    waits = going or GoingOn.of_form()
    return render_template(
        "auth/signin.html",
        problems=problems,
        ended=ended,
        username=request.form.get("username", ""),
        next=waits.next,
        resume=waits.resume,
        kept=waits.kept,
    )
