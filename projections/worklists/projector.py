"""What each event adds to somebody's work, or takes from it."""

from functools import singledispatch
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from domain.event import Event
from domain.people import events as people
from domain.records import events as records
from domain.records.events import (
    Accepted,
    Amended,
    Assessed,
    Referred,
    Restored,
    Returned,
    Submitted,
    Withdrawn,
)
from projections.projection import Projection
from projections.worklists.tables import metadata, worklist, worklist_officer
from projections.worklists.tasks import Task


@singledispatch
def project(event: Event, position: int, connection: Connection) -> None:
    """Take an event into the worklists."""
    raise NotImplementedError(type(event))


@project.register
def _(event: Submitted, position: int, connection: Connection) -> None:
    whose = {"record": event.originator_id, "officer": event.officer}
    connection.execute(insert(worklist_officer).values(whose))
    _due(event, Task.REVIEW, connection)


@project.register
def _(event: Amended, position: int, connection: Connection) -> None:
    _done(event, Task.AMEND, connection)
    referred = _referred(event, connection)
    if referred is None or not referred.judged:
        _due(event, Task.REVIEW, connection)


@project.register
def _(event: Returned, position: int, connection: Connection) -> None:
    _done(event, Task.REVIEW, connection)
    _decided(event, connection)
    _due(event, Task.AMEND, connection)


@project.register
def _(event: Accepted, position: int, connection: Connection) -> None:
    _done(event, Task.REVIEW, connection)
    _done(event, Task.AMEND, connection)
    _decided(event, connection)


@project.register
def _(event: Referred, position: int, connection: Connection) -> None:
    known = _referred(event, connection)
    if known is None:
        _due(event, Task.ASSESS, connection)
    _assess(
        event,
        connection,
        rules=[*(known.rules if known else ()), *event.rules],
        judged=not event.rules or (known is not None and known.judged),
        due=min(known.due, event.due) if known else event.due,
    )
    if not event.rules:
        _done(event, Task.REVIEW, connection)


@project.register
def _(event: Assessed, position: int, connection: Connection) -> None:
    referred = _referred(event, connection)
    _done(event, Task.ASSESS, connection)
    if referred is not None and referred.judged:
        # The reviewer passed it on instead of deciding; now there is something to decide.
        _due(event, Task.REVIEW, connection)


@project.register
def _(event: Withdrawn, position: int, connection: Connection) -> None:
    _hide(event, connection, hidden=True)


@project.register
def _(event: Restored, position: int, connection: Connection) -> None:
    _hide(event, connection, hidden=False)
    _decided(event, connection)
    _done(event, Task.AMEND, connection)
    _done(event, Task.REVIEW, connection)
    _due(event, Task.REVIEW, connection)


def _referred(event: Event, connection: Connection) -> Row[Any] | None:
    """What professional standards have to assess about the record; none if nothing."""
    query = select(worklist).where(
        worklist.c.record == event.originator_id, worklist.c.task == Task.ASSESS.value
    )
    return connection.execute(query).one_or_none()


def _assess(event: Event, connection: Connection, **values: Any) -> None:
    connection.execute(
        update(worklist)
        .where(worklist.c.record == event.originator_id, worklist.c.task == Task.ASSESS.value)
        .values(**values)
    )


def _decided(event: Event, connection: Connection) -> None:
    """What a reviewer referred is settled by a decision; what a rule referred is not."""
    referred = _referred(event, connection)
    if referred is None:
        return
    if referred.rules:
        _assess(event, connection, judged=False)
    else:
        _done(event, Task.ASSESS, connection)


def _done(event: Event, task: Task, connection: Connection) -> None:
    connection.execute(
        delete(worklist).where(
            worklist.c.record == event.originator_id, worklist.c.task == task.value
        )
    )


def _due(event: Event, task: Task, connection: Connection) -> None:
    _done(event, task, connection)
    officer = select(worklist_officer.c.officer).where(
        worklist_officer.c.record == event.originator_id
    )
    connection.execute(
        insert(worklist).values(
            record=event.originator_id,
            task=task.value,
            officer=connection.execute(officer).scalar_one(),
            since=event.metadata.at,
            due=None,
            rules=[],
            judged=False,
            withdrawn=False,
        )
    )


def _hide(event: Event, connection: Connection, *, hidden: bool) -> None:
    connection.execute(
        update(worklist).where(worklist.c.record == event.originator_id).values(withdrawn=hidden)
    )


PROJECTION = Projection(
    name="worklists",
    version=1,
    metadata=metadata,
    project=project,
    handles=frozenset(
        {Submitted, Amended, Returned, Accepted, Referred, Assessed, Withdrawn, Restored}
    ),
    ignores=frozenset(
        {
            records.NoteAdded,
            records.EncounterLinked,
            records.EncounterUnlinked,
            records.Restricted,
            records.Unrestricted,
            people.Registered,
            people.RankChanged,
            people.RoleGranted,
            people.RoleRevoked,
            people.SupervisorAssigned,
            people.SupervisorReleased,
            people.AccountIssued,
        }
    ),
)
