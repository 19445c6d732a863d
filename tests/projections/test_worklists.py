"""What waits for whom after each event, and in which order."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from domain.codelists.conduct import PrimaryConduct
from domain.codelists.perceptions import PerceivedAge
from domain.codelists.tactics import Tactic
from projections.register.queries import Filter
from projections.worklists.queries import Page, Reviewer, count, items
from projections.worklists.tables import worklist
from projections.worklists.tasks import Task
from tests.builders import CED_FIRED, used
from tests.fakes import NOON
from tests.people import COLLEAGUE, OFFICER, OTHER_SUPERVISOR, STANDARDS, SUPERVISOR
from tests.projections.happening import (
    Happening,
    accepted,
    amended,
    assessed,
    noted,
    reading,
    referred,
    restored,
    restricted,
    returned,
    submitted,
    withdrawn,
)
from web.bootstrap import Services

ONE_HOUR = timedelta(hours=1)
ITS_SUPERVISOR = Reviewer(person=SUPERVISOR.id, team=frozenset({OFFICER.id, COLLEAGUE.id}))
EVERYBODYS = Reviewer(person=STANDARDS.id, team=None)
THREE_DAYS_ON = datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC)
ONE_DAY_ON = datetime(2026, 11, 21, 23, 59, 59, tzinfo=UTC)


def waits(record: Happening) -> set[str]:
    return {row.task for row in record.rows(worklist)}


def test_what_was_submitted_waits_for_a_review(services: Services) -> None:
    record = submitted(services)

    assert waits(record) == {Task.REVIEW}
    assert record.row(worklist).officer == OFFICER.id


def test_what_was_returned_waits_for_its_officer(services: Services) -> None:
    assert waits(submitted(services).then(returned())) == {Task.AMEND}


def test_what_was_amended_waits_for_a_review_again(services: Services) -> None:
    record = submitted(services).then(returned(), amended(area="north"))

    assert waits(record) == {Task.REVIEW}


def test_what_was_accepted_waits_for_nobody(services: Services) -> None:
    assert waits(submitted(services).then(accepted())) == set()


def test_what_was_accepted_and_amended_waits_for_a_review(services: Services) -> None:
    assert waits(submitted(services).then(accepted(), amended(area="north"))) == {Task.REVIEW}


def test_a_note_changes_nothing_that_waits(services: Services) -> None:
    record = submitted(services)
    before = record.rows(worklist)

    record.then(noted())

    assert record.rows(worklist) == before


def test_what_a_rule_refers_waits_for_both(services: Services) -> None:
    record = submitted(services, **CED_FIRED)

    assert waits(record) == {Task.REVIEW, Task.ASSESS}


def test_what_a_rule_referred_stays_until_it_is_assessed(services: Services) -> None:
    # Spec: domain, 4.3: a mandatory referral is never waived.
    record = submitted(services, **CED_FIRED)
    harmless = {"tactics": used(Tactic.BATON_USED), "primary_conduct": PrimaryConduct.AGGRESSIVE}

    record.then(returned(), amended(**harmless), accepted())
    before = waits(record)
    record.then(assessed())

    assert before == {Task.ASSESS}
    assert waits(record) == set()


def test_a_referral_of_judgement_takes_the_review_and_gives_it_back(services: Services) -> None:
    record = submitted(services).then(referred())
    held = waits(record)

    record.then(assessed())

    assert held == {Task.ASSESS}
    assert waits(record) == {Task.REVIEW}


def test_an_amendment_of_what_is_with_professional_standards_stays_with_them(
    services: Services,
) -> None:
    record = submitted(services).then(referred(), amended(area="north"))

    assert waits(record) == {Task.ASSESS}


def test_what_was_withdrawn_waits_for_nobody_until_it_is_restored(services: Services) -> None:
    record = submitted(services).then(withdrawn())
    hidden = waits(record)

    record.then(restored())

    assert hidden == set()
    assert waits(record) == {Task.REVIEW}


def test_a_withdrawal_takes_nothing_away_from_professional_standards(services: Services) -> None:
    record = submitted(services, **CED_FIRED).then(withdrawn())
    withdrawn_then = waits(record)

    record.then(restored())

    assert withdrawn_then == {Task.ASSESS}
    assert waits(record) == {Task.REVIEW, Task.ASSESS}


def test_a_referral_says_which_rules_and_until_when(services: Services) -> None:
    record = submitted(services, **CED_FIRED)

    (item,) = to_do(services, Task.ASSESS).items
    assert (item.row.record, item.rules, item.due) == (
        record.id,
        ("ced-discharged",),
        THREE_DAYS_ON,
    )


def test_a_second_rule_is_added_and_the_sooner_day_holds(services: Services) -> None:
    submitted(services, **CED_FIRED).then(amended(perceived_age=PerceivedAge.FROM_11))

    (item,) = to_do(services, Task.ASSESS).items
    assert item.rules == ("ced-discharged", "ced-discharged-under-18", "ced-under-18")
    assert item.due == ONE_DAY_ON


def test_a_later_referral_does_not_put_the_day_off(services: Services) -> None:
    record = submitted(services, perceived_age=PerceivedAge.FROM_11, **CED_FIRED)

    record.then(referred(at=NOON + timedelta(days=1)))

    (item,) = to_do(services, Task.ASSESS).items
    assert item.due == ONE_DAY_ON


def test_an_amendment_does_not_put_a_record_behind_the_others(services: Services) -> None:
    record = submitted(services, at=NOON)

    record.then(noted(at=NOON + ONE_HOUR), amended(at=NOON + 2 * ONE_HOUR, area="north"))

    assert record.row(worklist).since == NOON


def test_what_was_returned_waits_for_its_review_since_the_answer(services: Services) -> None:
    record = submitted(services, at=NOON).then(returned(at=NOON + ONE_HOUR))
    for_the_officer = record.row(worklist).since

    record.then(amended(at=NOON + 2 * ONE_HOUR, area="north"))

    assert for_the_officer == NOON + ONE_HOUR
    assert record.row(worklist).since == NOON + 2 * ONE_HOUR


def test_the_longest_waiting_is_first_and_the_soonest_due_before_it(services: Services) -> None:
    late = submitted(services, at=NOON + 2 * ONE_HOUR)
    early = submitted(services, at=NOON)
    on_judgement = submitted(services, at=NOON).then(referred())
    urgent = submitted(
        services, at=NOON + ONE_HOUR, perceived_age=PerceivedAge.FROM_11, **CED_FIRED
    )

    reviews = [item.row.record for item in to_do(services, Task.REVIEW).items]
    assessments = [item.row.record for item in to_do(services, Task.ASSESS).items]

    assert reviews == [early.id, urgent.id, late.id]
    assert assessments == [urgent.id, on_judgement.id]


def test_a_supervisor_sees_what_their_team_gave_them_to_do(services: Services) -> None:
    mine, others = submitted(services, by=OFFICER), submitted(services, by=COLLEAGUE)
    team = Reviewer(person=SUPERVISOR.id, team=frozenset({OFFICER.id}))

    assert listed(services, Task.REVIEW, team) == {mine.id}
    assert listed(services, Task.REVIEW, ITS_SUPERVISOR) == {mine.id, others.id}
    assert listed(services, Task.REVIEW, Reviewer(person=SUPERVISOR.id, team=frozenset())) == set()


def test_nobody_finds_their_own_record_on_their_list(services: Services) -> None:
    record = submitted(services, by=OFFICER)
    themselves = Reviewer(person=OFFICER.id, team=frozenset({OFFICER.id}))

    assert listed(services, Task.REVIEW, themselves) == set()
    assert listed(services, Task.REVIEW, Reviewer(person=OFFICER.id, team=None)) == set()
    assert listed(services, Task.REVIEW, EVERYBODYS) == {record.id}


def test_nobody_finds_a_record_in_which_they_are_named(services: Services) -> None:
    record = submitted(services, colleagues=(SUPERVISOR.id,))

    assert listed(services, Task.REVIEW, ITS_SUPERVISOR) == set()
    assert listed(services, Task.REVIEW, EVERYBODYS) == {record.id}


def test_a_restricted_record_waits_for_professional_standards_alone(services: Services) -> None:
    record = submitted(services).then(restricted())

    assert listed(services, Task.REVIEW, ITS_SUPERVISOR) == set()
    assert listed(services, Task.REVIEW, EVERYBODYS) == {record.id}


def test_a_list_is_narrowed_as_a_search_is(services: Services) -> None:
    wanted = submitted(services, tactics=used(Tactic.SHIELD))
    submitted(services)

    with reading(services) as connection:
        page = items(
            connection,
            Task.REVIEW,
            ITS_SUPERVISOR,
            wanted=Filter(tactics=frozenset({Tactic.SHIELD})),
        )

    assert [item.row.record for item in page.items] == [wanted.id]
    assert page.total == 1


def test_what_waited_before_a_moment_is_counted_apart(services: Services) -> None:
    overdue = submitted(services, at=NOON)
    submitted(services, at=NOON + ONE_HOUR)

    with reading(services) as connection:
        found = items(connection, Task.REVIEW, ITS_SUPERVISOR, before=NOON + ONE_HOUR)
        number = count(connection, Task.REVIEW, ITS_SUPERVISOR, before=NOON + ONE_HOUR)
        everything = count(connection, Task.REVIEW, ITS_SUPERVISOR)

    assert [item.row.record for item in found.items] == [overdue.id]
    assert (number, everything) == (1, 2)


def test_pages_show_everything_once(services: Services) -> None:
    records = [submitted(services, at=NOON + number * ONE_HOUR) for number in range(3)]

    with reading(services) as connection:
        first, second, third = (
            items(connection, Task.REVIEW, ITS_SUPERVISOR, number=number, size=2)
            for number in (1, 2, 3)
        )

    shown = [item.row.record for page in (first, second) for item in page.items]
    assert shown == [record.id for record in records]
    assert (first.first_shown, first.last_shown, second.first_shown, second.last_shown) == (
        1,
        2,
        3,
        3,
    )
    assert (third.items, third.total, third.last) == ((), 3, 2)


def test_a_record_of_nobodys_team_is_on_no_supervisors_list(services: Services) -> None:
    submitted(services, supervisor=None)
    other = Reviewer(person=OTHER_SUPERVISOR.id, team=frozenset())

    assert listed(services, Task.REVIEW, other) == set()


def to_do(services: Services, task: Task, reviewer: Reviewer = EVERYBODYS) -> Page:
    with reading(services) as connection:
        return items(connection, task, reviewer)


def listed(services: Services, task: Task, reviewer: Reviewer) -> set[UUID]:
    with reading(services) as connection:
        page = items(connection, task, reviewer)
        assert page.total == count(connection, task, reviewer) == len(page.items)
    return {item.row.record for item in page.items}
