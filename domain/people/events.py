"""Everything that can happen to a person's standing. Names live in the directory, not here."""

from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar
from uuid import UUID

from domain.codelists.emergencies import EmergencyOutcome, GroundForBreakingGlass
from domain.codelists.field_groups import FieldGroup
from domain.codelists.forces import Force
from domain.codelists.ranks import Rank
from domain.codelists.roles import Role
from domain.event import Event
from domain.records.events import Words


@dataclass(frozen=True, kw_only=True)
class Registered(Event):
    """The person is known to the force."""

    TOPIC: ClassVar[str] = "person.registered"

    force: Force
    rank: Rank


@dataclass(frozen=True, kw_only=True)
class RankChanged(Event):
    """The person holds another rank from now on; what they did before they did in the old one."""

    TOPIC: ClassVar[str] = "person.rank-changed"

    rank: Rank


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Event):
    """The person may act in a role, from a moment and perhaps until another."""

    TOPIC: ClassVar[str] = "person.role-granted"

    role: Role
    since: datetime
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class RoleRevoked(Event):
    """The person may no longer act in a role. What they did in it stands."""

    TOPIC: ClassVar[str] = "person.role-revoked"

    role: Role


@dataclass(frozen=True, kw_only=True)
class RoleGrantProposed(Event):
    """An administrator proposed that the person may act in a role; another one decides it."""

    TOPIC: ClassVar[str] = "person.role-grant-proposed"

    role: Role
    since: datetime | None
    """None is from the moment in which it is confirmed."""
    until: datetime | None
    lapses: datetime


@dataclass(frozen=True, kw_only=True)
class RoleRevocationProposed(Event):
    """An administrator proposed that the person may no longer act in a role; another one decides it."""

    TOPIC: ClassVar[str] = "person.role-revocation-proposed"

    role: Role
    lapses: datetime


@dataclass(frozen=True, kw_only=True)
class RoleProposalConfirmed(Event):
    """A second administrator confirmed a proposal; the event after this one carries it out."""

    TOPIC: ClassVar[str] = "person.role-proposal-confirmed"

    proposed: int
    """The version of the event with which it was proposed."""


@dataclass(frozen=True, kw_only=True)
class RoleProposalDeclined(Event):
    """A second administrator turned a proposal down."""

    TOPIC: ClassVar[str] = "person.role-proposal-declined"

    proposed: int


@dataclass(frozen=True, kw_only=True)
class RoleProposalWithdrawn(Event):
    """Whoever had made a proposal took it back."""

    TOPIC: ClassVar[str] = "person.role-proposal-withdrawn"

    proposed: int


@dataclass(frozen=True, kw_only=True)
class SupervisorAssigned(Event):
    """Somebody supervises this person from now on; nobody else does any longer."""

    TOPIC: ClassVar[str] = "person.supervisor-assigned"

    supervisor: UUID


@dataclass(frozen=True, kw_only=True)
class SupervisorReleased(Event):
    """Nobody supervises this person until somebody is assigned."""

    TOPIC: ClassVar[str] = "person.supervisor-released"


@dataclass(frozen=True, kw_only=True)
class AccountIssued(Event):
    """The person was given a local account, or a new first password for it. Neither is here."""

    TOPIC: ClassVar[str] = "person.account-issued"


@dataclass(frozen=True, kw_only=True)
class AccountLinked(Event):
    """From now on the person signs in at an identity provider, as whom it knows under this id."""

    TOPIC: ClassVar[str] = "person.account-linked"

    issuer: str
    subject: str
    """An id, as ours are: never a name or an address, which somebody else may be given later."""


@dataclass(frozen=True, kw_only=True)
class AccountUnlinked(Event):
    """The person no longer signs in at the identity provider."""

    TOPIC: ClassVar[str] = "person.account-unlinked"


@dataclass(frozen=True, kw_only=True)
class SecondFactorRemoved(Event):
    """An administrator took the person's second factor away, so that they may set up another."""

    TOPIC: ClassVar[str] = "person.second-factor-removed"


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(Event):
    """An administrator signed the person out everywhere."""

    TOPIC: ClassVar[str] = "person.sessions-ended"


@dataclass(frozen=True, kw_only=True)
class AccountClosed(Event):
    """The person can do nothing until the account is opened again. What they did stands."""

    TOPIC: ClassVar[str] = "person.account-closed"


@dataclass(frozen=True, kw_only=True)
class AccountReopened(Event):
    """The person may act again, in the roles that they then hold."""

    TOPIC: ClassVar[str] = "person.account-reopened"


@dataclass(frozen=True, kw_only=True)
class EntryCorrected(Event):
    """How the person is called was corrected in the directory. Neither name nor number is here."""

    TOPIC: ClassVar[str] = "person.entry-corrected"


@dataclass(frozen=True, kw_only=True)
class SupervisionDelegated(Event):
    """The person acts for a supervisor who is away: for whomever that one supervises then."""

    TOPIC: ClassVar[str] = "person.supervision-delegated"

    supervisor: UUID
    since: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True)
class DelegationEnded(Event):
    """The person no longer acts for that supervisor, before the day it was to end."""

    TOPIC: ClassVar[str] = "person.delegation-ended"

    supervisor: UUID


@dataclass(frozen=True, kw_only=True)
class GlassBroken(Event):
    """The person opened a record that is not theirs to read, for a short time and in an emergency."""

    TOPIC: ClassVar[str] = "person.glass-broken"
    SEALED = MappingProxyType({"explanation": FieldGroup.NARRATIVE})

    record: UUID
    ground: GroundForBreakingGlass
    explanation: Words
    until: datetime


@dataclass(frozen=True, kw_only=True)
class GlassReviewed(Event):
    """Professional standards looked at why the person had opened a record in an emergency."""

    TOPIC: ClassVar[str] = "person.glass-reviewed"
    SEALED = MappingProxyType({"explanation": FieldGroup.NARRATIVE})

    broken: int
    """The version of the event with which the record was opened."""
    outcome: EmergencyOutcome
    explanation: Words


@dataclass(frozen=True, kw_only=True)
class ConfidenceRequested(Event):
    """The person asks to look at what belongs to a case so that its officers are not shown it."""

    TOPIC: ClassVar[str] = "person.confidence-requested"
    SEALED = MappingProxyType({"case": FieldGroup.REFERENCES, "explanation": FieldGroup.NARRATIVE})

    case: Words
    explanation: Words


@dataclass(frozen=True, kw_only=True)
class ConfidenceApproved(Event):
    """Somebody else allowed the person to look in confidence for the case, until a moment."""

    TOPIC: ClassVar[str] = "person.confidence-approved"
    SEALED = MappingProxyType({"explanation": FieldGroup.NARRATIVE})

    requested: int
    """The version of the event with which it was asked for."""
    until: datetime
    explanation: Words


@dataclass(frozen=True, kw_only=True)
class ConfidenceDeclined(Event):
    """Somebody else did not allow it."""

    TOPIC: ClassVar[str] = "person.confidence-declined"
    SEALED = MappingProxyType({"explanation": FieldGroup.NARRATIVE})

    requested: int
    explanation: Words


@dataclass(frozen=True, kw_only=True)
class ConfidenceEnded(Event):
    """It holds no longer, before the moment it was to end; or was withdrawn before it was decided."""

    TOPIC: ClassVar[str] = "person.confidence-ended"

    requested: int


PERSON_EVENTS: frozenset[type[Event]] = frozenset(
    {
        Registered,
        RankChanged,
        RoleGranted,
        RoleRevoked,
        RoleGrantProposed,
        RoleRevocationProposed,
        RoleProposalConfirmed,
        RoleProposalDeclined,
        RoleProposalWithdrawn,
        SupervisorAssigned,
        SupervisorReleased,
        AccountIssued,
        AccountLinked,
        AccountUnlinked,
        SecondFactorRemoved,
        SessionsEnded,
        AccountClosed,
        AccountReopened,
        EntryCorrected,
        SupervisionDelegated,
        DelegationEnded,
        GlassBroken,
        GlassReviewed,
        ConfidenceRequested,
        ConfidenceApproved,
        ConfidenceDeclined,
        ConfidenceEnded,
    }
)
"""All of them, for whoever takes in every one or none."""
