"""Signing in at the force's identity provider: on the way there, and back.

The way there is a page of ours that goes on by itself: a form that was sent may not lead to another
site (``form-action`` of the content policy), and a link may change nothing.
"""

import hmac
import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, abort, make_response, render_template, request

from domain.access.policy import Permission
from domain.errors import DomainError
from web.auth.cookies import begun_cookie, forget_begun, remember_begun
from web.auth.going_on import GoingOn
from web.auth.provider.configured import BACK
from web.auth.provider.refusals import ProviderAwayError, ProviderRefusedError, refused
from web.auth.sessions import Way
from web.auth.signed_in import go_on, is_open, let_in
from web.current import me, my_session, services
from web.forms.loading import Problem
from web.pages import signing
from web.security import requires

if TYPE_CHECKING:
    from web.auth.provider.client import Provider
    from web.auth.provider.id_tokens import Identified

blueprint = Blueprint("provider", __name__)

RANDOM_BYTES = 32
VERIFIER_BYTES = 48
"""64 characters, of the 43 to 128 that RFC 7636 asks for."""
SIGN_IN, STEP_UP = BEGUN = ("sign-in", "step-up")
"""What people are sent to the provider for."""
TOO_LATE = "This took too long, or was begun in another window. Sign in again"


class NotLinkedHereError(DomainError):
    """Nobody here is linked to your force account. Tell your administrator its id."""


@blueprint.post("/signin/provider")
@requires(Permission.EVERYBODY)
def leave() -> Any:
    """Go to the identity provider to sign in."""
    return away({"for": SIGN_IN}, GoingOn.of_form())


@blueprint.post("/confirm/provider")
@requires(Permission.SIGNED_IN)
def leave_again() -> Any:
    """Go to the identity provider to show once more who one is."""
    whose = {"for": STEP_UP, "person": str(me()), "session": my_session().id}
    return away(whose, GoingOn.of_form())


def away(content: dict[str, Any], going: GoingOn) -> Any:
    """The page that leads to the identity provider."""
    provider = _provider()
    state, nonce = (secrets.token_urlsafe(RANDOM_BYTES) for _ in range(2))
    verifier = secrets.token_urlsafe(VERIFIER_BYTES)
    to = provider.address(
        state=state, nonce=nonce, verifier=verifier, again=content["for"] == STEP_UP
    )
    token = services().identity.begun.begin(
        {
            **content,
            **going.content(),
            "state": state,
            "nonce": nonce,
            "verifier": verifier,
            "at": services().clock.now().isoformat(),
        }
    )
    page = render_template("auth/leaving.html", to=to, where=urlsplit(to).hostname)
    answer = make_response(page)
    answer.headers["Refresh"] = f"0; url={to}"
    return remember_begun(answer, token)


@blueprint.get(BACK)
@requires(Permission.EVERYBODY)
def back() -> Any:
    """Somebody comes back from the identity provider, with a code that is good for one use."""
    provider = _provider()
    if (content := _taken()) is None:
        return forget_begun(_again(TOO_LATE, GoingOn()))
    going = GoingOn.of_content(content)
    try:
        answer = _identified(provider, content, going)
    except ProviderAwayError as error:
        answer = make_response(_again(error.sentence, going), 503)
    except NotLinkedHereError as error:
        page = render_template(
            "auth/not_linked.html", sentence=error.sentence, subject=error.args[0]
        )
        answer = make_response(page, 422)
    except DomainError as error:
        answer = _again(error.sentence, going)
    return forget_begun(answer)


def _taken() -> dict[str, Any] | None:
    """What this browser began and now comes back for; none if the answer is to something else."""
    begun, token = services().identity.begun, request.cookies.get(begun_cookie(), "")
    content = begun.look(token)
    if content is None or content["for"] not in BEGUN:
        return None
    if begun.take(token) is None:
        return None
    same = hmac.compare_digest(content["state"].encode(), request.args.get("state", "").encode())
    return content if same else None


def _identified(provider: "Provider", content: dict[str, Any], going: GoingOn) -> Any:
    provider.check_answer(request.args.get("iss"))
    if not (code := request.args.get("code", "")):
        raise refused("no code")
    subject, found = provider.subject(code, nonce=content["nonce"], verifier=content["verifier"])
    person = services().identity.linked.person(subject)
    if content["for"] == STEP_UP:
        return _shown_again(provider, content, going, person, found)
    if person is None or not is_open(person):
        raise NotLinkedHereError(subject.id)
    wanted = provider.step_up_context
    fresh = bool(wanted) and wanted in found.contexts
    return let_in(person, going, way=Way.PROVIDER, fresh=fresh)


def _shown_again(
    provider: "Provider",
    content: dict[str, Any],
    going: GoingOn,
    person: UUID | None,
    found: "Identified",
) -> Any:
    if person is None or str(person) != content["person"] or not is_open(person):
        raise refused("another person")
    provider.check_shown(found, since=datetime.fromisoformat(content["at"]))
    # The session's own cookie is not sent along on a way that began elsewhere; what was kept under
    # this browser's other cookie says which it is.
    token = services().sessions.renew(content["session"])
    if token is None:
        raise ProviderRefusedError
    return go_on(token, going, arrived=True)


def _again(sentence: str, going: GoingOn) -> Any:
    problem = Problem(question="", sentence=sentence, href="#main-content")
    return make_response(signing.page([problem], going=going), 422)


def _provider() -> "Provider":
    provider = services().identity.provider
    if provider is None:
        abort(404)
    return provider
