"""Roles that two administrators give and take: one proposes, and another one confirms."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from application.access import Access, Requester
from application.carrying_out import Done, carry_out, saying
from application.log import RecordLog
from domain.access.policy import Permission
from domain.codelists.roles import Role
from domain.command import Command
from domain.event import Event
from domain.people import proposing
from domain.people.events import (
    RoleGrantProposed,
    RoleProposalConfirmed,
    RoleProposalDeclined,
    RoleProposalWithdrawn,
    RoleRevocationProposed,
)
from domain.people.person import Person

Decide = Callable[[Person, Person, Command], Sequence[Event]]
"""What follows for the person concerned, from how they and whoever asks stand."""


class RoleProposals:
    """Everything is decided on how both stand in the log at that moment, and never on a read model."""

    def __init__(self, log: RecordLog, access: Access) -> None:
        self._log = log
        self._access = access

    def propose_grant(
        self,
        person: UUID,
        role: Role,
        *,
        since: datetime | None,
        until: datetime | None,
        requester: Requester,
    ) -> Done:
        """Propose that somebody acts in a role, from its confirmation unless ``since`` is later.

        Raises:
            NotAllowedError, NotFoundError, and what the domain refuses.

        """
        return self._decide(
            person,
            requester,
            lambda found, by, command: (
                proposing.propose_grant(
                    found, role, since=since, until=until, by=by, command=command
                ),
            ),
            says=saying(RoleGrantProposed, role=role, since=since, until=until),
        )

    def propose_revocation(self, person: UUID, role: Role, *, requester: Requester) -> Done:
        """Propose that somebody no longer acts in a role.

        Raises:
            NotAllowedError, NotFoundError, and what the domain refuses.

        """
        return self._decide(
            person,
            requester,
            lambda found, by, command: (
                proposing.propose_revocation(found, role, by=by, command=command),
            ),
            says=saying(RoleRevocationProposed, role=role),
        )

    def confirm(self, person: UUID, proposed: int, *, requester: Requester) -> Done:
        """Confirm what another administrator proposed, which then takes effect.

        Raises:
            NotAllowedError, NotFoundError, and what the domain refuses.

        """
        return self._decide(
            person,
            requester,
            lambda found, by, command: proposing.confirm(
                found, proposed, standing=self._access.person, by=by, command=command
            ),
            says=saying(RoleProposalConfirmed, proposed=proposed),
        )

    def decline(self, person: UUID, proposed: int, *, requester: Requester) -> Done:
        """Turn down what another administrator proposed.

        Raises:
            NotAllowedError, NotFoundError, and what the domain refuses.

        """
        return self._decide(
            person,
            requester,
            lambda found, _, command: (proposing.decline(found, proposed, command=command),),
            says=saying(RoleProposalDeclined, proposed=proposed),
        )

    def withdraw(self, person: UUID, proposed: int, *, requester: Requester) -> Done:
        """Take back what one proposed.

        Raises:
            NotAllowedError, NotFoundError, and what the domain refuses.

        """
        return self._decide(
            person,
            requester,
            lambda found, _, command: (proposing.withdraw(found, proposed, command=command),),
            says=saying(RoleProposalWithdrawn, proposed=proposed),
        )

    def _decide(
        self,
        person: UUID,
        requester: Requester,
        decide: Decide,
        *,
        says: Callable[[Event], bool],
    ) -> Done:
        def decided() -> Sequence[Event]:
            by = self._access.person(requester.person)
            command = self._access.command_of(by, requester, Permission.MANAGE_PEOPLE)
            return decide(self._access.of_own_force(person, requester.person), by, command)

        return carry_out(self._log, requester, decided, on=person, says=says)
