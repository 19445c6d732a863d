"""What each event adds to somebody's work, or takes from it: it follows from where the record stands."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from domain.clients.events import CLIENT_EVENTS
from domain.codelists.statuses import RecordStatus
from domain.event import Event
from domain.people.events import PERSON_EVENTS
from domain.records.events import (
    RECORD_EVENTS,
    EncounterLinked,
    EncounterUnlinked,
    NoteAdded,
    Referred,
    Restricted,
    Submitted,
    Unrestricted,
)
from domain.records.standing import Standing, after
from projections.projection import Projection
from projections.standings import standing_of, stored
from projections.worklists.tables import metadata, worklist, worklist_record
from projections.worklists.tasks import Task


def project(event: Event, position: int, connection: Connection) -> None:
    """Take an event into the worklists."""
    if isinstance(event, Submitted):
        row = {"record": event.originator_id, "officer": event.officer, **stored(Standing())}
        connection.execute(insert(worklist_record).values(row))
    before = connection.execute(
        select(worklist_record).where(worklist_record.c.record == event.originator_id)
    ).one()
    standing = after(event, standing_of(before))
    connection.execute(
        update(worklist_record)
        .where(worklist_record.c.record == event.originator_id)
        .values(**stored(standing))
    )
    _reconcile(event, before.officer, standing, connection)


def tasks(standing: Standing) -> Iterator[Task]:
    """What there is to do about a record that stands like this."""
    if standing.status is RecordStatus.SUBMITTED:
        yield Task.REVIEW
    if standing.status is RecordStatus.RETURNED:
        yield Task.AMEND
    if standing.is_with_standards:
        yield Task.ASSESS


def _reconcile(event: Event, officer: Any, standing: Standing, connection: Connection) -> None:
    this = worklist.c.record == event.originator_id
    known = {row.task: row for row in connection.execute(select(worklist).where(this))}
    wanted = set(tasks(standing))
    for task in known.keys() - wanted:
        connection.execute(delete(worklist).where(this, worklist.c.task == task))
    for task in Task:
        # What waits already goes on waiting: an amendment does not put it behind the others.
        if task in wanted and task not in known:
            _add(event, task, officer, connection)
    if Task.ASSESS in wanted:
        due = known[Task.ASSESS].due if Task.ASSESS in known else None
        connection.execute(
            update(worklist)
            .where(this, worklist.c.task == Task.ASSESS.value)
            .values(rules=list(standing.open_referrals), due=_soonest(due, event))
        )


def _add(event: Event, task: Task, officer: Any, connection: Connection) -> None:
    connection.execute(
        insert(worklist).values(
            record=event.originator_id,
            task=task.value,
            officer=officer,
            since=event.metadata.at,
            due=None,
            rules=[],
        )
    )


def _soonest(due: datetime | None, event: Event) -> datetime | None:
    if not isinstance(event, Referred):
        return due
    return event.due if due is None else min(due, event.due)


IGNORED = frozenset({NoteAdded, EncounterLinked, EncounterUnlinked, Restricted, Unrestricted})

PROJECTION = Projection(
    name="worklists",
    version=1,
    metadata=metadata,
    project=project,
    handles=RECORD_EVENTS - IGNORED,
    ignores=IGNORED | PERSON_EVENTS | CLIENT_EVENTS,
)
