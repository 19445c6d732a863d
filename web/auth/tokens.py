"""Machine tokens: drawn here, shown once, and known again by their digest.

Context. Other systems hold tokens for months, on machines that are not ours. Decision. A token is
256 random bits behind the id of its client; the log keeps the SHA-256 of it and nothing else does.
It opens the API and no page, as a cookie opens pages and never the API. Consequence: whoever reads
the log, a backup or a page can let nobody in, and no other site can use a browser to call the API.
Kept by ``tests/web/api/test_tokens.py``.
"""

import base64
import binascii
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from application.ports import Clock
from web.adapters.stores import reading
from web.adapters.tables import token_uses

PREFIX = "uof_"
"""So that a token is known for one wherever it was left by mistake."""
ID_BYTES, SECRET_BYTES = 16, 32
TOUCH = timedelta(seconds=30)
"""The last use is written down no more often than this."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A token as its system shows it."""

    client: UUID
    digest: str


def draw(client: UUID) -> tuple[str, Shown]:
    """A new token for a client: the text that is shown once, and what is kept of it."""
    raw = client.bytes + secrets.token_bytes(SECRET_BYTES)
    text = PREFIX + base64.urlsafe_b64encode(raw).decode()
    return text, Shown(client=client, digest=_digest(text))


def shown(text: str) -> Shown | None:
    """What a text says that may be a token; none if it cannot be one."""
    if not text.startswith(PREFIX) or not text.isascii():
        return None
    try:
        raw = base64.b64decode(text.removeprefix(PREFIX), altchars=b"-_", validate=True)
    except binascii.Error:
        return None
    if len(raw) != ID_BYTES + SECRET_BYTES:
        return None
    return Shown(client=UUID(bytes=raw[:ID_BYTES]), digest=_digest(text))


class TokenUses:
    """When each token was last used, for whoever asks whether it still is."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._touched: dict[UUID, datetime] = {}

    def touch(self, token: UUID) -> None:
        this, now = token_uses.c.token == token, self._clock.now()
        touched = self._touched.get(token)
        if touched is not None and now - touched <= TOUCH:
            return
        self._touched[token] = now
        query = select(token_uses.c.seen_at).where(this)
        with reading(self._engine).connect() as connection:
            seen_at = connection.execute(query).scalar_one_or_none()
        if seen_at is not None and now - seen_at <= TOUCH:
            return
        try:
            with self._engine.begin() as connection:
                changed = connection.execute(update(token_uses).where(this).values(seen_at=now))
                if not changed.rowcount:
                    connection.execute(insert(token_uses).values(token=token, seen_at=now))
        except IntegrityError:
            # Another process wrote down its first use in the meantime: that will do.
            return

    def last(self, tokens: Iterable[UUID]) -> dict[UUID, datetime]:
        """When each of these was last used; those that never were are left out."""
        query = select(token_uses).where(token_uses.c.token.in_(set(tokens)))
        with reading(self._engine).connect() as connection:
            return {row.token: row.seen_at for row in connection.execute(query)}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
