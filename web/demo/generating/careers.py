"""What happens to people: they are registered, given roles and a supervisor, and some change teams."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from domain.codelists.roles import Role
from domain.command import Command
from domain.event import Event
from domain.people.person import Person, fold
from web.demo.generating.chance import identity
from web.demo.generating.roster import Member, Roster
from web.demo.generating.wanted import Wanted

GENERATOR = identity("generator")
"""Who registers made-up people: by this they are told from real ones for ever."""


def career(wanted: Wanted, roster: Roster, member: Member, *, asked: UUID) -> Sequence[Event]:
    """Somebody's standing from the founding to the end, in order; ``asked`` is the run's key."""
    founding = Command(by=GENERATOR, role=Role.SYSTEM, at=wanted.founded, request=asked)
    told: list[Event] = [
        Person.register(member.id, force=roster.force, rank=member.rank, command=founding)
    ]

    def then(at: datetime, decide: Callable[[Person, Command], Event]) -> None:
        person = fold(None, told)
        if person is not None:
            told.append(decide(person, _command(person, at)))

    for role in member.roles:
        then(wanted.founded, _granting(role))
    if member.supervisor is not None:
        then(wanted.founded, _assigning(roster.members[member.supervisor].id))
    if member.move and member.move.at <= wanted.end:
        then(member.move.at, _assigning(roster.members[member.move.supervisor].id))
    if member in signing_in(wanted, roster).values():
        # The last thing that happens in a force: nobody signs in to half of it.
        then(wanted.end, lambda person, command: person.issue_account(command=command))
    return told


def signing_in(wanted: Wanted, roster: Roster) -> Mapping[str, Member]:
    """Who gets an account, by what their username ends with: one of each kind."""
    officer = roster.most_active
    supervisor = officer.supervisor_at(wanted.end)
    if supervisor is None:
        raise TypeError("every constable is supervised")
    return {
        "officer": officer,
        "supervisor": roster.members[supervisor],
        "standards": roster.standards[0],
        "analyst": roster.analyst,
    }


def _granting(role: Role) -> Callable[[Person, Command], Event]:
    return lambda person, command: person.grant(role, since=command.at, until=None, command=command)


def _assigning(supervisor: UUID) -> Callable[[Person, Command], Event]:
    return lambda person, command: person.assign_supervisor(supervisor, command=command)


def _command(person: Person, at: datetime) -> Command:
    return Command(
        by=GENERATOR,
        role=Role.SYSTEM,
        at=at,
        request=uuid5(person.id, str(person.version + 1)),
    )
