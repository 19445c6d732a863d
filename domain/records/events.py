"""Everything that can happen to a use of force record, in one place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar
from uuid import UUID

from domain.codelists.assessments import Assessment
from domain.codelists.disclosures import KindOfDisclosure, LegalBasis
from domain.codelists.editions import FormEdition
from domain.codelists.field_groups import FieldGroup
from domain.codelists.forces import Force
from domain.codelists.ranks import Rank
from domain.codelists.reasons import (
    GroundForLinking,
    GroundForLinkingSubject,
    GroundForRestriction,
    ReasonForAmendment,
    ReasonForWithdrawal,
)
from domain.event import Erased, Event, Unopened
from domain.records.account import Account
from domain.records.disclosure import Withheld
from domain.retention.events import KEEPING_EVENTS

Words = str | Erased | Unopened
"""Text that is stored sealed: readable, erased, or not opened for this reader."""

NARRATIVE = FieldGroup.NARRATIVE


def _sealed(**groups: FieldGroup) -> Mapping[str, FieldGroup]:
    return MappingProxyType(groups)


@dataclass(frozen=True, kw_only=True, slots=True)
class PinnedNote:
    """What a reviewer asks about one question; ``question`` is empty for the whole record."""

    question: str
    text: str


class Entering:
    """What every event has with which a record begins: a whole account."""

    answers: Mapping[str, Any]

    @cached_property
    def account(self) -> Account:
        """Made once for all who take the event in."""
        return Account.of(self.answers)


@dataclass(frozen=True, kw_only=True)
class Submitted(Entering, Event):
    """The officer declared the account complete; from here it may only be amended."""

    TOPIC: ClassVar[str] = "use-of-force-record.submitted"

    reference: str
    force: Force
    officer: UUID
    rank: Rank
    supervisor: UUID | None
    edition: FormEdition
    started_at: datetime
    answers: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Imported(Entering, Event):
    """The record was taken over from another system as it was found there, gaps and contradictions too.

    Its metadata names the source. What that system never asked stands as "not asked".
    """

    TOPIC: ClassVar[str] = "use-of-force-record.imported"

    reference: str
    force: Force
    officer: UUID | None
    """None when the source does not say whose record it is, as published files never do."""
    rank: Rank | None
    edition: FormEdition
    answers: Mapping[str, Any]
    words: Mapping[str, tuple[str, ...]]
    """The source's own words by question, where no code of ours says quite the same. They come from
    the closed lists of a mapping, never from free text."""


@dataclass(frozen=True, kw_only=True)
class Amended(Event):
    """The officer changed answers; what they were before stays in the history."""

    TOPIC: ClassVar[str] = "use-of-force-record.amended"
    SEALED = _sealed(explanation=NARRATIVE)

    reason: ReasonForAmendment
    explanation: Words
    edition: FormEdition
    """The edition that the account is now answered under: an amended date may have moved it."""
    answers: Mapping[str, Any]
    """The answers as they now are, for the questions that changed."""


@dataclass(frozen=True, kw_only=True)
class NoteAdded(Event):
    """Somebody added a later note; no answer changed."""

    TOPIC: ClassVar[str] = "use-of-force-record.note-added"
    SEALED = _sealed(text=NARRATIVE)

    text: Words


@dataclass(frozen=True, kw_only=True)
class Returned(Event):
    """The reviewer sent the record back to its officer, with notes pinned to questions."""

    TOPIC: ClassVar[str] = "use-of-force-record.returned"
    SEALED = _sealed(notes=NARRATIVE)

    notes: tuple[PinnedNote, ...] | Erased | Unopened


@dataclass(frozen=True, kw_only=True)
class Accepted(Event):
    """The reviewer accepted the record as it then stood, with or without advice."""

    TOPIC: ClassVar[str] = "use-of-force-record.accepted"
    SEALED = _sealed(advice=NARRATIVE)

    with_advice: bool
    advice: Words | None


@dataclass(frozen=True, kw_only=True)
class Referred(Event):
    """The record went to professional standards: a rule fired, or the reviewer saw reason to."""

    TOPIC: ClassVar[str] = "use-of-force-record.referred"
    SEALED = _sealed(explanation=NARRATIVE)

    rules: tuple[str, ...]
    """The referral rules that fired; empty when the reviewer decided."""
    due: datetime
    """When professional standards should have assessed it."""
    explanation: Words | None


@dataclass(frozen=True, kw_only=True)
class Assessed(Event):
    """Professional standards assessed what was referred to them; the supervisor's review goes on."""

    TOPIC: ClassVar[str] = "use-of-force-record.assessed"
    SEALED = _sealed(explanation=NARRATIVE)

    outcome: Assessment
    explanation: Words


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Event):
    """The record no longer counts. It stays readable to those entitled, and can be restored."""

    TOPIC: ClassVar[str] = "use-of-force-record.withdrawn"
    SEALED = _sealed(explanation=NARRATIVE)

    reason: ReasonForWithdrawal
    explanation: Words


@dataclass(frozen=True, kw_only=True)
class Restored(Event):
    """A withdrawn record counts again and awaits review."""

    TOPIC: ClassVar[str] = "use-of-force-record.restored"
    SEALED = _sealed(explanation=NARRATIVE)

    explanation: Words


@dataclass(frozen=True, kw_only=True)
class EncounterLinked(Event):
    """The record was placed in an encounter, with the other records of the same event."""

    TOPIC: ClassVar[str] = "use-of-force-record.encounter-linked"

    encounter: UUID
    ground: GroundForLinking


@dataclass(frozen=True, kw_only=True)
class EncounterUnlinked(Event):
    """The record was taken out of an encounter."""

    TOPIC: ClassVar[str] = "use-of-force-record.encounter-unlinked"

    encounter: UUID
    ground: GroundForLinking


@dataclass(frozen=True, kw_only=True)
class EncounterRuledOut(Event):
    """Somebody said that these other records are of another encounter, whatever suggests it."""

    TOPIC: ClassVar[str] = "use-of-force-record.encounter-ruled-out"

    others: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class SubjectLinked(Event):
    """The record was found to be about the same person as the others that name this subject."""

    TOPIC: ClassVar[str] = "use-of-force-record.subject-linked"

    subject: UUID
    """Means nothing outside these links: it follows from no name and no number of the person."""
    ground: GroundForLinkingSubject


@dataclass(frozen=True, kw_only=True)
class SubjectUnlinked(Event):
    """The record is not about that person after all."""

    TOPIC: ClassVar[str] = "use-of-force-record.subject-unlinked"

    subject: UUID
    ground: GroundForLinkingSubject


@dataclass(frozen=True, kw_only=True)
class SubjectRuledOut(Event):
    """Somebody said that these other records are about somebody else, whatever suggests it."""

    TOPIC: ClassVar[str] = "use-of-force-record.subject-ruled-out"

    others: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class Restricted(Event):
    """The record is hidden from ordinary use (Data Protection Act 2018, ss. 46(4) and 47(2))."""

    TOPIC: ClassVar[str] = "use-of-force-record.restricted"
    SEALED = _sealed(explanation=NARRATIVE)

    ground: GroundForRestriction
    explanation: Words


@dataclass(frozen=True, kw_only=True)
class Unrestricted(Event):
    """The record is in ordinary use again."""

    TOPIC: ClassVar[str] = "use-of-force-record.unrestricted"
    SEALED = _sealed(explanation=NARRATIVE)

    explanation: Words


@dataclass(frozen=True, kw_only=True)
class Disclosed(Event):
    """The record was handed to somebody outside, as it stood at a moment. To whom is said where the
    disclosure is kept: this stays readable whatever is erased of the record.
    """

    TOPIC: ClassVar[str] = "use-of-force-record.disclosed"

    disclosure: UUID
    kind: KindOfDisclosure
    basis: LegalBasis
    as_at: datetime
    version: int
    """The version that was shown."""
    withheld: tuple[Withheld, ...]
    digest: str
    """SHA-256 of the bundle's manifest, which names every file that was disclosed."""


RECORD_EVENTS: frozenset[type[Event]] = frozenset(
    {
        Submitted,
        Imported,
        Amended,
        NoteAdded,
        Returned,
        Accepted,
        Referred,
        Assessed,
        Withdrawn,
        Restored,
        EncounterLinked,
        EncounterUnlinked,
        EncounterRuledOut,
        SubjectLinked,
        SubjectUnlinked,
        SubjectRuledOut,
        Restricted,
        Unrestricted,
        Disclosed,
        *KEEPING_EVENTS,
    }
)
"""All of them, for whoever takes in every one."""
