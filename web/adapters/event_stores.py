"""The event log's recorders: the library's, without its table creation and its retries.

Decision. The leaf of an event is written in the event's own transaction, at the end of the log of
leaves and nowhere else. Consequence: no event exists that the log does not commit to, and a crash
leaves nothing to mend. Kept by ``tests/adapters/test_leaves.py``. (Spec: audit, 4.3.)
"""

import sqlite3
from collections.abc import Sequence
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from eventsourcing.persistence import ApplicationRecorder, InfrastructureFactory, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresFactory
from eventsourcing.sqlite import (
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteFactory,
)

from application import leaves
from web.adapters import postgresql, sqlite
from web.adapters.stores import RECORDS, Stores
from web.adapters.streams import StreamsOfFile, StreamsOfServer

ADDRESS = (
    "POSTGRES_DBNAME",
    "POSTGRES_HOST",
    "POSTGRES_PORT",
    "POSTGRES_USER",
    "POSTGRES_PASSWORD",
)


class LeafRecorder(StreamsOfFile):
    """Appends an event and its leaf together."""

    salt: leaves.Salts = staticmethod(leaves.new_salt)

    ORIGIN = "SELECT origin FROM log"
    LAST = "SELECT max(leaf_index) FROM leaves"
    PREVIOUS = """
        SELECT leaf_hash FROM leaves WHERE position = (
            SELECT rowid FROM stored_events WHERE originator_id = ? AND originator_version = ?
        )
    """
    LEAF = "INSERT INTO leaves (leaf_index, position, salt, leaf_hash) VALUES (?, ?, ?, ?)"

    @cached_property
    def origin(self) -> str:
        """The name of the log, which it was given when it was made."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(self.ORIGIN)
            return str(cursor.fetchone()[0])

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        # Whatever can be done before others are kept out is done before.
        salts = [self.salt() for _ in stored_events]
        bodies = [
            leaves.body(self.origin, stored, salt)
            for stored, salt in zip(stored_events, salts, strict=True)
        ]
        return super().insert_events(stored_events, salts=salts, bodies=bodies)

    def _insert_events(
        self,
        c: SQLiteCursor,
        stored_events: Sequence[StoredEvent],
        *,
        salts: Sequence[bytes] = (),
        bodies: Sequence[bytes] = (),
        **_: Any,
    ) -> Sequence[int] | None:
        # The events first: with them the file is locked, and what is read then is the newest.
        positions = super()._insert_events(c, stored_events) or ()
        c.execute(self.LAST)
        (last,) = c.fetchone()
        first = 0 if last is None else last + 1
        written: dict[tuple[UUID | str, int], bytes] = {}
        rows = []
        for index, (stored, position, salt, body) in enumerate(
            zip(stored_events, positions, salts, bodies, strict=True), start=first
        ):
            stream, version = stored.originator_id, stored.originator_version
            previous = written.get((stream, version - 1)) or self._previous(c, stored)
            found = written[stream, version] = leaves.leaf(body, previous)
            rows.append((index, position, salt, found))
        c.executemany(self.LEAF, rows)
        return positions

    def _previous(self, cursor: SQLiteCursor, stored: StoredEvent) -> bytes:
        if stored.originator_version == 1:
            return leaves.FIRST
        stream = cast("UUID", stored.originator_id).hex
        cursor.execute(self.PREVIOUS, (stream, stored.originator_version - 1))
        found = cursor.fetchone()
        if found is None:
            raise sqlite3.IntegrityError("a version follows the one before it")
        return bytes(found[0])


class SerialRecorder(StreamsOfServer):
    """Appends through the log's own function, one transaction at a time, and nowhere else.

    The function takes a lock before it draws positions (``web/migrations/records``). Nothing is
    tried again here: after a lost connection nobody knows whether the events were kept, and the
    request's receipt is what tells. (Spec: eventsourcing, 3.1 and 3.2.) Nor is reading: each
    connection is tried before it is used, and ten tries would be minutes while a server is away.
    """

    select_events = PostgresApplicationRecorder.select_events.__wrapped__
    select_notifications = PostgresApplicationRecorder.select_notifications.__wrapped__
    max_notification_id = PostgresApplicationRecorder.max_notification_id.__wrapped__

    salt: leaves.Salts = staticmethod(leaves.new_salt)

    ORIGIN = "SELECT origin FROM records.log"
    APPEND = """
        SELECT * FROM records.append(
            %s::uuid[], %s::bigint[], %s::text[], %s::bytea[], %s::bytea[], %s::bytea[]
        ) AS at
    """
    ASSURE = "SELECT pg_logical_emit_message(true, 'uof', '')"

    @cached_property
    def origin(self) -> str:
        """The name of the log, which it was given when it was made."""
        with self.datastore.get_connection() as connection, connection.cursor() as cursor:
            cursor.execute(self.ORIGIN)
            return str(cast("dict[str, Any]", cursor.fetchone())["origin"])

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        salts = [self.salt() for _ in stored_events]
        columns = (
            [stored.originator_id for stored in stored_events],
            [stored.originator_version for stored in stored_events],
            [stored.topic for stored in stored_events],
            [stored.state for stored in stored_events],
            salts,
            [
                leaves.body(self.origin, stored, salt)
                for stored, salt in zip(stored_events, salts, strict=True)
            ],
        )
        # One statement is a transaction of its own: the lock is let go without another word from here,
        # which may be far away, and others wait for it.
        with self.datastore.get_connection() as connection, connection.cursor() as cursor:
            cursor.execute(self.APPEND, columns)
            positions = [int(row["at"]) for row in cursor.fetchall()]
            cast("postgresql.Connection", connection).confirm()
        return positions

    def assure(self) -> None:
        """Return when whatever can be read here is kept as surely as what was just appended.

        A message of no content is committed: a standby that has it has everything before it.
        """
        with self.datastore.get_connection() as connection, connection.transaction():
            connection.execute(self.ASSURE)


class FilePool(SQLiteConnectionPool):
    """Connections that wait for the disk at each commit, whatever SQLite was built to do by itself."""

    def _create_connection(self) -> SQLiteConnection:
        made = super()._create_connection()
        for one in sqlite.ORDINARY:
            made.cursor().execute(f"PRAGMA {one}")
        return made


class FileFactory(SQLiteFactory):
    """Makes the first of the recorders above, over the tables that the migrations made."""

    application_recorder_class = LeafRecorder


class SerialFactory(PostgresFactory):
    """Makes the recorder above, over the table that the migrations made."""

    application_recorder_class = SerialRecorder

    def application_recorder(self) -> ApplicationRecorder:
        return SerialRecorder(self.datastore, events_table_name="stored_events")


def event_store(stores: Stores) -> InfrastructureFactory[Any]:
    """The library's factory for the log of an installation."""
    if stores.is_embedded:
        name = f"file:{stores.records_file}"
        kept = FileFactory({"SQLITE_DBNAME": name, "CREATE_TABLE": "n"})
        kept.datastore.pool = FilePool(db_name=name, lock_timeout=sqlite.LOCK_SECONDS)
        return kept
    factory = SerialFactory(
        {**dict.fromkeys(ADDRESS, ""), "POSTGRES_SCHEMA": RECORDS, "CREATE_TABLE": "n"}
    )
    # The library knows one server, by five parts of its address.
    datastore = factory.datastore
    pool = postgresql.LogPool(stores.records_url, datastore.after_connect_func())
    datastore.pool = cast("Any", pool)
    return factory
