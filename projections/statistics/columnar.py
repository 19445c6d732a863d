"""The narrow facts once more, in columns and in memory: any slice of them is counted at once.

Context. DuckDB counts a slice of a million records many times quicker than a row store; but one
process may hold a file of it for writing and no other may then open it. Decision. Each process that
is asked for reports keeps a copy of its own in memory, compressed, filled from the facts in the
background when it is first asked and brought up to date by log position. Consequence: a serving
process and several behave alike, nothing is left on a disk, and a copy is thrown away at will.
Kept by ``tests/projections/test_columnar.py``. (Spec: performance, 3.)
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Lock
from typing import Any

from sqlalchemy import Boolean, Connection, Integer, Select, Text, Uuid, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import BigInteger

from projections import following
from projections.projection import SCHEMA
from projections.statistics.projector import PROJECTION
from projections.statistics.tables import fact_counted

ROWS = 1000
"""Copied at a time: while they are handed over nothing else runs in this process."""

COMPRESS_AFTER = 50_000
"""Rows that were changed since the copy was last compressed."""

KINDS = {
    Uuid: "UUID",
    BigInteger: "BIGINT",
    Boolean: "BOOLEAN",
    Integer: "INTEGER",
    Text: "VARCHAR",
}
"""How columns of the facts are written in DuckDB."""

COLUMNS = {column.name: KINDS[type(column.type)] for column in fact_counted.c}
TABLE = f"{SCHEMA}.{fact_counted.name}"
DIALECT = postgresql.dialect(paramstyle="qmark")  # type: ignore[no-untyped-call]
"""What DuckDB reads: its statements are those of PostgreSQL, as far as reports need them."""

CREATE = f"CREATE TABLE {TABLE} ({', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())})"
ADD = f"INSERT INTO {TABLE} SELECT {', '.join(f'unnest(?::{kind}[])' for kind in COLUMNS.values())}"
REMOVE = f"DELETE FROM {TABLE} WHERE record IN (SELECT unnest(?::UUID[]))"  # noqa: S608 - our own names


class StoppedError(Exception):
    """The process ends: what was not copied yet is not needed."""


class ColumnarCopy:
    """A copy of one generation of the facts, as far as ``position``."""

    def __init__(self, generation: int, *, stop: Event) -> None:
        """Make an empty copy. What it takes in is given up when ``stop`` is set."""
        # Not at the top: a process that is never asked for reports need not load it.
        import duckdb

        self.generation = generation
        self.position = 0
        self._stop = stop
        self._changed = 0
        self._alone = Lock()
        # It has neither files nor network to reach for.
        self._database = duckdb.connect(config={"enable_external_access": "false"})
        self._database.execute("ATTACH ':memory:' AS facts (COMPRESS)")
        self._database.execute("USE facts")
        self._database.execute(f"CREATE SCHEMA {SCHEMA}")
        self._database.execute(CREATE)

    def refresh(self, connection: Connection) -> None:
        """Take in every row that changed since the last time.

        Raises:
            StoppedError: it was to stop before the end; the copy is as it was.

        """
        with self._alone:
            # The position first: a row that comes after it is taken in again, which changes nothing.
            reached = following.position(connection, PROJECTION.name) or 0
            if reached <= self.position:
                return
            with self._writing() as cursor:
                for rows in _changed(connection, after=self.position):
                    if self._stop.is_set():
                        raise StoppedError
                    records = [str(row[0]) for row in rows]
                    if self.position:
                        cursor.execute(REMOVE, [records])
                    cursor.execute(ADD, [records, *map(list, list(zip(*rows, strict=True))[1:])])
                    self._changed += len(rows)
            self.position = reached
            if self._changed > COMPRESS_AFTER:
                self._database.execute("CHECKPOINT facts")
                self._changed = 0

    @contextmanager
    def reading(self) -> Iterator["Cursor"]:
        """The copy as it stands now, whatever is taken in meanwhile."""
        cursor = self._database.cursor()
        try:
            cursor.execute("USE facts")
            cursor.execute("BEGIN")
            yield Cursor(cursor)
        finally:
            cursor.close()

    def close(self) -> None:
        with self._alone:
            self._database.close()

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        cursor = self._database.cursor()
        try:
            cursor.execute("USE facts")
            cursor.execute("BEGIN")
            yield cursor
            cursor.execute("COMMIT")
        finally:
            # What was not committed is undone.
            cursor.close()


class Cursor:
    """Answers statements from one state of the copy."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def ask(self, query: Select[Any]) -> Sequence[Any]:
        """The rows of a statement."""
        compiled = query.compile(dialect=DIALECT, compile_kwargs={"render_postcompile": True})
        values = [compiled.params[name] for name in compiled.positiontup or ()]
        rows: Sequence[Any] = self._cursor.execute(str(compiled), values).fetchall()
        return rows


def _changed(connection: Connection, *, after: int) -> Iterator[Sequence[Any]]:
    query = select(fact_counted)
    if after:
        query = query.where(fact_counted.c.position > after)
    streamed = connection.execution_options(stream_results=True, yield_per=ROWS)
    yield from streamed.execute(query).partitions()
