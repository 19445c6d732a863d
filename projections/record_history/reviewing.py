"""Questions about who reviewed whose records: how often two people review each other.

A review is a record that somebody returned or accepted, once or several times; what is referred is for
others to decide. Those whose records may be reviewed by whom they reviewed are few: reviewers themselves.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, distinct, func, select

from domain.codelists.forces import Force
from domain.codelists.roles import Role
from domain.records.events import Accepted, Returned
from domain.records.reciprocal import both_ways
from domain.records.record import REVIEW
from projections.people.tables import person_grant
from projections.record_history.tables import record_event
from projections.register.tables import register

DONE, OF = record_event.c, register.c
DECISIONS = (Accepted.TOPIC, Returned.TOPIC)
REVIEWERS = (Role.SUPERVISOR.value, Role.PROFESSIONAL_STANDARDS.value)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two people who reviewed each other's records."""

    one: UUID
    other: UUID
    by_one: int
    """Records of the other that the one reviewed."""
    by_other: int
    last_at: datetime

    @property
    def both_ways(self) -> int:
        return both_ways(self.by_one, self.by_other)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewRow:
    """A record that somebody reviewed, and when they decided on it last."""

    record: UUID
    reference: str
    at: datetime


def pairs(
    connection: Connection, force: Force, *, since: datetime, until: datetime
) -> tuple[Pair, ...]:
    """Who reviewed each other's records from a moment until before another, the most both ways first."""
    reviewers = select(person_grant.c.person).where(person_grant.c.role.in_(REVIEWERS))
    reviewed = (
        _reviews(DONE.actor, OF.officer, func.count(distinct(DONE.record)), func.max(DONE.at))
        .where(
            OF.force == force.value,
            OF.officer.in_(reviewers),
            # Whose last event was before has none within: half of the time, on a page that opens often.
            OF.changed_at >= since,
            *_within(since, until),
        )
        .group_by(DONE.actor, OF.officer)
    )
    found = {(by, of): (number, at) for by, of, number, at in connection.execute(reviewed)}
    rows = [
        Pair(
            one=by,
            other=of,
            by_one=number,
            by_other=found[of, by][0],
            last_at=max(at, found[of, by][1]),
        )
        for (by, of), (number, at) in found.items()
        if by < of and (of, by) in found
    ]
    return tuple(
        sorted(rows, key=lambda row: (-row.both_ways, -row.by_one - row.by_other, row.one))
    )


def reviews(
    connection: Connection,
    reviewer: UUID,
    officer: UUID,
    *,
    force: Force | None = None,
    since: datetime,
    until: datetime | None = None,
) -> tuple[ReviewRow, ...]:
    """The records of somebody that somebody else reviewed, the last first."""
    last = func.max(DONE.at).label("at")
    query = (
        _reviews(DONE.record, OF.reference, last)
        .where(DONE.actor == reviewer, OF.officer == officer, *_within(since, until))
        .group_by(DONE.record, OF.reference)
        .order_by(last.desc(), OF.reference)
    )
    if force is not None:
        query = query.where(OF.force == force.value)
    return tuple(
        ReviewRow(record=row.record, reference=row.reference, at=row.at)
        for row in connection.execute(query)
    )


def _reviews(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .join_from(record_event, register, OF.record == DONE.record)
        .where(
            DONE.topic.in_(DECISIONS),
            DONE.why == REVIEW,
            # What was decided elsewhere was imported by a program.
            DONE.role != Role.SYSTEM.value,
            DONE.actor != OF.officer,
        )
    )


def _within(since: datetime, until: datetime | None) -> list[ColumnElement[bool]]:
    return [DONE.at >= since] + ([DONE.at < until] if until else [])
