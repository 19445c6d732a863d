"""What became of a record, from its submission until nothing more happened or the telling ends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

from domain.codelists.answers import YesNo
from domain.codelists.impact_factors import ImpactFactor
from domain.codelists.injuries import SubjectInjured, SubjectInjuryLevel
from domain.codelists.reasons import (
    GroundForLinking,
    GroundForLinkingSubject,
    ReasonForAmendment,
    ReasonForForce,
)
from domain.codelists.roles import Role
from domain.command import Command
from domain.event import Event
from domain.local_time import happened_at
from domain.records.account import Account
from domain.records.events import PinnedNote
from domain.records.history import fold
from domain.records.record import UseOfForceRecord
from web.demo.generating import habits, words
from web.demo.generating.chance import Delay, below, happens, one_of
from web.demo.generating.roster import Member, Roster

A_MINUTE = timedelta(minutes=1)


@dataclass(kw_only=True, slots=True)
class Story:
    """One record on its way. Each step is a command of the domain, given at its own moment."""

    id: UUID
    reference: str
    officer: Member
    roster: Roster
    standards: Member
    answers: Mapping[str, Any]
    encounter: UUID | None
    """To be linked to, by the reviewer."""
    subject: UUID | None
    """Whom it is about, as the reviewer says who links it."""
    source: Random
    end: datetime
    words: bool
    at: datetime = field(init=False)
    record: UseOfForceRecord = field(init=False)
    version: int = field(default=0, init=False)

    def tell(self) -> Iterator[Event]:
        """Everything that happened to it until the end, in order."""
        for events in self._happenings():
            if self.at > self.end:
                return
            yield from events

    def _happenings(self) -> Iterator[Sequence[Event]]:
        yield self._submit()
        if self._chance(habits.SPOTS_A_MISTAKE) and self.words:
            yield self._amend(habits.WHY_AMENDED.of(self.source), habits.FILLED_IN)
        if self._chance(habits.WITHDRAWN) and self.words:
            yield self._withdraw()
            if not self._chance(habits.RESTORED):
                return
            yield self._restore()
        yield from self._review()
        if self._chance(habits.NOTED) and self.words:
            yield self._note()
        if self._chance(habits.CORRECTED_LATER) and self.words:
            yield self._amend(habits.WHY_LATER.of(self.source), habits.LATER)
            yield from self._review()

    def _review(self) -> Iterator[Sequence[Event]]:
        if self.record.standing.is_with_standards and self.words:
            yield self._assess()
        self._after(habits.REVIEWED_AFTER)
        if self.encounter and self.record.encounter is None:
            yield self._link(self.encounter)
            if self.subject:
                yield self._link_subject(self.subject)
            self.at += A_MINUTE
        share = habits.RETURNED
        while self._chance(share) and self.words:
            yield self._give_back()
            share = habits.RETURNED_AGAIN
            if self._chance(habits.NOTE_INSTEAD):
                yield self._note()
            yield self._amend(ReasonForAmendment.SUPERVISOR_QUERY, habits.AMENDED_AFTER)
            if self.record.standing.is_with_standards:
                yield self._assess()
            self._after(habits.REVIEWED_AFTER)
        if self._chance(habits.REFERRED_BY_REVIEWER) and self.words:
            yield self._refer()
            yield self._assess()
            self._after(habits.REVIEWED_AFTER)
        yield self._accept()

    def _submit(self) -> Sequence[Event]:
        happened = happened_at(self.answers["incident_date"], self.answers["incident_time"])
        started = happened + habits.STARTED_AFTER.of(self.source)
        submitted = started + habits.FILLED_IN.of(self.source)
        if submitted > self.end:
            # It belongs to the records that were asked for, so it was submitted in time.
            submitted = self._between(happened, self.end)
            started = self._between(happened, submitted)
        self.at = submitted
        supervisor = self._supervisor()
        return self._did(
            UseOfForceRecord.submit(
                self.id,
                reference=self.reference,
                force=self.roster.force,
                rank=self.officer.rank,
                supervisor=supervisor.id if supervisor else None,
                started_at=started,
                answers=self.answers,
                command=self._command(self.officer, Role.OFFICER),
            )
        )

    def _amend(self, reason: ReasonForAmendment, delay: Delay) -> Sequence[Event]:
        self._after(delay)
        return self._did(
            self.record.amend(
                amended(self.record.account, self.source),
                reason=reason,
                explanation=one_of(self.source, words.WHY_AMENDED[reason]),
                command=self._command(self.officer, Role.OFFICER),
            )
        )

    def _withdraw(self) -> Sequence[Event]:
        self._after(habits.FILLED_IN)
        return self._did(
            self.record.withdraw(
                reason=habits.WHY_WITHDRAWN.of(self.source),
                explanation=one_of(self.source, words.WITHDRAWN),
                command=self._command(self.officer, Role.OFFICER),
            )
        )

    def _restore(self) -> Sequence[Event]:
        self._after(habits.AMENDED_AFTER)
        return self._did(
            self.record.restore(
                explanation=one_of(self.source, words.RESTORED),
                command=self._command(self.officer, Role.OFFICER),
            )
        )

    def _note(self) -> Sequence[Event]:
        self._after(habits.FILLED_IN)
        return self._did(
            self.record.add_note(
                one_of(self.source, words.NOTES),
                command=self._command(self.officer, Role.OFFICER),
            )
        )

    def _give_back(self) -> Sequence[Event]:
        question = one_of(self.source, tuple(words.QUERIES))
        note = PinnedNote(question=question, text=one_of(self.source, words.QUERIES[question]))
        return self._did(self.record.give_back([note], command=self._reviewing()))

    def _refer(self) -> Sequence[Event]:
        return self._did(
            self.record.refer(one_of(self.source, words.REFERRED), command=self._reviewing())
        )

    def _link(self, encounter: UUID) -> Sequence[Event]:
        return self._did(
            self.record.link(
                encounter, ground=GroundForLinking.SAME_INCIDENT, command=self._reviewing()
            )
        )

    def _link_subject(self, subject: UUID) -> Sequence[Event]:
        return self._did(
            self.record.link_subject(
                subject, ground=GroundForLinkingSubject.TOLD, command=self._reviewing()
            )
        )

    def _accept(self) -> Sequence[Event]:
        advised = self._chance(habits.ADVICE) and self.words
        advice = one_of(self.source, words.ADVICE) if advised else ""
        return self._did(self.record.accept(advice=advice, command=self._reviewing()))

    def _assess(self) -> Sequence[Event]:
        self._after(habits.ASSESSED_AFTER)
        return self._did(
            self.record.assess(
                habits.ASSESSMENTS.of(self.source),
                one_of(self.source, words.ASSESSED),
                command=self._command(self.standards, Role.PROFESSIONAL_STANDARDS),
            )
        )

    def _did(self, events: Sequence[Event]) -> Sequence[Event]:
        record = fold(None if self.version == 0 else self.record, events)
        if record is None:
            raise TypeError("a command that decided nothing")
        self.record, self.version = record, record.version
        return events

    def _reviewing(self) -> Command:
        """By whoever supervises the officer at the time; of the highest, professional standards."""
        if supervisor := self._supervisor():
            return self._command(supervisor, Role.SUPERVISOR)
        return self._command(self.standards, Role.PROFESSIONAL_STANDARDS)

    def _supervisor(self) -> Member | None:
        number = self.officer.supervisor_at(self.at)
        return None if number is None else self.roster.members[number]

    def _command(self, by: Member, role: Role) -> Command:
        return Command(
            by=by.id, role=role, at=self.at, request=uuid5(self.id, str(self.version + 1))
        )

    def _chance(self, percent: float) -> bool:
        return happens(self.source, percent)

    def _after(self, delay: Delay) -> None:
        self.at += delay.of(self.source)

    def _between(self, first: datetime, last: datetime) -> datetime:
        seconds = int((last - first).total_seconds())
        return last - timedelta(seconds=below(self.source, max(seconds, 1)))


def amended(account: Account, source: Random) -> dict[str, Any]:
    """A change that an officer might make, and that no rule refuses."""
    possible = [_another_factor(account, source)]
    if isinstance(account.reasons, tuple) and ReasonForForce.PROTECT_SUBJECT not in account.reasons:
        possible.append({"reasons": (*account.reasons, ReasonForForce.PROTECT_SUBJECT)})
    if account.subject_injured is SubjectInjured.NO and not account.is_crowd:
        possible.append(
            {
                "subject_injured": SubjectInjured.YES,
                "subject_injury_level": SubjectInjuryLevel.MINOR,
                "subject_medical_offered": YesNo.NO,
            }
        )
    return one_of(source, possible)


def _another_factor(account: Account, source: Random) -> dict[str, Any]:
    named = account.impact_factors if isinstance(account.impact_factors, tuple) else ()
    factor = one_of(source, tuple(ImpactFactor))
    if factor in named:
        return {"impact_factors": tuple(one for one in named if one is not factor)}
    return {"impact_factors": tuple(one for one in ImpactFactor if one in (*named, factor))}
