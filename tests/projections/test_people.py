"""Who may act in which role and who supervises whom, as the read model has it."""

from datetime import timedelta
from uuid import UUID, uuid4

from domain.codelists.confidence import ConfidenceOutcome
from domain.codelists.emergencies import EmergencyOutcome, GroundForBreakingGlass
from domain.codelists.forces import Force
from domain.codelists.ranks import Rank
from domain.codelists.roles import Role
from domain.people.proposals import Step
from projections.people import confidences
from projections.people.proposals import WaitingRow, waiting
from projections.people.queries import (
    GrantRow,
    PersonRow,
    delegations,
    emergencies,
    open_emergencies,
    ranks,
    ranks_at,
    standing,
    team,
)
from tests.fakes import NOON, FakeClock
from tests.installations import appoint, follow
from tests.people import (
    ADMINISTRATOR,
    COLLEAGUE,
    OFFICER,
    OTHER_SUPERVISOR,
    SECOND_ADMINISTRATOR,
    STANDARDS,
    SUPERVISOR,
)
from tests.projections.happening import reading
from tests.standards import HEAD, approved, requested
from tests.web import given
from web.bootstrap import Services

ONE_HOUR = timedelta(hours=1)
ONE_DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)


def test_everybody_who_was_registered_has_a_standing(services: Services) -> None:
    assert row(services, OFFICER.id) == PersonRow(
        person=OFFICER.id,
        force=Force.NORTHSHIRE,
        rank=Rank.CONSTABLE,
        supervisor=SUPERVISOR.id,
        grants=(GrantRow(role=Role.OFFICER, since=NOON, until=None),),
    )


def test_nobody_knows_somebody_who_was_never_registered(services: Services) -> None:
    with reading(services) as connection:
        found = standing(connection, [uuid4()])

    assert found == {}


def test_a_changed_rank_is_the_one_that_is_shown(services: Services) -> None:
    services.people.change_rank(OFFICER.id, Rank.SERGEANT, requester=ADMINISTRATOR.asks())
    follow(services)

    with reading(services) as connection:
        found = ranks(connection, [OFFICER.id, COLLEAGUE.id, uuid4()])

    assert found == {OFFICER.id: Rank.SERGEANT, COLLEAGUE.id: Rank.CONSTABLE}


def test_a_rank_is_the_one_that_was_held_at_the_moment(
    services: Services, clock: FakeClock
) -> None:
    promoted_at = clock.advance(hours=1)
    services.people.change_rank(OFFICER.id, Rank.SERGEANT, requester=ADMINISTRATOR.asks())
    again_at = clock.advance(hours=1)
    services.people.change_rank(OFFICER.id, Rank.INSPECTOR, requester=ADMINISTRATOR.asks())
    follow(services)
    moments = (NOON - MOMENT, NOON, promoted_at - MOMENT, promoted_at, again_at, NOON + ONE_DAY)

    with reading(services) as connection:
        found = ranks_at(connection, [(OFFICER.id, moment) for moment in moments])

    assert [found.get((OFFICER.id, moment)) for moment in moments] == [
        None,
        Rank.CONSTABLE,
        Rank.CONSTABLE,
        Rank.SERGEANT,
        Rank.INSPECTOR,
        Rank.INSPECTOR,
    ]


def test_of_two_ranks_of_one_instant_the_later_one_holds(services: Services) -> None:
    services.people.change_rank(OFFICER.id, Rank.SERGEANT, requester=ADMINISTRATOR.asks())
    follow(services)

    with reading(services) as connection:
        found = ranks_at(connection, [(OFFICER.id, NOON), (COLLEAGUE.id, NOON), (uuid4(), NOON)])

    assert found == {
        (OFFICER.id, NOON): Rank.SERGEANT,
        (COLLEAGUE.id, NOON): Rank.CONSTABLE,
    }


def test_a_granted_role_holds_from_its_beginning_to_its_end(services: Services) -> None:
    grant(services, since=NOON + ONE_HOUR, until=NOON + ONE_DAY)

    _, granted = row(services, OFFICER.id).grants
    assert granted == GrantRow(role=Role.ANALYST, since=NOON + ONE_HOUR, until=NOON + ONE_DAY)
    assert [
        granted.holds_at(moment)
        for moment in (NOON, NOON + ONE_HOUR, NOON + ONE_DAY - ONE_HOUR, NOON + ONE_DAY)
    ] == [False, True, True, False]


def test_a_revoked_role_ends_when_it_is_revoked(services: Services, clock: FakeClock) -> None:
    grant(services)
    clock.advance(hours=1)

    revoke(services)

    _, ended = row(services, OFFICER.id).grants
    assert ended == GrantRow(role=Role.ANALYST, since=NOON, until=NOON + ONE_HOUR)


def test_a_revocation_leaves_other_roles_and_other_people_alone(services: Services) -> None:
    grant(services)
    others = row(services, COLLEAGUE.id)

    revoke(services)

    kept, _ = row(services, OFFICER.id).grants
    assert kept.until is None
    assert row(services, COLLEAGUE.id) == others


def test_a_revocation_does_not_prolong_what_had_ended(services: Services, clock: FakeClock) -> None:
    grant(services, until=NOON + ONE_HOUR)
    clock.advance(hours=2)
    grant(services)
    clock.advance(hours=1)

    revoke(services)

    _, earlier, later = row(services, OFFICER.id).grants
    assert (earlier.until, later.until) == (NOON + ONE_HOUR, NOON + 3 * ONE_HOUR)


def test_a_role_that_is_revoked_before_it_began_never_held(services: Services) -> None:
    grant(services, since=NOON + ONE_DAY)

    revoke(services)

    _, never = row(services, OFFICER.id).grants
    assert (never.since, never.until) == (NOON + ONE_DAY, NOON + ONE_DAY)
    assert not never.holds_at(NOON + ONE_DAY)


def test_the_read_model_and_the_log_agree_who_may_act(services: Services, clock: FakeClock) -> None:
    grant(services, since=NOON + ONE_DAY)
    grant(services, until=NOON + ONE_HOUR)
    revoke(services)
    grant(services)

    person = services.access.person(OFFICER.id)
    rows = row(services, OFFICER.id).grants
    for moment in (NOON, NOON + ONE_HOUR, NOON + ONE_DAY, NOON + 2 * ONE_DAY):
        assert {one.role for one in rows if one.holds_at(moment)} == person.roles_at(moment)


def test_a_team_is_who_somebody_supervises_now(services: Services) -> None:
    assert team_of(services, SUPERVISOR.id) == {OFFICER.id, COLLEAGUE.id}
    assert team_of(services, OTHER_SUPERVISOR.id) == set()


def test_who_gets_another_supervisor_leaves_the_first_ones_team(services: Services) -> None:
    services.people.assign_supervisor(
        OFFICER.id, OTHER_SUPERVISOR.id, requester=ADMINISTRATOR.asks()
    )

    assert team_of(services, SUPERVISOR.id) == {COLLEAGUE.id}
    assert team_of(services, OTHER_SUPERVISOR.id) == {OFFICER.id}


def test_who_is_released_is_in_nobodys_team(services: Services) -> None:
    services.people.release_supervisor(OFFICER.id, requester=ADMINISTRATOR.asks())

    assert team_of(services, SUPERVISOR.id) == {COLLEAGUE.id}


def test_who_acts_for_a_supervisor_has_their_team_for_as_long(services: Services) -> None:
    begins, ends = (services.clock.now() + days * ONE_DAY for days in (1, 3))
    services.people.delegate(
        OTHER_SUPERVISOR.id, since=begins, until=ends, requester=SUPERVISOR.asks()
    )

    before = team_of(services, OTHER_SUPERVISOR.id)
    services.clock.advance(days=1)
    during = team_of(services, OTHER_SUPERVISOR.id)
    with reading(services) as connection:
        (row,) = delegations(connection, [SUPERVISOR.id], after=services.clock.now())
    services.people.end_delegation(OTHER_SUPERVISOR.id, requester=SUPERVISOR.asks())
    after = team_of(services, OTHER_SUPERVISOR.id)

    assert (before, after) == (set(), set())
    assert during == {OFFICER.id, COLLEAGUE.id} == team_of(services, SUPERVISOR.id)
    assert (row.person, row.supervisor) == (OTHER_SUPERVISOR.id, SUPERVISOR.id)
    assert (row.since, row.until) == (begins, ends)


def test_emergencies_that_nobody_looked_into_come_first(services: Services) -> None:
    force = services.settings.force
    opened = [
        services.emergencies.break_glass(
            given.submitted(services).id,
            ground=GroundForBreakingGlass.IN_CUSTODY,
            explanation="They are in hospital.",
            requester=OTHER_SUPERVISOR.asks(),
        ).version
        for _ in range(2)
    ]
    services.emergencies.review(
        OTHER_SUPERVISOR.id,
        opened[0],
        EmergencyOutcome.JUSTIFIED,
        explanation="It was so.",
        requester=STANDARDS.asks(),
    )
    follow(services)

    with reading(services) as connection:
        rows, total = emergencies(connection, force, number=1, size=25)
        elsewhere = emergencies(connection, Force.KENT, number=1, size=25)
        unreviewed = open_emergencies(connection, force)

    assert [(row.version, row.outcome) for row in rows] == [
        (opened[1], None),
        (opened[0], EmergencyOutcome.JUSTIFIED),
    ]
    assert rows[0].due - rows[0].at == 5 * ONE_DAY
    assert rows[1].reviewed_by == STANDARDS.id
    assert (total, unreviewed, elsewhere) == (2, 1, ((), 0))


def waiting_in(
    services: Services, force: Force = Force.NORTHSHIRE, *, size: int = 25
) -> tuple[list[tuple[UUID, int]], int]:
    follow(services)
    with reading(services) as connection:
        rows, total = waiting(connection, force, at=services.clock.now(), size=size)
    return [(row.person, row.version) for row in rows], total


def test_changes_of_roles_wait_until_they_are_decided_or_lapse(
    services: Services, clock: FakeClock
) -> None:
    appoint(services, SECOND_ADMINISTRATOR)
    propose = services.role_proposals
    first, second = ADMINISTRATOR.asks, SECOND_ADMINISTRATOR.asks
    made = []
    for who in (OFFICER, COLLEAGUE, SUPERVISOR):
        done = propose.propose_grant(
            who.id, Role.ANALYST, since=None, until=clock.now() + 9 * ONE_DAY, requester=first()
        )
        made.append((who.id, done.version))
        clock.advance(hours=1)
    done = propose.propose_revocation(STANDARDS.id, STANDARDS.role, requester=first())
    made.append((STANDARDS.id, done.version))

    assert waiting_in(services) == (made, 4), "the first to lapse first"
    assert waiting_in(services, size=2) == (made[:2], 4)
    assert waiting_in(services, Force.KENT) == ([], 0)
    propose.confirm(*made[0], requester=second())
    propose.decline(*made[1], requester=second())
    assert waiting_in(services) == (made[2:], 2)
    propose.withdraw(*made[3], requester=first())
    assert waiting_in(services) == (made[2:3], 1)
    clock.advance(days=7)
    assert waiting_in(services) == ([], 0)


def test_a_change_of_roles_that_waits_is_told_in_full(services: Services) -> None:
    ends = NOON + 9 * ONE_DAY
    done = services.role_proposals.propose_grant(
        OFFICER.id, Role.ANALYST, since=None, until=ends, requester=ADMINISTRATOR.asks()
    )
    follow(services)

    with reading(services) as connection:
        ((row,), _) = waiting(connection, Force.NORTHSHIRE, at=NOON, size=25)

    assert row == WaitingRow(
        person=OFFICER.id,
        version=done.version,
        step=Step.GRANT,
        role=Role.ANALYST,
        since=None,
        until=ends,
        proposed_by=ADMINISTRATOR.id,
        proposed_at=NOON,
        lapses=NOON + 7 * ONE_DAY,
    )


def test_the_standing_of_several_is_told_apart(services: Services) -> None:
    with reading(services) as connection:
        found = standing(connection, [OFFICER.id, STANDARDS.id])

    assert found.keys() == {OFFICER.id, STANDARDS.id}
    assert [one.role for one in found[STANDARDS.id].grants] == [Role.PROFESSIONAL_STANDARDS]


def grant(services: Services, *, since=None, until=None) -> None:
    services.people.grant(
        OFFICER.id, Role.ANALYST, since=since, until=until, requester=ADMINISTRATOR.asks()
    )


def revoke(services: Services) -> None:
    services.people.revoke(OFFICER.id, Role.ANALYST, requester=ADMINISTRATOR.asks())


def row(services: Services, person: UUID) -> PersonRow:
    follow(services)
    with reading(services) as connection:
        return standing(connection, [person])[person]


def team_of(services: Services, supervisor: UUID) -> frozenset[UUID]:
    follow(services)
    with reading(services) as connection:
        return team(connection, supervisor, at=services.clock.now())


def test_requests_to_look_in_confidence_that_nobody_decided_come_first(services: Services) -> None:
    appoint(services, HEAD)
    force = services.settings.force
    first = approved(services, "CO/1/26", days=3)
    second = requested(services, "CO/2/26")
    services.clock.advance(minutes=1)
    third = requested(services, "CO/3/26")
    services.confidences.end(STANDARDS.id, third, requester=STANDARDS.asks())
    follow(services)
    now = services.clock.now()

    with reading(services) as connection:
        rows, total = confidences.requests(connection, force, number=1, size=25)
        paged, _ = confidences.requests(connection, force, number=2, size=2)
        elsewhere = confidences.requests(connection, Force.KENT, number=1, size=25)
        own = confidences.requests_of(connection, STANDARDS.id)
        nobodys = confidences.requests_of(connection, HEAD.id)
        waiting = confidences.waiting(connection, force)
        one = confidences.request(connection, STANDARDS.id, first)
        none = confidences.request(connection, STANDARDS.id, third + 9)

    assert [row.version for row in rows] == [second, third, first]
    assert [row.version for row in paged] == [first]
    assert [row.version for row in own] == [third, second, first]
    assert [row.holds_at(now) for row in rows] == [False, False, True]
    assert not rows[2].holds_at(now + 3 * ONE_DAY)
    assert one is not None
    assert one == rows[2]
    assert (one.decided_by, one.outcome) == (HEAD.id, ConfidenceOutcome.APPROVED)
    assert (rows[1].ended_by, rows[1].waits()) == (STANDARDS.id, False)
    assert (total, waiting, elsewhere, nobodys, none) == (3, 1, ((), 0), (), None)
