"""The event log's recorders: the library's, without its table creation and its retries."""

from collections.abc import Sequence
from typing import Any, cast

from eventsourcing.persistence import ApplicationRecorder, InfrastructureFactory, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresFactory
from eventsourcing.sqlite import SQLiteFactory

from web.adapters import postgresql
from web.adapters.sqlite import LOCK_SECONDS
from web.adapters.stores import RECORDS, Stores
from web.adapters.streams import StreamsOfFile, StreamsOfServer

ADDRESS = (
    "POSTGRES_DBNAME",
    "POSTGRES_HOST",
    "POSTGRES_PORT",
    "POSTGRES_USER",
    "POSTGRES_PASSWORD",
)


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

    APPEND = "SELECT * FROM records.append(%s::uuid[], %s::bigint[], %s::text[], %s::bytea[]) AS at"
    ASSURE = "SELECT pg_logical_emit_message(true, 'uof', '')"

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        columns = (
            [stored.originator_id for stored in stored_events],
            [stored.originator_version for stored in stored_events],
            [stored.topic for stored in stored_events],
            [stored.state for stored in stored_events],
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


class FileFactory(SQLiteFactory):
    """Makes a recorder that finds several aggregates by one question."""

    application_recorder_class = StreamsOfFile


class SerialFactory(PostgresFactory):
    """Makes the recorder above, over the table that the migrations made."""

    application_recorder_class = SerialRecorder

    def application_recorder(self) -> ApplicationRecorder:
        return SerialRecorder(self.datastore, events_table_name="stored_events")


def event_store(stores: Stores) -> InfrastructureFactory[Any]:
    """The library's factory for the log of an installation."""
    if stores.is_embedded:
        return FileFactory(
            {
                "SQLITE_DBNAME": f"file:{stores.records_file}",
                "SQLITE_LOCK_TIMEOUT": str(LOCK_SECONDS),
                "CREATE_TABLE": "n",
            }
        )
    factory = SerialFactory(
        {**dict.fromkeys(ADDRESS, ""), "POSTGRES_SCHEMA": RECORDS, "CREATE_TABLE": "n"}
    )
    # The library knows one server, by five parts of its address.
    datastore = factory.datastore
    pool = postgresql.LogPool(stores.records_url, datastore.after_connect_func())
    datastore.pool = cast("Any", pool)
    return factory
