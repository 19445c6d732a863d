"""The narrow facts once more, in columns and in memory: any slice of them is counted at once.

Context. DuckDB counts a slice of a million records many times quicker than a row store; but one
process may hold a file of it for writing and no other may then open it. Decision. Each process that
is asked for reports keeps a copy of its own in memory, compressed, filled from the facts in the
background when it is first asked and brought up to date by log position. Consequence: a serving
process and several behave alike, nothing is left on a disk, and a copy is thrown away at will.
Kept by ``tests/projections/test_columnar.py``. (Spec: performance, 3.)
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Event, Lock
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Integer, Select, Text, Uuid, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import BigInteger

from projections import following
from projections.projection import SCHEMA
from projections.statistics.coding import (
    CODED,
    NotUnderstoodError,
    Texts,
    fact_coded,
    fact_text,
    of_texts,
    translated,
)
from projections.statistics.projector import PROJECTION
from projections.statistics.tables import fact_counted

ROWS = 1000
"""Copied at a time: while they are handed over nothing else runs in this process."""

COMPRESS_AFTER = 50_000
"""Rows that were changed since the copy was last compressed."""

CONFIG: dict[str, Any] = {
    "enable_external_access": "false",
    # What is grouped by are small numbers: up to a million combinations are a place each, and not hashed.
    "perfect_ht_threshold": "20",
}

KINDS = {
    Uuid: "UUID",
    BigInteger: "BIGINT",
    Boolean: "BOOLEAN",
    Integer: "SMALLINT",
    Text: "VARCHAR",
}
"""How columns of the facts are written in DuckDB."""

WIDE = frozenset({*CODED, "recorded_after", "reviewed_after"})
"""Whole numbers that may be large: those of texts, and minutes of many years."""


def _kind(column: Column[Any]) -> str:
    return "INTEGER" if column.name in WIDE else KINDS[type(column.type)]


COLUMNS = {column.name: _kind(column) for column in fact_coded.c}
TABLE = f"{SCHEMA}.{fact_coded.name}"
TEXTS = f"{SCHEMA}.{fact_text.name}"
DIALECT = postgresql.dialect(paramstyle="qmark")  # type: ignore[no-untyped-call]
"""What DuckDB reads: its statements are those of PostgreSQL, as far as reports need them."""

CREATE = f"CREATE TABLE {TABLE} ({', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())})"
CREATE_TEXTS = f'CREATE TABLE {TEXTS} ("of" VARCHAR, number INTEGER, text VARCHAR)'
ADD = f"INSERT INTO {TABLE} SELECT {', '.join(f'unnest(?::{kind}[])' for kind in COLUMNS.values())}"
ADD_TEXTS = f"INSERT INTO {TEXTS} SELECT ?, unnest(?::INTEGER[]), unnest(?::VARCHAR[])"
REMOVE = f"DELETE FROM {TABLE} WHERE record IN (SELECT unnest(?::UUID[]))"  # noqa: S608 - our own names
WRITTEN = f'SELECT count(*) FROM {TEXTS} WHERE "of" = ?'  # noqa: S608 - our own names
BEGIN_TO_READ = f"SELECT 1 FROM {TABLE} LIMIT 0"  # noqa: S608 - our own names


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
        self._database = duckdb.connect(config=CONFIG)
        self._database.execute("ATTACH ':memory:' AS facts (COMPRESS)")
        self._database.execute("USE facts")
        self._database.execute(f"CREATE SCHEMA {SCHEMA}")
        self._database.execute(CREATE)
        self._database.execute(CREATE_TEXTS)
        self.texts = {name: Texts() for name in CODED}

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
                    cursor.execute(ADD, [records, *self._coded(rows)])
                    self._changed += len(rows)
                self.write_texts(cursor)
            self.position = reached
            if self._changed > COMPRESS_AFTER:
                self._database.execute("CHECKPOINT facts")
                self._changed = 0

    def write_texts(self, cursor: Any) -> None:
        """Write down what stands for which number; what was written and undone is written again."""
        for name, texts in self.texts.items():
            ((written,),) = cursor.execute(WRITTEN, [name]).fetchall()
            new = texts.all[written:]
            if new:
                cursor.execute(ADD_TEXTS, [name, list(range(written, written + len(new))), new])

    def _coded(self, rows: Sequence[Sequence[Any]]) -> Iterator[list[Any]]:
        columns = zip(*rows, strict=True)
        for (name, _), values in zip(COLUMNS.items(), columns, strict=True):
            if name in self.texts:
                yield self.texts[name].coded(values)
            elif name != "record":
                yield list(values)

    @contextmanager
    def reading(self) -> Iterator["Cursor"]:
        """The copy as it stands now, whatever is taken in meanwhile."""
        cursor = self._database.cursor()
        try:
            cursor.execute("USE facts")
            cursor.execute("BEGIN")
            # What it answers from is as of now: later texts and their numbers are in no row of it.
            cursor.execute(BEGIN_TO_READ)
            yield Cursor(cursor, self.texts)
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

    def __init__(self, cursor: Any, texts: Mapping[str, Texts]) -> None:
        self._cursor = cursor
        self._texts = texts

    def ask(self, query: Select[Any]) -> Sequence[Any]:
        """The rows of a statement."""
        try:
            asked = translated(query, self._texts)
        except NotUnderstoodError:
            return self._rows(of_texts(query))
        return asked.rows(self._rows(asked.statement))

    def _rows(self, statement: Select[Any]) -> Sequence[Any]:
        compiled = statement.compile(dialect=DIALECT, compile_kwargs={"render_postcompile": True})
        values = [compiled.params[name] for name in compiled.positiontup or ()]
        rows: Sequence[Any] = self._cursor.execute(str(compiled), values).fetchall()
        return rows


def _changed(connection: Connection, *, after: int) -> Iterator[Sequence[Any]]:
    query = select(fact_counted)
    if after:
        query = query.where(fact_counted.c.position > after)
    streamed = connection.execution_options(stream_results=True, yield_per=ROWS)
    yield from streamed.execute(query).partitions()
