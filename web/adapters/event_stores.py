"""The event log's recorders: the library's, without its table creation and its retries."""

from collections.abc import Sequence
from typing import Any

from eventsourcing.persistence import ApplicationRecorder, InfrastructureFactory, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresFactory
from eventsourcing.sqlite import SQLiteFactory
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url

from web.adapters.stores import LOCK_SECONDS, RECORDS, Stores

APPEND_LOCK = 7_301_954
"""Any number that nothing else in the database locks."""


class SerialRecorder(PostgresApplicationRecorder):
    """Appends one transaction at a time, so that positions become visible in their order.

    Without the lock a reader could see position 8 before 7 is committed, and never come back for
    7 (spec: eventsourcing, 2.1). Nothing is tried again here: after a lost connection nobody knows
    whether the events were kept, and the request's receipt is what tells.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._insert = SQL(
            "INSERT INTO {}.{} (originator_id, originator_version, topic, state)"
            " VALUES (%s, %s, %s, %s) RETURNING notification_id"
        ).format(Identifier(self.datastore.schema), Identifier(self.events_table_name))

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        with (
            self.datastore.get_connection() as connection,
            connection.transaction(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (APPEND_LOCK,))
            return [self._inserted(cursor, stored) for stored in stored_events]

    def _inserted(self, cursor: Any, stored: StoredEvent) -> int:
        values = (
            stored.originator_id,
            stored.originator_version,
            stored.topic,
            stored.state,
        )
        cursor.execute(self._insert, values)
        return int(cursor.fetchone()["notification_id"])


class SerialFactory(PostgresFactory):
    """Makes the recorder above."""

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
    return SerialFactory(
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
