"""What is generated could have been recorded by people: the rules, the policy, the forms of the day."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

import pytest

from application.codec import encode
from domain.access.policy import TABLE, Permission, Relation
from domain.codelists.answers import YesNo
from domain.codelists.codelist import CodeList
from domain.codelists.duties import MainDuty
from domain.codelists.editions import FormEdition, RecordType
from domain.codelists.forces import Force
from domain.codelists.outcomes import Outcome
from domain.codelists.reasons import EDITION_2023, ReasonForForce
from domain.codelists.roles import Role
from domain.codelists.tactics import CED_TACTICS, Tactic
from domain.event import Event
from domain.local_time import LOCAL
from domain.people.events import Registered, SupervisorAssigned
from domain.people.person import Person
from domain.people.person import fold as person_of
from domain.records import referral, rules
from domain.records.account import Account
from domain.records.events import (
    RECORD_EVENTS,
    Accepted,
    Amended,
    Assessed,
    Disclosed,
    EncounterLinked,
    EncounterRuledOut,
    EncounterUnlinked,
    Imported,
    Referred,
    Restricted,
    Returned,
    SubjectLinked,
    SubjectRuledOut,
    SubjectUnlinked,
    Submitted,
    Unrestricted,
    Withdrawn,
)
from domain.records.history import fold
from domain.records.record import UseOfForceRecord
from domain.records.tactics import TacticUsed
from domain.retention.events import KEEPING_EVENTS
from tests.demo.given import wanted
from web.demo.generating import frequencies
from web.demo.generating.careers import GENERATOR
from web.demo.generating.chronicle import Chronicle
from web.demo.generating.wanted import Wanted

MANY = 3_000
ACROSS_THE_EDITIONS = wanted(
    Force.KENT, Force.NORTHSHIRE, records=MANY, months=24, until=date(2024, 3, 31)
)


@lru_cache
def events(asked: Wanted = ACROSS_THE_EDITIONS) -> Sequence[Event]:
    return [event for _, event in Chronicle(asked).told()]


@lru_cache
def submitted() -> Sequence[Submitted]:
    return [event for event in events() if isinstance(event, Submitted)]


@lru_cache
def histories() -> dict[UUID, list[Event]]:
    found: dict[UUID, list[Event]] = defaultdict(list)
    for event in events():
        found[event.originator_id].append(event)
    return found


def test_there_are_as_many_records_as_were_asked_for() -> None:
    assert len({event.originator_id for event in submitted()}) == MANY


def test_no_rule_blocks_any_of_them() -> None:
    for event in submitted():
        assert rules.blocking(Account.of(event.answers), at=event.metadata.at) == ()


def test_few_of_them_are_odd() -> None:
    """A reviewer is warned of some, as of real ones."""
    warned = sum(
        bool(rules.warnings(Account.of(event.answers), at=event.metadata.at))
        for event in submitted()
    )

    assert 0 < warned < MANY * 0.05


def test_every_history_is_dense_and_goes_forward() -> None:
    for its in histories().values():
        assert [event.originator_version for event in its] == list(range(1, len(its) + 1))
        moments = [event.metadata.at for event in its]
        assert moments == sorted(moments)


def test_nothing_happens_before_the_force_was_there_or_after_the_end() -> None:
    moments = [event.metadata.at for event in events()]

    assert min(moments) == ACROSS_THE_EDITIONS.founded
    assert max(moments) <= ACROSS_THE_EDITIONS.end


def test_every_incident_lies_on_a_day_that_was_asked_for() -> None:
    days = {event.answers["incident_date"] for event in submitted()}

    assert min(days) >= ACROSS_THE_EDITIONS.since
    assert max(days) <= ACROSS_THE_EDITIONS.until
    assert len(days) > 600


def codes(answers: dict[str, Any]) -> list[CodeList]:
    given: list[CodeList] = []
    for answer in answers.values():
        for one in answer if isinstance(answer, tuple) else (answer,):
            code = one.tactic if isinstance(one, TacticUsed) else one
            if isinstance(code, CodeList):
                given.append(code)
    return given


def test_only_codes_are_used_that_the_form_of_the_day_had() -> None:
    for event in submitted():
        day = event.answers["incident_date"]
        assert all(code.since <= day <= code.until for code in codes(dict(event.answers)))
        assert event.edition is next(iter(FormEdition.on(day)))


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("outcomes", Outcome.NO_FURTHER_ACTION),
        ("reasons", ReasonForForce.EFFECT_STOP_AND_SEARCH),
    ],
)
def test_the_codes_of_2023_are_used_from_their_day_on(question: str, code: CodeList) -> None:
    since = [
        code in event.answers[question]
        for event in submitted()
        if event.answers["incident_date"] >= EDITION_2023
    ]

    assert 0.03 < sum(since) / len(since) < 0.2


def test_a_taser_is_only_in_trained_hands() -> None:
    with_ced = [
        event
        for event in submitted()
        if any(step.tactic in CED_TACTICS for step in event.answers["tactics"])
    ]

    assert with_ced
    assert {event.answers["ced_trained"] for event in with_ced} == {YesNo.YES}
    assert {event.answers["ced_carried"] for event in with_ced} == {YesNo.YES}


def test_an_officer_is_trained_for_good_or_not_at_all() -> None:
    trained = defaultdict(set)
    for event in submitted():
        trained[event.officer].add(event.answers["ced_trained"])

    assert all(len(said) == 1 for said in trained.values())


def test_a_firearm_is_only_in_the_hands_of_armed_response() -> None:
    armed = [event for event in submitted() if event.answers["firearm_aimed"] is YesNo.YES]

    assert armed
    assert {event.answers["main_duty"] for event in armed} == {MainDuty.ARV}


def test_a_step_that_did_not_work_is_followed_by_another_unless_they_got_away() -> None:
    last = [
        (event.answers["tactics"][-1].effective, Outcome.MADE_OFF in event.answers["outcomes"])
        for event in submitted()
    ]
    early = [
        step.effective
        for event in submitted()
        for step in event.answers["tactics"][:-1]
        if step.tactic is not Tactic.COMMUNICATIONS
    ]

    assert sum(effective is YesNo.NO and not away for effective, away in last) < MANY * 0.004
    assert any(effective is YesNo.NO and away for effective, away in last)
    assert 0.01 < sum(effective is YesNo.NO for effective in early) / len(early) < 0.08


def test_techniques_work_as_often_as_was_published() -> None:
    effective = [
        step.effective is YesNo.YES
        for event in submitted()
        for step in event.answers["tactics"]
        if step.tactic is not Tactic.COMMUNICATIONS
    ]

    assert sum(effective) / len(effective) == pytest.approx(frequencies.EFFECTIVE / 100, abs=0.008)


def test_everything_happens_to_records_but_what_no_routine_brings_about() -> None:
    happened = {type(event) for event in events()}

    assert RECORD_EVENTS - happened == {
        Disclosed,
        Restricted,
        Unrestricted,
        EncounterUnlinked,
        EncounterRuledOut,
        SubjectUnlinked,
        SubjectRuledOut,
        Imported,
        *KEEPING_EVENTS,
    }


def test_some_are_submitted_late_and_some_reviewed_late() -> None:
    waits = [
        event.metadata.at.astimezone(LOCAL).date() - event.answers["incident_date"]
        for event in submitted()
    ]
    reviews = [
        next(one.metadata.at for one in its if isinstance(one, Accepted | Returned))
        - its[0].metadata.at
        for its in histories().values()
        if isinstance(its[0], Submitted) and any(isinstance(e, Accepted | Returned) for e in its)
    ]

    assert 0.01 < sum(wait > timedelta(days=2) for wait in waits) / MANY < 0.1
    assert 0.05 < sum(wait > timedelta(hours=72) for wait in reviews) / len(reviews) < 0.2


def test_some_still_await_review_at_the_end() -> None:
    standing = Counter(
        record.status.value
        for its in histories().values()
        if isinstance(its[0], Submitted) and (record := fold(None, its))
    )

    assert standing["submitted"] > 5
    assert standing["accepted"] > MANY * 0.9


def test_a_referral_follows_from_the_rules_and_some_from_a_reviewer() -> None:
    for its in histories().values():
        if isinstance(its[0], Submitted):
            fired = {rule.code for rule in referral.firing(Account.of(its[0].answers))}
            recorded = {code for one in its[1:2] if isinstance(one, Referred) for code in one.rules}
            assert fired == recorded

    reviewed = [one for one in events() if isinstance(one, Referred) and not one.rules]
    assert reviewed


def test_what_was_referred_is_assessed_sometimes_too_late() -> None:
    late = []
    for its in histories().values():
        due = None
        for event in its:
            if isinstance(event, Referred):
                due = event.due
            if isinstance(event, Assessed) and due:
                late.append(event.metadata.at > due)

    assert 0 < sum(late) < len(late) * 0.5


def test_records_of_an_encounter_are_linked_and_share_what_happened() -> None:
    linked = defaultdict(set)
    for event in events():
        if isinstance(event, EncounterLinked):
            linked[event.encounter].add(event.originator_id)
    several = [records for records in linked.values() if len(records) > 1]

    assert several
    for records in several:
        first = [histories()[one][0] for one in records]
        assert len({one.answers["incident_date"] for one in first}) == 1
        assert len({one.answers["incident_time"] for one in first}) == 1
        pairs = [(one.officer, one.answers.get("perceived_age")) for one in first]
        assert len({officer for officer, _ in pairs}) > 1 or len(records) > 1


def test_several_officers_record_one_person_and_one_officer_several() -> None:
    officers = Counter(
        len({histories()[one][0].officer for one in records})
        for records in _encounters().values()
        if len(records) > 1
    )

    assert officers[1] > 5
    assert officers[2] > 20
    assert officers[3] + officers[4] > 5


def test_records_about_one_person_are_linked_where_their_encounter_is() -> None:
    about = defaultdict(set)
    for event in events():
        if isinstance(event, SubjectLinked):
            about[event.subject].add(event.originator_id)
    encounters = list(_encounters().values())

    assert about
    for records in about.values():
        assert any(records <= its for its in encounters)
        officers = [histories()[one][0].officer for one in records]
        assert len(set(officers)) == len(records), "each by another officer"


def _encounters() -> dict[UUID, set[UUID]]:
    found = defaultdict(set)
    for event in events():
        if isinstance(event, EncounterLinked):
            found[event.encounter].add(event.originator_id)
    return found


def test_nobody_is_named_who_reviews_it() -> None:
    for its in histories().values():
        record = None
        for event in its:
            if isinstance(event, Accepted | Returned) or (
                isinstance(event, Referred) and not event.rules
            ):
                assert isinstance(record, UseOfForceRecord)
                assert record.may_be_reviewed_by(event.metadata.actor)
            record = fold(record, [event]) if type(event) in RECORD_EVENTS else None


def test_some_records_name_colleagues() -> None:
    naming = sum("colleagues" in event.answers for event in submitted())

    assert 0.15 < naming / MANY < 0.7


PERMISSIONS: dict[type[Event], Permission] = {
    Submitted: Permission.SUBMIT,
    Amended: Permission.AMEND,
    Returned: Permission.REVIEW,
    Accepted: Permission.REVIEW,
    Assessed: Permission.ASSESS,
    EncounterLinked: Permission.LINK,
    SubjectLinked: Permission.LINK,
    Withdrawn: Permission.WITHDRAW,
}


def test_everybody_may_do_what_they_did_when_they_did_it() -> None:
    """Commands check the record; the use cases check the policy. Here the policy is checked too."""
    people: dict[UUID, Person | None] = {}
    officers: dict[UUID, UUID] = {}
    for event in events():
        if event.TOPIC.startswith("person."):
            people[event.originator_id] = person_of(people.get(event.originator_id), [event])
            continue
        if isinstance(event, Submitted):
            officers[event.originator_id] = event.officer
        actor, said = people[event.metadata.actor], event.metadata
        assert actor
        assert said.role in actor.roles_at(said.at)
        if permission := PERMISSIONS.get(type(event)):
            needed = TABLE[permission][said.role]
            officer = people[officers[event.originator_id]]
            assert officer
            assert (
                Relation.ANY in needed
                or (Relation.OWN in needed and said.actor == officer.id)
                or (Relation.SUPERVISES in needed and said.actor == officer.supervisor)
            )


def test_a_record_keeps_who_supervised_its_officer_then() -> None:
    now: dict[UUID, UUID] = {}
    for event in events():
        if isinstance(event, SupervisorAssigned):
            now[event.originator_id] = event.supervisor
        if isinstance(event, Submitted):
            assert event.supervisor == now[event.officer]


def test_some_officers_change_teams() -> None:
    changes = Counter(
        event.originator_id for event in events() if isinstance(event, SupervisorAssigned)
    )

    assert 0.02 < sum(count > 1 for count in changes.values()) / len(changes) < 0.15


def test_teams_have_six_to_nine_officers() -> None:
    roster = Chronicle(ACROSS_THE_EDITIONS).rosters[Force.KENT]
    teams = Counter(
        member.supervisor
        for member in roster.members
        if member.supervisor is not None and not member.supervises
    )

    assert len(teams) > 3
    assert set(teams.values()) <= {6, 7, 8, 9}


def test_a_few_officers_make_many_records() -> None:
    made = sorted(Counter(event.officer for event in submitted()).values(), reverse=True)

    assert sum(made[: len(made) // 5]) > MANY * 0.4


def test_collar_numbers_and_references_belong_to_one() -> None:
    chronicle = Chronicle(ACROSS_THE_EDITIONS)
    numbers = [
        (force, member.collar_number)
        for force, roster in chronicle.rosters.items()
        for member in roster.members
    ]
    references = [event.reference for event in submitted()]

    assert len(set(numbers)) == len(numbers)
    assert len(set(references)) == len(references)


def test_references_are_dense_in_each_year() -> None:
    by_year = defaultdict(set)
    for event in submitted():
        _, year, number = event.reference.split("-")
        by_year[year].add(int(number))

    assert by_year.keys() == {"22", "23", "24"}
    assert all(numbers == set(range(1, len(numbers) + 1)) for numbers in by_year.values())


def test_crowds_are_recorded_on_match_days_and_at_new_year() -> None:
    crowds = [
        event.answers["incident_date"]
        for event in submitted()
        if event.answers["record_type"] is RecordType.CROWD
    ]

    assert crowds
    assert all(day.weekday() == 5 or (day.month, day.day) == (1, 1) for day in crowds)


def test_each_force_has_its_own_areas() -> None:
    areas = defaultdict(set)
    for event in submitted():
        areas[event.force].add(event.answers["area"])

    assert len(areas[Force.KENT]) > len(areas[Force.NORTHSHIRE]) > 3
    assert all("out-of-force" in some for some in areas.values())


def test_without_words_nothing_is_sealed() -> None:
    asked = wanted(records=400, words=False)

    assert all(not encode(event).sealed for event in events(asked))
    assert sum(isinstance(event, Submitted) for event in events(asked)) == 400


def test_people_are_registered_by_the_generator() -> None:
    assert {event.metadata.actor for event in events() if isinstance(event, Registered)} == {
        GENERATOR
    }


def test_roles_are_those_that_a_force_needs() -> None:
    roster = Chronicle(ACROSS_THE_EDITIONS).rosters[Force.NORTHSHIRE]

    assert {role for member in roster.members for role in member.roles} == {
        Role.OFFICER,
        Role.SUPERVISOR,
        Role.PROFESSIONAL_STANDARDS,
        Role.ANALYST,
    }
