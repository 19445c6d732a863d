from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from domain.codelists.forces import Force
from domain.codelists.ranks import Rank
from domain.codelists.roles import Role
from domain.people.errors import (
    AccountClosedError,
    AccountOpenError,
    GrantEndsBeforeItStartsError,
    GrantInThePastError,
    NotAnIdError,
    NotLinkedError,
    NotSupervisedError,
    OwnAccountError,
    OwnStandingError,
    OwnSupervisorError,
    RoleHeldError,
    RoleNotHeldError,
)
from domain.people.events import RoleGranted
from domain.people.person import Person, fold
from tests.fakes import NOON
from tests.people import ADMINISTRATOR, OFFICER, SUPERVISOR

MOMENT = timedelta(microseconds=1)
DAY = timedelta(days=1)


def a_person() -> Person:
    registered = Person.register(
        OFFICER.id, force=Force.NORTHSHIRE, rank=Rank.CONSTABLE, command=ADMINISTRATOR.commands()
    )
    person = fold(None, [registered])
    assert person is not None
    return person


def granted(
    person: Person, *, since: datetime = NOON, until: datetime | None = None
) -> RoleGranted:
    return person.grant(Role.SUPERVISOR, since=since, until=until, command=ADMINISTRATOR.commands())


def holding(person: Person, *, since: datetime = NOON, until: datetime | None = None) -> Person:
    found = fold(person, [granted(person, since=since, until=until)])
    assert found is not None
    return found


def revoked(person: Person, at: datetime) -> Person:
    found = fold(person, [person.revoke(Role.SUPERVISOR, command=ADMINISTRATOR.commands(at=at))])
    assert found is not None
    return found


def test_a_registered_person_has_a_force_a_rank_and_no_role() -> None:
    person = a_person()

    assert (person.force, person.rank) == (Force.NORTHSHIRE, Rank.CONSTABLE)
    assert person.roles_at(NOON) == frozenset()


def test_every_change_says_who_made_it_and_why() -> None:
    event = granted(a_person())

    assert (event.metadata.actor, event.metadata.role) == (ADMINISTRATOR.id, ADMINISTRATOR.role)
    assert event.metadata.why == "administration"


def test_a_role_holds_from_its_first_moment_and_not_before() -> None:
    person = holding(a_person(), since=NOON + DAY)

    assert person.roles_at(NOON + DAY - MOMENT) == frozenset()
    assert person.roles_at(NOON + DAY) == {Role.SUPERVISOR}


def test_a_role_ends_at_its_last_moment() -> None:
    person = holding(a_person(), until=NOON + DAY)

    assert person.roles_at(NOON + DAY - MOMENT) == {Role.SUPERVISOR}
    assert person.roles_at(NOON + DAY) == frozenset()


def test_a_role_without_an_end_goes_on() -> None:
    assert holding(a_person()).roles_at(NOON + 10_000 * DAY) == {Role.SUPERVISOR}


def test_a_role_is_not_granted_into_the_past() -> None:
    with pytest.raises(GrantInThePastError):
        granted(a_person(), since=NOON - MOMENT)


@pytest.mark.parametrize("until", [NOON, NOON - DAY])
def test_a_role_does_not_end_before_it_starts(until: datetime) -> None:
    with pytest.raises(GrantEndsBeforeItStartsError):
        granted(a_person(), until=until)


def test_a_revoked_role_holds_no_longer() -> None:
    person = revoked(holding(a_person()), NOON + DAY)

    assert person.roles_at(NOON + DAY) == frozenset()


def test_a_revocation_does_not_reach_back_in_time() -> None:
    person = revoked(holding(a_person()), NOON + DAY)

    assert person.roles_at(NOON + DAY - MOMENT) == {Role.SUPERVISOR}


def test_a_role_that_was_revoked_before_it_began_never_held() -> None:
    person = revoked(holding(a_person(), since=NOON + 2 * DAY), NOON + DAY)

    assert person.roles_at(NOON + 2 * DAY) == frozenset()
    assert person.roles_at(NOON + 3 * DAY) == frozenset()


def test_a_role_that_was_revoked_before_it_began_is_not_revoked_again() -> None:
    person = revoked(holding(a_person(), since=NOON + 2 * DAY), NOON + DAY)

    with pytest.raises(RoleNotHeldError):
        revoked(person, NOON + DAY)


def test_a_role_that_is_held_is_not_granted_again() -> None:
    with pytest.raises(RoleHeldError):
        holding(holding(a_person()))


def test_a_grant_that_was_over_keeps_its_own_end_when_a_later_one_is_revoked() -> None:
    once = holding(a_person(), until=NOON + DAY)
    again = holding(once, since=NOON + 2 * DAY)

    person = revoked(again, NOON + 3 * DAY)

    assert person.roles_at(NOON) == {Role.SUPERVISOR}
    assert person.roles_at(NOON + DAY) == frozenset()


def test_a_role_can_be_granted_again_after_it_was_revoked() -> None:
    person = revoked(holding(a_person()), NOON + DAY)

    again = holding(person, since=NOON + 2 * DAY)

    assert again.roles_at(NOON + 2 * DAY) == {Role.SUPERVISOR}


def test_revoking_one_role_leaves_the_others() -> None:
    person = holding(a_person())
    both = fold(
        person,
        [person.grant(Role.OFFICER, since=NOON, until=None, command=ADMINISTRATOR.commands())],
    )
    assert both is not None

    assert revoked(both, NOON + DAY).roles_at(NOON + DAY) == {Role.OFFICER}


@pytest.mark.parametrize("moment", [NOON + DAY, NOON + 2 * DAY], ids=["at the end", "later"])
def test_a_role_that_is_over_is_not_revoked(moment: datetime) -> None:
    with pytest.raises(RoleNotHeldError):
        revoked(holding(a_person(), until=NOON + DAY), moment)


def test_a_role_that_was_never_held_is_not_revoked() -> None:
    with pytest.raises(RoleNotHeldError):
        revoked(a_person(), NOON)


@pytest.mark.parametrize("role", Role)
def test_nobody_grants_a_role_to_themselves(role: Role) -> None:
    with pytest.raises(OwnStandingError):
        a_person().grant(role, since=NOON, until=None, command=OFFICER.commands())


def test_nobody_revokes_their_own_role() -> None:
    with pytest.raises(OwnStandingError):
        holding(a_person()).revoke(Role.SUPERVISOR, command=OFFICER.commands())


def test_a_change_of_rank_is_the_persons_next_event() -> None:
    person = a_person()

    event = person.change_rank(Rank.SERGEANT, command=ADMINISTRATOR.commands())
    promoted = fold(person, [event])

    assert promoted is not None
    assert promoted.rank is Rank.SERGEANT
    assert promoted.version == person.version + 1


def test_issuing_an_account_is_evidence_and_changes_nothing_else() -> None:
    person = a_person()

    issued = fold(person, [person.issue_account(command=ADMINISTRATOR.commands())])

    # When somebody else changed how they sign in counts where roles take two.
    assert issued == replace(person, version=person.version + 1, sign_in_changed_at=NOON)


def test_a_person_has_the_supervisor_who_was_assigned_last() -> None:
    person = a_person()
    first = fold(person, [person.assign_supervisor(uuid4(), command=ADMINISTRATOR.commands())])
    assert first is not None

    second = fold(first, [first.assign_supervisor(SUPERVISOR.id, command=ADMINISTRATOR.commands())])

    assert second is not None
    assert second.supervisor == SUPERVISOR.id


def test_nobody_supervises_themselves() -> None:
    with pytest.raises(OwnSupervisorError):
        a_person().assign_supervisor(OFFICER.id, command=ADMINISTRATOR.commands())


def test_a_released_person_has_no_supervisor() -> None:
    person = a_person()
    supervised = fold(
        person, [person.assign_supervisor(SUPERVISOR.id, command=ADMINISTRATOR.commands())]
    )
    assert supervised is not None

    alone = fold(supervised, [supervised.release_supervisor(command=ADMINISTRATOR.commands())])

    assert alone is not None
    assert alone.supervisor is None


def test_a_person_whom_nobody_supervises_is_not_released() -> None:
    with pytest.raises(NotSupervisedError):
        a_person().release_supervisor(command=ADMINISTRATOR.commands())


def test_the_history_of_a_person_loads_also_when_today_it_would_be_refused() -> None:
    event = a_person().change_rank(Rank.SERGEANT, command=OFFICER.commands())
    odd = RoleGranted(
        originator_id=OFFICER.id,
        originator_version=3,
        metadata=event.metadata,
        role=Role.ADMINISTRATOR,
        since=NOON,
        until=NOON - DAY,
    )

    person = fold(a_person(), [event, odd])

    assert person is not None
    assert person.roles_at(NOON) == frozenset()


def told(person: Person, *events: object) -> Person:
    found = fold(person, events)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_whose_account_is_closed_acts_in_no_role_from_then_on() -> None:
    person = holding(a_person())
    later = ADMINISTRATOR.commands(at=NOON + DAY)

    closed = told(person, person.close_account(command=later))

    assert closed.roles_at(NOON) == {Role.SUPERVISOR}, "what they did before they did in it"
    assert closed.roles_at(NOON + DAY) == frozenset()
    with pytest.raises(AccountClosedError):
        closed.close_account(command=later)


def test_an_account_that_is_opened_again_has_the_roles_that_it_held() -> None:
    person = holding(a_person())
    with pytest.raises(AccountOpenError):
        person.reopen_account(command=ADMINISTRATOR.commands())
    closed = told(person, person.close_account(command=ADMINISTRATOR.commands()))

    opened = told(closed, closed.reopen_account(command=ADMINISTRATOR.commands(at=NOON + DAY)))

    assert opened.roles_at(NOON + DAY) == {Role.SUPERVISOR}


def test_nobody_closes_their_own_account_or_takes_their_own_second_factor_away() -> None:
    person, own = a_person(), OFFICER.commands(role=Role.ADMINISTRATOR)

    with pytest.raises(OwnAccountError):
        person.close_account(command=own)
    with pytest.raises(OwnAccountError):
        person.remove_second_factor(command=own)


def test_an_account_is_linked_to_one_id_until_it_is_unlinked() -> None:
    person, command = a_person(), ADMINISTRATOR.commands()
    with pytest.raises(NotLinkedError):
        person.unlink(command=command)

    linked = told(person, person.link("https://login.example", "7a1f", command=command))
    assert linked.linked_to == "https://login.example"

    assert told(linked, linked.unlink(command=command)).linked_to is None


@pytest.mark.parametrize(
    "subject", ["", "Ada Finch", "ada@northshire.example", "7a1f\n", "é", "7" * 256, "<7a1f>"]
)
def test_what_may_be_a_name_or_an_address_is_no_id(subject: str) -> None:
    with pytest.raises(NotAnIdError):
        a_person().link("https://login.example", subject, command=ADMINISTRATOR.commands())


@pytest.mark.parametrize("subject", ["7a1f", "0f8c4d3e-8f0a-4d53-9a53-3f2a4f8f0d11", "auth0|7a1f"])
def test_an_id_is_taken_as_it_is(subject: str) -> None:
    linked = a_person().link("https://login.example", subject, command=ADMINISTRATOR.commands())

    assert linked.subject == subject
