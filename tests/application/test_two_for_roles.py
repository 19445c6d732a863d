"""Where roles take two administrators, neither gives one alone, whatever they try (T56)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest

from application.carrying_out import Done, KeyReusedError
from domain.access.errors import NotAllowedError
from domain.access.policy import Permission
from domain.codelists.forces import Force
from domain.codelists.roles import Role
from domain.errors import DomainError, NotFoundError
from domain.people.errors import (
    NotWaitingError,
    OwnProposalError,
    OwnStandingError,
    ProposerGoneError,
    SignInChangedError,
    TakesTwoError,
)
from domain.people.events import RoleGranted, RoleProposalConfirmed, RoleRevoked
from domain.people.proposals import WATCHING, RolesBy
from tests.application.in_memory import InMemory, populated
from tests.application.together import at_the_same_moment
from tests.people import (
    ADMINISTRATOR,
    COLLEAGUE,
    OFFICER,
    SECOND_ADMINISTRATOR,
    STANDARDS,
    SUPERVISOR,
    Somebody,
)
from web.bootstrap import Services

FIRST, SECOND = ADMINISTRATOR, SECOND_ADMINISTRATOR
THIRD = Somebody(name="Ida Pike", collar_number="9022", rank=FIRST.rank, role=Role.ADMINISTRATOR)
ABROAD = replace(SECOND, name="Jo Smelt", collar_number="9023")


def found(memory: Any, *people: Somebody, force: Force = Force.NORTHSHIRE) -> None:
    for one in people:
        memory.people.found(
            one.id,
            name=one.name,
            collar_number=one.collar_number,
            force=force,
            rank=one.rank,
            role=one.role,
        )


@pytest.fixture
def memory() -> Iterator[InMemory]:
    """An installation in which roles take two, with two administrators."""
    made = populated(RolesBy.TWO)
    found(made, SECOND)
    yield made
    made.log.close()
    made.reader.close()


def propose(
    memory: Any, to: Somebody = OFFICER, role: Role = Role.ANALYST, by: Somebody = FIRST
) -> int:
    done: Done = memory.role_proposals.propose_grant(
        to.id, role, since=None, until=None, requester=by.asks()
    )
    return done.version


def confirm(memory: Any, proposed: int, to: Somebody = OFFICER, by: Somebody = SECOND) -> Done:
    done: Done = memory.role_proposals.confirm(to.id, proposed, requester=by.asks())
    return done


def roles(memory: Any, who: Somebody = OFFICER) -> frozenset[Role]:
    return frozenset(memory.access.roles(who.id))


def test_one_administrator_gives_no_role(memory: InMemory) -> None:
    with pytest.raises(TakesTwoError):
        memory.people.grant(
            OFFICER.id, Role.ANALYST, since=None, until=None, requester=FIRST.asks()
        )

    propose(memory)
    assert roles(memory) == {Role.OFFICER}


def test_two_give_it_and_the_log_names_both(memory: InMemory) -> None:
    confirm(memory, propose(memory))

    assert roles(memory) == {Role.OFFICER, Role.ANALYST}
    proposed, confirmed, granted = memory.log.events_of(OFFICER.id)[-3:]
    assert (type(confirmed), type(granted)) == (RoleProposalConfirmed, RoleGranted)
    assert (proposed.metadata.actor, granted.metadata.actor) == (FIRST.id, SECOND.id)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYSTEM}))
def test_one_takes_away_what_does_not_watch_over_others_and_nothing_else(
    memory: InMemory, role: Role
) -> None:
    held = Somebody(name="Kit Roach", collar_number="6001", rank=OFFICER.rank, role=role)
    found(memory, held)

    def revoke() -> None:
        memory.people.revoke(held.id, role, requester=FIRST.asks())

    if role not in WATCHING:
        revoke()
        assert roles(memory, held) == frozenset()
        return
    with pytest.raises(TakesTwoError):
        revoke()
    done = memory.role_proposals.propose_revocation(held.id, role, requester=FIRST.asks())
    assert roles(memory, held) == {role}
    confirm(memory, done.version, held)
    assert isinstance(memory.last(held.id), RoleRevoked)
    assert roles(memory, held) == frozenset()


def test_what_is_safe_does_not_wait(memory: InMemory) -> None:
    memory.people.end_sessions(STANDARDS.id, requester=FIRST.asks())
    memory.people.close_account(STANDARDS.id, requester=FIRST.asks())

    assert roles(memory, STANDARDS) == frozenset()


def test_t56_nobody_gives_themselves_a_role_not_even_through_a_second_proposal(
    memory: InMemory,
) -> None:
    before = roles(memory, FIRST)
    with pytest.raises(OwnStandingError):
        propose(memory, FIRST, by=FIRST)
    about_first = propose(memory, FIRST, by=SECOND)
    with pytest.raises(OwnStandingError):
        confirm(memory, about_first, FIRST, by=FIRST)
    with pytest.raises(OwnStandingError):
        propose(memory, FIRST, Role.SUPERVISOR, by=FIRST)
    with pytest.raises(OwnProposalError):
        confirm(memory, about_first, FIRST, by=SECOND)
    # Each confirms what the other proposed: it is still about one of the two.
    about_second = propose(memory, SECOND, by=FIRST)
    with pytest.raises(OwnStandingError):
        confirm(memory, about_second, SECOND, by=SECOND)

    assert roles(memory, FIRST) == before


def test_t56_not_through_an_account_that_one_makes_or_takes_over(memory: InMemory) -> None:
    """Who may give a first password could sign in as somebody else, and confirm as them."""
    memory.people.issue_account(SECOND.id, requester=FIRST.asks())

    with pytest.raises(SignInChangedError):
        confirm(memory, propose(memory))
    with pytest.raises(SignInChangedError):
        propose(memory, COLLEAGUE, by=SECOND)
    # A third one is not held up by it.
    found(memory, THIRD)
    confirm(memory, propose(memory, COLLEAGUE), COLLEAGUE, by=THIRD)


def test_nobody_but_administrators_has_a_part_in_it(memory: InMemory) -> None:
    proposed = propose(memory)

    for who in (OFFICER, SUPERVISOR, STANDARDS):
        for attempt in (
            partial(propose, memory, COLLEAGUE, by=who),
            partial(confirm, memory, proposed, by=who),
            partial(memory.role_proposals.decline, OFFICER.id, proposed, requester=who.asks()),
            partial(memory.role_proposals.withdraw, OFFICER.id, proposed, requester=who.asks()),
        ):
            with pytest.raises(NotAllowedError):
                attempt()


def test_another_forces_administrator_has_no_part_in_it(memory: InMemory) -> None:
    found(memory, ABROAD, force=Force.KENT)
    proposed = propose(memory)

    for attempt in (
        partial(propose, memory, COLLEAGUE, by=ABROAD),
        partial(confirm, memory, proposed, by=ABROAD),
        partial(memory.people.revoke, OFFICER.id, Role.OFFICER, requester=ABROAD.asks()),
        partial(memory.people.close_account, OFFICER.id, requester=ABROAD.asks()),
        partial(
            memory.people.correct_entry,
            OFFICER.id,
            name="Ada Finch",
            collar_number="1",
            requester=ABROAD.asks(),
        ),
    ):
        with pytest.raises(NotFoundError):
            attempt()


def lose(memory: InMemory) -> None:
    """The first administrator loses the role, by the hands of the two others."""
    done = memory.role_proposals.propose_revocation(
        FIRST.id, Role.ADMINISTRATOR, requester=SECOND.asks()
    )
    confirm(memory, done.version, FIRST, by=THIRD)


def close(memory: InMemory) -> None:
    memory.people.close_account(FIRST.id, requester=SECOND.asks())


@pytest.mark.parametrize("gone", [lose, close])
def test_what_somebody_proposed_who_is_administrator_no_more_is_not_confirmed(
    memory: InMemory, gone: Callable[[InMemory], None]
) -> None:
    found(memory, THIRD)
    proposed = propose(memory)

    gone(memory)

    with pytest.raises(ProposerGoneError):
        confirm(memory, proposed)
    memory.role_proposals.decline(OFFICER.id, proposed, requester=SECOND.asks())
    confirm(memory, propose(memory, by=SECOND), by=THIRD)


def test_it_lapses_after_seven_days(memory: InMemory) -> None:
    proposed = propose(memory)
    memory.clock.advance(days=7)

    with pytest.raises(NotWaitingError):
        confirm(memory, proposed)
    confirm(memory, propose(memory))


def test_each_is_carried_out_once_however_often_it_is_sent(memory: InMemory) -> None:
    asked = FIRST.asks()
    made = [
        memory.role_proposals.propose_grant(
            OFFICER.id, Role.ANALYST, since=None, until=None, requester=asked
        )
        for _ in range(2)
    ]
    again = SECOND.asks()
    done = [
        memory.role_proposals.confirm(OFFICER.id, made[0].version, requester=again)
        for _ in range(2)
    ]

    assert [one.repeated for one in (*made, *done)] == [False, True, False, True]
    with pytest.raises(KeyReusedError):
        memory.role_proposals.confirm(OFFICER.id, 99, requester=again)
    granted = [one for one in memory.log.events_of(OFFICER.id) if isinstance(one, RoleGranted)]
    assert len(granted) == 2, "the officer's own, and this one"


def test_where_one_gives_roles_nothing_is_asked_of_a_second() -> None:
    memory = populated()

    memory.people.grant(OFFICER.id, Role.ANALYST, since=None, until=None, requester=FIRST.asks())
    memory.people.revoke(STANDARDS.id, STANDARDS.role, requester=FIRST.asks())

    assert Role.ANALYST in roles(memory)
    assert roles(memory, STANDARDS) == frozenset()


def test_of_two_who_decide_at_the_same_moment_one_does(services: Services) -> None:
    """On both databases: it is confirmed once, and nobody is told that they did what they did not."""
    found(services, SECOND, THIRD)
    proposed = propose(services)
    decide = services.role_proposals

    answers = at_the_same_moment(
        [
            partial(confirm, services, proposed, by=SECOND),
            partial(confirm, services, proposed, by=THIRD),
            partial(decide.decline, OFFICER.id, proposed, requester=SECOND.asks()),
            partial(decide.withdraw, OFFICER.id, proposed, requester=FIRST.asks()),
        ]
    )

    assert len([one for one in answers if isinstance(one, Done)]) == 1
    assert len([one for one in answers if isinstance(one, NotWaitingError)]) == 3
    (proposal,) = services.access.person(OFFICER.id).proposals
    assert proposal.decided is not None
    confirmed = any(isinstance(one, Done) for one in answers[:2])
    assert (Role.ANALYST in roles(services)) is confirmed


def test_of_two_proposals_of_one_role_at_the_same_moment_one_waits(services: Services) -> None:
    found(services, SECOND)

    answers = at_the_same_moment([partial(propose, services, by=by) for by in (FIRST, SECOND)])

    assert len([one for one in answers if isinstance(one, int)]) == 1
    assert len([one for one in answers if isinstance(one, DomainError)]) == 1
    assert len(services.access.person(OFFICER.id).proposals) == 1


def test_two_proposals_about_one_person_confirmed_at_once_both_take_effect(
    services: Services,
) -> None:
    found(services, SECOND)
    proposed = [propose(services, role=role) for role in (Role.ANALYST, Role.SUPERVISOR)]

    answers = at_the_same_moment([partial(confirm, services, version) for version in proposed])

    assert all(isinstance(one, Done) for one in answers)
    assert roles(services) == {Role.OFFICER, Role.ANALYST, Role.SUPERVISOR}
    assert services.access.holds(OFFICER.id, Permission.READ_REPORTS)


def test_what_nobody_was_registered_for_is_not_found(memory: InMemory) -> None:
    nobody: UUID = uuid4()

    with pytest.raises(NotFoundError):
        memory.role_proposals.decline(nobody, 1, requester=SECOND.asks())
