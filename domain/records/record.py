"""The use of force record: its state, and every way in which it may change.

A command *decides*: given the state it returns the events that happened, or raises a named
refusal. The fold in ``history.py`` *evolves*: it never refuses, so old history stays readable when
rules change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.codelists.answers import Absence
from domain.codelists.assessments import Assessment
from domain.codelists.disclosures import KindOfDisclosure, LegalBasis
from domain.codelists.editions import FormEdition
from domain.codelists.forces import Force
from domain.codelists.ranks import Rank
from domain.codelists.reasons import (
    GroundForLinking,
    GroundForLinkingSubject,
    GroundForRestriction,
    ReasonForAmendment,
    ReasonForWithdrawal,
)
from domain.codelists.roles import Role
from domain.codelists.statuses import RecordStatus
from domain.command import Command
from domain.errors import StaleVersionError
from domain.event import Event, Metadata, Source
from domain.records import referral, rules
from domain.records.account import QUESTIONS, Account, Answers, changed
from domain.records.disclosure import Withheld
from domain.records.errors import (
    AccountHasGapsError,
    AlreadyLinkedError,
    AlreadyRuledOutError,
    CrowdSubjectError,
    NamedInRecordError,
    NoIncidentDateError,
    NotAwaitingReviewError,
    NothingChangedError,
    NothingSaidError,
    NothingToAssessError,
    NotImportedError,
    NotLinkedError,
    NotTheOfficerError,
    OwnReviewError,
    RecordNotRestrictedError,
    RecordNotWithdrawnError,
    RecordRestrictedError,
    RecordWithdrawnError,
    SubjectAlreadyLinkedError,
    SubjectNotLinkedError,
    UnknownQuestionError,
)
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
    PinnedNote,
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
from domain.records.finding import Finding
from domain.records.standing import Standing
from domain.retention.keeping import Keeping

OWN_ACCOUNT = "own-account"
REFERRAL_RULE = "referral-rule"
REVIEW = "review"
NOTE = "note"
IMPORT = "import"
ANOTHER_ENCOUNTER = "another-encounter"
ANOTHER_SUBJECT = "another-subject"
"""Coded grounds of events whose command asks for no reason of its own."""


@dataclass(frozen=True, kw_only=True)
class UseOfForceRecord:
    """One officer's use of force on one subject in one encounter, or on a crowd."""

    id: UUID
    version: int
    reference: str
    force: Force
    officer: UUID | None
    """Whose record it is; none when it was imported from a source that does not say."""
    rank: Rank | None
    supervisor: UUID | None
    edition: FormEdition
    started_at: datetime | None
    submitted_at: datetime | None
    """Both none when it was imported from a source that does not say."""
    account: Account
    standing: Standing = Standing()
    referrals: tuple[str, ...] = ()
    """Codes of the referral rules that have ever fired; a rule is recorded once."""
    named: frozenset[UUID] = frozenset()
    """Everybody who was ever named in it: taking a name out does not make its owner a reviewer."""
    restricted: bool = False
    keeping: Keeping = Keeping()
    """What holds it back and what is erased of it: of a record as it was, what of it is erased now."""
    encounter: UUID | None = None
    left: frozenset[UUID] = frozenset()
    """Encounters and subjects that it was unlinked from."""
    ruled_out: frozenset[UUID] = frozenset()
    """Records of which somebody said that they are of another encounter."""
    subject: UUID | None = None
    """Whom it is about, once it was linked to another record about the same person."""
    about_others: frozenset[UUID] = frozenset()
    """Records of which somebody said that they are about somebody else."""
    returned_at_version: int | None = None
    """The version at which it was last returned: what a reviewer compares with."""
    notes: tuple[PinnedNote, ...] = ()
    """What the last return asked, as far as this reader may see it."""
    amended_by: frozenset[UUID] = frozenset()
    """Whoever changed an answer: they do not review what they wrote."""
    source: Source | None = None
    """Where it was imported from."""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The source's own words by question, where no code of ours says quite the same."""

    @property
    def status(self) -> RecordStatus:
        return self.standing.status

    @staticmethod
    def submit(
        record: UUID,
        *,
        reference: str,
        force: Force,
        rank: Rank,
        supervisor: UUID | None,
        started_at: datetime,
        answers: Answers,
        command: Command,
    ) -> tuple[Event, ...]:
        """The officer's account becomes a record.

        Raises:
            AccountHasGapsError: with every blocking finding.

        """
        account = Account.of(answers)
        if gaps := rules.blocking(account, at=command.at):
            raise AccountHasGapsError(gaps)
        submitted = Submitted(
            originator_id=record,
            originator_version=1,
            metadata=command.because(OWN_ACCOUNT),
            reference=reference,
            force=force,
            officer=command.by,
            rank=rank,
            supervisor=supervisor,
            edition=_edition(account),
            started_at=started_at,
            answers=account.answers,
        )
        return (submitted, *_referred(record, after=1, account=account, known=(), command=command))

    @staticmethod
    def take_over(
        record: UUID,
        *,
        reference: str,
        force: Force,
        officer: UUID | None,
        rank: Rank | None,
        answers: Answers,
        words: Mapping[str, tuple[str, ...]],
        command: Command,
    ) -> tuple[Event, ...]:
        """Another system's record becomes one of ours, as it was found.

        What would stop an officer is a finding here and no refusal: the national tables publish
        contradictions as found (spec: domain, R6, R8, R11). No referral is made of it: it was due
        in its own time.

        Raises:
            NotImportedError: the command names no source.
            NoIncidentDateError: nobody could say which year it belongs to.

        """
        if command.source is None:
            raise NotImportedError
        account = Account.of(answers)
        if account.edition is None:
            raise NoIncidentDateError
        imported = Imported(
            originator_id=record,
            originator_version=1,
            metadata=command.because(IMPORT),
            reference=reference,
            force=force,
            officer=officer,
            rank=rank,
            edition=account.edition,
            answers=account.answers,
            words=words,
        )
        return (imported,)

    @property
    def is_imported(self) -> bool:
        return self.source is not None

    def findings(self, *, at: datetime) -> tuple[Finding, ...]:
        """What would stop an officer from submitting the account as it now is.

        Empty for every record that was submitted here; an imported one may have some.
        """
        return rules.blocking(self.account, at=at, never_asked=self._never_asked())

    def gaps_in(self, account: Account, *, at: datetime) -> tuple[Finding, ...]:
        """What stops an amendment to this account: an imported record may keep what it came with."""
        found = rules.blocking(account, at=at, never_asked=self._never_asked())
        known = self.findings(at=at) if self.is_imported else ()
        # To say of a gap that it was never asked would hide it.
        return tuple(
            finding
            for finding in found
            if finding not in known or getattr(account, finding.question) is Absence.NOT_ASKED
        )

    def expect(self, version: int) -> None:
        """Refuse a command that was decided on an older version.

        Raises:
            StaleVersionError: somebody changed the record since.

        """
        if version != self.version:
            raise StaleVersionError(self.id, expected=version, found=self.version)

    def amend(
        self, changes: Answers, *, reason: ReasonForAmendment, explanation: str, command: Command
    ) -> tuple[Event, ...]:
        """Answers are changed by the officer, or by professional standards when the record was
        imported. It goes to review, also when it was accepted before.

        An imported record may keep the gaps it came with; nobody may add one.

        Raises:
            NotTheOfficerError, RecordWithdrawnError, RecordRestrictedError, NothingChangedError,
            NothingSaidError, AccountHasGapsError.

        """
        if not (self.is_imported and command.role is Role.PROFESSIONAL_STANDARDS):
            self._refuse_another_officer(command)
        self._refuse_withdrawn()
        if self.restricted:
            raise RecordRestrictedError
        _refuse_silence(explanation)
        account = self.account.with_changes(changes).without_unasked()
        if gaps := self.gaps_in(account, at=command.at):
            raise AccountHasGapsError(gaps)
        amended = self._amended(account, reason=reason, explanation=explanation, command=command)
        return (
            amended,
            *_referred(
                self.id,
                after=amended.originator_version,
                account=account,
                known=self.referrals,
                command=command,
            ),
        )

    def amended_elsewhere(
        self, changes: Answers, *, reason: ReasonForAmendment, explanation: str, command: Command
    ) -> tuple[Event, ...]:
        """The source changed these answers while the record was kept there.

        Raises:
            NotImportedError, NothingChangedError, NothingSaidError, NoIncidentDateError.

        """
        self._refuse_without_source(command)
        _refuse_silence(explanation)
        account = self.account.with_changes(changes)
        if account.edition is None:
            raise NoIncidentDateError
        return (self._amended(account, reason=reason, explanation=explanation, command=command),)

    def accepted_elsewhere(self, *, advice: str, command: Command) -> tuple[Event, ...]:
        """A reviewer accepted the record where it was kept then.

        Raises:
            NotImportedError.

        """
        self._refuse_without_source(command)
        return (self._accepted(advice, command),)

    def returned_elsewhere(
        self, notes: Sequence[PinnedNote], *, command: Command
    ) -> tuple[Event, ...]:
        """A reviewer returned the record where it was kept then. Nobody has to act on it now.

        Raises:
            NotImportedError.

        """
        self._refuse_without_source(command)
        return (Returned(**self._next(command, why=REVIEW), notes=tuple(notes)),)

    def add_note(self, text: str, *, command: Command) -> tuple[Event, ...]:
        _refuse_silence(text)
        return (NoteAdded(**self._next(command, why=NOTE), text=text),)

    def give_back(self, notes: Sequence[PinnedNote], *, command: Command) -> tuple[Event, ...]:
        """The reviewer returns the record to its officer, saying what to look at.

        Raises:
            OwnReviewError, NamedInRecordError, NotAwaitingReviewError, NothingSaidError,
            UnknownQuestionError.

        """
        self._refuse_reviewer(command)
        self._refuse_unless_awaiting()
        for note in notes:
            _refuse_silence(note.text)
            if note.question and note.question not in QUESTIONS:
                raise UnknownQuestionError(note.question)
        if not notes:
            raise NothingSaidError
        return (Returned(**self._next(command, why=REVIEW), notes=tuple(notes)),)

    def accept(self, *, advice: str, command: Command) -> tuple[Event, ...]:
        """The reviewer accepts the record as it stands; ``advice`` may be empty.

        Raises:
            OwnReviewError, NamedInRecordError, NotAwaitingReviewError.

        """
        self._refuse_reviewer(command)
        self._refuse_unless_awaiting()
        return (self._accepted(advice, command),)

    def refer(self, explanation: str, *, command: Command) -> tuple[Event, ...]:
        """The reviewer sends the record to professional standards on their own judgement.

        Raises:
            OwnReviewError, NamedInRecordError, NotAwaitingReviewError, NothingSaidError.

        """
        self._refuse_reviewer(command)
        self._refuse_unless_awaiting()
        _refuse_silence(explanation)
        referred = Referred(
            **self._next(command, why=REVIEW),
            rules=(),
            due=referral.due(referral.THREE_DAYS, since=command.at),
            explanation=explanation,
        )
        return (referred,)

    def assess(
        self, outcome: Assessment, explanation: str, *, command: Command
    ) -> tuple[Event, ...]:
        """Professional standards settle what was referred to them, by a rule or by a reviewer.

        Raises:
            OwnReviewError, NamedInRecordError, NothingToAssessError, NothingSaidError.

        """
        self._refuse_reviewer(command)
        if not self.standing.is_with_standards:
            raise NothingToAssessError
        _refuse_silence(explanation)
        assessed = Assessed(
            **self._next(command, why=outcome), outcome=outcome, explanation=explanation
        )
        return (assessed,)

    def withdraw(
        self, *, reason: ReasonForWithdrawal, explanation: str, command: Command
    ) -> tuple[Event, ...]:
        """The record stops counting. Nothing is deleted.

        Raises:
            NotTheOfficerError, RecordWithdrawnError, NothingSaidError.

        """
        self._refuse_another_officer_unless_standards(command)
        self._refuse_withdrawn()
        _refuse_silence(explanation)
        withdrawn = Withdrawn(
            **self._next(command, why=reason), reason=reason, explanation=explanation
        )
        return (withdrawn,)

    def restore(self, *, explanation: str, command: Command) -> tuple[Event, ...]:
        """A withdrawn record counts again, and awaits review.

        Raises:
            NotTheOfficerError, RecordNotWithdrawnError, NothingSaidError.

        """
        self._refuse_another_officer_unless_standards(command)
        if self.status is not RecordStatus.WITHDRAWN:
            raise RecordNotWithdrawnError
        _refuse_silence(explanation)
        return (Restored(**self._next(command, why="restored"), explanation=explanation),)

    def link(
        self, encounter: UUID, *, ground: GroundForLinking, command: Command
    ) -> tuple[Event, ...]:
        if self.encounter is not None:
            raise AlreadyLinkedError
        linked = EncounterLinked(
            **self._next(command, why=ground), encounter=encounter, ground=ground
        )
        return (linked,)

    def unlink(self, *, ground: GroundForLinking, command: Command) -> tuple[Event, ...]:
        if self.encounter is None:
            raise NotLinkedError
        unlinked = EncounterUnlinked(
            **self._next(command, why=ground), encounter=self.encounter, ground=ground
        )
        return (unlinked,)

    def rule_out(self, others: Sequence[UUID], *, command: Command) -> tuple[Event, ...]:
        """Say that other records are of another encounter, so that nobody is asked again.

        Raises:
            AlreadyRuledOutError: that was said of all of them.

        """
        fresh = self._not_said_yet(others, self.ruled_out)
        return (EncounterRuledOut(**self._next(command, why=ANOTHER_ENCOUNTER), others=fresh),)

    def link_subject(
        self, subject: UUID, *, ground: GroundForLinkingSubject, command: Command
    ) -> tuple[Event, ...]:
        """Say that it is about the same person as other records.

        Raises:
            CrowdSubjectError, SubjectAlreadyLinkedError.

        """
        if self.account.is_crowd:
            raise CrowdSubjectError
        if self.subject is not None:
            raise SubjectAlreadyLinkedError
        linked = SubjectLinked(**self._next(command, why=ground), subject=subject, ground=ground)
        return (linked,)

    def unlink_subject(
        self, *, ground: GroundForLinkingSubject, command: Command
    ) -> tuple[Event, ...]:
        if self.subject is None:
            raise SubjectNotLinkedError
        unlinked = SubjectUnlinked(
            **self._next(command, why=ground), subject=self.subject, ground=ground
        )
        return (unlinked,)

    def rule_out_subject(self, others: Sequence[UUID], *, command: Command) -> tuple[Event, ...]:
        """Say that other records are about somebody else, so that nobody is asked again.

        Raises:
            AlreadyRuledOutError: that was said of all of them.

        """
        fresh = self._not_said_yet(others, self.about_others)
        return (SubjectRuledOut(**self._next(command, why=ANOTHER_SUBJECT), others=fresh),)

    def restrict(
        self, *, ground: GroundForRestriction, explanation: str, command: Command
    ) -> tuple[Event, ...]:
        """Hide the record from ordinary use; statistics still count it.

        Raises:
            OwnReviewError, NamedInRecordError, RecordRestrictedError, NothingSaidError.

        """
        self._refuse_reviewer(command)
        if self.restricted:
            raise RecordRestrictedError
        _refuse_silence(explanation)
        restricted = Restricted(
            **self._next(command, why=ground), ground=ground, explanation=explanation
        )
        return (restricted,)

    def unrestrict(self, *, explanation: str, command: Command) -> tuple[Event, ...]:
        self._refuse_reviewer(command)
        if not self.restricted:
            raise RecordNotRestrictedError
        _refuse_silence(explanation)
        return (Unrestricted(**self._next(command, why="unrestricted"), explanation=explanation),)

    def disclose(
        self,
        disclosure: UUID,
        *,
        kind: KindOfDisclosure,
        basis: LegalBasis,
        as_at: datetime,
        shown: int,
        withheld: tuple[Withheld, ...],
        digest: str,
        command: Command,
    ) -> tuple[Event, ...]:
        """Hand the record to somebody outside as it stood at a version.

        Raises:
            OwnReviewError, NamedInRecordError: somebody else decides what of it is shown.

        """
        self._refuse_reviewer(command)
        disclosed = Disclosed(
            **self._next(command, why=basis),
            disclosure=disclosure,
            kind=kind,
            basis=basis,
            as_at=as_at,
            version=shown,
            withheld=withheld,
            digest=digest,
        )
        return (disclosed,)

    def is_named(self, person: UUID) -> bool:
        """Whether somebody is named in the record now, as having used force or been there."""
        return person in self.account.named

    def is_close_to(self, person: UUID) -> bool:
        """Whether somebody made the record, changed it, or was ever named in it."""
        return self._wrote(person) or person in self.named

    def may_be_reviewed_by(self, person: UUID) -> bool:
        """Whether there is something to decide, and somebody is not too close to decide it."""
        awaiting = self.status is RecordStatus.SUBMITTED
        return awaiting and not self.is_close_to(person)

    def _not_said_yet(self, others: Sequence[UUID], said: frozenset[UUID]) -> tuple[UUID, ...]:
        fresh = tuple(one for one in others if one != self.id and one not in said)
        if not fresh:
            raise AlreadyRuledOutError
        return fresh

    def _wrote(self, person: UUID) -> bool:
        return person == self.officer or person in self.amended_by

    def _never_asked(self) -> frozenset[str]:
        """Only an imported record can have questions that nobody asked."""
        return self.account.never_asked if self.is_imported else frozenset()

    def _amended(
        self, account: Account, *, reason: ReasonForAmendment, explanation: str, command: Command
    ) -> Amended:
        differences = changed(self.account, account)
        if not differences:
            raise NothingChangedError
        return Amended(
            **self._next(command, why=reason),
            reason=reason,
            explanation=explanation,
            edition=_edition(account),
            answers=differences,
        )

    def _accepted(self, advice: str, command: Command) -> Accepted:
        return Accepted(
            **self._next(command, why=REVIEW),
            with_advice=bool(advice.strip()),
            advice=advice or None,
        )

    def _refuse_another_officer(self, command: Command) -> None:
        if command.by != self.officer:
            raise NotTheOfficerError

    def _refuse_another_officer_unless_standards(self, command: Command) -> None:
        if command.role is not Role.PROFESSIONAL_STANDARDS:
            self._refuse_another_officer(command)

    def _refuse_without_source(self, command: Command) -> None:
        if command.source is None or not self.is_imported:
            raise NotImportedError

    def _refuse_withdrawn(self) -> None:
        if self.status is RecordStatus.WITHDRAWN:
            raise RecordWithdrawnError

    def _refuse_reviewer(self, command: Command) -> None:
        # By identity, whatever the role: a chief officer may not review their own record either.
        if self._wrote(command.by):
            raise OwnReviewError
        if command.by in self.named:
            raise NamedInRecordError

    def _refuse_unless_awaiting(self) -> None:
        # What professional standards hold is assessed first; then the review goes on.
        if self.status is not RecordStatus.SUBMITTED:
            raise NotAwaitingReviewError

    def _next(self, command: Command, *, why: str) -> dict[str, Any]:
        metadata: Metadata = command.because(why)
        return {
            "originator_id": self.id,
            "originator_version": self.version + 1,
            "metadata": metadata,
        }


def _edition(account: Account) -> FormEdition:
    edition = account.edition
    if edition is None:
        # The rules refuse an account without an incident date before this is reached.
        raise TypeError("an account without an incident date has no edition")
    return edition


def _refuse_silence(text: str) -> None:
    if not text.strip():
        raise NothingSaidError


def _referred(
    record: UUID, *, after: int, account: Account, known: Sequence[str], command: Command
) -> tuple[Event, ...]:
    """The mandatory referral that an account calls for, unless it was recorded already."""
    fired = [rule for rule in referral.firing(account) if rule.code not in known]
    if not fired:
        return ()
    referred = Referred(
        originator_id=record,
        originator_version=after + 1,
        metadata=command.because(REFERRAL_RULE),
        rules=tuple(rule.code for rule in fired),
        due=referral.due(min(rule.days for rule in fired), since=command.at),
        explanation=None,
    )
    return (referred,)
