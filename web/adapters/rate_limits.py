"""How often a token may be used: a bucket that fills steadily and is emptied by requests.

Context. Several workers serve at once from PostgreSQL, and a limit of each would be several times
the limit; from SQLite one process serves, and a write to disk for every request would cost more
than the request. Decision. The bucket is one number, the moment at which it will be full again: in
the ``work`` store where several processes serve, in memory where one does. Consequence: the limit
holds whichever worker a request reaches; a restart of the embedded server fills the buckets. Kept
by ``tests/adapters/test_rate_limits.py``.
"""

import threading
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from sqlalchemy import Engine, Interval, func, literal, select, text
from sqlalchemy.dialects.postgresql import insert

from application.ports import Clock
from domain.errors import DomainError
from web.adapters.stores import reading
from web.adapters.tables import rate_limits


class TooManyRequestsError(DomainError):
    """This token was used too often. Wait, then send the request again."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.seconds = max(1, -int(-wait.total_seconds() // 1))
        """How long to wait, in whole seconds."""


class RateLimits(Protocol):
    """Counts requests by token."""

    def take(self, token: UUID) -> None:
        """Count one request.

        Raises:
            TooManyRequestsError: the bucket is empty; the request is not counted.

        """


class Bucket:
    """The arithmetic of a bucket: each request takes what fills in ``each``, and it holds ``whole``."""

    def __init__(self, *, each: timedelta, most: int) -> None:
        self.each = each
        self.whole = each * most

    @classmethod
    def per_minute(cls, requests: int, *, most: int) -> "Bucket":
        return cls(each=timedelta(minutes=1) / max(1, requests), most=max(1, most))

    def after(self, full_at: datetime | None, *, now: datetime) -> datetime:
        """When the bucket will be full again after one more request.

        Raises:
            TooManyRequestsError: it holds too little for another.

        """
        taken = (now if full_at is None else max(full_at, now)) + self.each
        if taken - now > self.whole:
            raise TooManyRequestsError(taken - now - self.whole)
        return taken


class LimitsInMemory:
    """The buckets of the one process that serves."""

    def __init__(self, bucket: Bucket, clock: Clock) -> None:
        self._bucket = bucket
        self._clock = clock
        self._full_at: dict[UUID, datetime] = {}
        self._lock = threading.Lock()

    def take(self, token: UUID) -> None:
        with self._lock:
            full_at = self._full_at.get(token)
            self._full_at[token] = self._bucket.after(full_at, now=self._clock.now())


class StoredLimits:
    """The buckets of all processes, in PostgreSQL: one statement takes, or finds too little."""

    def __init__(self, engine: Engine, bucket: Bucket, clock: Clock) -> None:
        self._engine = engine
        self._bucket = bucket
        self._clock = clock

    def take(self, token: UUID) -> None:
        now = self._clock.now()
        kept, each = rate_limits.c.full_at, self._bucket.each
        upsert = (
            insert(rate_limits)
            .values(token=token, full_at=now + each)
            .on_conflict_do_update(
                index_elements=[rate_limits.c.token],
                set_={"full_at": func.greatest(kept, now) + literal(each, Interval)},
                where=kept <= now + self._bucket.whole - each,
            )
            .returning(kept)
        )
        with self._engine.begin() as connection:
            # What a power cut forgets of a rate limit is forgiven; waiting for the disk is not.
            connection.execute(text("SET LOCAL synchronous_commit = off"))
            found = connection.execute(upsert).first()
        if found is None:
            self._bucket.after(self._full_at(token), now=now)

    def _full_at(self, token: UUID) -> datetime | None:
        query = select(rate_limits.c.full_at).where(rate_limits.c.token == token)
        with reading(self._engine).connect() as connection:
            return connection.execute(query).scalar_one_or_none()
