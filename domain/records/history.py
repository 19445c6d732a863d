"""What each event makes of a record. The fold never refuses: history loads when rules change."""

from collections.abc import Iterable
from dataclasses import replace
from functools import singledispatch
from typing import Any

from domain.codelists.statuses import RecordStatus
from domain.event import Event
from domain.records.account import Account
from domain.records.events import (
    Accepted,
    Amended,
    Assessed,
    EncounterLinked,
    EncounterUnlinked,
    NoteAdded,
    Referred,
    Restored,
    Restricted,
    Returned,
    Submitted,
    Unrestricted,
    Withdrawn,
)
from domain.records.record import UseOfForceRecord


def fold(record: UseOfForceRecord | None, events: Iterable[Event]) -> UseOfForceRecord | None:
    """The record after these events, given what it was before them."""
    for event in events:
        record = evolve(event, record)
    return record


@singledispatch
def evolve(event: Event, record: Any) -> UseOfForceRecord:
    """The record after one event."""
    raise TypeError(type(event))


@evolve.register
def _(event: Submitted, record: None) -> UseOfForceRecord:
    return UseOfForceRecord(
        id=event.originator_id,
        version=event.originator_version,
        reference=event.reference,
        force=event.force,
        officer=event.officer,
        rank=event.rank,
        supervisor=event.supervisor,
        edition=event.edition,
        started_at=event.started_at,
        submitted_at=event.metadata.at,
        account=Account.of(event.answers),
    )


@evolve.register
def _(event: Amended, record: UseOfForceRecord) -> UseOfForceRecord:
    account = record.account.with_changes(event.answers)
    # An amendment is always looked at, also one to a record that was accepted before. What
    # professional standards hold stays with them.
    held = record.status is RecordStatus.REFERRED
    status = RecordStatus.REFERRED if held else RecordStatus.SUBMITTED
    return _moved(record, event, account=account, status=status)


@evolve.register
def _(event: NoteAdded, record: UseOfForceRecord) -> UseOfForceRecord:
    return _moved(record, event)


@evolve.register
def _(event: Returned, record: UseOfForceRecord) -> UseOfForceRecord:
    return _moved(
        record,
        event,
        status=RecordStatus.RETURNED,
        returned_at_version=event.originator_version,
        notes=event.notes if isinstance(event.notes, tuple) else (),
    )


@evolve.register
def _(event: Accepted, record: UseOfForceRecord) -> UseOfForceRecord:
    return _moved(record, event, status=RecordStatus.ACCEPTED)


@evolve.register
def _(event: Referred, record: UseOfForceRecord) -> UseOfForceRecord:
    if event.rules:
        # A rule that fires is recorded; the supervisor's review goes on.
        return _moved(record, event, referrals=(*record.referrals, *event.rules))
    return _moved(record, event, status=RecordStatus.REFERRED)


@evolve.register
def _(event: Assessed, record: UseOfForceRecord) -> UseOfForceRecord:
    held = record.status is RecordStatus.REFERRED
    status = RecordStatus.SUBMITTED if held else record.status
    return _moved(record, event, status=status, assessed=record.referrals)


@evolve.register
def _(event: Withdrawn, record: UseOfForceRecord) -> UseOfForceRecord:
    return _moved(record, event, status=RecordStatus.WITHDRAWN)


@evolve.register
def _(event: Restored, record: UseOfForceRecord) -> UseOfForceRecord:
    return _moved(record, event, status=RecordStatus.SUBMITTED)


@evolve.register
def _(event: EncounterLinked, record: UseOfForceRecord) -> UseOfForceRecord:
    return _moved(record, event, encounter=event.encounter)


@evolve.register
def _(event: EncounterUnlinked, record: UseOfForceRecord) -> UseOfForceRecord:
    return _moved(record, event, encounter=None)


@evolve.register
def _(event: Restricted, record: UseOfForceRecord) -> UseOfForceRecord:
    return _moved(record, event, restricted=True)


@evolve.register
def _(event: Unrestricted, record: UseOfForceRecord) -> UseOfForceRecord:
    return _moved(record, event, restricted=False)


def _moved(record: UseOfForceRecord, event: Event, **changes: Any) -> UseOfForceRecord:
    return replace(record, version=event.originator_version, **changes)
