"""Reading what an identity provider says of somebody, and believing none of it unchecked.

Decision. A token counts if it is signed by a key that the issuer publishes under the id that the token
names, with an algorithm of our list; if issuer, audience, authorised party and tenant are the
configured ones; if it is of now; and if its nonce is the one that was sent with this very sign-in. Who
it is, is the subject or object id, never a name or an address. Consequence: a token for another
service, another tenant, another sign-in or another time is refused, and so is one whose header says
how it wants to be checked. Kept by ``tests/web/provider/test_forged_tokens.py``. (Spec: audit, ASVS
9.1, 9.2 and 10.5, T68.)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet

from domain.people.person import is_id
from web.auth.provider.configured import Configured

ALGORITHMS = ("RS256", "PS256", "ES256")
"""Asymmetric ones alone: with another, who knows the public key could sign."""
LEEWAY = 60
"""Seconds by which the clocks of two machines may differ (spec: audit, 9)."""
OLDEST = 600
"""Seconds after which a token is nobody's any more, whatever it says: it comes at once, from the issuer."""


class TokenRefusedError(Exception):
    """A token does not say what it must; the argument is what of it, in a word for the log."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Identified:
    """Whom an identity provider has identified, and how."""

    subject: str
    contexts: frozenset[str]
    """Authentication contexts that were met."""
    shown_at: datetime | None
    """When the person last showed who they are, if it says so."""


def key_id(token: str) -> str:
    """The id of the key that a token says it was signed with.

    Raises:
        TokenRefusedError: it is no token, or names none.

    """
    try:
        header = jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError) as error:
        raise TokenRefusedError("form") from error
    if header.get("alg") not in ALGORITHMS:
        raise TokenRefusedError("algorithm")
    named = header.get("kid")
    if not isinstance(named, str) or not named:
        raise TokenRefusedError("key")
    return named


def identified(
    token: str,
    keys: KeySet,
    *,
    by: Configured,
    nonce: str,
    access_token: str,
    now: datetime,
) -> Identified:
    """Who a token says somebody is.

    Raises:
        TokenRefusedError: anything about it is not as it must be.

    """
    key = _key(keys, key_id(token))
    try:
        read = jwt.decode(token, key, algorithms=ALGORITHMS)
        claims = CodeIDToken(
            read.claims,
            read.header,
            options={
                "iss": {"essential": True, "value": by.issuer},
                "aud": {"essential": True, "value": by.client},
                "nonce": {"essential": True, "value": nonce},
            },
            params={"nonce": nonce, "client_id": by.client, "access_token": access_token},
        )
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
    except (JoseError, ValueError, TypeError) as error:
        raise TokenRefusedError(getattr(error, "error", "form")) from error
    if now.timestamp() - claims["iat"] > OLDEST:
        raise TokenRefusedError("age")
    if by.tenant and claims.get("tid") != by.tenant:
        raise TokenRefusedError("tenant")
    subject = claims.get(by.subject_claim)
    if not isinstance(subject, str) or not is_id(subject):
        raise TokenRefusedError("subject")
    return Identified(subject=subject, contexts=_contexts(claims), shown_at=_shown_at(claims))


def _key(keys: KeySet, named: str) -> Key:
    # That it signs only what it was published for, joserfc sees to.
    found = [key for key in keys if key.kid == named]
    if len(found) != 1:
        raise TokenRefusedError("key")
    return found[0]


def _contexts(claims: Mapping[str, Any]) -> frozenset[str]:
    one, several = claims.get("acr"), claims.get("acrs")
    found = [one, *(several if isinstance(several, list) else [several])]
    return frozenset(context for context in found if isinstance(context, str))


def _shown_at(claims: Mapping[str, Any]) -> datetime | None:
    moment = claims.get("auth_time")
    if moment is None:
        return None
    try:
        return datetime.fromtimestamp(moment, UTC)
    except (OverflowError, OSError, ValueError, TypeError):
        raise TokenRefusedError("auth_time") from None
