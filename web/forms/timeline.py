"""A record's history as a person reads it: one item an event, with what it changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import singledispatch
from types import MappingProxyType
from typing import Any
from uuid import UUID

from domain.codelists.field_groups import FieldGroup
from domain.codelists.roles import Role
from domain.event import ERASED, UNOPENED, Event
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
from domain.records.history import evolve
from domain.records.record import UseOfForceRecord
from domain.records.referral import LABELS
from domain.retention.events import (
    ErasureApproved,
    ErasureCompleted,
    ErasureConfirmed,
    ErasureProposed,
    ErasureReversed,
    ErasureTurnedDown,
    HoldPlaced,
    HoldReleaseAsked,
    HoldReleased,
    RetainedAfterReview,
)
from domain.retention.keeping import Gone
from web.forms.context import Context
from web.forms.differences import Difference, differences
from web.forms.in_words import day, erased, moment
from web.forms.schemas import WORDS


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """Words that belong to an event, under what they are."""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """One event on the timeline."""

    version: int
    title: str
    by: str
    role: Role
    at: datetime
    said: tuple[Said, ...]
    changes: tuple[Difference, ...] = ()
    through: str = ""
    """The system through which it came; empty when a page was used."""


def timeline(
    events: Iterable[Event],
    context: Context,
    names: Mapping[tuple[UUID, datetime], str],
    *,
    systems: Mapping[UUID, str] = MappingProxyType({}),
    confidential: bool = True,
) -> list[Item]:
    """Everything that happened, the first first; confidential words only for those entitled.

    ``names`` are how people were called at the time, ``systems`` whose each machine token is.
    """
    items: list[Item] = []
    record: UseOfForceRecord | None = None
    for event in events:
        before, record = record, evolve(event, record)
        changed = differences(before.account, record.account, context) if before else []
        items.append(
            Item(
                version=event.originator_version,
                title=title(event),
                by=_by(event, names),
                role=event.metadata.role,
                at=event.metadata.at,
                said=(
                    *(
                        _dated(event, said(event), context.gone)
                        if confidential or not _is_confidential(event)
                        else WITHHELD
                    ),
                    *found_in(event),
                ),
                changes=tuple(changed),
                through=_through(event, systems),
            )
        )
    return items


def _dated(
    event: Event, words: tuple[Said, ...], gone: Mapping[FieldGroup, Gone]
) -> tuple[Said, ...]:
    """The words of an event, with since when they cannot be read, if they were erased."""
    groups = [group for name, group in event.SEALED.items() if getattr(event, name) is ERASED]
    if not groups:
        return words
    return tuple(
        replace(one, text=erased(groups[0], gone)) if one.text is GONE else one for one in words
    )


def found_in(event: Event) -> tuple[Said, ...]:
    """Where an imported event was found, and when it happened according to that."""
    source = event.metadata.source
    if source is None:
        return ()
    place = Said(label="Source", text=f"{source.file}, line {source.line}")
    digest = Said(label="SHA-256 of the source", text=source.digest)
    when = (Said(label="Happened there", text=moment(source.at)),) if source.at else ()
    return (place, digest, *when)


def _by(event: Event, names: Mapping[tuple[UUID, datetime], str]) -> str:
    if event.metadata.role is Role.SYSTEM:
        return Role.SYSTEM.label.lower()
    return names.get((event.metadata.actor, event.metadata.at), "Somebody no longer known")


def _through(event: Event, systems: Mapping[UUID, str]) -> str:
    token = event.metadata.via
    return "" if token is None else systems.get(token, "another system")


WITHHELD = (Said(label="Said", text="Kept by professional standards"),)


def _is_confidential(event: Event) -> bool:
    """What reviewer and professional standards tell each other about an officer's record is not for
    the officer while it is looked into (spec: audit, 6.1). That it happened is.
    """
    if isinstance(event, Referred):
        return not event.rules
    noted = isinstance(event, NoteAdded) and event.metadata.role is Role.PROFESSIONAL_STANDARDS
    return noted or isinstance(event, CONFIDENTIAL)


CONFIDENTIAL = (
    Assessed,
    Restricted,
    Unrestricted,
    Disclosed,
    HoldPlaced,
    HoldReleaseAsked,
    HoldReleased,
)


@singledispatch
def title(event: Event) -> str:
    """What happened, in a few words."""
    raise TypeError(type(event))


@singledispatch
def said(event: Event) -> tuple[Said, ...]:
    """What was said with it: the reason, the notes, the advice."""
    return _explained(event)


TITLES: Mapping[type[Event], str] = {
    Submitted: "Record submitted",
    Imported: "Record imported",
    Amended: "Answers amended",
    NoteAdded: "Note added",
    Returned: "Returned to officer",
    Assessed: "Assessed by professional standards",
    Withdrawn: "Record withdrawn",
    Restored: "Record restored",
    EncounterLinked: "Linked to an encounter",
    EncounterUnlinked: "Unlinked from an encounter",
    EncounterRuledOut: "Said to be of another encounter than a record like it",
    SubjectLinked: "Person linked to another record",
    SubjectUnlinked: "Person unlinked from other records",
    SubjectRuledOut: "Said to be about somebody else than a record like it",
    Restricted: "Record restricted",
    Unrestricted: "Restriction lifted",
    Disclosed: "Record disclosed to somebody outside",
    HoldPlaced: "Legal hold placed",
    HoldReleaseAsked: "Release of a legal hold asked for",
    HoldReleased: "Legal hold released",
    RetainedAfterReview: "Kept after review",
    ErasureProposed: "Erasure proposed",
    ErasureTurnedDown: "Erasure turned down",
    ErasureApproved: "Erasure approved, content withheld",
    ErasureReversed: "Erasure undone, content readable again",
    ErasureConfirmed: "Erasure checked again and confirmed",
    ErasureCompleted: "Content erased",
}

for _kind, _title in TITLES.items():
    title.register(_kind, lambda _event, text=_title: text)


@title.register
def _(event: Referred) -> str:
    # A rule fires on what the officer says; the officer does not refer.
    return (
        "Must be referred, by rule, as recorded"
        if event.rules
        else "Referred to professional standards"
    )


@title.register
def _(event: Accepted) -> str:
    return "Record accepted with advice" if event.with_advice else "Record accepted"


@said.register
def _(event: Submitted) -> tuple[Said, ...]:
    return (Said(label="Form", text=event.edition.label),)


@said.register
def _(event: Imported) -> tuple[Said, ...]:
    words = (
        Said(label=WORDS[question].heading, text=f"In its own words: {', '.join(said)}")
        for question, said in event.words.items()
    )
    return (Said(label="Form", text=event.edition.label), *words)


@said.register
def _(event: Amended) -> tuple[Said, ...]:
    return (Said(label="Reason", text=event.reason.label), *_explained(event))


@said.register
def _(event: NoteAdded) -> tuple[Said, ...]:
    return (Said(label="Note", text=readable(event.text)),)


@said.register
def _(event: Returned) -> tuple[Said, ...]:
    if not isinstance(event.notes, tuple):
        return (Said(label="Notes", text=readable(event.notes)),)
    return tuple(
        Said(label=WORDS[note.question].heading if note.question else "Note", text=note.text)
        for note in event.notes
    )


@said.register
def _(event: Accepted) -> tuple[Said, ...]:
    return () if event.advice is None else (Said(label="Advice", text=readable(event.advice)),)


@said.register
def _(event: Referred) -> tuple[Said, ...]:
    rules = tuple(Said(label="Rule", text=LABELS.get(code, code)) for code in event.rules)
    return (*rules, *_explained(event))


@said.register
def _(event: Assessed) -> tuple[Said, ...]:
    return (Said(label="Result", text=event.outcome.label), *_explained(event))


@said.register
def _(event: Withdrawn) -> tuple[Said, ...]:
    return (Said(label="Reason", text=event.reason.label), *_explained(event))


@said.register(EncounterLinked)
@said.register(EncounterUnlinked)
@said.register(SubjectLinked)
@said.register(SubjectUnlinked)
def _(
    event: EncounterLinked | EncounterUnlinked | SubjectLinked | SubjectUnlinked,
) -> tuple[Said, ...]:
    return (Said(label="Ground", text=event.ground.label),)


@said.register
def _(event: Restricted) -> tuple[Said, ...]:
    return (Said(label="Ground", text=event.ground.label), *_explained(event))


@said.register
def _(event: Disclosed) -> tuple[Said, ...]:
    withheld = (f"{one.part.label}: {one.reason.label.lower()}" for one in event.withheld)
    return (
        Said(label="For", text=event.kind.label),
        Said(label="Legal basis", text=event.basis.label),
        Said(label="As it stood on", text=f"{moment(event.as_at)}, version {event.version}"),
        *(Said(label="Withheld", text=one) for one in withheld),
        Said(label="Digest of the bundle", text=event.digest),
    )


def _(event: HoldPlaced) -> tuple[Said, ...]:
    ground = Said(label="Ground", text=event.ground.label)
    return (
        (ground,) if event.case is None else (ground, Said(label="Case", text=readable(event.case)))
    )


@said.register
def _(event: RetainedAfterReview) -> tuple[Said, ...]:
    until = Said(label="Until", text=day(event.until))
    return (Said(label="Ground", text=event.ground.label), until)


@said.register
def _(event: ErasureProposed) -> tuple[Said, ...]:
    return (Said(label="Ground", text=event.ground.label), _groups(event.groups))


@said.register(ErasureTurnedDown)
@said.register(ErasureReversed)
def _(event: ErasureTurnedDown | ErasureReversed) -> tuple[Said, ...]:
    return (Said(label="Ground", text=event.ground.label),)


@said.register
def _(event: ErasureApproved) -> tuple[Said, ...]:
    until = Said(label="Can be undone until", text=moment(event.undone_until))
    return (_groups(event.groups), until)


@said.register
def _(event: ErasureConfirmed) -> tuple[Said, ...]:
    places = (
        Said(label=f"Let go of by {one.place}", text=str(one.removed)) for one in event.places
    )
    return (_groups(event.groups), *places)


@said.register
def _(event: ErasureCompleted) -> tuple[Said, ...]:
    return (_groups(event.groups), Said(label="Keys destroyed", text=str(event.keys)))


def _groups(groups: Iterable[FieldGroup]) -> Said:
    return Said(label="Groups", text=", ".join(group.label for group in groups))


def _explained(event: Event) -> tuple[Said, ...]:
    explanation = getattr(event, "explanation", None)
    return () if explanation is None else (Said(label="Why", text=readable(explanation)),)


GONE = "Erased"
"""Stands for words of an event until it is known since when they cannot be read."""


def readable(text: Any) -> str:
    """Sealed words, or what stands where they were."""
    if text is ERASED:
        return GONE
    return "Sealed" if text is UNOPENED else str(text)
