"""Holding the live read models against what follows from the log, row by row, and changing nothing.

Decision. They are built again in a place of their own, which may be another kind of database, as far as
each live one has come; rows are compared as they are read. Consequence: whoever may only read can tell
which row of which table of which record does not follow from the log. Kept by
``tests/proof/test_read_models.py``. (Spec: audit, 3.1, A13, and 7.2, T20.)
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, Table, select
from sqlalchemy.exc import SQLAlchemyError

from projections import following
from projections.projection import LogReader
from projections.rebuild import ROWS, Progress, comparable, fill, reached
from projections.registry import PROJECTIONS

RECORD = "record"
"""What the column is called that says of which record a row is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Odd:
    """A row that does not follow from the log, or that should and is not there."""

    table: str
    key: tuple[Any, ...]
    record: UUID | None
    is_live: bool
    """Whether it is there now; otherwise it should be."""


class UnreadableError(Exception):
    """Rows of a read model hold what was never written there."""

    def __init__(self, table: str) -> None:
        super().__init__(table)
        self.table = table


def recheck(
    live: Engine, built: Engine, log: LogReader, progress: Progress = lambda _done, _all: None
) -> Iterator[Odd | UnreadableError]:
    """Build the read models anew in ``built``, which is empty, and tell every row that differs."""
    following.create_tables(built)
    fill(built, log, reached(live), progress)
    yield from differing(live, built, log)


def differing(live: Engine, built: Engine, log: LogReader) -> Iterator[Odd | UnreadableError]:
    """Every row in which two generations differ, at the place that the live one has reached."""
    snapshot = live.execution_options(reads=True)
    if live.dialect.name == "postgresql":
        snapshot = snapshot.execution_options(isolation_level="REPEATABLE READ")
    with snapshot.connect() as held:
        names = comparable(held)
        for name, position in following.positions(held).items():
            if name in names:
                following.catch_up(built, log, upto=position, only=(name,))
        with built.execution_options(reads=True).connect() as fresh:
            for name in names:
                for table in PROJECTIONS[name].metadata.sorted_tables:
                    yield from _odd(table, held, fresh)


def not_comparable(live: Engine) -> list[str]:
    """The read models that another version built: they differ by design."""
    with live.execution_options(reads=True).connect() as connection:
        names = comparable(connection)
    return [name for name in PROJECTIONS if name not in names]


def _odd(table: Table, live: Connection, fresh: Connection) -> Iterator[Odd | UnreadableError]:
    try:
        there = {digest for digest, _ in _rows(table, live)}
    except (SQLAlchemyError, ValueError, TypeError, LookupError, AttributeError):
        yield UnreadableError(table.name)
        return
    wanted = {digest for digest, _ in _rows(table, fresh)}
    for connection, those, is_live in (
        (live, there - wanted, True),
        (fresh, wanted - there, False),
    ):
        # Read once more, and only where something differs: which rows they are.
        if those:
            yield from (
                _named(table, row, is_live=is_live)
                for digest, row in _rows(table, connection)
                if digest in those
            )


def _rows(table: Table, connection: Connection) -> Iterator[tuple[bytes, Row[Any]]]:
    """Every row with a digest of it as it is read: two databases keep it in different ways."""
    query = select(*table.columns)
    for row in connection.execution_options(yield_per=ROWS).execute(query):
        yield hashlib.blake2b(repr(tuple(row)).encode(), digest_size=16).digest(), row


def _named(table: Table, row: Row[Any], *, is_live: bool) -> Odd:
    named = row._mapping  # noqa: SLF001 - SQLAlchemy's own name for a row by its columns
    record = named.get(RECORD)
    return Odd(
        table=table.name,
        key=tuple(named[column.name] for column in table.primary_key.columns),
        record=record if isinstance(record, UUID) else None,
        is_live=is_live,
    )
