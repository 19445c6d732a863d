"""Proposing a change to somebody's roles, and deciding it as the second administrator.

What the change itself refuses is asked when it is proposed, so that nothing waits in vain, and again
when it is confirmed, because the person may stand otherwise by then.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from domain.access.policy import Permission, holds
from domain.codelists.roles import Role
from domain.command import Command
from domain.event import Event
from domain.people.errors import (
    NotWaitingError,
    OthersProposalError,
    OwnProposalError,
    OwnStandingError,
    ProposedAlreadyError,
    ProposerGoneError,
    SignInChangedError,
)
from domain.people.events import (
    RoleGranted,
    RoleGrantProposed,
    RoleProposalConfirmed,
    RoleProposalDeclined,
    RoleProposalWithdrawn,
    RoleRevocationProposed,
    RoleRevoked,
)
from domain.people.person import Person, fold
from domain.people.proposals import PROPOSAL_STANDS, Proposal, Step


def propose_grant(
    person: Person,
    role: Role,
    *,
    since: datetime | None,
    until: datetime | None,
    by: Person,
    command: Command,
) -> RoleGrantProposed:
    """Propose that the person holds a role; ``by`` is how whoever asks stands."""
    person.grant(role, since=since or command.at, until=until, command=command)
    _refuse_proposal(person, role, by, command)
    return RoleGrantProposed(
        **person.following(command),
        role=role,
        since=since,
        until=until,
        lapses=command.at + PROPOSAL_STANDS,
    )


def propose_revocation(
    person: Person, role: Role, *, by: Person, command: Command
) -> RoleRevocationProposed:
    """Propose that the person no longer holds a role."""
    person.revoke(role, command=command)
    _refuse_proposal(person, role, by, command)
    return RoleRevocationProposed(
        **person.following(command), role=role, lapses=command.at + PROPOSAL_STANDS
    )


def confirm(
    person: Person,
    proposed: int,
    *,
    standing: Callable[[UUID], Person],
    by: Person,
    command: Command,
) -> tuple[RoleProposalConfirmed, RoleGranted | RoleRevoked]:
    """Confirm it as the second administrator; it takes effect at once.

    Both of them must be administrators at this moment, and neither is the person concerned.
    ``standing`` tells how whoever proposed it stands.
    """
    proposal = _as_second(person, proposed, command)
    if not holds(Permission.MANAGE_PEOPLE, standing(proposal.by).roles_at(command.at)):
        raise ProposerGoneError
    if not by.is_settled_at(command.at):
        raise SignInChangedError
    confirmed = RoleProposalConfirmed(**person.following(command), proposed=proposed)
    return confirmed, _carried_out(proposal, _after(person, confirmed), command)


def decline(person: Person, proposed: int, *, command: Command) -> RoleProposalDeclined:
    """Turn it down as the second administrator."""
    _as_second(person, proposed, command)
    return RoleProposalDeclined(**person.following(command), proposed=proposed)


def withdraw(person: Person, proposed: int, *, command: Command) -> RoleProposalWithdrawn:
    """Take one's own proposal back."""
    if command.by != _waiting(person, proposed, command).by:
        raise OthersProposalError
    return RoleProposalWithdrawn(**person.following(command), proposed=proposed)


def _refuse_proposal(person: Person, role: Role, by: Person, command: Command) -> None:
    if any(one.role is role and one.waits_at(command.at) for one in person.proposals):
        raise ProposedAlreadyError
    if not by.is_settled_at(command.at):
        raise SignInChangedError


def _waiting(person: Person, proposed: int, command: Command) -> Proposal:
    for one in person.proposals:
        if one.version == proposed and one.waits_at(command.at):
            return one
    raise NotWaitingError


def _as_second(person: Person, proposed: int, command: Command) -> Proposal:
    """The proposal, for whom it is to decide: neither who made it nor whom it is about."""
    proposal = _waiting(person, proposed, command)
    if command.by == person.id:
        raise OwnStandingError
    if command.by == proposal.by:
        raise OwnProposalError
    return proposal


def _carried_out(proposal: Proposal, person: Person, command: Command) -> RoleGranted | RoleRevoked:
    if proposal.step is Step.REVOKE:
        return person.revoke(proposal.role, command=command)
    # A day that came while it waited is not gone back to: a role does not reach back in time.
    since = max(proposal.since or command.at, command.at)
    return person.grant(proposal.role, since=since, until=proposal.until, command=command)


def _after(person: Person, event: Event) -> Person:
    found = fold(person, [event])
    assert found is not None
    return found
