"""Refusing a review that would be one too many between two people who review each other.

Decision. How often somebody reviewed whom is asked of a read model: nothing in the log is kept by two
people, and what is counted over ninety days does not turn on the last second. Consequence: reviews of one
moment may each be the last that is allowed; what came of it is in the report, and the next is refused. Kept by
``tests/web/pages/test_reciprocal.py``. (Spec: audit, 3.2, T55.)
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.command import Command
from domain.dated import holding
from domain.local_time import LOCAL
from domain.records.errors import ReciprocalReviewError
from domain.records.reciprocal import Limit, is_too_many
from domain.records.record import UseOfForceRecord


class Reviewed(Protocol):
    """Who reviewed whose records."""

    def records(self, reviewer: UUID, officer: UUID, *, since: datetime) -> Collection[UUID]:
        """The records of an officer that a reviewer returned or accepted since a moment."""


class Reciprocity:
    """The limit on reviews that go both ways."""

    def __init__(
        self, reviewed: Reviewed, limits: Sequence[Limit], blocked: Callable[[], None]
    ) -> None:
        """``blocked`` is told of every review that is refused."""
        self._reviewed = reviewed
        self._limits = limits
        self._blocked = blocked

    def refuse(self, record: UseOfForceRecord, command: Command) -> None:
        """Let a review happen, or not.

        Raises:
            ReciprocalReviewError: the two review each other as often as is allowed.

        """
        if record.officer is None:
            return
        day = command.at.astimezone(LOCAL).date()
        limit = holding(self._limits, day)
        since = limit.begins(day)
        theirs = self._reviewed.records(record.officer, command.by, since=since)
        if len(theirs) <= limit.most:
            # As with nearly everybody: nobody needs to look at what went the other way.
            return
        mine = self._reviewed.records(command.by, record.officer, since=since)
        if is_too_many(record.id, mine=mine, theirs=theirs, limit=limit):
            self._blocked()
            raise ReciprocalReviewError
