"""Sign-ins that have begun and wait: for a code from a phone, or for the identity provider.

Decision. What waits is kept on the server, sealed under a token that only the browser has, for ten
minutes and for one use: state, nonce, verifier, and a form that came after its session had ended.
Consequence: whoever reads the work tables reads none of it, nothing of it is in the address or in the
page, and no other browser can take a sign-in over. Kept by ``tests/adapters/test_begun.py``.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Engine, delete, insert, select

from application.codec import from_json, to_json
from application.ports import Clock
from web.adapters.stores import reading
from web.adapters.tables import begun_sign_ins

TOKEN_BYTES = 32
NONCE_BYTES = 12
KEY_BYTES = 32
LASTS = timedelta(minutes=10)
MOST_BYTES = 200_000
"""A long account of a use of force, many times over."""


class BegunSignIns:
    """What waits, in the ``work`` store."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def begin(self, content: dict[str, Any]) -> str:
        """Keep something for one browser; returns the token for its cookie, which is kept nowhere."""
        token, nonce, now = (
            secrets.token_urlsafe(TOKEN_BYTES),
            secrets.token_bytes(NONCE_BYTES),
            self._clock.now(),
        )
        plain = to_json(content)
        if len(plain) > MOST_BYTES and "kept" in content:
            # A form that is no form of ours; signing in goes on without it.
            plain = to_json({**content, "kept": [], "resume": ""})
        sealed = nonce + AESGCM(_key(token)).encrypt(nonce, plain, None)
        old = begun_sign_ins.c.begun_at <= now - LASTS
        with self._engine.begin() as connection:
            connection.execute(delete(begun_sign_ins).where(old))
            connection.execute(
                insert(begun_sign_ins).values(
                    token_digest=_digest(token), sealed=sealed, begun_at=now
                )
            )
        return token

    def look(self, token: str) -> dict[str, Any] | None:
        """What waits for a browser, if it has not waited too long."""
        query = select(begun_sign_ins).where(begun_sign_ins.c.token_digest == _digest(token))
        with reading(self._engine).connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None or self._clock.now() - row.begun_at >= LASTS:
            return None
        nonce, sealed = row.sealed[:NONCE_BYTES], row.sealed[NONCE_BYTES:]
        try:
            content: dict[str, Any] = from_json(AESGCM(_key(token)).decrypt(nonce, sealed, None))
        except InvalidTag:
            return None
        return content

    def take(self, token: str) -> dict[str, Any] | None:
        """The same, once: whoever comes second with it finds nothing."""
        content = self.look(token)
        with self._engine.begin() as connection:
            taken = connection.execute(
                delete(begun_sign_ins).where(begun_sign_ins.c.token_digest == _digest(token))
            )
        return content if taken.rowcount else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _key(token: str) -> bytes:
    # Not the digest that is kept beside it: that one opens nothing.
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"begun sign-in").derive(token.encode())
