"""Questions about who reviewed whose records: how often two people review each other.

A review is a record that somebody returned or accepted, once or several times; what is referred is for
others to decide.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, distinct, func, select

from domain.codelists.forces import Force
from domain.codelists.roles import Role
from domain.records.reciprocal import both_ways
from projections.people.tables import person_grant
from projections.register.tables import register, register_review

OF = register_review.c
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
    # Whose records may be reviewed by whom they reviewed are few: a page that opens often groups them alone.
    reviewers = select(person_grant.c.person).where(person_grant.c.role.in_(REVIEWERS))
    number, last = func.count(distinct(OF.record)), func.max(OF.at)
    reviewed = (
        select(OF.reviewer, OF.officer, number.label("number"), last.label("at"))
        .where(OF.force == force.value, OF.officer.in_(reviewers), *_within(since, until))
        .group_by(OF.reviewer, OF.officer)
        .cte("reviewed")
    )
    one, other = reviewed.alias("one").c, reviewed.alias("other").c
    each_other = and_(other.reviewer == one.officer, other.officer == one.reviewer)
    found = connection.execute(
        select(one.reviewer, one.officer, one.number, other.number, one.at, other.at).where(
            each_other, one.reviewer < one.officer
        )
    )
    rows = [
        Pair(one=by, other=of, by_one=there, by_other=back, last_at=max(at_there, at_back))
        for by, of, there, back, at_there, at_back in found
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
    last = func.max(OF.at).label("at")
    query = (
        select(OF.record, register.c.reference, last)
        .join_from(register_review, register, register.c.record == OF.record)
        .where(OF.reviewer == reviewer, OF.officer == officer, *_within(since, until))
        .group_by(OF.record, register.c.reference)
        .order_by(last.desc(), register.c.reference)
    )
    if force is not None:
        query = query.where(OF.force == force.value)
    return tuple(
        ReviewRow(record=row.record, reference=row.reference, at=row.at)
        for row in connection.execute(query)
    )


def _within(since: datetime, until: datetime | None) -> list[ColumnElement[bool]]:
    return [OF.at >= since] + ([OF.at < until] if until else [])
