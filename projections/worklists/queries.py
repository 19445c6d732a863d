"""Questions that the start page, the queue and the referrals ask."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select

from projections.worklists.tables import worklist
from projections.worklists.tasks import Task


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One thing to do about one record."""

    record: UUID
    task: Task
    officer: UUID
    since: datetime
    due: datetime | None
    rules: tuple[str, ...]


def items(
    connection: Connection,
    task: Task,
    *,
    officers: Collection[UUID] | None = None,
    but: UUID | None = None,
) -> tuple[Item, ...]:
    """What there is to do, the longest waiting first.

    ``officers`` are those whose records count, or everybody's; ``but`` is one whose do not.
    """
    query = (
        select(worklist)
        .where(worklist.c.task == task.value, worklist.c.withdrawn.is_(False))
        .order_by(worklist.c.since, worklist.c.record)
    )
    if officers is not None:
        query = query.where(worklist.c.officer.in_(officers))
    if but is not None:
        query = query.where(worklist.c.officer != but)
    return tuple(
        Item(
            record=row.record,
            task=task,
            officer=row.officer,
            since=row.since,
            due=row.due,
            rules=tuple(row.rules),
        )
        for row in connection.execute(query)
    )


def referrals(connection: Connection) -> tuple[Item, ...]:
    """What professional standards must assess, the soonest due first."""
    found = items(connection, Task.ASSESS)
    return tuple(sorted(found, key=lambda item: (item.due is None, item.due, item.since)))
