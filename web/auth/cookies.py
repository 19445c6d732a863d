"""The cookies by which a browser is known again: of a session, and of a sign-in that waits."""

from typing import Any

from flask import make_response

from web.auth.begun import LASTS
from web.current import services


def session_cookie() -> str:
    secure = services().settings.secure_cookies
    return "__Host-session" if secure else "session"


def remember_session(response: Any, token: str) -> Any:
    response.set_cookie(
        session_cookie(),
        token,
        secure=services().settings.secure_cookies,
        httponly=True,
        samesite="Strict",
        path="/",
    )
    return response


def forget_session(response: Any) -> Any:
    answer = make_response(response)
    answer.delete_cookie(
        session_cookie(),
        path="/",
        secure=services().settings.secure_cookies,
        httponly=True,
        samesite="Strict",
    )
    return answer


def begun_cookie() -> str:
    """Of a sign-in that has begun and waits."""
    secure = services().settings.secure_cookies
    return "__Host-begun" if secure else "begun"


def remember_begun(response: Any, token: str) -> Any:
    """Let this browser, and no other, go on with what has begun.

    ``Lax``, and not ``Strict``: whoever comes back from the identity provider comes from another site.
    """
    answer = make_response(response)
    answer.set_cookie(
        begun_cookie(),
        token,
        max_age=int(LASTS.total_seconds()),
        secure=services().settings.secure_cookies,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return answer


def forget_begun(response: Any) -> Any:
    answer = make_response(response)
    answer.delete_cookie(
        begun_cookie(),
        path="/",
        secure=services().settings.secure_cookies,
        httponly=True,
        samesite="Lax",
    )
    return answer
