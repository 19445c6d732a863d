"""What each event makes of a record. The fold never refuses: history loads when rules change."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import singledispatch
from typing import Any

from domain.event import Event
from domain.records.events import (
    Accepted,
    Amended,
    Assessed,
    EncounterLinked,
    EncounterUnlinked,
    Imported,
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
from domain.records.standing import Standing, after

Changes = dict[str, Any]
"""Fields of a record, by name, with what they now hold."""


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
    return replace(
        record,
        version=event.originator_version,
        standing=after(event, record.standing),
        **_changes(event, record),
    )


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
def _changes(event: Event, record: UseOfForceRecord) -> Changes:
    """What an event changes beside the version and the standing."""
    raise TypeError(type(event))


@_changes.register(NoteAdded)
@_changes.register(Accepted)
@_changes.register(Assessed)
@_changes.register(Withdrawn)
@_changes.register(Restored)
def _(event: Event, record: UseOfForceRecord) -> Changes:
    return {}


@_changes.register
def _(event: Amended, record: UseOfForceRecord) -> Changes:
    account = record.account.with_changes(event.answers)
    return {
        "account": account,
        "edition": event.edition,
        "named": record.named | account.named,
        "amended_by": record.amended_by | {event.metadata.actor},
    }


@_changes.register
def _(event: Returned, record: UseOfForceRecord) -> Changes:
    notes = event.notes if isinstance(event.notes, tuple) else ()
    return {"returned_at_version": event.originator_version, "notes": notes}


@_changes.register
def _(event: Referred, record: UseOfForceRecord) -> Changes:
    return {"referrals": (*record.referrals, *event.rules)}


@_changes.register
def _(event: EncounterLinked, record: UseOfForceRecord) -> Changes:
    return {"encounter": event.encounter}


@_changes.register
def _(event: EncounterUnlinked, record: UseOfForceRecord) -> Changes:
    return {"encounter": None}


@_changes.register
def _(event: Restricted, record: UseOfForceRecord) -> Changes:
    return {"restricted": True}


@_changes.register
def _(event: Unrestricted, record: UseOfForceRecord) -> Changes:
    return {"restricted": False}
