"""Server-side sessions: the cookie holds a random token, the store only its digest.

Decision. A session belongs to the browser in which it began: its token from another one ends it, and
so does a way of signing in that was switched off. Whoever shows again who they are gets a new token,
and the old one is nobody's. Consequence: a token that was copied elsewhere, or planted, is worth
nothing or gives itself away; whoever imitates the browser too is found on the person's own page of
sessions. Kept by ``tests/web/test_sessions.py`` and ``tests/adapters/test_sessions.py``. (Spec: audit,
ASVS 7.1 to 7.6, T60 to T64.)
"""

import hashlib
import hmac
import logging
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Engine, Row, delete, insert, select, update

from application.ports import Clock
from web import logs
from web.adapters.stores import asking
from web.adapters.tables import sessions

TOKEN_BYTES = 32
TOUCH = timedelta(seconds=30)
"""A session's last use is written down no more often than this."""


class Way(StrEnum):
    """How somebody signed in."""

    PASSWORD = "local"  # noqa: S105 - a way, and none
    CODE = "local-and-code"
    """By password and a second factor."""
    PROVIDER = "provider"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Way.PASSWORD: "By password",
    Way.CODE: "By password and code",
    Way.PROVIDER: "By force account",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """A person who is signed in."""

    id: str
    """The digest of its token: it opens nothing."""
    person: UUID
    way: Way = Way.PASSWORD
    device: str = ""
    started_at: datetime
    seen_at: datetime
    fresh_at: datetime | None = None
    """When the person last showed who they are, by the strongest that their account has."""

    def is_fresh(self, now: datetime, within: timedelta) -> bool:
        return self.fresh_at is not None and now - self.fresh_at < within


class Sessions:
    """Starts, finds and ends sessions."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        *,
        idle: timedelta,
        longest: timedelta,
        ways: Collection[Way] = frozenset(Way),
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._idle = idle
        self._longest = longest
        self._ways = ways

    def start(
        self, person: UUID, *, way: Way = Way.PASSWORD, agent: str = "", fresh: bool = True
    ) -> str:
        """Sign somebody in; returns the token for their cookie, which is kept nowhere else.

        ``agent`` is what their browser says of itself; empty leaves the session unbound.
        """
        token, now = secrets.token_urlsafe(TOKEN_BYTES), self._clock.now()
        with self._engine.begin() as connection:
            connection.execute(delete(sessions).where(sessions.c.seen_at < now - self._longest))
            connection.execute(
                insert(sessions).values(
                    token_digest=_digest(token),
                    person=person,
                    started_at=now,
                    seen_at=now,
                    way=way.value,
                    device=device(agent),
                    device_digest=_digest(agent) if agent else None,
                    fresh_at=now if fresh else None,
                )
            )
        logs.say("signed-in", way=way.value)
        return token

    def find(self, token: str, agent: str = "") -> Session | None:
        """The session of a token, if it has not run out and comes from where it began."""
        this, now = sessions.c.token_digest == _digest(token), self._clock.now()
        with asking(self._engine).connect() as connection:
            row = connection.execute(select(sessions).where(this)).one_or_none()
        if row is None or self._is_over(row, now):
            return None
        if row.device_digest and not hmac.compare_digest(row.device_digest, _digest(agent)):
            self.end(token)
            logs.say("session-elsewhere", level=logging.WARNING)
            return None
        if now - row.seen_at > TOUCH:
            with self._engine.begin() as connection:
                connection.execute(update(sessions).where(this).values(seen_at=now))
        return _session(row)

    def renew(self, session: str) -> str | None:
        """Note that somebody showed again who they are; the session goes on under a new token, which
        is returned. None if it is over.
        """
        token, now = secrets.token_urlsafe(TOKEN_BYTES), self._clock.now()
        this = sessions.c.token_digest == session
        with self._engine.begin() as connection:
            row = connection.execute(select(sessions).where(this)).one_or_none()
            if row is None or self._is_over(row, now):
                return None
            changed = connection.execute(
                update(sessions)
                .where(this)
                .values(token_digest=_digest(token), fresh_at=now, seen_at=now)
            )
        return token if changed.rowcount else None

    def of(self, person: UUID) -> tuple[Session, ...]:
        """Where somebody is signed in now, the last used first."""
        query = (
            select(sessions)
            .where(sessions.c.person == person)
            .order_by(sessions.c.seen_at.desc(), sessions.c.token_digest)
        )
        now = self._clock.now()
        with asking(self._engine).connect() as connection:
            rows = connection.execute(query).all()
        return tuple(_session(row) for row in rows if not self._is_over(row, now))

    def end(self, token: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(sessions).where(sessions.c.token_digest == _digest(token)))

    def end_one(self, person: UUID, session: str) -> None:
        """End a session of somebody, and nobody else's."""
        this = (sessions.c.person == person) & (sessions.c.token_digest == session)
        with self._engine.begin() as connection:
            connection.execute(delete(sessions).where(this))

    def end_all(self, person: UUID, *, but: str = "") -> None:
        """Sign somebody out everywhere, or everywhere else."""
        this = (sessions.c.person == person) & (sessions.c.token_digest != but)
        with self._engine.begin() as connection:
            connection.execute(delete(sessions).where(this))

    def _is_over(self, row: Row[tuple[object, ...]], now: datetime) -> bool:
        idle, old = now - row.seen_at > self._idle, now - row.started_at > self._longest
        return idle or old or _way(row) not in self._ways


def _session(row: Row[tuple[object, ...]]) -> Session:
    return Session(
        id=row.token_digest,
        person=row.person,
        way=_way(row),
        device=row.device or "",
        started_at=row.started_at,
        seen_at=row.seen_at,
        fresh_at=row.fresh_at,
    )


def _way(row: Row[tuple[object, ...]]) -> Way:
    return Way(row.way) if row.way else Way.PASSWORD


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


BROWSERS = (
    ("Edg", "Edge"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""Most browsers name others too, so the order counts."""
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def device(agent: str) -> str:
    """A browser in the words that a person knows it by. It tells devices apart and proves nothing."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "Another browser")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return f"{browser} on {system}" if system else browser
