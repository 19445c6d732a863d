"""A record's history as a person reads it: one item an event, with what it changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import singledispatch
from types import MappingProxyType
from typing import Any
from uuid import UUID

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
from web.forms.context import Context
from web.forms.differences import Difference, differences
from web.forms.in_words import moment
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
                    *(said(event) if confidential or not _is_confidential(event) else WITHHELD),
                    *found_in(event),
                ),
                changes=tuple(changed),
                through=_through(event, systems),
            )
        )
    return items


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
    return noted or isinstance(event, Assessed | Restricted | Unrestricted | Disclosed)


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
}

for _kind, _title in TITLES.items():
    title.register(_kind, lambda _event, text=_title: text)


@title.register
def _(event: Referred) -> str:
    # A rule fires on what the officer says; the officer does not refer.
    return "Must be referred, by rule" if event.rules else "Referred to professional standards"


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


def _explained(event: Event) -> tuple[Said, ...]:
    explanation = getattr(event, "explanation", None)
    return () if explanation is None else (Said(label="Why", text=readable(explanation)),)


def readable(text: Any) -> str:
    """Sealed words, or what stands where they were."""
    if text is ERASED:
        return "Erased"
    return "Sealed" if text is UNOPENED else str(text)
