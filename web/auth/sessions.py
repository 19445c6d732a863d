"""Server-side sessions: the cookie holds a random token, the store only its digest."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, delete, insert, select, update

from application.ports import Clock
from web.adapters.stores import asking
from web.adapters.tables import sessions

TOKEN_BYTES = 32
TOUCH = timedelta(seconds=30)
"""A session's last use is written down no more often than this."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """A person who is signed in."""

    person: UUID
    started_at: datetime


class Sessions:
    """Starts, finds and ends sessions."""

    def __init__(
        self, engine: Engine, clock: Clock, *, idle: timedelta, longest: timedelta
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._idle = idle
        self._longest = longest

    def start(self, person: UUID) -> str:
        """Sign somebody in; returns the token for their cookie, which is kept nowhere else."""
        token, now = secrets.token_urlsafe(TOKEN_BYTES), self._clock.now()
        with self._engine.begin() as connection:
            connection.execute(delete(sessions).where(sessions.c.seen_at < now - self._longest))
            connection.execute(
                insert(sessions).values(
                    token_digest=_digest(token), person=person, started_at=now, seen_at=now
                )
            )
        return token

    def find(self, token: str) -> Session | None:
        """The session of a token, if it has not run out."""
        this, now = sessions.c.token_digest == _digest(token), self._clock.now()
        with asking(self._engine).connect() as connection:
            row = connection.execute(select(sessions).where(this)).one_or_none()
        if row is None or now - row.seen_at > self._idle or now - row.started_at > self._longest:
            return None
        if now - row.seen_at > TOUCH:
            with self._engine.begin() as connection:
                connection.execute(update(sessions).where(this).values(seen_at=now))
        return Session(person=row.person, started_at=row.started_at)

    def end(self, token: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(sessions).where(sessions.c.token_digest == _digest(token)))

    def end_all(self, person: UUID) -> None:
        """Sign somebody out everywhere."""
        with self._engine.begin() as connection:
            connection.execute(delete(sessions).where(sessions.c.person == person))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
