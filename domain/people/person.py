"""A person's standing: their rank, their roles and their supervisor, each from a date."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import singledispatch
from typing import Any
from uuid import UUID

from domain.access_log.purposes import is_case_reference
from domain.codelists.emergencies import EmergencyOutcome, GroundForBreakingGlass
from domain.codelists.forces import Force
from domain.codelists.ranks import Rank
from domain.codelists.roles import Role
from domain.command import Command
from domain.event import Event, Metadata
from domain.people import confidence
from domain.people.confidence import Confidence
from domain.people.errors import (
    AccountClosedError,
    AccountOpenError,
    DelegatedToOneselfError,
    DelegationHeldError,
    DelegationNotHeldError,
    GrantEndsBeforeItStartsError,
    GrantInThePastError,
    NoCaseError,
    NoEmergencyError,
    NotAnIdError,
    NotLinkedError,
    NotSupervisedError,
    OwnAccountError,
    OwnEmergencyError,
    OwnStandingError,
    OwnSupervisorError,
    RoleHeldError,
    RoleNotHeldError,
)
from domain.people.events import (
    AccountClosed,
    AccountIssued,
    AccountLinked,
    AccountReopened,
    AccountUnlinked,
    ConfidenceApproved,
    ConfidenceDeclined,
    ConfidenceEnded,
    ConfidenceRequested,
    DelegationEnded,
    EntryCorrected,
    GlassBroken,
    GlassReviewed,
    RankChanged,
    Registered,
    RoleGranted,
    RoleGrantProposed,
    RoleProposalConfirmed,
    RoleProposalDeclined,
    RoleProposalWithdrawn,
    RoleRevocationProposed,
    RoleRevoked,
    SecondFactorRemoved,
    SessionsEnded,
    SupervisionDelegated,
    SupervisorAssigned,
    SupervisorReleased,
)
from domain.people.proposals import SIGN_IN_SETTLES, Decided, Fate, Proposal, Step
from domain.records.errors import NothingSaidError

LONGEST_SUBJECT = 255
"""OpenID Connect Core 1.0, section 2."""


def is_id(subject: str) -> bool:
    """Whether this may be an id of an identity provider: names have spaces, addresses have signs."""
    allowed = subject.isascii() and subject.isprintable() and not set(subject) & set(" @<>\"'")
    return allowed and 0 < len(subject) <= LONGEST_SUBJECT


ADMINISTRATION = "administration"
"""The coded ground of every change to somebody's standing."""
DELEGATION, EMERGENCY, CONFIDENCE = "delegation", "emergency", "confidence"

GLASS_STAYS_BROKEN = timedelta(minutes=60)
"""How long a record stays open that was opened in an emergency (spec: audit, 6.1)."""
GLASS_IS_REVIEWED_WITHIN = timedelta(days=5)
"""When professional standards must have looked at it (spec: audit, 6.1)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Grant:
    """A role held from one moment until another, or until it is revoked."""

    role: Role
    since: datetime
    until: datetime | None

    def holds_at(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)

    def overlaps(self, since: datetime, until: datetime | None) -> bool:
        """Whether it is held at any moment of a time; ``until`` is none for a time without end."""
        begins_in_time = until is None or self.since < until
        # One that was revoked before it began is held at no moment.
        return begins_in_time and (self.until is None or max(since, self.since) < self.until)


@dataclass(frozen=True, kw_only=True, slots=True)
class Delegation:
    """Acting for a supervisor from one moment until another."""

    supervisor: UUID
    since: datetime
    until: datetime

    def holds_at(self, moment: datetime) -> bool:
        return self.since <= moment < self.until

    def overlaps(self, since: datetime, until: datetime) -> bool:
        return self.since < until and since < self.until


@dataclass(frozen=True, kw_only=True, slots=True)
class Emergency:
    """A record that was opened in an emergency: by the event of this version, until a moment."""

    version: int
    record: UUID
    until: datetime
    reviewed: bool = False


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who acts in the system. Their name is in the directory, outside the log."""

    id: UUID
    version: int
    force: Force
    rank: Rank
    grants: tuple[Grant, ...] = ()
    supervisor: UUID | None = None
    closed_at: datetime | None = None
    """Since when the account is closed; none while it is open."""
    linked_to: str | None = None
    """The identity provider that the person signs in at, if they do."""
    delegations: tuple[Delegation, ...] = ()
    emergencies: tuple[Emergency, ...] = ()
    confidences: tuple[Confidence, ...] = ()
    """What the person asked to look at in confidence."""
    proposals: tuple[Proposal, ...] = ()
    sign_in_changed_at: datetime | None = None
    """When another administrator changed last how the person signs in."""

    @staticmethod
    def register(person: UUID, *, force: Force, rank: Rank, command: Command) -> Registered:
        return Registered(
            originator_id=person,
            originator_version=1,
            metadata=command.because(ADMINISTRATION),
            force=force,
            rank=rank,
        )

    def roles_at(self, moment: datetime) -> frozenset[Role]:
        """The roles the person may act in at a moment: none from when their account was closed."""
        if self.closed_at is not None and self.closed_at <= moment:
            return frozenset()
        return frozenset(grant.role for grant in self.grants if grant.holds_at(moment))

    def acts_for_at(self, moment: datetime) -> frozenset[UUID]:
        """The supervisors for whom the person acts at a moment."""
        return frozenset(one.supervisor for one in self.delegations if one.holds_at(moment))

    def has_open_at(self, record: UUID, moment: datetime) -> bool:
        """Whether the person opened a record in an emergency, and it is open still."""
        return any(one.record == record and moment < one.until for one in self.emergencies)

    def looks_in_confidence_at(self, case: str, moment: datetime) -> bool:
        """Whether it was approved for a case that the person looks in confidence, and holds."""
        return confidence.holding(self.confidences, case, moment) is not None

    def is_settled_at(self, moment: datetime) -> bool:
        """Whether nobody else may have been given the person's way of signing in just now."""
        changed = self.sign_in_changed_at
        return changed is None or changed + SIGN_IN_SETTLES <= moment

    def change_rank(self, rank: Rank, *, command: Command) -> RankChanged:
        return RankChanged(**self.following(command), rank=rank)

    def grant(
        self, role: Role, *, since: datetime, until: datetime | None, command: Command
    ) -> RoleGranted:
        if command.by == self.id:
            raise OwnStandingError
        if since < command.at:
            raise GrantInThePastError
        if until is not None and until <= since:
            raise GrantEndsBeforeItStartsError
        if any(grant.role is role and grant.overlaps(since, until) for grant in self.grants):
            raise RoleHeldError
        return RoleGranted(**self.following(command), role=role, since=since, until=until)

    def revoke(self, role: Role, *, command: Command) -> RoleRevoked:
        if command.by == self.id:
            raise OwnStandingError
        if not any(grant.role is role for grant in self._current_at(command.at)):
            raise RoleNotHeldError
        return RoleRevoked(**self.following(command), role=role)

    def assign_supervisor(self, supervisor: UUID, *, command: Command) -> SupervisorAssigned:
        if supervisor == self.id:
            raise OwnSupervisorError
        return SupervisorAssigned(**self.following(command), supervisor=supervisor)

    def release_supervisor(self, *, command: Command) -> SupervisorReleased:
        if self.supervisor is None:
            raise NotSupervisedError
        return SupervisorReleased(**self.following(command))

    def delegate(
        self, supervisor: UUID, *, since: datetime, until: datetime, command: Command
    ) -> SupervisionDelegated:
        """The person is to act for a supervisor; it always ends by itself."""
        if supervisor == self.id:
            raise DelegatedToOneselfError
        if since < command.at:
            raise GrantInThePastError
        if until <= since:
            raise GrantEndsBeforeItStartsError
        if any(
            one.supervisor == supervisor and one.overlaps(since, until) for one in self.delegations
        ):
            raise DelegationHeldError
        return SupervisionDelegated(
            **self.following(command, why=DELEGATION),
            supervisor=supervisor,
            since=since,
            until=until,
        )

    def end_delegation(self, supervisor: UUID, *, command: Command) -> DelegationEnded:
        held = (one for one in self.delegations if one.supervisor == supervisor)
        if not any(command.at < one.until for one in held):
            raise DelegationNotHeldError
        return DelegationEnded(**self.following(command, why=DELEGATION), supervisor=supervisor)

    def break_glass(
        self,
        record: UUID,
        *,
        ground: GroundForBreakingGlass,
        explanation: str,
        command: Command,
    ) -> GlassBroken:
        """The person opens a record in an emergency; whether they may, the table of access says."""
        if not explanation.strip():
            raise NothingSaidError
        return GlassBroken(
            **self.following(command, why=EMERGENCY),
            record=record,
            ground=ground,
            explanation=explanation,
            until=command.at + GLASS_STAYS_BROKEN,
        )

    def review_glass(
        self, broken: int, outcome: EmergencyOutcome, explanation: str, *, command: Command
    ) -> GlassReviewed:
        """Professional standards say what they found of an emergency of this person's."""
        if command.by == self.id:
            raise OwnEmergencyError
        if not explanation.strip():
            raise NothingSaidError
        if not any(one.version == broken and not one.reviewed for one in self.emergencies):
            raise NoEmergencyError
        return GlassReviewed(
            **self.following(command, why=EMERGENCY),
            broken=broken,
            outcome=outcome,
            explanation=explanation,
        )

    def request_confidence(
        self, case: str, explanation: str, *, command: Command
    ) -> ConfidenceRequested:
        """The person asks to look in confidence for one case."""
        if not is_case_reference(case):
            raise NoCaseError
        if not explanation.strip():
            raise NothingSaidError
        confidence.not_asked_for(self.confidences, case, command.at)
        return ConfidenceRequested(
            **self.following(command, why=CONFIDENCE), case=case, explanation=explanation
        )

    def approve_confidence(
        self, requested: int, lasts: timedelta, explanation: str, *, command: Command
    ) -> ConfidenceApproved:
        """Somebody else allows it for some days."""
        self._decides_on_confidence(requested, explanation, command)
        confidence.long_enough(lasts)
        return ConfidenceApproved(
            **self.following(command, why=CONFIDENCE),
            requested=requested,
            until=command.at + lasts,
            explanation=explanation,
        )

    def decline_confidence(
        self, requested: int, explanation: str, *, command: Command
    ) -> ConfidenceDeclined:
        """Somebody else does not."""
        self._decides_on_confidence(requested, explanation, command)
        return ConfidenceDeclined(
            **self.following(command, why=CONFIDENCE), requested=requested, explanation=explanation
        )

    def end_confidence(self, requested: int, *, command: Command) -> ConfidenceEnded:
        """Who asked no longer needs it, or who decides takes it back."""
        confidence.in_force(self.confidences, requested, command.at)
        return ConfidenceEnded(**self.following(command, why=CONFIDENCE), requested=requested)

    def _decides_on_confidence(self, requested: int, explanation: str, command: Command) -> None:
        confidence.decides(
            command.role,
            own=command.by == self.id,
            of_a_head=Role.HEAD_OF_STANDARDS in self.roles_at(command.at),
        )
        confidence.undecided(self.confidences, requested)
        if not explanation.strip():
            raise NothingSaidError

    def correct_entry(self, *, command: Command) -> EntryCorrected:
        """Whoever changes a name changes what every page calls its owner: so it is evidence."""
        return EntryCorrected(**self.following(command))

    def issue_account(self, *, command: Command) -> AccountIssued:
        """Whoever can reset a password can act as its owner for a while: so it is evidence."""
        return AccountIssued(**self.following(command))

    def link(self, issuer: str, subject: str, *, command: Command) -> AccountLinked:
        """Whoever is linked to an id can act as the person: so it is evidence."""
        if not is_id(subject):
            raise NotAnIdError
        return AccountLinked(**self.following(command), issuer=issuer, subject=subject)

    def unlink(self, *, command: Command) -> AccountUnlinked:
        if self.linked_to is None:
            raise NotLinkedError
        return AccountUnlinked(**self.following(command))

    def remove_second_factor(self, *, command: Command) -> SecondFactorRemoved:
        """Who lost theirs asks somebody else; an administrator who lost theirs, another one."""
        if command.by == self.id:
            raise OwnAccountError
        return SecondFactorRemoved(**self.following(command))

    def end_sessions(self, *, command: Command) -> SessionsEnded:
        return SessionsEnded(**self.following(command))

    def close_account(self, *, command: Command) -> AccountClosed:
        if command.by == self.id:
            raise OwnAccountError
        if self.closed_at is not None:
            raise AccountClosedError
        return AccountClosed(**self.following(command))

    def reopen_account(self, *, command: Command) -> AccountReopened:
        if self.closed_at is None:
            raise AccountOpenError
        return AccountReopened(**self.following(command))

    def _current_at(self, moment: datetime) -> Iterable[Grant]:
        return (grant for grant in self.grants if grant.overlaps(moment, None))

    def following(self, command: Command, *, why: str = ADMINISTRATION) -> dict[str, Any]:
        metadata: Metadata = command.because(why)
        return {
            "originator_id": self.id,
            "originator_version": self.version + 1,
            "metadata": metadata,
        }


def fold(person: Person | None, events: Iterable[Event]) -> Person | None:
    """What the events make of a person. It never refuses: rules are checked before the event."""
    for event in events:
        person = _evolve(event, person)
    return person


@singledispatch
def _evolve(event: Event, person: Any) -> Person:
    raise TypeError(type(event))


@_evolve.register
def _(event: Registered, person: None) -> Person:
    return Person(
        id=event.originator_id,
        version=event.originator_version,
        force=event.force,
        rank=event.rank,
    )


@_evolve.register
def _(event: RankChanged, person: Person) -> Person:
    return replace(person, version=event.originator_version, rank=event.rank)


@_evolve.register
def _(event: RoleGranted, person: Person) -> Person:
    grant = Grant(role=event.role, since=event.since, until=event.until)
    return replace(person, version=event.originator_version, grants=(*person.grants, grant))


@_evolve.register
def _(event: RoleRevoked, person: Person) -> Person:
    return replace(
        person,
        version=event.originator_version,
        grants=tuple(_ended(grant, event) for grant in person.grants),
    )


@_evolve.register
def _(event: RoleGrantProposed, person: Person) -> Person:
    return _proposed(event, person, Step.GRANT, since=event.since, until=event.until)


@_evolve.register
def _(event: RoleRevocationProposed, person: Person) -> Person:
    return _proposed(event, person, Step.REVOKE)


@_evolve.register
def _(event: RoleProposalConfirmed, person: Person) -> Person:
    return _decided(event, person, Fate.CONFIRMED)


@_evolve.register
def _(event: RoleProposalDeclined, person: Person) -> Person:
    return _decided(event, person, Fate.DECLINED)


@_evolve.register
def _(event: RoleProposalWithdrawn, person: Person) -> Person:
    return _decided(event, person, Fate.WITHDRAWN)


@_evolve.register
def _(event: SupervisorAssigned, person: Person) -> Person:
    return replace(person, version=event.originator_version, supervisor=event.supervisor)


@_evolve.register
def _(event: SupervisorReleased, person: Person) -> Person:
    return replace(person, version=event.originator_version, supervisor=None)


@_evolve.register
def _(event: SupervisionDelegated, person: Person) -> Person:
    made = Delegation(supervisor=event.supervisor, since=event.since, until=event.until)
    return replace(
        person, version=event.originator_version, delegations=(*person.delegations, made)
    )


@_evolve.register
def _(event: DelegationEnded, person: Person) -> Person:
    moment = event.metadata.at
    return replace(
        person,
        version=event.originator_version,
        delegations=tuple(
            replace(one, until=max(moment, one.since))
            if one.supervisor == event.supervisor and moment < one.until
            else one
            for one in person.delegations
        ),
    )


@_evolve.register
def _(event: GlassBroken, person: Person) -> Person:
    made = Emergency(version=event.originator_version, record=event.record, until=event.until)
    return replace(
        person, version=event.originator_version, emergencies=(*person.emergencies, made)
    )


@_evolve.register
def _(event: GlassReviewed, person: Person) -> Person:
    return replace(
        person,
        version=event.originator_version,
        emergencies=tuple(
            replace(one, reviewed=True) if one.version == event.broken else one
            for one in person.emergencies
        ),
    )


@_evolve.register
def _(event: ConfidenceRequested, person: Person) -> Person:
    made = Confidence(version=event.originator_version, case=event.case)
    return replace(
        person, version=event.originator_version, confidences=(*person.confidences, made)
    )


@_evolve.register
def _(event: ConfidenceApproved, person: Person) -> Person:
    every = confidence.after(person.confidences, event.requested, decided=True, until=event.until)
    return replace(person, version=event.originator_version, confidences=every)


@_evolve.register
def _(event: ConfidenceDeclined, person: Person) -> Person:
    every = confidence.after(person.confidences, event.requested, decided=True)
    return replace(person, version=event.originator_version, confidences=every)


@_evolve.register
def _(event: ConfidenceEnded, person: Person) -> Person:
    every = confidence.after(person.confidences, event.requested, ended=True)
    return replace(person, version=event.originator_version, confidences=every)


@_evolve.register
def _(event: AccountLinked, person: Person) -> Person:
    return replace(_signing_in_anew(event, person), linked_to=event.issuer)


@_evolve.register
def _(event: AccountUnlinked, person: Person) -> Person:
    return replace(person, version=event.originator_version, linked_to=None)


@_evolve.register
def _(event: AccountClosed, person: Person) -> Person:
    return replace(person, version=event.originator_version, closed_at=event.metadata.at)


@_evolve.register
def _(event: AccountReopened, person: Person) -> Person:
    return replace(person, version=event.originator_version, closed_at=None)


@_evolve.register(SecondFactorRemoved)
@_evolve.register(AccountIssued)
def _signing_in_anew(event: Event, person: Person) -> Person:
    changed = replace(person, version=event.originator_version)
    metadata = event.metadata
    # Who founds an installation has the machine, and needs nobody's account.
    if metadata.actor == person.id or metadata.role is Role.SYSTEM:
        return changed
    return replace(changed, sign_in_changed_at=metadata.at)


@_evolve.register(SessionsEnded)
@_evolve.register(EntryCorrected)
def _(event: Event, person: Person) -> Person:
    return replace(person, version=event.originator_version)


def _ended(grant: Grant, revoked: RoleRevoked) -> Grant:
    moment = revoked.metadata.at
    still_open = grant.until is None or moment < grant.until
    if grant.role is revoked.role and still_open:
        # A grant that has not begun ends where it begins: it never held.
        return replace(grant, until=max(moment, grant.since))
    return grant


def _proposed(
    event: RoleGrantProposed | RoleRevocationProposed,
    person: Person,
    step: Step,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Person:
    made = Proposal(
        version=event.originator_version,
        step=step,
        role=event.role,
        since=since,
        until=until,
        by=event.metadata.actor,
        at=event.metadata.at,
        lapses_at=event.lapses,
    )
    return replace(person, version=event.originator_version, proposals=(*person.proposals, made))


def _decided(
    event: RoleProposalConfirmed | RoleProposalDeclined | RoleProposalWithdrawn,
    person: Person,
    fate: Fate,
) -> Person:
    decided = Decided(fate=fate, by=event.metadata.actor, at=event.metadata.at)
    return replace(
        person,
        version=event.originator_version,
        proposals=tuple(
            replace(one, decided=decided) if one.version == event.proposed else one
            for one in person.proposals
        ),
    )
