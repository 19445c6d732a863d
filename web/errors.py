"""From a refusal to a page that says what happened, what was kept and what to do.

What a machine asked for is answered with a problem document instead (``web/api/problems.py``).
"""

from http import HTTPStatus
from typing import Any

from eventsourcing.persistence import PersistenceError
from flask import Flask, current_app, g, render_template, request
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFreeError
from werkzeug.exceptions import HTTPException

from application.log import ConcurrentChangeError
from application.ports import KeyDestroyedError
from domain.access.errors import NotAllowedError
from domain.errors import DomainError, NotFoundError, StaleVersionError
from domain.records.errors import AccountHasGapsError
from web import metrics
from web.adapters.rate_limits import TooManyRequestsError
from web.auth.attempts import TooManyAttemptsError
from web.auth.provider.refusals import ProviderAwayError
from web.current import is_api, is_signed_in
from web.logs import places
from web.watching import METHODS, OTHER, number_to_quote

STATUSES: dict[type[Exception], HTTPStatus] = {
    NotFoundError: HTTPStatus.NOT_FOUND,
    NotAllowedError: HTTPStatus.FORBIDDEN,
    StaleVersionError: HTTPStatus.CONFLICT,
    ConcurrentChangeError: HTTPStatus.CONFLICT,
    KeyDestroyedError: HTTPStatus.CONFLICT,
    AccountHasGapsError: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooManyAttemptsError: HTTPStatus.TOO_MANY_REQUESTS,
    TooManyRequestsError: HTTPStatus.TOO_MANY_REQUESTS,
    ProviderAwayError: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""A refusal that is not here is a conflict: the request was understood and cannot be done now."""

AWAY = (
    PersistenceError,
    ConnectionError,
    OperationalError,
    InterfaceError,
    NoConnectionFreeError,
)
"""A database is busy or away, or what it did is in doubt: sent again, the key tells."""

TITLES: dict[int, tuple[str, str]] = {
    400: ("This page could not be read", "Go back, reload the page and try again."),
    401: ("Your session has ended", "Sign in again. Drafts that were saved are kept."),
    403: ("You cannot do this", "If you should be able to, ask your administrator."),
    404: ("Page not found", "Check the address, or find the record from your start page."),
    405: ("This address cannot be used like that", "Go back and use the buttons of the page."),
    409: ("This could not be saved", "Nothing was changed."),
    412: ("This changed since you opened it", "Reload the page to see it as it is now."),
    413: (
        "This is too long to save",
        "Go back: your browser still has what you typed. Shorten it, then save again.",
    ),
    422: ("This record is not complete", "Go back to the check page: it lists what is missing."),
    429: ("Too many attempts", "Wait 15 minutes, then try again."),
    500: (
        "Something went wrong on our side",
        "What you saved before is kept. Try again; if it happens again, tell your administrator.",
    ),
    503: (
        "The service is busy",
        "Wait a minute, then go back and send it again: what is sent twice counts once.",
    ),
}


def register_errors(app: Flask) -> None:
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(HTTPException, _http)
    for away in AWAY:
        app.register_error_handler(away, _busy)
    app.register_error_handler(Exception, _broken)


CATCHING_UP = (
    "Saved, and not shown yet",
    "What you saved is kept. Lists are catching up: reload this page in a minute.",
)


def page(status: int, sentence: str = "") -> Any:
    """An error page. ``sentence`` says more exactly what was refused."""
    return _page(status, *TITLES.get(status, TITLES[500]), sentence)


FOR_READERS = (
    "Check the address. What is public is listed under Publications; for all else, sign in."
)
"""To whom is not signed in, a start page with records is no help."""


def _page(status: int, title: str, advice: str, sentence: str = "") -> Any:
    of_a_reader = status == HTTPStatus.NOT_FOUND and not is_signed_in()
    said = {
        "title": title,
        "advice": FOR_READERS if of_a_reader else advice,
        "of_a_reader": of_a_reader,
        "sentence": sentence,
        # Who asks for help with a failure quotes it; of a refusal the sentence says everything.
        "quoted": number_to_quote() if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "",
    }
    try:
        return render_template("errors/error.html", **said), status
    except (PersistenceError, SQLAlchemyError):
        # Who is signed in, and what they may do, is asked of a database that is away by now.
        g.person = None
        return render_template("errors/error.html", **said), status


def not_logged() -> Any:
    """What is answered when it could not be written down that somebody looks: nothing of what they asked."""
    if is_api():
        return _to_a_machine(PersistenceError(), status=HTTPStatus.SERVICE_UNAVAILABLE)
    return page(HTTPStatus.SERVICE_UNAVAILABLE)


def _to_a_machine(error: Exception, *, status: int | None = None) -> Any:
    # It speaks of the table above, so it is asked for here and not before.
    from web.api.problems import problem

    return problem(error, status=status)


def _refused(error: DomainError) -> Any:
    if is_api():
        return _to_a_machine(error)
    if isinstance(error, NotFoundError) and getattr(g, "shown", True) is False:
        # It may be what this person saved a moment ago, which lists and addresses do not know yet.
        return _page(HTTPStatus.SERVICE_UNAVAILABLE, *CATCHING_UP)
    metrics.refused(error)
    known = (status for kind, status in STATUSES.items() if isinstance(error, kind))
    status = next(known, HTTPStatus.CONFLICT)
    return page(status, "" if status is HTTPStatus.NOT_FOUND else error.sentence)


def _http(error: HTTPException) -> Any:
    if error.response is not None or error.code is None:
        return error
    if is_api():
        return _to_a_machine(error)
    return page(error.code)


def _busy(error: Exception) -> Any:
    _log(error)
    if is_api():
        return _to_a_machine(error, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return page(HTTPStatus.SERVICE_UNAVAILABLE)


def _broken(error: Exception) -> Any:
    _log(error)
    if is_api():
        return _to_a_machine(error, status=HTTPStatus.INTERNAL_SERVER_ERROR)
    return page(HTTPStatus.INTERNAL_SERVER_ERROR)


def _log(error: Exception) -> None:
    # Where it failed is code, not content; the error's own words may hold content (a database names
    # the values it was given), so they stay out, and with them what a logger would add by itself.
    current_app.logger.error(
        "%s %s failed with %s, %s",
        request.method if request.method in METHODS else OTHER,
        request.endpoint,
        type(error).__name__,
        "; ".join(places(error.__traceback__)),
    )
