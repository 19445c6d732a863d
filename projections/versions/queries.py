"""What records were at a position in the log, and what happened to them between two."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, or_, select

from domain.codelists.expected import ExpectedKind
from domain.codelists.forces import Force
from domain.codelists.tactics import Tactic
from domain.counting.periods import Quarter
from domain.expected.encounter import State
from domain.releases.period import Period
from domain.summary.causes import Cause
from domain.summary.counting import Alike
from domain.summary.revisions import Step
from domain.summary.versions import RecordVersion
from projections.versions.tables import expected_version, record_version

AT_ONCE = 500
c = record_version.c
e = expected_version.c
Between = tuple[Quarter, Quarter]
"""Two quarters and those between them."""


def standing(
    connection: Connection, force: Force, between: Between, *, position: int
) -> Iterator[RecordVersion]:
    """The records that counted at a position, never all of them in memory."""
    query = (
        select(record_version)
        .where(*_within(c, force, between), *_at(c, position), c.counts.is_(True))
        .order_by(c.record)
    )
    for row in connection.execution_options(yield_per=AT_ONCE).execute(query):
        yield _version(row)


def alike(
    connection: Connection, force: Force, between: Between, *, position: int
) -> Iterator[Alike]:
    """How many records of each quarter named the same tactics, of those that counted at a position."""
    kind = (c.year, c.quarter, c.tactics, c.of_a_crowd)
    query = (
        select(*kind, func.count())
        .where(*_within(c, force, between), *_at(c, position), c.counts.is_(True))
        .group_by(*kind)
    )
    for year, number, tactics, of_a_crowd, records in connection.execute(query):
        yield Alike(
            quarter=Quarter(year, number),
            tactics=tuple(map(Tactic, tactics.split())),
            of_a_crowd=of_a_crowd,
            records=records,
        )


def steps(
    connection: Connection, force: Force, between: Between, *, after: int, upto: int
) -> list[Step]:
    """What happened to records of these quarters after one position and as far as another, in the
    order of the log: also to those that were of another quarter before, or are since.
    """
    touched = (
        select(c.record)
        .where(
            *_within(c, force, between), c.position <= upto, or_(c.until.is_(None), c.until > after)
        )
        .where(or_(c.position > after, c.until <= upto))
    )
    query = (
        select(record_version)
        .where(c.record.in_(touched), c.position <= upto)
        .where(or_(c.until.is_(None), c.until > after))
        .order_by(c.record, c.position)
    )
    found: list[Step] = []
    for _, rows in groupby(connection.execute(query).all(), key=lambda row: row.record):
        before: RecordVersion | None = None
        for row in rows:
            version = _version(row)
            if row.position > after:
                found.append(
                    Step(
                        position=row.position,
                        record=row.record,
                        cause=Cause(row.cause),
                        before=before,
                        after=version,
                    )
                )
            before = version
    return sorted(found, key=lambda step: (step.position, step.record))


def standing_at(connection: Connection, record: UUID, *, position: int) -> RecordVersion | None:
    """A record as it stood at a position; none if it was not there."""
    row = connection.execute(
        select(record_version).where(c.record == record, *_at(c, position))
    ).one_or_none()
    return _version(row) if row else None


def last_of(connection: Connection, record: UUID) -> RecordVersion | None:
    """A record as it stands."""
    row = connection.execute(
        select(record_version).where(c.record == record, c.until.is_(None))
    ).one_or_none()
    return _version(row) if row else None


def coverage(
    connection: Connection, force: Force, period: Period, *, position: int
) -> dict[ExpectedKind, Counter[State]]:
    """What had become of the expected encounters of a period, at a position.

    A match holds as long as its record counts: what a withdrawn record covered is open.
    """
    held = (
        select(c.record)
        .where(c.record == e.record, *_at(c, position), c.counts.is_(True))
        .correlate(expected_version)
        .exists()
    )
    query = (
        select(e.kind, e.state, held.label("held"), func.count())
        .where(*_within(e, force, (period.first, period.last)), *_at(e, position))
        .group_by(e.kind, e.state, held)
    )
    found: dict[ExpectedKind, Counter[State]] = {}
    for kind, state, is_held, number in connection.execute(query):
        lost = state == State.MATCHED.value and not is_held
        now = State.OPEN if lost else State(state)
        found.setdefault(ExpectedKind(kind), Counter())[now] += number
    return {kind: found[kind] for kind in ExpectedKind if kind in found}


def _at(columns: Any, position: int) -> list[ColumnElement[bool]]:
    return [columns.position <= position, or_(columns.until.is_(None), columns.until > position)]


def _within(columns: Any, force: Force, between: Between) -> list[ColumnElement[bool]]:
    since, until = between
    return [
        columns.force == force.value,
        columns.year >= since.year,
        or_(columns.year > since.year, columns.quarter >= since.number),
        columns.year <= until.year,
        or_(columns.year < until.year, columns.quarter <= until.number),
    ]


def _version(row: Any) -> RecordVersion:
    return RecordVersion(
        record=row.record,
        force=Force(row.force),
        counts=row.counts,
        officer=row.officer,
        encounter=row.encounter,
        subject=row.subject,
        account=row.account,
        stated_at=row.stated_at,
        recorded_at=row.recorded_at,
    )
