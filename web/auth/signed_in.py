"""Letting somebody in, once it is known who they are: the cookie, and where they go on."""

from typing import Any
from uuid import UUID

from flask import make_response, redirect, render_template, url_for

from domain.errors import NotFoundError
from web.auth.cookies import remember_session
from web.auth.going_on import GoingOn, agent
from web.auth.sessions import Way
from web.current import services


def is_open(person: UUID) -> bool:
    """Whether somebody is known and may do anything at all."""
    try:
        return services().access.person(person).closed_at is None
    except NotFoundError:
        return False


def let_in(person: UUID, going: GoingOn, *, way: Way, fresh: bool = True) -> Any:
    """Start a session and go on."""
    token = services().sessions.start(person, way=way, agent=agent(), fresh=fresh)
    return go_on(token, going, arrived=way is Way.PROVIDER)


def go_on(token: str, going: GoingOn, *, arrived: bool = False) -> Any:
    """Go on in a session with a new token; ``arrived`` when the browser comes from another site.

    Its cookie is not sent along on a way that began elsewhere (``SameSite=Strict``), so that the page
    of arrival is ours, and goes on by itself.
    """
    if going.resume:
        page = render_template("auth/resume.html", resume=going.resume, kept=going.kept)
        return remember_session(make_response(page), token)
    to = going.next or url_for("home.home")
    if not arrived:
        return remember_session(redirect(to), token)
    answer = make_response(render_template("auth/arrived.html", to=to))
    answer.headers["Refresh"] = f"0; url={to}"
    return remember_session(answer, token)
