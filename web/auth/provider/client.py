"""Speaking with the identity provider: where it is, its keys, and the exchange of a code for a token.

Code flow with proof key (RFC 7636), by Authlib. Nothing is asked of any address that the provider's own
document does not name, none is followed elsewhere, and what it answers is read up to a size. Tokens
are looked at and thrown away: no page, cookie or table ever holds one.
"""

import json
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from application.ports import Clock
from web.auth.linked import Subject
from web.auth.provider.configured import Configured, is_safe
from web.auth.provider.id_tokens import (
    LEEWAY,
    Identified,
    TokenRefusedError,
    identified,
    key_id,
)
from web.auth.provider.refusals import (
    NotShownAgainError,
    ProviderAwayError,
    ProviderRefusedError,
    away,
    refused,
)

DOCUMENT = "/.well-known/openid-configuration"
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
SECONDS = 5
MOST_BYTES = 1_000_000
KNOWN_FOR = timedelta(hours=1)
ASKED_AGAIN_AFTER = timedelta(minutes=1)
"""An unknown key makes us look whether there is a new one, and no more often than this."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What the provider published, and when we looked."""

    document: dict[str, Any]
    keys: KeySet
    at: datetime


class Provider:
    """The identity provider of an installation."""

    def __init__(self, by: Configured, clock: Clock) -> None:
        self._by = by
        self._clock = clock
        self._known: Known | None = None
        self._lock = threading.Lock()

    @property
    def issuer(self) -> str:
        return self._by.issuer

    @property
    def step_up_context(self) -> str:
        return self._by.step_up_context

    def address(self, *, state: str, nonce: str, verifier: str, again: bool) -> str:
        """Where to send somebody to sign in; ``again`` to show once more who they are.

        Raises:
            ProviderAwayError: it cannot be reached.

        """
        wanted = self._by.step_up_context if again else self._by.sign_in_context
        more: dict[str, str] = {"prompt": "login", "max_age": "0"} if again else {}
        if wanted and self._by.context_claim == "acr":
            more["acr_values"] = wanted
        elif wanted:
            asked = {"id_token": {self._by.context_claim: {"essential": True, "value": wanted}}}
            more["claims"] = json.dumps(asked, separators=(",", ":"))
        with self._session() as session:
            address, _ = session.create_authorization_url(
                self._get().document["authorization_endpoint"],
                state=state,
                code_verifier=verifier,
                nonce=nonce,
                **more,
            )
        return str(address)

    def subject(self, code: str, *, nonce: str, verifier: str) -> tuple[Subject, Identified]:
        """Whom the provider has signed in.

        Raises:
            ProviderRefusedError: nobody whom we may believe in.
            ProviderAwayError: it cannot be reached.

        """
        try:
            found = self._identified(code, nonce=nonce, verifier=verifier)
        except TokenRefusedError as error:
            raise refused(str(error)) from error
        wanted = self._by.sign_in_context
        if wanted and wanted not in found.contexts:
            raise refused("context")
        return Subject(issuer=self._by.issuer, id=found.subject), found

    def check_shown(self, found: Identified, *, since: datetime) -> None:
        """Go on if somebody has just shown who they are, as it was asked for.

        Raises:
            NotShownAgainError: the provider does not say so.

        """
        wanted = self._by.step_up_context
        if wanted and wanted not in found.contexts:
            raise NotShownAgainError
        # Who asks for an age is told it (Core, 2); Entra ID says it where the force has switched it
        # on, and instead asks for a factor every time its context is asked for.
        told = found.shown_at
        silent = told is None and self._by.context_claim == "acrs" and bool(wanted)
        if not silent and (told is None or told < since - timedelta(seconds=LEEWAY)):
            raise NotShownAgainError

    def check_answer(self, issuer: str | None) -> None:
        """Refuse an answer that another provider gave (RFC 9207).

        Raises:
            ProviderRefusedError: it names another, or none where it must.

        """
        must = self._get().document.get("authorization_response_iss_parameter_supported") is True
        if issuer != self._by.issuer and (issuer is not None or must):
            raise refused("issuer of the answer")

    def way_out(self) -> str:
        """Where somebody signs out of the provider too; empty if it has no such place, or is away."""
        try:
            end: str = self._get().document.get("end_session_endpoint") or ""
        except (ProviderAwayError, ProviderRefusedError):
            return ""
        if not end or not is_safe(end):
            return ""
        back = {
            "client_id": self._by.client,
            "post_logout_redirect_uri": f"{self._by.address}/signin",
        }
        return str(requests.Request("GET", end, params=back).prepare().url)

    def _identified(self, code: str, *, nonce: str, verifier: str) -> Identified:
        document = self._get().document
        try:
            with self._session() as session:
                token = session.fetch_token(
                    document["token_endpoint"],
                    code=code,
                    code_verifier=verifier,
                    grant_type="authorization_code",
                    allow_redirects=False,
                )
        except OAuthError as error:
            raise TokenRefusedError("code") from error
        except requests.RequestException as error:
            raise away(error) from error
        except ValueError as error:
            raise TokenRefusedError("answer") from error
        said = token.get("id_token")
        if not isinstance(said, str) or len(said) > MOST_BYTES:
            raise TokenRefusedError("answer")
        return identified(
            said,
            self._keys_with(key_id(said)),
            by=self._by,
            nonce=nonce,
            access_token=str(token.get("access_token", "")),
            now=self._clock.now(),
        )

    def _keys_with(self, named: str) -> KeySet:
        known = self._get()
        if any(key.kid == named for key in known.keys):
            return known.keys
        if self._clock.now() - known.at < ASKED_AGAIN_AFTER:
            return known.keys
        return self._get(anew=True).keys

    def _get(self, *, anew: bool = False) -> Known:
        with self._lock:
            known, now = self._known, self._clock.now()
            if known is None or anew or now - known.at > KNOWN_FOR:
                known = self._known = self._asked(now)
            return known

    def _asked(self, now: datetime) -> Known:
        with self._session() as session:
            document = self._read(session, self._by.issuer.rstrip("/") + DOCUMENT)
            if document.get("issuer") != self._by.issuer:
                raise refused("issuer of the document")
            for name in NEEDED:
                if not isinstance(document.get(name), str) or not is_safe(document[name]):
                    raise refused(name)
            published = self._read(session, document["jwks_uri"])
        try:
            keys = KeySet.import_key_set({"keys": list(published["keys"])})
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise refused("keys") from error
        return Known(document=document, keys=keys, at=now)

    def _read(self, session: OAuth2Session, address: str) -> dict[str, Any]:
        try:
            with session.get(
                address, withhold_token=True, allow_redirects=False, stream=True
            ) as answer:
                answer.raise_for_status()
                text = answer.raw.read(MOST_BYTES + 1, decode_content=True)
        except (requests.RequestException, OSError) as error:
            raise away(error) from error
        try:
            found = json.loads(text[:MOST_BYTES])
        except ValueError as error:
            raise refused("document") from error
        if not isinstance(found, dict):
            raise refused("document")
        return found

    def _session(self) -> OAuth2Session:
        return OAuth2Session(
            client_id=self._by.client,
            client_secret=self._by.secret or None,
            scope=self._by.scope,
            redirect_uri=self._by.back,
            code_challenge_method="S256",
            default_timeout=SECONDS,
        )
