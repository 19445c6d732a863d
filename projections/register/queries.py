"""Questions that pages and the API ask of the register."""

from collections.abc import Collection
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, false, func, select, true

from domain.codelists.forces import Force
from domain.codelists.statuses import RecordStatus
from projections.codes import holds_one
from projections.paging import Numbered
from projections.register.flags import Flag, flags_in
from projections.register.tables import register, register_colleague
from projections.statistics.slices import EVERY_RECORD, Slice, records

PAGE = 25
MANY = 500
"""Records that one statement may name."""
FEW = 100
"""Of all that a force has, so many are looked up one by one."""
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
    subject: UUID | None = None
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
    subject: UUID | None
    record_type: str
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
    connection: Connection,
    wanted: Filter,
    *,
    seen: Seen,
    number: int = 1,
    size: int = PAGE,
    total: int | None = None,
) -> Page:
    """Records that match, the newest incident first. Whoever has counted them already says the ``total``."""
    if total is None:
        which = [*conditions(wanted), visible(seen)]
        counting = select(func.count()).select_from(register).where(*which)
        total = int(connection.execute(counting).scalar_one())
    which = [*conditions(wanted, few=seen.everything and total <= FEW), visible(seen)]
    newest = (register.c.incident_date.desc(), register.c.incident_time.desc(), register.c.record)
    query = select(register).where(*which).order_by(*newest)
    rows = rows_of(connection, query.limit(size).offset((number - 1) * size))
    return Page(rows=rows, total=total, number=number, size=size)


def by_reference(connection: Connection, reference: str) -> RegisterRow | None:
    """The record with a reference, whoever may see it: the caller must ask the record itself."""
    found = select(register).where(register.c.reference == reference)
    rows = rows_of(connection, found.order_by(register.c.submitted_at, register.c.record).limit(1))
    return rows[0] if rows else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Identified:
    """A record by its id, for who has its reference, or whether there is one."""

    record: UUID
    version: int
    officer: UUID | None


def identified(
    connection: Connection,
    references: Collection[str],
    ids: Collection[UUID],
    *,
    seen: Seen | None = None,
) -> list[Identified]:
    """Those of many references and ids that are records, or of these the ones that somebody sees."""
    given = ((register.c.reference, sorted(references)), (register.c.record, sorted(ids)))
    columns = (register.c.record, register.c.version, register.c.officer)
    which = true() if seen is None else visible(seen)
    found = {
        row.record: Identified(record=row.record, version=row.version, officer=row.officer)
        for column, wanted in given
        for start in range(0, len(wanted), MANY)
        for row in connection.execute(
            select(*columns).where(column.in_(wanted[start : start + MANY]), which)
        )
    }
    return list(found.values())


def references(connection: Connection, ids: Collection[UUID]) -> dict[UUID, str]:
    """How records are called, whoever may see them."""
    wanted = sorted(ids)
    return {
        row.record: row.reference
        for start in range(0, len(wanted), MANY)
        for row in connection.execute(
            select(register.c.record, register.c.reference).where(
                register.c.record.in_(wanted[start : start + MANY])
            )
        )
    }


def some(
    connection: Connection, records: Collection[UUID], *, seen: Seen, most: int = PAGE
) -> tuple[RegisterRow, ...]:
    """Of some records the first that somebody sees, by their incident, and no more than a page; of very
    many the first few hundred are looked at.
    """
    query = select(register).where(register.c.record.in_(sorted(records)[:MANY]), visible(seen))
    newest = (register.c.incident_date.desc(), register.c.incident_time.desc(), register.c.record)
    return rows_of(connection, query.order_by(*newest).limit(most))


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
    # Few of all there are, and each found by an index: as a condition on every row it would be asked of
    # every row.
    rows = register.alias("theirs")
    own = select(rows.c.record).where(rows.c.officer.in_({seen.by, *seen.team}))
    named = select(register_colleague.c.record).where(register_colleague.c.person == seen.by)
    mine = register.c.record.in_(own.union_all(named))
    return mine & register.c.restricted.is_(False)


def conditions(wanted: Filter, *, few: bool = False) -> list[ColumnElement[bool]]:
    """What a filter asks of a row of the register; of a slice, which may be of ``few`` records."""
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
    if wanted.subject is not None:
        found.append(register.c.subject == wanted.subject)
    if wanted.since:
        found.append(register.c.incident_date >= wanted.since)
    if wanted.until:
        found.append(register.c.incident_date <= wanted.until)
    if wanted.flags:
        found.append(holds_one(register.c.flags, wanted.flags))
    # Asked last: a family of tactics is many to look for.
    if wanted.tactics:
        found.append(holds_one(register.c.tactics, wanted.tactics))
    if wanted.slice != EVERY_RECORD:
        found.append(_in(wanted.slice, few=few))
    return found


def _in(wanted: Slice, *, few: bool) -> ColumnElement[bool]:
    """Whether a record is in a slice: asked of each record in the order of the list, of which the first
    that are shown are soon found, or of few the other way round.
    """
    meant = records(wanted)
    if few:
        return register.c.record.in_(meant)
    return meant.where(meant.selected_columns.record == register.c.record).exists()


LISTED = tuple(register.c[entry.name] for entry in fields(RegisterRow))


def rows_of(connection: Connection, query: Select[Any]) -> tuple[RegisterRow, ...]:
    """The rows of a query over the register."""
    found = connection.execute(query.with_only_columns(*LISTED)).all()
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
            subject=row.subject,
            record_type=row.record_type,
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
            flags=flags_in(row.flags),
        )
        for row in found
    )
