"""A history to attack, and what an insider can do to it who owns the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, bindparam, text

from application import leaves
from application.verifying import Row
from tests.builders import CED_FIRED, a_submission, after, and_then
from tests.people import OFFICER
from web.bootstrap import Services
from web.proof import reading

RECORDS, NOTES = 8, 3


def write(services: Services, *, records: int = RECORDS) -> None:
    """Records with sealed words, each with a few versions, and the receipts of their commands."""
    for number in range(records):
        events = a_submission(narrative_information=f"Words {number}.", **CED_FIRED)
        services.log.append(events, request=uuid4())
        record = after(*events)
        for note in range(NOTES):
            more = record.add_note(f"Note {note}.", command=OFFICER.commands())
            services.log.append(more, request=uuid4())
            record = and_then(record, more)


def others(services: Services) -> list[Row]:
    """Events that are not in the log, as they would be stored there."""
    written = services.log.write(a_submission(narrative_information="Other words.", **CED_FIRED))
    return [
        Row(0, one.originator_id, one.originator_version, one.topic, one.state, None, None, None)
        for one in written
    ]


def rows(connection: Connection) -> list[Row]:
    return list(reading.rows(connection))


@dataclass(frozen=True)
class Insider:
    """Owns the database: no trigger stands in the way, and every hash can be made anew."""

    connection: Connection

    @property
    def schema(self) -> str:
        return "" if self.connection.dialect.name == "sqlite" else "records."

    def rows(self) -> list[Row]:
        return rows(self.connection)

    def unguard(self) -> None:
        """Switch off whatever keeps the log from being changed."""
        if self.schema:
            for table in ("stored_events", "leaves", "log"):
                self._run(f"ALTER TABLE records.{table} DISABLE TRIGGER ALL")
            return
        names = self.connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).scalars()
        for name in names.all():
            self._run(f"DROP TRIGGER {name}")

    def event(self, row: Row, **changes: Any) -> None:
        """Change columns of one event, and nothing else."""
        self._update("stored_events", self.position, row.position, changes)

    def leaf(self, row: Row, **changes: Any) -> None:
        """Change columns of one leaf, and nothing else."""
        self._update("leaves", "leaf_index", row.leaf_index, changes)

    def drop_event(self, row: Row) -> None:
        self._run(f"DELETE FROM {self.schema}stored_events WHERE {self.position} = {row.position}")

    def drop_leaf(self, row: Row) -> None:
        self._run(f"DELETE FROM {self.schema}leaves WHERE leaf_index = {row.leaf_index}")

    def rewrite(self, kept: Sequence[Row]) -> None:
        """Write the whole log anew as these events in this order, every hash in its place."""
        origin = reading.origin(self.connection)
        last: dict[Any, bytes] = {}
        events, hashes = [], []
        for index, row in enumerate(kept):
            salt = row.salt or leaves.new_salt()
            body = leaves.body(origin, row, salt)
            found = leaves.leaf(body, last.get(row.originator_id, leaves.FIRST))
            last[row.originator_id] = found
            stream = row.originator_id if self.schema else row.originator_id.hex
            events.append(
                {
                    "at": index + 1,
                    "stream": stream,
                    "version": row.originator_version,
                    "topic": row.topic,
                    "state": row.state,
                }
            )
            hashes.append({"leaf": index, "at": index + 1, "salt": salt, "found": found})
        for table in ("leaves", "stored_events"):
            self._run(f"DELETE FROM {self.schema}{table}")
        overriding = " OVERRIDING SYSTEM VALUE" if self.schema else ""
        if events:
            self.connection.execute(
                text(
                    f"INSERT INTO {self.schema}stored_events ({self.position}, originator_id,"
                    f" originator_version, topic, state){overriding}"
                    " VALUES (:at, :stream, :version, :topic, :state)"
                ),
                events,
            )
            self.connection.execute(
                text(f"INSERT INTO {self.schema}leaves VALUES (:leaf, :at, :salt, :found)"), hashes
            )

    @property
    def position(self) -> str:
        return "notification_id" if self.schema else "rowid"

    def _update(self, table: str, key: str, at: object, changes: dict[str, Any]) -> None:
        columns = ", ".join(f"{name} = :{name}" for name in changes)
        query = text(f"UPDATE {self.schema}{table} SET {columns} WHERE {key} = :at")
        self.connection.execute(query.bindparams(bindparam("at", at)), changes)

    def _run(self, statement: str) -> None:
        self.connection.exec_driver_sql(statement)
