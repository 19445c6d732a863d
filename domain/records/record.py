"""The use of force record: its state, and every way in which it may change.

A command *decides*: given the state it returns the events that happened, or raises a named
refusal. The fold in ``history.py`` *evolves*: it never refuses, so old history stays readable when
rules change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.codelists.assessments import Assessment
from domain.codelists.editions import FormEdition
from domain.codelists.forces import Force
from domain.codelists.ranks import Rank
from domain.codelists.reasons import (
    GroundForLinking,
    GroundForRestriction,
    ReasonForAmendment,
    ReasonForWithdrawal,
)
from domain.codelists.roles import Role
from domain.codelists.statuses import RecordStatus
from domain.command import Command
from domain.errors import StaleVersionError
from domain.event import Event, Metadata
from domain.records import referral, rules
from domain.records.account import QUESTIONS, Account, Answers, changed
from domain.records.errors import (
    AccountHasGapsError,
    AlreadyLinkedError,
    NamedInRecordError,
    NotAwaitingReviewError,
    NothingChangedError,
    NothingSaidError,
    NothingToAssessError,
    NotLinkedError,
    NotTheOfficerError,
    OwnReviewError,
    RecordNotRestrictedError,
    RecordNotWithdrawnError,
    RecordRestrictedError,
    RecordWithdrawnError,
    UnknownQuestionError,
)
from domain.records.events import (
    Accepted,
    Amended,
    Assessed,
    EncounterLinked,
    EncounterUnlinked,
    NoteAdded,
    PinnedNote,
    Referred,
    Restored,
    Restricted,
    Returned,
    Submitted,
    Unrestricted,
    Withdrawn,
)
from domain.records.standing import Standing

OWN_ACCOUNT = "own-account"
REFERRAL_RULE = "referral-rule"
REVIEW = "review"
NOTE = "note"
"""Coded grounds of events whose command asks for no reason of its own."""


@dataclass(frozen=True, kw_only=True)
class UseOfForceRecord:
    """One officer's use of force on one subject in one encounter, or on a crowd."""

    id: UUID
    version: int
    reference: str
    force: Force
    officer: UUID
    rank: Rank
    supervisor: UUID | None
    edition: FormEdition
    started_at: datetime
    submitted_at: datetime
    account: Account
    standing: Standing = Standing()
    referrals: tuple[str, ...] = ()
    """Codes of the referral rules that have ever fired; a rule is recorded once."""
    named: frozenset[UUID] = frozenset()
    """Everybody who was ever named in it: taking a name out does not make its owner a reviewer."""
    restricted: bool = False
    encounter: UUID | None = None
    returned_at_version: int | None = None
    """The version at which it was last returned: what a reviewer compares with."""
    notes: tuple[PinnedNote, ...] = ()
    """What the last return asked, as far as this reader may see it."""

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
        _refuse_gaps(account, at=command.at)
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
        """The officer changes answers. An accepted record goes back to review.

        Raises:
            NotTheOfficerError, RecordWithdrawnError, RecordRestrictedError, NothingChangedError,
            NothingSaidError, AccountHasGapsError.

        """
        self._refuse_another_officer(command)
        self._refuse_withdrawn()
        if self.restricted:
            raise RecordRestrictedError
        _refuse_silence(explanation)
        account = self.account.with_changes(changes).without_unasked()
        differences = changed(self.account, account)
        if not differences:
            raise NothingChangedError
        _refuse_gaps(account, at=command.at)
        amended = Amended(
            **self._next(command, why=reason),
            reason=reason,
            explanation=explanation,
            edition=_edition(account),
            answers=differences,
        )
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
        accepted = Accepted(
            **self._next(command, why=REVIEW),
            with_advice=bool(advice.strip()),
            advice=advice or None,
        )
        return (accepted,)

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

    def is_named(self, person: UUID) -> bool:
        """Whether somebody is named in the record now, as having used force or been there."""
        return person in self.account.named

    def may_be_reviewed_by(self, person: UUID) -> bool:
        """Whether there is something to decide, and somebody is not too close to decide it."""
        awaiting = self.status is RecordStatus.SUBMITTED
        return awaiting and person != self.officer and person not in self.named

    def _refuse_another_officer(self, command: Command) -> None:
        if command.by != self.officer:
            raise NotTheOfficerError

    def _refuse_another_officer_unless_standards(self, command: Command) -> None:
        if command.role is not Role.PROFESSIONAL_STANDARDS:
            self._refuse_another_officer(command)

    def _refuse_withdrawn(self) -> None:
        if self.status is RecordStatus.WITHDRAWN:
            raise RecordWithdrawnError

    def _refuse_reviewer(self, command: Command) -> None:
        # By identity, whatever the role: a chief officer may not review their own record either.
        if command.by == self.officer:
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


def _refuse_gaps(account: Account, *, at: datetime) -> None:
    if found := rules.blocking(account, at=at):
        raise AccountHasGapsError(found)


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
