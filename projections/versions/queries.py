"""What records were at a position in the log, and what happened to them between two."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, or_, select

from domain.codelists.expected import ExpectedKind
from domain.codelists.forces import Force
from domain.codelists.tactics import Tactic
from domain.counting.periods import Quarter
from domain.expected.covering import counted_as
from domain.expected.encounter import State
from domain.releases.period import Period
from domain.summary.causes import Cause
from domain.summary.counting import Alike
from domain.summary.covered import CoverageStep, cause_of
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


def number_standing(
    connection: Connection, force: Force, between: Between, *, position: int
) -> int:
    """How many records counted at a position."""
    query = (
        select(func.count())
        .select_from(record_version)
        .where(*_within(c, force, between), *_at(c, position), c.counts.is_(True))
    )
    return int(connection.execute(query).scalar_one())


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
        .where(*_within(c, force, between), *_between(c, after, upto))
        .where(or_(c.position > after, c.until <= upto))
    )
    query = (
        select(record_version)
        .where(c.record.in_(touched), *_between(c, after, upto))
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
    """What had become of the expected encounters of a period, at a position."""
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
        now = counted_as(State(state), record_counts=is_held)
        found.setdefault(ExpectedKind(kind), Counter())[now] += number
    return {kind: found[kind] for kind in ExpectedKind if kind in found}


def coverage_steps(
    connection: Connection, force: Force, period: Period, *, after: int, upto: int
) -> list[CoverageStep]:
    """What happened to the expected encounters of a period, or to the records that cover them, after one
    position and as far as another, in the order of the log.
    """
    within = _within(e, force, (period.first, period.last))
    of_their_own = select(e.encounter).where(*within, e.position > after, e.position <= upto)
    through_a_record = (
        select(e.encounter)
        .join_from(expected_version, record_version, c.record == e.record)
        .where(*within, *_between(e, after, upto), c.position > after, c.position <= upto)
        .where(c.cause.in_([Cause.WITHDRAWN.value, Cause.RESTORED.value]))
    )
    touched = of_their_own.union(through_a_record)
    states = (
        select(expected_version)
        .where(e.encounter.in_(touched), *_between(e, after, upto))
        .order_by(e.encounter, e.position)
    )
    by_encounter = {
        encounter: list(rows)
        for encounter, rows in groupby(connection.execute(states), key=lambda row: row.encounter)
    }
    covering = (
        select(c.record, c.position, c.until, c.counts, c.cause)
        .where(c.record.in_(select(e.record).where(e.encounter.in_(touched))))
        .where(*_between(c, after, upto))
        .order_by(c.record, c.position)
    )
    by_record = {
        record: list(rows)
        for record, rows in groupby(connection.execute(covering), key=lambda row: row.record)
    }
    found = [
        step
        for rows in by_encounter.values()
        for step in _steps_of(rows, by_record, after=after, upto=upto)
    ]
    return sorted(found, key=lambda step: step.position)


def _steps_of(
    states: Sequence[Any], records: Mapping[UUID, Sequence[Any]], *, after: int, upto: int
) -> Iterator[CoverageStep]:
    """The steps of one expected encounter, from what became of it and of the records that covered it."""
    own = {row.position: row for row in states}
    through = {
        one.position: one
        for row in states
        for one in records.get(row.record, ())
        if row.position <= one.position and (row.until is None or one.position < row.until)
    }
    before, was = _covered(states, records, after), _standing(states, after)
    for position in sorted(own.keys() | through.keys()):
        if not after < position <= upto:
            continue
        now, stands = _covered(states, records, position), _standing(states, position)
        if now is not before and now and stands:
            yield CoverageStep(
                position=position,
                kind=ExpectedKind(stands.kind),
                cause=(
                    cause_of(State(was.state) if was else None, State(stands.state))
                    if position in own
                    else Cause(through[position].cause)
                ),
                before=before,
                after=now,
                record=stands.record or (was.record if was else None),
            )
        before, was = now, stands


def _covered(
    states: Sequence[Any], records: Mapping[UUID, Sequence[Any]], position: int
) -> State | None:
    """Under which state an expected encounter was counted at a position, if it was loaded then."""
    row = _standing(states, position)
    if row is None:
        return None
    record = _standing(records.get(row.record, ()), position)
    return counted_as(State(row.state), record_counts=record is not None and record.counts)


def _standing(rows: Sequence[Any], position: int) -> Any:
    """The version of several that stood at a position."""
    return next(
        (
            row
            for row in rows
            if row.position <= position and (row.until is None or row.until > position)
        ),
        None,
    )


def first_quarter(connection: Connection, force: Force, *, position: int) -> Quarter | None:
    """The quarter of the earliest record that counted at a position."""
    query = (
        select(c.year, c.quarter)
        .where(c.force == force.value, *_at(c, position), c.counts.is_(True))
        .order_by(c.year, c.quarter)
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return Quarter(row.year, row.quarter) if row else None


def _between(columns: Any, after: int, upto: int) -> list[ColumnElement[bool]]:
    """What stood at one position or after, as far as another."""
    return [columns.position <= upto, or_(columns.until.is_(None), columns.until > after)]


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
