"""Roles that one administrator proposes and another one confirms (spec: audit, 6.1)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from domain.access.policy import TABLE, Permission
from domain.codelists.forces import Force
from domain.codelists.ranks import Rank
from domain.codelists.roles import Role
from domain.errors import DomainError
from domain.event import Event
from domain.people.errors import (
    GrantEndsBeforeItStartsError,
    GrantInThePastError,
    NotWaitingError,
    OthersProposalError,
    OwnProposalError,
    OwnStandingError,
    ProposedAlreadyError,
    ProposerGoneError,
    RoleHeldError,
    RoleNotHeldError,
    SignInChangedError,
)
from domain.people.events import RoleGranted, RoleProposalConfirmed, RoleRevoked
from domain.people.person import Person, fold
from domain.people.proposals import (
    PROPOSAL_STANDS,
    SIGN_IN_SETTLES,
    WATCHING,
    Fate,
    Step,
    takes_two,
)
from domain.people.proposing import (
    confirm,
    decline,
    propose_grant,
    propose_revocation,
    withdraw,
)
from tests.fakes import NOON
from tests.people import ADMINISTRATOR, OFFICER, SECOND_ADMINISTRATOR, SUPERVISOR, Somebody

MOMENT = timedelta(microseconds=1)
DAY = timedelta(days=1)
FIRST, SECOND = ADMINISTRATOR, SECOND_ADMINISTRATOR


def somebody(who: Somebody = OFFICER, *roles: Role) -> Person:
    """A person who holds these roles since the founding."""
    founder = replace(FIRST.commands(role=Role.SYSTEM), by=UUID(int=0))
    found = after(
        None, Person.register(who.id, force=Force.NORTHSHIRE, rank=Rank.STAFF, command=founder)
    )
    for role in roles:
        found = after(found, found.grant(role, since=NOON, until=None, command=founder))
    return found


def after(person: Person | None, *events: Event) -> Person:
    found = fold(person, events)
    assert found is not None
    return found


def an_administrator(who: Somebody) -> Person:
    return somebody(who, Role.ADMINISTRATOR)


def proposed(
    person: Person | None = None,
    role: Role = Role.SUPERVISOR,
    *,
    by: Somebody = FIRST,
    at: datetime = NOON,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Person:
    """A person for whom a role is proposed."""
    found = person or somebody()
    event = propose_grant(
        found,
        role,
        since=since,
        until=until,
        by=an_administrator(by),
        command=by.commands(at=at),
    )
    return after(found, event)


def confirmed(
    person: Person,
    *,
    by: Somebody = SECOND,
    at: datetime = NOON,
    proposer: Person | None = None,
    second: Person | None = None,
) -> tuple[RoleProposalConfirmed, RoleGranted | RoleRevoked]:
    return confirm(
        person,
        person.proposals[-1].version,
        standing=lambda _: proposer or an_administrator(FIRST),
        by=second or an_administrator(by),
        command=by.commands(at=at),
    )


def test_what_is_proposed_gives_nothing() -> None:
    person = proposed()

    assert person.roles_at(NOON + DAY) == frozenset()
    assert person.proposals[-1].fate_at(NOON) is Fate.WAITING


def test_a_second_administrator_confirms_it_and_it_is_a_grant_like_any_other() -> None:
    person = proposed()

    confirmation, granted = confirmed(person, at=NOON + DAY)

    assert isinstance(granted, RoleGranted)
    assert (granted.role, granted.since, granted.until) == (Role.SUPERVISOR, NOON + DAY, None)
    held = after(person, confirmation, granted)
    assert held.roles_at(NOON + DAY - MOMENT) == frozenset()
    assert held.roles_at(NOON + DAY) == {Role.SUPERVISOR}


def test_who_proposed_and_who_confirmed_are_both_told() -> None:
    person = after(proposed(), *confirmed(proposed(), at=NOON + DAY))

    (proposal,) = person.proposals

    assert (proposal.by, proposal.at) == (FIRST.id, NOON)
    assert proposal.decided is not None
    assert (proposal.decided.fate, proposal.decided.by, proposal.decided.at) == (
        Fate.CONFIRMED,
        SECOND.id,
        NOON + DAY,
    )


def test_its_dates_are_those_that_were_proposed() -> None:
    person = proposed(since=NOON + 3 * DAY, until=NOON + 9 * DAY)

    _, granted = confirmed(person, at=NOON + DAY)

    assert isinstance(granted, RoleGranted)
    assert (granted.since, granted.until) == (NOON + 3 * DAY, NOON + 9 * DAY)


def test_a_day_that_came_while_it_waited_is_not_gone_back_to() -> None:
    person = proposed(since=NOON + DAY)

    _, granted = confirmed(person, at=NOON + 2 * DAY)

    assert isinstance(granted, RoleGranted)
    assert granted.since == NOON + 2 * DAY


def test_what_would_have_ended_while_it_waited_is_not_given() -> None:
    person = proposed(until=NOON + DAY)

    with pytest.raises(GrantEndsBeforeItStartsError):
        confirmed(person, at=NOON + DAY)


def test_a_role_is_taken_away_in_the_same_way() -> None:
    person = somebody(OFFICER, Role.PROFESSIONAL_STANDARDS)
    event = propose_revocation(
        person,
        Role.PROFESSIONAL_STANDARDS,
        by=an_administrator(FIRST),
        command=FIRST.commands(),
    )
    waiting = after(person, event)
    assert waiting.roles_at(NOON) == {Role.PROFESSIONAL_STANDARDS}

    confirmation, revoked = confirmed(waiting)

    assert isinstance(revoked, RoleRevoked)
    assert after(waiting, confirmation, revoked).roles_at(NOON) == frozenset()


def test_nobody_confirms_what_they_proposed() -> None:
    with pytest.raises(OwnProposalError):
        confirmed(proposed(), by=FIRST)


@pytest.mark.parametrize("decide", [confirm, decline])
def test_whom_it_is_about_has_no_part_in_it(decide: Callable[..., object]) -> None:
    person = proposed(an_administrator(SECOND))
    more = {"standing": lambda _: an_administrator(FIRST), "by": person}

    with pytest.raises(OwnStandingError):
        decide(
            person,
            person.proposals[-1].version,
            command=SECOND.commands(),
            **(more if decide is confirm else {}),
        )


def test_t56_nobody_gives_themselves_a_role_not_even_through_a_second_proposal() -> None:
    one = an_administrator(FIRST)
    with pytest.raises(OwnStandingError):
        proposed(one, by=FIRST)

    # Another one proposes it, and the proposal is about whoever would confirm it.
    waiting = proposed(one, by=SECOND)
    with pytest.raises(OwnStandingError):
        confirmed(waiting, by=FIRST)
    # A second proposal of their own beside it, or after it was withdrawn.
    with pytest.raises(OwnStandingError):
        proposed(waiting, Role.ANALYST, by=FIRST)
    again = withdraw(waiting, waiting.proposals[-1].version, command=SECOND.commands())
    with pytest.raises(OwnStandingError):
        proposed(after(waiting, again), by=FIRST)


def test_it_lapses_by_itself() -> None:
    person, end = proposed(), NOON + PROPOSAL_STANDS

    confirmed(person, at=end - MOMENT)
    with pytest.raises(NotWaitingError):
        confirmed(person, at=end)
    assert person.proposals[-1].fate_at(end) is Fate.LAPSED
    # And may be made anew.
    assert len(proposed(person, at=end).proposals) == 2


def test_whoever_proposed_it_must_still_be_an_administrator_when_it_is_confirmed() -> None:
    revoked = an_administrator(FIRST)
    revoked = after(revoked, revoked.revoke(Role.ADMINISTRATOR, command=SECOND.commands()))
    closed = an_administrator(FIRST)
    closed = after(closed, closed.close_account(command=SECOND.commands()))

    for gone in (revoked, closed, somebody(FIRST)):
        with pytest.raises(ProposerGoneError):
            confirmed(proposed(), at=NOON + DAY, proposer=gone)


def test_it_is_declined_by_another_and_withdrawn_by_whoever_made_it() -> None:
    person = proposed()
    version = person.proposals[-1].version

    with pytest.raises(OwnProposalError):
        decline(person, version, command=FIRST.commands())
    with pytest.raises(OthersProposalError):
        withdraw(person, version, command=SECOND.commands())

    for event, fate in (
        (decline(person, version, command=SECOND.commands()), Fate.DECLINED),
        (withdraw(person, version, command=FIRST.commands()), Fate.WITHDRAWN),
    ):
        ended = after(person, event)
        assert ended.proposals[-1].fate_at(NOON) is fate
        assert ended.roles_at(NOON) == frozenset()
        with pytest.raises(NotWaitingError):
            confirmed(ended)
        with pytest.raises(NotWaitingError):
            decline(ended, version, command=SECOND.commands())


def test_what_was_confirmed_is_not_confirmed_again() -> None:
    person = after(proposed(), *confirmed(proposed()))

    with pytest.raises(NotWaitingError):
        confirmed(person)


@pytest.mark.parametrize("version", [0, 1, 99])
def test_what_was_never_proposed_is_not_decided(version: int) -> None:
    with pytest.raises(NotWaitingError):
        decline(proposed(), version, command=SECOND.commands())


def test_one_change_of_a_role_waits_at_a_time() -> None:
    person = proposed()

    with pytest.raises(ProposedAlreadyError):
        proposed(person, by=SECOND)
    assert len(proposed(person, Role.ANALYST, by=SECOND).proposals) == 2


@pytest.mark.parametrize(
    ("since", "until", "error"),
    [
        (NOON - MOMENT, None, GrantInThePastError),
        (NOON, NOON, GrantEndsBeforeItStartsError),
        (None, NOON - DAY, GrantEndsBeforeItStartsError),
    ],
)
def test_what_could_never_be_given_is_not_proposed(
    since: datetime | None, until: datetime | None, error: type[DomainError]
) -> None:
    with pytest.raises(error):
        proposed(since=since, until=until)


def test_a_role_that_is_held_is_not_proposed_and_one_that_is_not_held_not_taken_away() -> None:
    with pytest.raises(RoleHeldError):
        proposed(somebody(OFFICER, Role.SUPERVISOR))
    with pytest.raises(RoleNotHeldError):
        propose_revocation(
            somebody(), Role.ANALYST, by=an_administrator(FIRST), command=FIRST.commands()
        )


def test_a_role_that_came_otherwise_meanwhile_is_not_given_twice() -> None:
    person = proposed()
    given = person.grant(Role.SUPERVISOR, since=NOON, until=None, command=SUPERVISOR.commands())

    with pytest.raises(RoleHeldError):
        confirmed(after(person, given))


def changes_of_signing_in(person: Person) -> list[Event]:
    """What lets another administrator sign in as the person."""
    command = FIRST.commands()
    return [
        person.issue_account(command=command),
        person.link("https://login.example", "an-id", command=command),
        person.remove_second_factor(command=command),
    ]


@pytest.mark.parametrize("which", range(3))
def test_whose_signing_in_was_just_changed_by_another_has_no_part_in_it(which: int) -> None:
    second = an_administrator(SECOND)
    taken = after(second, changes_of_signing_in(second)[which])
    settled = NOON + SIGN_IN_SETTLES

    with pytest.raises(SignInChangedError):
        confirmed(proposed(), second=taken)
    with pytest.raises(SignInChangedError):
        propose_grant(
            somebody(),
            Role.ANALYST,
            since=None,
            until=None,
            by=taken,
            command=SECOND.commands(at=settled - MOMENT),
        )
    confirmed(proposed(at=settled), second=taken, at=settled)


def test_an_account_of_the_founding_or_changed_by_its_owner_settles_at_once() -> None:
    second = an_administrator(SECOND)
    founder = replace(FIRST.commands(role=Role.SYSTEM), by=UUID(int=0))
    own = second.issue_account(command=SECOND.commands())
    founded = second.issue_account(command=founder)

    for event in (own, founded):
        assert after(second, event).is_settled_at(NOON)
    # Whoever took it over does not end the time by changing it again as its owner.
    taken = after(second, second.issue_account(command=FIRST.commands()))
    assert not after(taken, taken.issue_account(command=SECOND.commands())).is_settled_at(NOON)


def test_it_takes_two_to_give_any_role_and_to_take_away_one_that_watches() -> None:
    assert all(takes_two(Step.GRANT, role) for role in Role)
    assert {role for role in Role if takes_two(Step.REVOKE, role)} == WATCHING


def test_whoever_reads_all_records_approves_or_sees_who_looked_watches() -> None:
    """No role that oversees is forgotten when another one is added."""
    oversight = (
        Permission.SEARCH_ACCESS,
        Permission.READ_CONFIDENTIAL_ACCESS,
        Permission.SEE_REFERRALS,
        Permission.HOLD,
        Permission.APPROVE_ERASURE,
        Permission.SEE_VERIFICATION,
        Permission.MANAGE_PEOPLE,
    )

    assert {role for permission in oversight for role in TABLE[permission]} == WATCHING
