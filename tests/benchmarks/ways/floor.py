"""The floor: one bare insert a command, of the bytes that we store for it, as durable as ours.

Reading is one select, and the JSON parsed: less cannot be done by who shows what it says.
"""

import json
import sqlite3
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.benchmarks.ways.protocol import ONE_IN, PAGE, Changes, serve

CREATE = """
CREATE TABLE IF NOT EXISTS bare (
    record BIGINT NOT NULL, version INTEGER NOT NULL, at DOUBLE PRECISION NOT NULL,
    body {blob} NOT NULL, PRIMARY KEY (record, version)
)
"""


WAITING = (
    "CREATE TABLE waiting (record INTEGER, since DOUBLE PRECISION, body {blob})",
    "CREATE INDEX ix_waiting ON waiting (since)",
    "INSERT INTO waiting SELECT record, at, body FROM bare WHERE version = 1",
)
DOUBLE = "INSERT INTO waiting SELECT record, since + 1, body FROM waiting"
FIRST = f"SELECT record, since, body FROM waiting ORDER BY since LIMIT {PAGE}"
COUNT = "SELECT count(*) FROM waiting"


class Floor:
    """A table without anything, and nobody between it and the caller."""

    def __init__(self, asked: Mapping[str, Any]) -> None:
        self._bodies = [body.encode() for body in asked["bodies"]]
        self._plain = [asked["record"], *asked["amendments"]]
        self._first = asked["writer"] * 10_000_000

    def submit(self, number: int) -> int:
        record = self._first + number
        self._insert(record, 1, self._bodies[0])
        return record

    def amend(self, record: int, number: int) -> None:
        self._insert(record, 2 + number, self._bodies[1 + number])

    def review(self, record: int) -> None:
        self._insert(record, 4, self._bodies[3])

    def settle(self) -> None:
        """Nothing is left to do."""

    def history(self, record: int) -> list[Changes]:
        rows = self._select("WHERE record = {0} ORDER BY version", (record,))
        for row in rows:
            json.loads(row[1])
        return [{}, *self._plain[1:], {}]

    def as_at(self, record: int, moment: datetime) -> Mapping[str, Any]:
        where = "WHERE record = {0} AND at <= {0} ORDER BY version"
        stood: dict[str, Any] = {}
        for row in self._select(where, (record, moment.timestamp())):
            json.loads(row[1])
            stood |= self._plain[row[0] - 1]
        return stood

    def fill(self, records: int) -> None:
        """The same bytes, as often as they wait: who was accepted stands nowhere."""
        for statement in WAITING:
            self._run(statement)
        while self._run(COUNT)[0][0] < records // ONE_IN:
            self._run(DOUBLE)

    def queue(self) -> tuple[int, int]:
        return len(self._run(FIRST)), self._run(COUNT)[0][0]

    def size(self) -> int:
        raise NotImplementedError

    def _run(self, statement: str) -> list[Any]:
        raise NotImplementedError

    def _insert(self, record: int, version: int, body: bytes) -> None:
        raise NotImplementedError

    def _select(self, where: str, values: tuple[Any, ...]) -> list[tuple[int, bytes]]:
        raise NotImplementedError


class SQLiteFloor(Floor):
    def __init__(self, asked: Mapping[str, Any]) -> None:
        super().__init__(asked)
        self._file = Path(asked["folder"]) / "floor.db"
        self._connection = sqlite3.connect(self._file, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute(CREATE.format(blob="BLOB"))

    def size(self) -> int:
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return self._file.stat().st_size

    def _run(self, statement: str) -> list[Any]:
        return self._connection.execute(statement.format(blob="BLOB")).fetchall()

    def _insert(self, record: int, version: int, body: bytes) -> None:
        values = (record, version, time.time(), body)
        self._connection.execute("INSERT INTO bare VALUES (?, ?, ?, ?)", values)

    def _select(self, where: str, values: tuple[Any, ...]) -> list[tuple[int, bytes]]:
        query = f"SELECT version, body FROM bare {where.format('?')}"
        return self._connection.execute(query, values).fetchall()


class PostgresFloor(Floor):
    def __init__(self, asked: Mapping[str, Any]) -> None:
        import psycopg

        super().__init__(asked)
        self._connection = psycopg.connect(asked["url"], autocommit=True)
        if asked["writer"] == 0:
            self._connection.execute(CREATE.format(blob="BYTEA"))

    def size(self) -> int:
        found = self._connection.execute("SELECT pg_total_relation_size('bare')").fetchone()
        assert found
        return int(found[0])

    def _run(self, statement: str) -> list[Any]:
        ran = self._connection.execute(statement.format(blob="BYTEA"))
        return ran.fetchall() if ran.description else []

    def _insert(self, record: int, version: int, body: bytes) -> None:
        values = (record, version, datetime.now(UTC).timestamp(), body)
        self._connection.execute("INSERT INTO bare VALUES (%s, %s, %s, %s)", values)

    def _select(self, where: str, values: tuple[Any, ...]) -> list[tuple[int, bytes]]:
        query = f"SELECT version, body FROM bare {where.format('%s')}"
        return self._connection.execute(query, values).fetchall()


def make(asked: Mapping[str, Any]) -> Floor:
    return SQLiteFloor(asked) if asked["database"] == "sqlite" else PostgresFloor(asked)


if __name__ == "__main__":
    serve(make)
