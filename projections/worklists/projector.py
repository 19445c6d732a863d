"""What each event adds to somebody's work, or takes from it: it follows from where the record stands."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from domain.clients.events import CLIENT_EVENTS
from domain.codelists.statuses import RecordStatus
from domain.disclosures.events import DISCLOSURE_EVENTS
from domain.event import Event
from domain.expected.events import EXPECTED_EVENTS
from domain.people.events import PERSON_EVENTS
from domain.records.events import (
    RECORD_EVENTS,
    Disclosed,
    EncounterLinked,
    EncounterRuledOut,
    EncounterUnlinked,
    Imported,
    NoteAdded,
    Referred,
    Restricted,
    SubjectLinked,
    SubjectRuledOut,
    SubjectUnlinked,
    Submitted,
    Unrestricted,
)
from domain.records.standing import Standing, after
from domain.releases.events import RELEASE_EVENTS
from domain.retention.events import KEEPING_EVENTS, RETENTION_EVENTS
from domain.sampling.events import SAMPLE_EVENTS
from projections.projection import PagedProjection
from projections.rows import Row, Rows
from projections.standings import STANDING, standing_of, stored
from projections.worklists.tables import metadata, worklist, worklist_record
from projections.worklists.tasks import Task


def project(event: Event, position: int, rows: Rows) -> None:
    """Take an event into the worklists."""
    record = event.originator_id
    if isinstance(event, Submitted | Imported):
        officer = {"record": record, "officer": event.officer}
        rows.insert(worklist_record, {**officer, **stored(Standing())})
    before = rows.read(worklist_record, record, "officer", *STANDING)
    standing = after(event, standing_of(before))
    rows.update(worklist_record, record, **stored(standing))
    known = {Task(row["task"]): row for row in rows.all(worklist, record)}
    wanted = set(tasks(standing))
    # What waits already goes on waiting: an amendment does not put it behind the others.
    waiting = [
        known.get(task) or _begun(event, task, before["officer"]) for task in Task if task in wanted
    ]
    rows.replace(worklist, record, [_due(row, standing, event) for row in waiting])


def tasks(standing: Standing) -> Iterator[Task]:
    """What there is to do about a record that stands like this."""
    if standing.status is RecordStatus.SUBMITTED:
        yield Task.REVIEW
    if standing.status is RecordStatus.RETURNED:
        yield Task.AMEND
    if standing.is_with_standards:
        yield Task.ASSESS


def _begun(event: Event, task: Task, officer: UUID | None) -> Row:
    return {
        "record": event.originator_id,
        "task": task.value,
        "officer": officer,
        "since": event.metadata.at,
        "due": None,
        "rules": [],
    }


def _due(row: Row, standing: Standing, event: Event) -> Row:
    if row["task"] != Task.ASSESS.value:
        return row
    rules, due = list(standing.open_referrals), _soonest(row["due"], event)
    return {**row, "rules": rules, "due": due}


def _soonest(due: datetime | None, event: Event) -> datetime | None:
    if not isinstance(event, Referred):
        return due
    return event.due if due is None else min(due, event.due)


IGNORED = frozenset(
    {
        NoteAdded,
        Disclosed,
        EncounterLinked,
        EncounterUnlinked,
        EncounterRuledOut,
        SubjectLinked,
        SubjectUnlinked,
        SubjectRuledOut,
        Restricted,
        Unrestricted,
        *KEEPING_EVENTS,
    }
)

PROJECTION = PagedProjection(
    name="worklists",
    version=2,
    metadata=metadata,
    project=project,
    handles=RECORD_EVENTS - IGNORED,
    ignores=IGNORED
    | PERSON_EVENTS
    | CLIENT_EVENTS
    | EXPECTED_EVENTS
    | RELEASE_EVENTS
    | DISCLOSURE_EVENTS
    | RETENTION_EVENTS
    | SAMPLE_EVENTS,
)
