"""What guards every request: who it is, where it came from, and what the browser may do with it.

Decision. Every view declares its permission with :func:`requires`; one that does not is refused.
Requests that change something must come from our own pages, told by ``Sec-Fetch-Site`` or
``Origin``: a token in the page would be stale in a cached form (spec: ux, 5). Consequence: there is
no view without a permission and no form that another site can post. Kept by
``tests/web/test_routes.py`` and ``tests/web/test_security.py``.

Machines are guarded by ``web/api/access.py`` instead: no cookie opens the API, so no other site can
use one.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.datastructures import MultiDict

from domain.access.policy import Permission
from web.auth.cookies import forget_session, session_cookie
from web.auth.going_on import GoingOn, agent
from web.auth.sessions import Way
from web.auth.showing_again import show_again
from web.current import (
    is_api,
    is_autosave,
    is_signed_in,
    may,
    me,
    my_session,
    services,
    standing,
    whole_number,
)

PERMISSION = "permission"
READING = ("GET", "HEAD", "OPTIONS")
POSITION = "position"
WAIT_SECONDS = 2.0
CHANGE_PASSWORD = "passwords.change"  # noqa: S105 - an endpoint
SET_UP = ("second_factor.show", "second_factor.offer", "second_factor.confirm")
FRESH = "fresh"
MOST_BYTES = 1_000_000

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""Spec: ux, 2.4; without the worker, which there is none of yet."""

View = Callable[..., Any]


def requires(permission: Permission, *, fresh: bool = False) -> Callable[[View], View]:
    """Declare what somebody must be allowed to do to reach a view.

    Whether they may do it to *this* record is for the use case, which knows how they stand to it.

    ``fresh=True`` is the whole of step-up: ``@requires(Permission.ERASE, fresh=True)``. Who has not
    shown in the last minutes (``UOF_STEP_UP_MINUTES``) who they are, by their second factor, their
    force account's, or, where there is neither, their password, is asked for it first: of a page
    before it is shown, of a form with everything that was typed kept, to be sent on afterwards. It is
    for what cannot be taken back easily: erasing, disclosing, and changing what people may do. A page
    that only leads there needs it on the view that does it, and not on the one that shows the form.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            return view(*args, **kwargs)

        setattr(guarded, PERMISSION, permission)
        setattr(guarded, FRESH, fresh)
        return guarded

    return declare


def permission_of(view: View | None) -> Permission | None:
    return getattr(view, PERMISSION, None)


def needs_fresh(view: View | None) -> bool:
    """Whether somebody must have just shown who they are to reach a view."""
    return bool(getattr(view, FRESH, False))


def guard(app: Flask) -> None:
    """Put the guards before and after every request."""
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MOST_BYTES
    app.before_request(_of_a_page(_identify))
    app.before_request(_of_a_page(_refuse_other_sites))
    app.before_request(_of_a_page(_authorise))
    app.before_request(_refuse_what_cannot_be_kept)
    app.before_request(_of_a_page(_wait_for_own_writes))
    app.after_request(_protect)


def _of_a_page(guard: Callable[[], Any]) -> Callable[[], Any]:
    """A guard of pages alone."""
    return lambda: None if is_api() else guard()


def remember_position(response: Any, position: int) -> Any:
    """Let the next page of this person wait until the read models show what was just saved."""
    response.set_cookie(POSITION, str(position), httponly=True, samesite="Strict", path="/")
    return response


def _identify() -> None:
    token = request.cookies.get(session_cookie(), "")
    session = services().sessions.find(token, agent()) if token else None
    g.session = session
    g.person = session.person if session else None
    g.session_ended = bool(token) and session is None


def _refuse_other_sites() -> None:
    if request.method in READING:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site != "same-origin":
            abort(403)
        return
    # Browsers without fetch metadata send an origin with every post; who sends neither is refused.
    origin = request.headers.get("Origin", "")
    if urlsplit(origin).netloc != request.host:
        abort(403)


def _refuse_what_cannot_be_kept() -> None:
    """A NUL character: nobody types one, and PostgreSQL keeps none (spec: eventsourcing, 3.5)."""
    values = (*request.view_args.values(),) if request.view_args else ()
    texts = (*values, *_texts(request.args), *_texts(request.form))
    if any("\x00" in str(text) for text in texts):
        abort(400)


def _texts(values: MultiDict[str, str]) -> Iterator[str]:
    for name, given in values.lists():
        yield name
        yield from given


def _authorise() -> Any:
    if request.endpoint is None:
        return None
    permission = permission_of(current_app.view_functions.get(request.endpoint))
    if permission is None:
        abort(403)
    if permission is Permission.EVERYBODY:
        return None
    if not is_signed_in():
        if request.method not in READING:
            return _sign_in_and_go_on()
        return redirect(url_for("signing.sign_in", next=request.full_path.rstrip("?")))
    return _admit(current_app.view_functions[request.endpoint], permission)


def _admit(view: View, permission: Permission) -> Any:
    """Let a signed-in person reach a view, or say what comes before it."""
    if standing().closed_at is not None:
        services().sessions.end_all(me())
        g.person = g.session = None
        return forget_session(redirect(url_for("signing.sign_in")))
    if not may(permission):
        abort(403)
    if must_change() and request.endpoint != CHANGE_PASSWORD:
        return redirect(url_for(CHANGE_PASSWORD))
    if must_set_up() and request.endpoint not in (CHANGE_PASSWORD, *SET_UP):
        return redirect(url_for(SET_UP[0]))
    return _show_again(view)


def must_change() -> bool:
    """Whether somebody signed in by a password that was chosen for them."""
    local = my_session().way is not Way.PROVIDER
    return local and services().accounts.must_change(me())


def must_set_up() -> bool:
    """Whether somebody signed in by a password alone, where that is not enough."""
    return services().settings.second_factor and my_session().way is Way.PASSWORD


def _show_again(view: View) -> Any:
    """Ask who has not just shown who they are; what was typed waits in the page."""
    within = services().identity.stays_fresh
    if not needs_fresh(view) or my_session().is_fresh(services().clock.now(), within):
        return None
    if request.method in READING:
        return redirect(url_for("stepping_up.confirm", next=request.full_path.rstrip("?")))
    kept = [(name, value) for name, values in request.form.lists() for value in values]
    return show_again([], GoingOn(resume=request.path, kept=kept)), 401


def _sign_in_and_go_on() -> Any:
    """A form that comes after the session ended: what was typed waits in the sign-in page."""
    if request.endpoint == CHANGE_PASSWORD or is_autosave():
        abort(401)
    kept = [(name, value) for name, values in request.form.lists() for value in values]
    text = render_template(
        "auth/signin.html", problems=[], ended=True, username="", resume=request.path, kept=kept
    )
    return text, 401


def _wait_for_own_writes() -> None:
    """Let this person's next page show what they just saved; ``g.shown`` says whether it does."""
    position = whole_number(request.cookies.get(POSITION, ""))
    view = current_app.view_functions.get(request.endpoint or "")
    if (
        position is None
        or request.method != "GET"
        or not is_signed_in()
        or permission_of(view) is Permission.EVERYBODY
        or position > services().log.last_position()
    ):
        return
    g.shown = services().views.wait_for(position, seconds=WAIT_SECONDS)


def _protect(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = CONTENT_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Not no-referrer: with it a browser would send "Origin: null" with our own forms.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if services().settings.secure_cookies:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint != "static":
        # A record must not stay in a shared computer's cache.
        response.headers.setdefault("Cache-Control", "no-store")
    if getattr(g, "shown", False):
        response.delete_cookie(POSITION, path="/")
    return response
