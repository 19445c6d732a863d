"""What each event makes of a record. The fold never refuses: history loads when rules change."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import singledispatch

from domain.event import Event
from domain.records.events import (
    Accepted,
    Amended,
    Assessed,
    Disclosed,
    EncounterLinked,
    EncounterRuledOut,
    EncounterUnlinked,
    Imported,
    NoteAdded,
    Referred,
    Restored,
    Restricted,
    Returned,
    SubjectLinked,
    SubjectRuledOut,
    SubjectUnlinked,
    Submitted,
    Unrestricted,
    Withdrawn,
)
from domain.records.record import UseOfForceRecord
from domain.records.standing import Standing, after
from domain.retention import keeping
from domain.retention.events import KEEPING_EVENTS


def fold(record: UseOfForceRecord | None, events: Iterable[Event]) -> UseOfForceRecord | None:
    """The record after these events, given what it was before them."""
    for event in events:
        record = evolve(event, record)
    return record


def evolve(event: Event, record: UseOfForceRecord | None) -> UseOfForceRecord:
    """The record after one event."""
    if isinstance(event, Submitted):
        return _submitted(event)
    if isinstance(event, Imported):
        return _imported(event)
    if record is None:
        raise TypeError(f"a record cannot begin with {type(event).__name__}")
    if type(event) in KEEPING_EVENTS:
        kept = keeping.after(event, record.keeping)
        return replace(record, version=event.originator_version, keeping=kept)
    evolved = replace(
        record, version=event.originator_version, standing=after(event, record.standing)
    )
    return _apply(event, evolved)


def _submitted(event: Submitted) -> UseOfForceRecord:
    account = event.account
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
        account=account,
        named=account.named,
    )


def _imported(event: Imported) -> UseOfForceRecord:
    account = event.account
    source = event.metadata.source
    return UseOfForceRecord(
        id=event.originator_id,
        version=event.originator_version,
        reference=event.reference,
        force=event.force,
        officer=event.officer,
        rank=event.rank,
        supervisor=None,
        edition=event.edition,
        started_at=None,
        submitted_at=source.at if source else None,
        account=account,
        named=account.named,
        standing=after(event, Standing()),
        source=source,
        words=event.words,
    )


def version_at(events: Iterable[Event], moment: datetime) -> int | None:
    """The version that a record had at a moment; none before it was submitted."""
    by_then = (event.originator_version for event in events if event.metadata.at <= moment)
    return max(by_then, default=None)


@singledispatch
def _apply(event: Event, record: UseOfForceRecord) -> UseOfForceRecord:
    """What an event changes beside the version and the standing."""
    raise TypeError(type(event))


@_apply.register(NoteAdded)
@_apply.register(Accepted)
@_apply.register(Assessed)
@_apply.register(Withdrawn)
@_apply.register(Restored)
@_apply.register(Disclosed)
def _(event: Event, record: UseOfForceRecord) -> UseOfForceRecord:
    return record


@_apply.register
def _(event: Amended, record: UseOfForceRecord) -> UseOfForceRecord:
    account = record.account.with_changes(event.answers)
    return replace(
        record,
        account=account,
        edition=event.edition,
        named=record.named | account.named,
        amended_by=record.amended_by | {event.metadata.actor},
    )


@_apply.register
def _(event: Returned, record: UseOfForceRecord) -> UseOfForceRecord:
    notes = event.notes if isinstance(event.notes, tuple) else ()
    return replace(record, returned_at_version=event.originator_version, notes=notes)


@_apply.register
def _(event: Referred, record: UseOfForceRecord) -> UseOfForceRecord:
    return replace(record, referrals=(*record.referrals, *event.rules))


@_apply.register
def _(event: EncounterLinked, record: UseOfForceRecord) -> UseOfForceRecord:
    return replace(record, encounter=event.encounter)


@_apply.register
def _(event: EncounterUnlinked, record: UseOfForceRecord) -> UseOfForceRecord:
    return replace(record, encounter=None, left=record.left | {event.encounter})


@_apply.register
def _(event: EncounterRuledOut, record: UseOfForceRecord) -> UseOfForceRecord:
    return replace(record, ruled_out=record.ruled_out.union(event.others))


@_apply.register
def _(event: SubjectLinked, record: UseOfForceRecord) -> UseOfForceRecord:
    return replace(record, subject=event.subject)


@_apply.register
def _(event: SubjectUnlinked, record: UseOfForceRecord) -> UseOfForceRecord:
    return replace(record, subject=None, left=record.left | {event.subject})


@_apply.register
def _(event: SubjectRuledOut, record: UseOfForceRecord) -> UseOfForceRecord:
    return replace(record, about_others=record.about_others.union(event.others))


@_apply.register
def _(event: Restricted, record: UseOfForceRecord) -> UseOfForceRecord:
    return replace(record, restricted=True)


@_apply.register
def _(event: Unrestricted, record: UseOfForceRecord) -> UseOfForceRecord:
    return replace(record, restricted=False)
