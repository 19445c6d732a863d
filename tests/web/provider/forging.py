"""An identity provider that says whatever a test wants: true, false, and signed by whomever."""

import base64
import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, Key, RSAKey

from tests.fakes import NOON
from web.auth.provider.configured import Configured

ISSUER, CLIENT, TENANT = "http://localhost:9", "use-of-force-records", "a-tenant"
NONCE, ACCESS_TOKEN, SUBJECT = "a-nonce", "an-access-token", "7a1f-officer"
NOW = int(NOON.timestamp())

BY = Configured(
    issuer=ISSUER,
    client=CLIENT,
    secret="",
    address="http://localhost",
    tenant=TENANT,
    subject_claim="sub",
    context_claim="acr",
    sign_in_context="",
    step_up_context="mfa",
)


def rsa(kid: str, **more: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, **more}, private=True)


KEY = rsa("current")
EC = ECKey.generate_key("P-256", {"kid": "curve"}, private=True)
FOREIGN = rsa("current")
"""Of somebody else, under the id of ours."""


def published(*keys: Key, **more: str) -> dict[str, Any]:
    return {"keys": [{**key.as_dict(private=False), **more} for key in keys or (KEY, EC)]}


def claims(**changes: Any) -> dict[str, Any]:
    """What a good token says; a change of ``None`` leaves a claim out."""
    said = {
        "iss": ISSUER,
        "aud": CLIENT,
        "sub": SUBJECT,
        "tid": TENANT,
        "nonce": NONCE,
        "iat": NOW,
        "exp": NOW + 300,
        **changes,
    }
    return {name: value for name, value in said.items() if value is not None}


def token(
    said: Mapping[str, Any] | None = None,
    *,
    key: Key = KEY,
    header: Mapping[str, Any] | None = None,
) -> str:
    """A signed token. Its header names the key that signed, unless it says otherwise."""
    head = {"alg": "RS256", "kid": key.kid, **(header or {})}
    head = {name: value for name, value in head.items() if value is not None}
    return jwt.encode(head, dict(said or claims()), key, algorithms=[head["alg"]])


def part(content: Any) -> str:
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def unsigned(**header: Any) -> str:
    """A token that nobody signed."""
    return f"{part({'alg': 'none', 'kid': 'current', **header})}.{part(claims())}."


def with_payload(said: Mapping[str, Any]) -> str:
    """A good token whose content was exchanged."""
    head, _, signature = token().split(".")
    return f"{head}.{part(said)}.{signature}"


def with_header(**changes: Any) -> str:
    """A good token whose header was exchanged."""
    _, payload, signature = token().split(".")
    return f"{part({'alg': 'RS256', 'kid': 'current', **changes})}.{payload}.{signature}"


def with_signature(signature: str) -> str:
    return f"{token().rpartition('.')[0]}.{signature}"


def by_public_key() -> str:
    """Signed with the public key as if it were a secret between us: the oldest trick."""
    return by_shared_secret(KEY.as_pem(private=False))


def by_shared_secret(secret: bytes) -> str:
    signed = f"{part({'alg': 'HS256', 'kid': 'current'})}.{part(claims())}"
    return f"{signed}.{part(hmac.digest(secret, signed.encode(), 'sha256'))}"


Make = Callable[[], str]
