"""What each event makes of the last version of a record: the next one."""

from datetime import datetime
from functools import singledispatch
from typing import Any
from uuid import UUID

from sqlalchemy import Table

from domain.clients.events import CLIENT_EVENTS
from domain.codelists.answers import Absence
from domain.codelists.tactics import Tactic
from domain.counting.periods import Quarter
from domain.disclosures.events import DISCLOSURE_EVENTS
from domain.event import Event
from domain.expected.encounter import State
from domain.expected.events import (
    EXPECTED_EVENTS,
    Explained,
    Loaded,
    Matched,
    Reopened,
    Unmatched,
)
from domain.local_time import LOCAL
from domain.people.events import PERSON_EVENTS
from domain.records.account import Account
from domain.records.events import (
    RECORD_EVENTS,
    Amended,
    EncounterLinked,
    EncounterUnlinked,
    Imported,
    Restored,
    SubjectLinked,
    SubjectUnlinked,
    Submitted,
    Withdrawn,
)
from domain.releases.events import RELEASE_EVENTS
from domain.retention.events import RETENTION_EVENTS
from domain.sampling.events import SAMPLE_EVENTS
from domain.summary.causes import Cause
from projections.codes import joined
from projections.projection import PagedProjection
from projections.rows import Rows
from projections.versions.tables import expected_version, metadata, record_version


@singledispatch
def project(event: Event, position: int, rows: Rows) -> None:
    """Take an event into the versions."""
    raise NotImplementedError(type(event))


@project.register
def _(event: Submitted, position: int, rows: Rows) -> None:
    _begin(event, position, event.metadata.at, rows)


@project.register
def _(event: Imported, position: int, rows: Rows) -> None:
    source = event.metadata.source
    _begin(event, position, source.at if source else None, rows)


def _begin(
    event: Submitted | Imported, position: int, recorded_at: datetime | None, rows: Rows
) -> None:
    first = {
        "record": event.originator_id,
        "position": position,
        "until": None,
        "cause": Cause.ADDED.value,
        "force": event.force.value,
        "counts": True,
        "officer": event.officer,
        "encounter": None,
        "subject": None,
        "recorded_at": recorded_at,
        "stated_at": event.metadata.at,
        **_stated(event.account),
    }
    rows.replace(record_version, event.originator_id, [first])


@project.register
def _(event: Amended, position: int, rows: Rows) -> None:
    before = rows.all(record_version, event.originator_id)[-1]["account"]
    account = before.with_changes(event.answers)
    _next(
        record_version,
        event.originator_id,
        position,
        rows,
        cause=Cause.AMENDED.value,
        stated_at=event.metadata.at,
        **_stated(account),
    )


@project.register
def _(event: Withdrawn, position: int, rows: Rows) -> None:
    _record(event, position, rows, Cause.WITHDRAWN, counts=False)


@project.register
def _(event: Restored, position: int, rows: Rows) -> None:
    _record(event, position, rows, Cause.RESTORED, counts=True)


@project.register
def _(event: EncounterLinked, position: int, rows: Rows) -> None:
    _record(event, position, rows, Cause.RELINKED, encounter=event.encounter)


@project.register
def _(event: EncounterUnlinked, position: int, rows: Rows) -> None:
    _record(event, position, rows, Cause.RELINKED, encounter=None)


@project.register
def _(event: SubjectLinked, position: int, rows: Rows) -> None:
    _record(event, position, rows, Cause.RELINKED, subject=event.subject)


@project.register
def _(event: SubjectUnlinked, position: int, rows: Rows) -> None:
    _record(event, position, rows, Cause.RELINKED, subject=None)


def _record(event: Event, position: int, rows: Rows, cause: Cause, **values: Any) -> None:
    _next(record_version, event.originator_id, position, rows, cause=cause.value, **values)


@project.register
def _(event: Loaded, position: int, rows: Rows) -> None:
    quarter = Quarter.of(event.happened_at.astimezone(LOCAL).date())
    first = {
        "encounter": event.originator_id,
        "position": position,
        "until": None,
        "force": event.force.value,
        "kind": event.kind.value,
        "year": quarter.year,
        "quarter": quarter.number,
        "state": State.OPEN.value,
        "record": None,
    }
    rows.replace(expected_version, event.originator_id, [first])


@project.register
def _(event: Matched, position: int, rows: Rows) -> None:
    _expected(event, position, rows, State.MATCHED, record=event.record)


@project.register
def _(event: Unmatched, position: int, rows: Rows) -> None:
    _expected(event, position, rows, State.OPEN, record=None)


@project.register
def _(event: Explained, position: int, rows: Rows) -> None:
    _expected(event, position, rows, State.EXPLAINED)


@project.register
def _(event: Reopened, position: int, rows: Rows) -> None:
    _expected(event, position, rows, State.OPEN)


def _expected(event: Event, position: int, rows: Rows, state: State, **values: Any) -> None:
    _next(expected_version, event.originator_id, position, rows, state=state.value, **values)


def _next(table: Table, key: UUID, position: int, rows: Rows, **values: Any) -> None:
    """End the last version of an aggregate, and begin another that differs from it in these."""
    *earlier, last = rows.all(table, key)
    ended = {**last, "until": position}
    begun = {**last, "position": position, **values}
    rows.replace(table, key, [*earlier, ended, begun])


def _stated(account: Account) -> dict[str, Any]:
    day = account.incident_date
    if isinstance(day, Absence):
        # No record is submitted without; the rules refuse it.
        raise TypeError("a record without an incident date")
    quarter = Quarter.of(day)
    steps = account.tactics
    named = {step.tactic for step in steps} if isinstance(steps, tuple) else set()
    return {
        "account": account,
        "year": quarter.year,
        "quarter": quarter.number,
        "of_a_crowd": account.is_crowd,
        "tactics": joined(one for one in Tactic if one in named) if named else "",
    }


CHANGES = frozenset(
    {
        Submitted,
        Imported,
        Amended,
        Withdrawn,
        Restored,
        EncounterLinked,
        EncounterUnlinked,
        SubjectLinked,
        SubjectUnlinked,
    }
)
"""What is counted of a record hangs on these alone."""

PROJECTION = PagedProjection(
    name="versions",
    version=1,
    metadata=metadata,
    project=project,
    handles=CHANGES | EXPECTED_EVENTS,
    ignores=(RECORD_EVENTS - CHANGES)
    | PERSON_EVENTS
    | CLIENT_EVENTS
    | RELEASE_EVENTS
    | DISCLOSURE_EVENTS
    | RETENTION_EVENTS
    | SAMPLE_EVENTS,
)
