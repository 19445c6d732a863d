"""Questions that pages and the API ask of the register."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, false, func, or_, select, true

from domain.codelists.forces import Force
from domain.codelists.statuses import RecordStatus
from projections.paging import Numbered
from projections.register.flags import Flag
from projections.register.tables import (
    register,
    register_colleague,
    register_flag,
    register_tactic,
)
from projections.statistics.slices import EVERY_RECORD, Slice, records

PAGE = 25
NEAR = timedelta(minutes=60)
"""How close two incident times must be for a record to look like another."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """Which records somebody may see at all; the default is none."""

    by: UUID | None = None
    team: frozenset[UUID] = frozenset()
    everything: bool = False
    force: Force | None = None
    """The force to whose records it is all limited; none is for who belongs to no force."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """What to look for. What is not asked for does not narrow the search."""

    reference: str = ""
    officers: frozenset[UUID] | None = None
    statuses: frozenset[str] = frozenset()
    tactics: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    encounter: UUID | None = None
    slice: Slice = EVERY_RECORD
    forces: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterRow:
    """A record, as a list shows it."""

    record: UUID
    reference: str
    force: str
    officer: UUID | None
    rank: str | None
    version: int
    status: RecordStatus
    restricted: bool
    encounter: UUID | None
    incident_date: date | None
    incident_time: time | None
    area: str | None
    tactic: str | None
    tactics_used: int
    entered_at: datetime
    submitted_at: datetime | None
    imported: bool
    changed_at: datetime
    times_returned: int
    flags: tuple[Flag, ...] = field(default=())


@dataclass(frozen=True, kw_only=True, slots=True)
class Page(Numbered):
    """Some of the rows, and how many there are in all."""

    rows: tuple[RegisterRow, ...]


def search(
    connection: Connection, wanted: Filter, *, seen: Seen, number: int = 1, size: int = PAGE
) -> Page:
    """Records that match, the newest incident first."""
    which = [*conditions(wanted), visible(seen)]
    total = connection.execute(
        select(func.count()).select_from(register).where(*which)
    ).scalar_one()
    newest = (register.c.incident_date.desc(), register.c.incident_time.desc(), register.c.record)
    query = select(register).where(*which).order_by(*newest)
    rows = rows_of(connection, query.limit(size).offset((number - 1) * size))
    return Page(rows=rows, total=total, number=number, size=size)


def by_reference(connection: Connection, reference: str) -> RegisterRow | None:
    """The record with a reference, whoever may see it: the caller must ask the record itself."""
    found = select(register).where(register.c.reference == reference)
    rows = rows_of(connection, found.order_by(register.c.submitted_at, register.c.record).limit(1))
    return rows[0] if rows else None


def of_officer(connection: Connection, officer: UUID) -> tuple[RegisterRow, ...]:
    """An officer's own records in ordinary use, the last changed first."""
    query = select(register).where(register.c.officer == officer, register.c.restricted.is_(False))
    return rows_of(connection, query.order_by(register.c.changed_at.desc(), register.c.record))


def naming(
    connection: Connection, *, person: UUID, since: date, most: int = 5
) -> tuple[RegisterRow, ...]:
    """Others' records in which somebody is named, of incidents since a day, the newest first."""
    named = select(register_colleague.c.record).where(register_colleague.c.person == person)
    query = select(register).where(
        register.c.record.in_(named),
        register.c.officer != person,
        register.c.incident_date >= since,
        register.c.status != RecordStatus.WITHDRAWN.value,
        register.c.restricted.is_(False),
    )
    newest = (register.c.incident_date.desc(), register.c.incident_time.desc(), register.c.record)
    return rows_of(connection, query.order_by(*newest).limit(most))


def similar(
    connection: Connection, *, officer: UUID, day: date, at: time | None, but: UUID
) -> tuple[RegisterRow, ...]:
    """An officer's other records of about the same time: perhaps the same one twice."""
    near = timedelta(days=1)
    around = select(register).where(
        register.c.officer == officer,
        register.c.incident_date.between(day - near, day + near),
        register.c.record != but,
        register.c.status != RecordStatus.WITHDRAWN.value,
    )
    oldest = (register.c.incident_date, register.c.incident_time, register.c.record)
    rows = rows_of(connection, around.order_by(*oldest))
    return tuple(row for row in rows if _is_near(row, day, at))


def _is_near(row: RegisterRow, day: date, at: time | None) -> bool:
    if row.incident_date is None:
        return False
    if row.incident_time is None or at is None:
        return row.incident_date == day
    one = datetime.combine(row.incident_date, row.incident_time)
    return abs(one - datetime.combine(day, at)) <= NEAR


def visible(seen: Seen) -> ColumnElement[bool]:
    """The rows of the register that somebody may see at all."""
    return _in_force(seen.force) & _theirs(seen)


def _in_force(force: Force | None) -> ColumnElement[bool]:
    return true() if force is None else register.c.force == force.value


def _theirs(seen: Seen) -> ColumnElement[bool]:
    if seen.everything:
        return true()
    if seen.by is None:
        return false()
    named = select(register_colleague.c.record).where(register_colleague.c.person == seen.by)
    mine = or_(
        register.c.officer == seen.by,
        register.c.officer.in_(seen.team),
        register.c.record.in_(named),
    )
    return mine & register.c.restricted.is_(False)


def conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    """What a filter asks of a row of the register."""
    among = (
        (register.c.status, wanted.statuses),
        (register.c.force, wanted.forces),
        (register.c.area, wanted.areas),
    )
    found: list[ColumnElement[bool]] = [column.in_(codes) for column, codes in among if codes]
    if wanted.reference:
        found.append(register.c.reference.icontains(wanted.reference, autoescape=True))
    if wanted.officers is not None:
        found.append(register.c.officer.in_(wanted.officers))
    if wanted.encounter is not None:
        found.append(register.c.encounter == wanted.encounter)
    if wanted.since:
        found.append(register.c.incident_date >= wanted.since)
    if wanted.until:
        found.append(register.c.incident_date <= wanted.until)
    if wanted.tactics:
        found.append(_has(register_tactic, register_tactic.c.tactic, wanted.tactics))
    if wanted.flags:
        found.append(_has(register_flag, register_flag.c.flag, wanted.flags))
    if wanted.slice != EVERY_RECORD:
        found.append(register.c.record.in_(records(wanted.slice)))
    return found


def _has(table: Any, column: Any, codes: frozenset[str]) -> ColumnElement[bool]:
    return register.c.record.in_(select(table.c.record).where(column.in_(codes)))


LISTED = tuple(register.c[entry.name] for entry in fields(RegisterRow) if entry.name != "flags")
"""The columns that a list shows: a whole account is much to read for each row."""


def rows_of(connection: Connection, query: Select[Any]) -> tuple[RegisterRow, ...]:
    """The rows of a query over the register, with their flags."""
    found = connection.execute(query.with_only_columns(*LISTED)).all()
    flagged = _flags(connection, [row.record for row in found])
    return tuple(
        RegisterRow(
            record=row.record,
            reference=row.reference,
            force=row.force,
            officer=row.officer,
            rank=row.rank,
            version=row.version,
            status=RecordStatus(row.status),
            restricted=row.restricted,
            encounter=row.encounter,
            incident_date=row.incident_date,
            incident_time=row.incident_time,
            area=row.area,
            tactic=row.tactic,
            tactics_used=row.tactics_used,
            entered_at=row.entered_at,
            submitted_at=row.submitted_at,
            imported=row.imported,
            changed_at=row.changed_at,
            times_returned=row.times_returned,
            flags=tuple(flag for flag in Flag if flag in flagged.get(row.record, ())),
        )
        for row in found
    )


def _flags(connection: Connection, records: Sequence[UUID]) -> dict[UUID, set[Flag]]:
    flagged: dict[UUID, set[Flag]] = {}
    query = select(register_flag).where(register_flag.c.record.in_(records))
    for row in connection.execute(query):
        flagged.setdefault(row.record, set()).add(Flag(row.flag))
    return flagged
