"""What each event adds to somebody's work, or takes from it."""

from collections.abc import Sequence
from functools import singledispatch

from sqlalchemy import Connection, delete, insert, select, update

from domain.event import Event
from domain.people import events as people
from domain.records import events as records
from domain.records.events import (
    Accepted,
    Amended,
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
    if not _assessing_by_judgement(event, connection):
        _due(event, Task.REVIEW, connection)


@project.register
def _(event: Returned, position: int, connection: Connection) -> None:
    _done(event, Task.REVIEW, connection)
    _judged(event, connection)
    _due(event, Task.AMEND, connection)


@project.register
def _(event: Accepted, position: int, connection: Connection) -> None:
    _done(event, Task.REVIEW, connection)
    _done(event, Task.AMEND, connection)
    _judged(event, connection)


@project.register
def _(event: Referred, position: int, connection: Connection) -> None:
    known = _assessing(event, connection)
    rules = [*(known or ()), *event.rules]
    mandatory = bool(rules)
    if known is None:
        _due(event, Task.ASSESS, connection)
    connection.execute(
        update(worklist)
        .where(worklist.c.record == event.originator_id, worklist.c.task == Task.ASSESS.value)
        .values(rules=rules, mandatory=mandatory, due=event.due)
    )
    if not event.rules:
        _done(event, Task.REVIEW, connection)


@project.register
def _(event: Withdrawn, position: int, connection: Connection) -> None:
    _hide(event, connection, hidden=True)


@project.register
def _(event: Restored, position: int, connection: Connection) -> None:
    _hide(event, connection, hidden=False)
    _done(event, Task.AMEND, connection)
    _done(event, Task.REVIEW, connection)
    _due(event, Task.REVIEW, connection)


def _assessing(event: Event, connection: Connection) -> Sequence[str] | None:
    """The rules under which professional standards have the record; none if they do not."""
    query = select(worklist.c.rules).where(
        worklist.c.record == event.originator_id, worklist.c.task == Task.ASSESS.value
    )
    rules: Sequence[str] | None = connection.execute(query).scalar_one_or_none()
    return rules


def _assessing_by_judgement(event: Event, connection: Connection) -> bool:
    rules = _assessing(event, connection)
    return rules is not None and not rules


def _judged(event: Event, connection: Connection) -> None:
    """What a reviewer referred is settled by a decision; what a rule referred is not."""
    connection.execute(
        delete(worklist).where(
            worklist.c.record == event.originator_id,
            worklist.c.task == Task.ASSESS.value,
            worklist.c.mandatory.is_(False),
        )
    )


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
            mandatory=False,
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
    handles=frozenset({Submitted, Amended, Returned, Accepted, Referred, Withdrawn, Restored}),
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
