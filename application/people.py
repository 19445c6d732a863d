"""Appointing people, and saying who supervises whom."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from application.access import Access, Requester
from application.carrying_out import Done, carry_out, saying
from application.log import RecordLog
from application.ports import Directory
from domain.access.policy import Permission, holds
from domain.codelists.forces import Force
from domain.codelists.ranks import Rank
from domain.codelists.roles import Role
from domain.command import Command
from domain.errors import NotFoundError
from domain.event import Event
from domain.people.errors import CannotReviewError, CircularSupervisionError, TakesTwoError
from domain.people.events import (
    AccountClosed,
    AccountIssued,
    AccountLinked,
    AccountReopened,
    AccountUnlinked,
    DelegationEnded,
    EntryCorrected,
    RankChanged,
    Registered,
    RoleGranted,
    RoleRevoked,
    SecondFactorRemoved,
    SessionsEnded,
    SupervisionDelegated,
    SupervisorAssigned,
    SupervisorReleased,
)
from domain.people.person import ADMINISTRATION, Person
from domain.people.proposals import RolesBy, Step, takes_two

FOUNDER = UUID(int=0)
"""Who registers the first people of an installation, before there is an administrator."""


class People:
    """Standing is kept in the log; the name and collar number in the directory beside it."""

    def __init__(
        self,
        log: RecordLog,
        access: Access,
        directory: Directory,
        roles_by: RolesBy = RolesBy.ONE,
    ) -> None:
        self._log = log
        self._access = access
        self._directory = directory
        self._roles_by = roles_by

    def found(
        self,
        person: UUID,
        *,
        name: str,
        collar_number: str,
        force: Force,
        rank: Rank,
        role: Role,
        linked: tuple[str, str] | None = None,
    ) -> None:
        """Register somebody at the founding of an installation, from the command line.

        They get an account with it: without one nobody could appoint the others. ``linked`` is an
        identity provider and how it knows them, where local accounts are switched off.

        Raises:
            CollarNumberTakenError: somebody else in the force has this number.

        """
        command = Command(by=FOUNDER, role=Role.SYSTEM, at=self._access.now(), request=uuid4())
        registered = Person.register(person, force=force, rank=rank, command=command)
        granted = RoleGranted(
            originator_id=person,
            originator_version=2,
            metadata=command.because(ADMINISTRATION),
            role=role,
            since=command.at,
            until=None,
        )
        third: dict[str, Any] = {
            "originator_id": person,
            "originator_version": 3,
            "metadata": command.because(ADMINISTRATION),
        }
        account: Event = (
            AccountLinked(**third, issuer=linked[0], subject=linked[1])
            if linked
            else AccountIssued(**third)
        )
        self._directory.add(person, name=name, collar_number=collar_number, force=force)
        self._log.append((registered, granted, account))

    def register(
        self,
        person: UUID,
        *,
        name: str,
        collar_number: str,
        rank: Rank,
        requester: Requester,
    ) -> Done:
        """Make somebody known to the administrator's force.

        Raises:
            NotAllowedError, and the directory's refusal of a collar number that is taken.

        """
        command = self._access.command(requester, Permission.MANAGE_PEOPLE)
        force = self._access.person(requester.person).force
        holder = self._directory.holder(collar_number, force=force)
        receipt = self._log.receipt(requester.request)
        if holder is not None and (
            not self._log.events_of(holder) or (receipt and receipt.aggregate == holder)
        ):
            # Named, and not registered before this request: the process died between the two. Go on
            # from there.
            person = holder

        def decide() -> tuple[Event, ...]:
            # The name goes first: a person in the log whom nobody can name is the worse half.
            self._directory.add(person, name=name, collar_number=collar_number, force=force)
            return (Person.register(person, force=force, rank=rank, command=command),)

        return carry_out(
            self._log, requester, decide, on=person, says=saying(Registered, rank=rank)
        )

    def grant(
        self,
        person: UUID,
        role: Role,
        *,
        since: datetime | None,
        until: datetime | None,
        requester: Requester,
    ) -> Done:
        """Let somebody act in a role, from now unless ``since`` is later.

        Raises:
            TakesTwoError: in this installation it takes a second administrator.

        """
        self._refuse_if_two(Step.GRANT, role)

        def says(event: Event) -> bool:
            begins = since or event.metadata.at
            return saying(RoleGranted, role=role, since=begins, until=until)(event)

        return self._change(
            person,
            requester,
            lambda found, command: found.grant(
                role, since=since or command.at, until=until, command=command
            ),
            says=says,
        )

    def revoke(self, person: UUID, role: Role, *, requester: Requester) -> Done:
        """Let somebody act in a role no longer.

        Raises:
            TakesTwoError: the role watches over others, and in this installation it takes two.

        """
        self._refuse_if_two(Step.REVOKE, role)
        return self._change(
            person,
            requester,
            lambda found, command: found.revoke(role, command=command),
            says=saying(RoleRevoked, role=role),
        )

    def takes_two(self, step: Step, role: Role) -> bool:
        """Whether a change of roles is to be proposed here, and confirmed by somebody else."""
        return self._roles_by is RolesBy.TWO and takes_two(step, role)

    def _refuse_if_two(self, step: Step, role: Role) -> None:
        if self.takes_two(step, role):
            raise TakesTwoError

    def change_rank(self, person: UUID, rank: Rank, *, requester: Requester) -> Done:
        return self._change(
            person,
            requester,
            lambda found, command: found.change_rank(rank, command=command),
            says=saying(RankChanged, rank=rank),
        )

    def assign_supervisor(self, person: UUID, supervisor: UUID, *, requester: Requester) -> Done:
        """Say who supervises somebody from now on.

        Raises:
            CircularSupervisionError: the one supervises the other already, directly or through others.

        """

        def decide(found: Person, command: Command) -> Event:
            above = self._access.person(supervisor)
            seen = {above.id}
            while above.supervisor is not None and above.supervisor not in seen:
                if above.supervisor == person:
                    raise CircularSupervisionError
                seen.add(above.supervisor)
                above = self._access.person(above.supervisor)
            return found.assign_supervisor(supervisor, command=command)

        return self._change(
            person,
            requester,
            decide,
            says=saying(SupervisorAssigned, supervisor=supervisor),
        )

    def release_supervisor(self, person: UUID, *, requester: Requester) -> Done:
        return self._change(
            person,
            requester,
            lambda found, command: found.release_supervisor(command=command),
            says=saying(SupervisorReleased),
        )

    def delegate(
        self, delegate: UUID, *, since: datetime | None, until: datetime, requester: Requester
    ) -> Done:
        """Have somebody act for the supervisor who asks, from now unless ``since`` is later.

        Raises:
            NotAllowedError, CannotReviewError, and what the delegate's standing refuses.

        """
        supervisor = requester.person

        def says(event: Event) -> bool:
            begins = since or event.metadata.at
            return saying(SupervisionDelegated, supervisor=supervisor, since=begins, until=until)(
                event
            )

        def decide() -> tuple[Event, ...]:
            command = self._access.command(requester, Permission.DELEGATE)
            found = self._access.person(delegate)
            if found.force is not self._access.person(supervisor).force:
                raise NotFoundError
            # Who holds the role from a later day may be asked now, for then.
            begins = since or command.at
            if not holds(Permission.REVIEW, found.roles_at(max(begins, command.at))):
                raise CannotReviewError
            return (found.delegate(supervisor, since=begins, until=until, command=command),)

        return carry_out(self._log, requester, decide, on=delegate, says=says)

    def end_delegation(self, delegate: UUID, *, requester: Requester) -> Done:
        """End it before its day.

        Raises:
            NotAllowedError, DelegationNotHeldError.

        """

        def decide() -> tuple[Event, ...]:
            command = self._access.command(requester, Permission.DELEGATE)
            found = self._access.person(delegate)
            return (found.end_delegation(requester.person, command=command),)

        return carry_out(
            self._log,
            requester,
            decide,
            on=delegate,
            says=saying(DelegationEnded, supervisor=requester.person),
        )

    def issue_account(self, person: UUID, *, requester: Requester) -> Done:
        """Record that somebody gets an account; whoever keeps accounts makes it afterwards."""
        return self._change(
            person,
            requester,
            lambda found, command: found.issue_account(command=command),
            says=saying(AccountIssued),
        )

    def link_account(
        self, person: UUID, *, issuer: str, subject: str, requester: Requester
    ) -> Done:
        """Record whom an identity provider means by an id; who keeps the links makes it afterwards."""
        return self._change(
            person,
            requester,
            lambda found, command: found.link(issuer, subject, command=command),
            says=saying(AccountLinked, issuer=issuer, subject=subject),
        )

    def unlink_account(self, person: UUID, *, requester: Requester) -> Done:
        """Record that an identity provider no longer says who somebody is."""
        return self._change(
            person,
            requester,
            lambda found, command: found.unlink(command=command),
            says=saying(AccountUnlinked),
        )

    def remove_second_factor(self, person: UUID, *, requester: Requester) -> Done:
        """Record that somebody's second factor is taken away; who keeps them does it afterwards."""
        return self._change(
            person,
            requester,
            lambda found, command: found.remove_second_factor(command=command),
            says=saying(SecondFactorRemoved),
        )

    def end_sessions(self, person: UUID, *, requester: Requester) -> Done:
        """Record that somebody is signed out everywhere; who keeps sessions ends them afterwards."""
        return self._change(
            person,
            requester,
            lambda found, command: found.end_sessions(command=command),
            says=saying(SessionsEnded),
        )

    def close_account(self, person: UUID, *, requester: Requester) -> Done:
        """Let somebody do nothing any more, whatever roles they hold."""
        return self._change(
            person,
            requester,
            lambda found, command: found.close_account(command=command),
            says=saying(AccountClosed),
        )

    def reopen_account(self, person: UUID, *, requester: Requester) -> Done:
        return self._change(
            person,
            requester,
            lambda found, command: found.reopen_account(command=command),
            says=saying(AccountReopened),
        )

    def correct_entry(
        self, person: UUID, *, name: str, collar_number: str, requester: Requester
    ) -> Done:
        """Correct how somebody is called.

        Raises:
            NotAllowedError, CollarNumberTakenError, KeyReusedError.

        """
        command = self._access.command(requester, Permission.MANAGE_PEOPLE)

        def decide() -> tuple[Event, ...]:
            found = self._access.of_own_force(person, requester.person)
            self._directory.add(person, name=name, collar_number=collar_number, force=found.force)
            return (found.correct_entry(command=command),)

        return carry_out(self._log, requester, decide, on=person, says=saying(EntryCorrected))

    def _change(
        self,
        person: UUID,
        requester: Requester,
        decide: Callable[[Person, Command], Event],
        *,
        says: Callable[[Event], bool],
    ) -> Done:
        command = self._access.command(requester, Permission.MANAGE_PEOPLE)
        return carry_out(
            self._log,
            requester,
            lambda: (decide(self._access.of_own_force(person, requester.person), command),),
            on=person,
            says=says,
        )
