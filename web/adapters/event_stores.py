"""The event log's recorders: the library's, without its table creation and its retries."""

from collections.abc import Sequence
from typing import Any, cast

from eventsourcing.persistence import ApplicationRecorder, InfrastructureFactory, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresFactory
from eventsourcing.sqlite import SQLiteFactory
from sqlalchemy import make_url

from web.adapters.stores import LOCK_SECONDS, RECORDS, Stores


class SerialRecorder(PostgresApplicationRecorder):
    """Appends through the log's own function, one transaction at a time, and nowhere else.

    The function takes a lock before it draws positions (``web/migrations/records``). Nothing is
    tried again here: after a lost connection nobody knows whether the events were kept, and the
    request's receipt is what tells. (Spec: eventsourcing, 3.1 and 3.2.)
    """

    APPEND = "SELECT * FROM records.append(%s::uuid[], %s::bigint[], %s::text[], %s::bytea[]) AS at"

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
            return [int(row["at"]) for row in cursor.fetchall()]


class SerialFactory(PostgresFactory):
    """Makes the recorder above, over the table that the migrations made."""

    application_recorder_class = SerialRecorder

    def application_recorder(self) -> ApplicationRecorder:
        return SerialRecorder(self.datastore, events_table_name="stored_events")


def event_store(stores: Stores) -> InfrastructureFactory[Any]:
    """The library's factory for the log of an installation."""
    if stores.is_embedded:
        return SQLiteFactory(
            {
                "SQLITE_DBNAME": f"file:{stores.records_file}",
                "SQLITE_LOCK_TIMEOUT": str(LOCK_SECONDS),
                "CREATE_TABLE": "n",
            }
        )
    url = make_url(stores.records_url)
    factory = SerialFactory(
        {
            "POSTGRES_DBNAME": url.database or "",
            "POSTGRES_HOST": url.query.get("host", url.host) or "",  # type: ignore[dict-item]
            "POSTGRES_PORT": str(url.port or 5432),
            "POSTGRES_USER": url.username or "",
            "POSTGRES_PASSWORD": url.password or "",
            "POSTGRES_SCHEMA": RECORDS,
            "CREATE_TABLE": "n",
        }
    )
    # The library passes on five parts of an address; sslmode and the like are options of it too.
    options = {name: value for name, value in url.query.items() if name != "host"}
    factory.datastore.pool.kwargs = {
        **cast("dict[str, Any]", factory.datastore.pool.kwargs),
        **options,
    }
    return factory
