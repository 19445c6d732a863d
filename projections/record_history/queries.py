"""Questions that the history pages ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select

from domain.records import events
from projections.record_history.tables import record_event

BOOKMARKED = tuple(
    kind.TOPIC
    for kind in (
        events.Submitted,
        events.Imported,
        events.Amended,
        events.Returned,
        events.Accepted,
        events.Referred,
        events.Assessed,
        events.Withdrawn,
        events.Restored,
    )
)
"""The moments at which somebody will want to see the record as it stood."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryRow:
    """One event, without its words."""

    record: UUID
    version: int
    position: int
    topic: str
    actor: UUID
    role: str
    at: datetime
    why: str
    answers: Mapping[str, Any]


def bookmarks(connection: Connection, record: UUID) -> tuple[HistoryRow, ...]:
    """The moments to look a record up at, the first first."""
    query = select(record_event).where(
        record_event.c.record == record, record_event.c.topic.in_(BOOKMARKED)
    )
    return _rows(connection, query.order_by(record_event.c.version))


def position_of(connection: Connection, record: UUID, version: int) -> int | None:
    """Where in the log an event of a record is; none if it was not taken in yet."""
    query = select(record_event.c.position).where(
        record_event.c.record == record, record_event.c.version == version
    )
    return connection.execute(query).scalar_one_or_none()


def _rows(connection: Connection, query: Select[Any]) -> tuple[HistoryRow, ...]:
    return tuple(
        HistoryRow(
            record=row.record,
            version=row.version,
            position=row.position,
            topic=row.topic,
            actor=row.actor,
            role=row.role,
            at=row.at,
            why=row.why,
            answers=row.answers,
        )
        for row in connection.execute(query)
    )
