"""Finding the events of several aggregates by one question, on each database."""

from collections.abc import Collection, Sequence
from uuid import UUID

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from eventsourcing.sqlite import SQLiteApplicationRecorder
from psycopg.rows import tuple_row


class StreamsOfFile(SQLiteApplicationRecorder):
    """What the library's recorder of a file lacks."""

    STREAMS = (
        "SELECT originator_id, originator_version, topic, state FROM stored_events"
        " WHERE originator_id IN ({}) ORDER BY originator_id, originator_version"
    )

    def select_streams(self, originator_ids: Collection[UUID]) -> Sequence[StoredEvent]:
        """The events of several aggregates, those of each in order."""
        wanted = {one.hex: one for one in originator_ids}
        statement = self.STREAMS.format(", ".join("?" * len(wanted)))
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(statement, list(wanted))
            return [StoredEvent(wanted[one], *rest) for one, *rest in cursor.fetchall()]


class StreamsOfServer(PostgresApplicationRecorder):
    """The same for the library's recorder of a server."""

    STREAMS = (
        "SELECT originator_id, originator_version, topic, state FROM records.stored_events"
        " WHERE originator_id = ANY(%s::uuid[]) ORDER BY originator_id, originator_version"
    )

    def select_streams(self, originator_ids: Collection[UUID]) -> Sequence[StoredEvent]:
        """The events of several aggregates, those of each in order."""
        with (
            self.datastore.get_connection() as connection,
            connection.cursor(binary=True, row_factory=tuple_row) as cursor,
        ):
            cursor.execute(self.STREAMS, [list(originator_ids)], prepare=True)
            return [StoredEvent(*row) for row in cursor.fetchall()]
