"""The rows that a page of events touches: read once, changed in memory, written once.

Context. Taken in one by one, every event costs some statements of its own, and a statement costs
more than what it writes. Decision. A page of events is folded in memory and written with one
statement a table and kind of change, inside the transaction that moves the position. Consequence:
an aggregate's first event tells that there is nothing to read of it; a projector never sees the
connection, and what it reads holds what it changed in the same page. Kept by
``tests/projections/test_rows.py`` and ``tests/projections/test_crash.py``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, Table, bindparam, delete, select, update

from domain.event import Recorded
from projections.adding import add

Row = dict[str, Any]


class Rows:
    """Rows by table and by the aggregate that their key begins with."""

    def __init__(self, recorded: Sequence[Recorded], connection: Connection) -> None:
        self._connection = connection
        events = [one.event for one in recorded]
        begun = {event.originator_id for event in events if event.originator_version == 1}
        self._older = sorted({event.originator_id for event in events} - begun)
        self._single: dict[Table, _Single] = {}
        self._several: dict[Table, _Several] = {}
        self._added: dict[Table, list[Row]] = {}
        self._to_settle: dict[UUID, Callable[[], None]] = {}

    def insert(self, table: Table, row: Row) -> None:
        """The one row of an aggregate, which had none."""
        self._one(table).insert(row)

    def update(self, table: Table, key: UUID, **values: Any) -> None:
        """Change the one row of an aggregate."""
        self._one(table).update(key, values)

    def read(self, table: Table, key: UUID, *columns: str) -> Row:
        """Some columns of the one row of an aggregate."""
        return self._one(table).read(key, columns)

    def all(self, table: Table, key: UUID) -> list[Row]:
        """The rows of an aggregate, where it may have several."""
        return self._many(table).all(key)

    def replace(self, table: Table, key: UUID, rows: Iterable[Row]) -> None:
        """Put these in the place of all rows of an aggregate."""
        self._many(table).replace(key, rows)

    def add(self, table: Table, row: Row) -> None:
        """One row more of an aggregate, whatever it has."""
        self._added.setdefault(table, []).append(row)

    def settle(self, key: UUID, work_out: Callable[[], None]) -> None:
        """What is to be worked out of an aggregate when the page is at its end, whoever says it last."""
        self._to_settle[key] = work_out

    def write(self) -> None:
        """Bring everything into the tables."""
        for work_out in self._to_settle.values():
            work_out()
        for table, rows in self._added.items():
            add(self._connection, table, rows)
        for tables in (self._single, self._several):
            for one in tables.values():
                one.write()

    def _one(self, table: Table) -> "_Single":
        if table not in self._single:
            self._single[table] = _Single(table, self._older, self._connection)
        return self._single[table]

    def _many(self, table: Table) -> "_Several":
        if table not in self._several:
            self._several[table] = _Several(table, self._older, self._connection)
        return self._several[table]


class _Single:
    """A table in which an aggregate has one row."""

    def __init__(self, table: Table, older: Sequence[UUID], connection: Connection) -> None:
        self._table, self._older, self._connection = table, older, connection
        self._key = _key_of(table)
        self._stored: dict[tuple[str, ...], Mapping[UUID, Row]] = {}
        self._new: dict[UUID, Row] = {}
        self._changed: dict[UUID, Row] = {}

    def insert(self, row: Row) -> None:
        self._new[row[self._key.name]] = row

    def update(self, key: UUID, values: Row) -> None:
        kept = self._new.get(key)
        (self._changed.setdefault(key, {}) if kept is None else kept).update(values)

    def read(self, key: UUID, columns: tuple[str, ...]) -> Row:
        if key in self._new:
            return self._new[key]
        if columns not in self._stored:
            self._stored[columns] = self._load(columns) if self._older else {}
        return self._stored[columns][key] | self._changed.get(key, {})

    def write(self) -> None:
        alike: dict[tuple[str, ...], list[Row]] = {}
        for key, values in self._changed.items():
            alike.setdefault(tuple(sorted(values)), []).append({**values, "this": key})
        for columns, rows in alike.items():
            given: dict[str, Any] = {name: bindparam(name) for name in columns}
            this = self._key == bindparam("this")
            self._connection.execute(update(self._table).where(this).values(given), rows)
        if self._new:
            add(self._connection, self._table, list(self._new.values()))

    def _load(self, columns: tuple[str, ...]) -> Mapping[UUID, Row]:
        wanted = [self._table.c[name] for name in columns]
        query = select(self._key.label("this"), *wanted).where(self._key.in_(self._older))
        found = self._connection.execute(query).all()
        return {row.this: dict(zip(columns, row[1:], strict=True)) for row in found}


class _Several:
    """A table in which an aggregate may have any number of rows."""

    def __init__(self, table: Table, older: Sequence[UUID], connection: Connection) -> None:
        self._table, self._older, self._connection = table, older, connection
        self._key = _key_of(table)
        self._stored: dict[UUID, list[Row]] | None = None
        self._replaced: dict[UUID, list[Row]] = {}

    def all(self, key: UUID) -> list[Row]:
        if key in self._replaced:
            return self._replaced[key]
        if self._stored is None:
            self._stored = self._load() if self._older else {}
        return self._stored.get(key, [])

    def replace(self, key: UUID, rows: Iterable[Row]) -> None:
        self._replaced[key] = list(rows)

    def write(self) -> None:
        known = set(self._older)
        emptied = [{"this": key} for key in self._replaced if key in known]
        if emptied:
            this = self._key == bindparam("this")
            self._connection.execute(delete(self._table).where(this), emptied)
        added = [row for rows in self._replaced.values() for row in rows]
        if added:
            add(self._connection, self._table, added)

    def _load(self) -> dict[UUID, list[Row]]:
        query = select(self._table).where(self._key.in_(self._older))
        found: dict[UUID, list[Row]] = {}
        for row in self._connection.execute(query.order_by(*self._table.primary_key)).mappings():
            found.setdefault(row[self._key.name], []).append(dict(row))
        return found


def _key_of(table: Table) -> Column[Any]:
    return next(iter(table.primary_key.columns))
