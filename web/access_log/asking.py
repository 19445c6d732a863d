"""Questions that its pages ask of the access log.

Decision. Whoever reads it is a condition of each question: nobody is shown what they themselves looked
at, and what was looked at in confidence is shown to those alone who may see that. Consequence: there is no
page that could forget it. Kept by ``tests/access_log/test_reading.py``. (Spec: audit, 5.4, T53.)
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Engine, func, select

from domain.access_log.codes import Action, Channel, Purpose, Term
from projections.paging import Numbered
from web.adapters.access_tables import access_entries, access_leaves, access_records
from web.adapters.stores import reading

PAGE = 50
MOST_IN_FILE = 100_000
"""Rows of a file: who needs more narrows the days."""
SHOWN = 5
"""Records that are named of one entry in a list; the rest is counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """Who reads the log, and what of it."""

    person: UUID
    confidential: bool
    """Whether they may see what was looked at in confidence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What to look for; what is not asked for does not narrow it."""

    person: UUID | None = None
    persons: frozenset[UUID] | None = None
    record: UUID | None = None
    actions: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    case_reference: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Looked:
    """One entry, as a list shows it."""

    number: int
    at: datetime
    person: UUID | None
    via: UUID | None
    channel: Channel
    action: Action
    place: str
    purpose: Purpose
    case_reference: str
    confidential: bool
    broke_glass: bool
    session: str
    device: str
    recipient: str
    terms: tuple[Term, ...]
    filters: dict[str, list[str]]
    hits: int | None
    records: tuple[tuple[UUID, int], ...]
    """The first of them, each with its version; of a single record that was asked for, that one's."""
    number_of_records: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Page(Numbered):
    """Some of the entries, and how many there are in all."""

    rows: tuple[Looked, ...]


def page(engine: Engine, wanted: Wanted, reader: Reader, *, number: int = 1) -> Page:
    """Entries that match, the newest first."""
    which = _conditions(wanted, reader)
    counting = select(func.count()).select_from(access_entries).where(*which)
    with reading(engine).connect() as connection:
        total = int(connection.execute(counting).scalar_one())
    rows = _rows(engine, wanted, which, limit=PAGE, offset=(number - 1) * PAGE)
    return Page(rows=rows, total=total, number=number, size=PAGE)


def every(engine: Engine, wanted: Wanted, reader: Reader) -> tuple[Looked, ...]:
    """The same for a file."""
    return _rows(engine, wanted, _conditions(wanted, reader), limit=MOST_IN_FILE, offset=0)


def of_leaves(engine: Engine, leaves: Collection[int], reader: Reader) -> dict[int, Looked]:
    """Entries by the index of their leaf; those that are kept, and that somebody may read."""
    columns = access_leaves.c
    query = select(columns.number, columns.leaf_index).where(columns.leaf_index.in_(leaves))
    with reading(engine).connect() as connection:
        leaf_of = {row.number: row.leaf_index for row in connection.execute(query)}
    which = [*readable(reader), access_entries.c.number.in_(leaf_of)]
    found = _rows(engine, Wanted(), which, limit=len(leaf_of), offset=0)
    return {leaf_of[one.number]: one for one in found}


def readable(reader: Reader) -> list[ColumnElement[bool]]:
    """The entries that somebody may read at all."""
    columns = access_entries.c
    found: list[ColumnElement[bool]] = [
        columns.person.is_(None) | (columns.person != reader.person)
    ]
    if not reader.confidential:
        found.append(columns.confidential.is_(False))
    return found


def _conditions(wanted: Wanted, reader: Reader) -> list[ColumnElement[bool]]:
    columns = access_entries.c
    found = readable(reader)
    if wanted.person is not None:
        found.append(columns.person == wanted.person)
    if wanted.persons is not None:
        found.append(columns.person.in_(wanted.persons))
    if wanted.record is not None:
        these = select(access_records.c.number).where(access_records.c.record == wanted.record)
        found.append(columns.number.in_(these))
    for column, codes in (
        (columns.action, wanted.actions),
        (columns.purpose, wanted.purposes),
        (columns.channel, wanted.channels),
    ):
        if codes:
            found.append(column.in_(codes))
    if wanted.since:
        found.append(columns.day >= wanted.since)
    if wanted.until:
        found.append(columns.day <= wanted.until)
    if wanted.case_reference:
        found.append(columns.case_reference == wanted.case_reference)
    return found


def _rows(
    engine: Engine,
    wanted: Wanted,
    which: Sequence[ColumnElement[bool]],
    *,
    limit: int,
    offset: int,
) -> tuple[Looked, ...]:
    query = select(access_entries).where(*which).order_by(access_entries.c.number.desc())
    with reading(engine).connect() as connection:
        entries = connection.execute(query.limit(limit).offset(offset)).all()
        seen: dict[int, list[tuple[UUID, int]]] = {}
        numbers = [row.number for row in entries]
        columns = access_records.c
        asked = select(columns.number, columns.record, columns.version)
        if wanted.record is not None:
            asked = asked.where(columns.record == wanted.record)
        for start in range(0, len(numbers), PAGE):
            part = asked.where(columns.number.in_(numbers[start : start + PAGE]))
            for row in connection.execute(part.order_by(columns.record, columns.version)):
                seen.setdefault(row.number, []).append((row.record, row.version))
    return tuple(_looked(row, seen.get(row.number, [])) for row in entries)


def _looked(row: Any, seen: Sequence[tuple[UUID, int]]) -> Looked:
    return Looked(
        number=row.number,
        at=row.at,
        person=row.person,
        via=row.via,
        channel=Channel(row.channel),
        action=Action(row.action),
        place=row.place,
        purpose=Purpose(row.purpose),
        case_reference=row.case_reference,
        confidential=row.confidential,
        broke_glass=row.broke_glass,
        session=row.session,
        device=row.device,
        recipient=row.recipient,
        terms=tuple(Term(one) for one in row.terms),
        filters=row.filters,
        hits=row.hits,
        records=tuple(seen),
        number_of_records=len(seen),
    )
