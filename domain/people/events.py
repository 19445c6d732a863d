"""Everything that can happen to a person's standing. Names live in the directory, not here."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from domain.codelists.forces import Force
from domain.codelists.ranks import Rank
from domain.codelists.roles import Role
from domain.event import Event


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
class EntryCorrected(Event):
    """How the person is called was corrected in the directory. Neither name nor number is here."""

    TOPIC: ClassVar[str] = "person.entry-corrected"


PERSON_EVENTS: frozenset[type[Event]] = frozenset(
    {
        Registered,
        RankChanged,
        RoleGranted,
        RoleRevoked,
        SupervisorAssigned,
        SupervisorReleased,
        AccountIssued,
        EntryCorrected,
    }
)
"""All of them, for whoever takes in every one or none."""
