"""Signing in and out."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, g, make_response, redirect, render_template, request, url_for

from domain.access.policy import Permission
from web.auth.accounts import TooManyAttemptsError
from web.current import is_signed_in, services
from web.forms.loading import Problem
from web.pages.passwords import LONGEST_PASSWORD
from web.security import forget_session, remember_session, requires, session_cookie

blueprint = Blueprint("signing", __name__)


@blueprint.get("/signin")
@requires(Permission.EVERYBODY)
def sign_in() -> Any:
    if is_signed_in():
        return redirect(url_for("home.home"))
    return _page([], ended=g.session_ended)


@blueprint.post("/signin")
@requires(Permission.EVERYBODY)
def start() -> Any:
    """Check the account and start a session."""
    username, password = request.form.get("username", ""), request.form.get("password", "")
    if len(username) > LONGEST_PASSWORD or len(password) > LONGEST_PASSWORD:
        username, password = "", ""
    try:
        person = services().accounts.person(username, password, address=request.remote_addr or "")
    except TooManyAttemptsError as error:
        return _page([Problem(question="username", sentence=error.sentence, href="#username")]), 429
    if person is None:
        sentence = "Enter a name and password that belong together"
        return _page([Problem(question="username", sentence=sentence, href="#username")]), 422
    token = services().sessions.start(person)
    if not (resume := ours(request.form.get("resume", ""))):
        return remember_session(redirect(_next()), token)
    page = render_template("auth/resume.html", resume=resume, kept=_kept())
    return remember_session(make_response(page), token)


@blueprint.post("/signout")
@requires(Permission.EVERYBODY)
def sign_out() -> Any:
    services().sessions.end(request.cookies.get(session_cookie(), ""))
    return forget_session(redirect(url_for("signing.sign_in")))


def _next() -> str:
    """Where somebody wanted to go; never to another site."""
    return ours(request.form.get("next", "")) or url_for("home.home")


def ours(address: str) -> str:
    """An address of this site; nothing if it leads elsewhere."""
    parts = urlsplit(address)
    ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if ours and not parts.netloc and not parts.scheme else ""


def _kept() -> list[tuple[str, str]]:
    """The form that came after the session had ended, as it was typed."""
    prefix = "kept-"
    return [
        (name.removeprefix(prefix), value)
        for name, values in request.form.lists()
        if name.startswith(prefix)
        for value in values
    ]


def _page(problems: list[Problem], *, ended: bool = False) -> str:
    return render_template(
        "auth/signin.html",
        problems=problems,
        ended=ended,
        username=request.form.get("username", ""),
        next=request.values.get("next", ""),
        resume=ours(request.form.get("resume", "")),
        kept=_kept(),
    )
