"""Certificates of erasure: what was erased, why, by whose word, and with which key; nothing of the content.

A certificate is a signed note under a name of its own, so that it can never pass for a checkpoint, and
stands in the record's own chain (spec: audit, 5.3).
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from domain.codelists.field_groups import FieldGroup
from domain.event import Event
from domain.proof.base64 import MalformedError
from domain.proof.checkpoints import Checkpoint
from domain.proof.notes import Note
from domain.records.record import UseOfForceRecord
from domain.retention.epoch_events import EpochChanged
from domain.retention.events import (
    ErasureApproved,
    ErasureConfirmed,
    ErasureProposed,
)
from web.proof.keys import signing_key
from web.proof.signing import NEWEST

CERTIFICATE_KEY = "certificate.key"


def certificate(
    record: UseOfForceRecord,
    events: Sequence[Event],
    *,
    origin: str,
    keys: int,
    parts: Mapping[FieldGroup, int],
    epoch: EpochChanged,
    checkpoint: Checkpoint | None,
    folder: Path,
    at: datetime,
) -> str:
    """The signed text for a record whose erasure was confirmed and whose keys are gone."""
    erasure = record.keeping.erasure
    assert erasure is not None
    proposed = _last(events, ErasureProposed)
    approved = _last(events, ErasureApproved)
    confirmed = _last(events, ErasureConfirmed)
    places = confirmed.places if isinstance(confirmed, ErasureConfirmed) else ()
    lines = [
        "Certificate of erasure",
        f"Log: {origin}",
        f"Record: {record.reference}, {record.id}",
        *(f"Erased: {group.label}, in {_events(parts.get(group, 0))}" for group in erasure.groups),
        f"Keys destroyed: {keys}",
        f"Ground: {erasure.ground.value}, {erasure.ground.label}",
        f"Proposed: {_by(proposed)}",
        f"Approved: {_by(approved)}",
        f"Not held back when checked again: {_by(confirmed)}",
        *(f"Let go of by {one.place}: {one.removed}" for one in places),
        f"Key epoch: {epoch.before} destroyed, {epoch.name} in use, number {epoch.epoch}",
        f"Keys that the backup of the new epoch opened: {epoch.keys}",
        *(
            [f"Checkpoint: {checkpoint.size} leaves, root {checkpoint.root.hex()}"]
            if checkpoint
            else []
        ),
        f"Written: {_moment(at)}",
    ]
    text = "".join(f"{line}\n" for line in lines)
    key = signing_key(folder / CERTIFICATE_KEY, name=f"{origin}/erasure")
    return str(Note(text, (key.sign(text),)))


def newest_checkpoint(signer: Path) -> Checkpoint | None:
    """The last checkpoint that was signed, if it can be read here."""
    try:
        return Checkpoint.parsed(Note.parsed((signer / NEWEST).read_bytes()).text)
    except (OSError, MalformedError):
        return None


def _events(number: int) -> str:
    return f"{number} event" if number == 1 else f"{number} events"


def _last(events: Sequence[Event], kind: type[Event]) -> Event:
    return next(event for event in reversed(events) if isinstance(event, kind))


def _by(event: Event) -> str:
    said = event.metadata
    return f"event {event.originator_version}, {_moment(said.at)}, {said.role.value} {said.actor}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
