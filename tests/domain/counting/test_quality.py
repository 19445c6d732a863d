"""What is counted as missing or as a contradiction: nothing that the form finds is lost."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from domain.codelists.answers import Absence, YesNo
from domain.codelists.conduct import PrimaryConduct
from domain.codelists.editions import RecordType
from domain.codelists.injuries import OfficerInjuryLevel, SubjectInjured, SubjectInjuryLevel
from domain.codelists.outcomes import Outcome
from domain.codelists.tactics import Tactic
from domain.counting import quality
from domain.counting.quality import BY_CODE, CHECKS, FOUND, NUMBERED, RULES, unmet
from domain.counting.timeliness import LATE, SPANS, Span, beyond, minutes
from domain.records import rules
from domain.records.account import QUESTIONS, Account
from domain.records.finding import Finding
from domain.records.tactics import CedUse, TacticUsed
from tests.builders import CED_FIRED, CROWD, MINOR_INJURY, an_account, used
from tests.fakes import NOON

BLANK = Absence.NOT_ANSWERED
UNMET: dict[str, list[dict[str, Any]]] = {
    "no-tactic": [{"tactics": used(Tactic.COMMUNICATIONS)}, {"tactics": BLANK}, {"tactics": ()}],
    "effective-missing": [
        {"tactics": (TacticUsed(tactic=Tactic.COMPLIANT_HANDCUFFING, effective=one),)}
        for one in (BLANK, Absence.NOT_KNOWN, Absence.NOT_ASKED)
    ],
    "too-many-tactics": [{"tactics": used(*[Tactic.COMPLIANT_HANDCUFFING] * 21)}],
    "ced-untrained": [
        {**CED_FIRED, "ced_trained": YesNo.NO},
        {**CED_FIRED, "ced_trained": BLANK, "ced_carried": BLANK},
        {**CED_FIRED, "ced_trained": Absence.NOT_ASKED},
    ],
    "ced-not-carried": [
        {**CED_FIRED, "ced_carried": YesNo.NO},
        {**CED_FIRED, "ced_carried": BLANK},
    ],
    "ced-no-detail": [
        {**CED_FIRED, "tactics": used(Tactic.CED_DRAWN), "ced_uses": BLANK},
        {**CED_FIRED, "ced_uses": ()},
        {**CED_FIRED, "ced_uses": Absence.NOT_ASKED},
        {**CED_FIRED, "ced_serial": BLANK},
    ],
    "ced-denied": [{**CED_FIRED, "ced_used": YesNo.NO}],
    "ced-without-tactic": [{"ced_used": YesNo.YES}, {"ced_uses": (CedUse(drawn=YesNo.YES),)}],
    "ced-level-unlisted": [{**CED_FIRED, "tactics": used(Tactic.CED_FIRED)}],
    "ced-firing-missing": [{**CED_FIRED, "ced_uses": (CedUse(drawn=YesNo.YES),)}],
    "ced-firing-bare": [{**CED_FIRED, "ced_uses": (CedUse(fired=YesNo.YES),)}],
    "firearm-aimed-disagrees": [{"firearm_aimed": YesNo.YES}],
    "firearm-fired-disagrees": [{"firearm_fired": YesNo.YES}],
    "officer-injury-denied": [
        {"officer_injury_level": OfficerInjuryLevel.MINOR},
        {"officer_injury_intentional": YesNo.NO},
        {"officer_medical_provided": YesNo.YES},
        {"officer_injured": BLANK, "officer_injury_level": OfficerInjuryLevel.MINOR},
    ],
    "intent-without-assault": [
        {
            "officer_injured": YesNo.YES,
            "officer_injury_intentional": YesNo.YES,
            "officer_assaulted": assaulted,
        }
        for assaulted in (YesNo.NO, BLANK)
    ],
    "person-injury-denied": [
        {"subject_injured": injured, "subject_injury_level": SubjectInjuryLevel.SEVERE}
        for injured in (SubjectInjured.NO, SubjectInjured.UNKNOWN, Absence.NOT_KNOWN)
    ],
    "death-no-fatality": [
        {"subject_injured": SubjectInjured.YES, "subject_injury_level": SubjectInjuryLevel.DEATH}
    ],
    "fatality-no-death": [{"outcomes": (Outcome.FATALITY,)}],
    "no-location": [{"locations": ()}, {"locations": BLANK}, {"locations": Absence.NOT_ASKED}],
    "no-reason": [{"reasons": ()}, {"reasons": BLANK}, {"reasons": Absence.NOT_ASKED}],
    "no-outcome": [{"outcomes": ()}, {"outcomes": BLANK}, {"outcomes": Absence.NOT_ASKED}],
    "factors-blank": [{"impact_factors": BLANK}, {"impact_factors": Absence.NOT_ASKED}],
    "compliant-met-with-more": [
        {
            "primary_conduct": PrimaryConduct.COMPLIANT,
            "tactics": used(Tactic.NON_COMPLIANT_HANDCUFFING),
        }
    ],
    "before-recording-began": [{"incident_date": date(2017, 3, 31)}],
    "in-the-future": [{"incident_date": NOON.date() + timedelta(days=1)}],
    "crowd-answer": [{"perceived_age": Absence.NOT_APPLICABLE}],
}
"""Records that do not meet each check of section 2.3."""


def of(account: Account) -> set[str]:
    return set(unmet(account, at=NOON))


def test_a_complete_account_meets_every_rule() -> None:
    for changes in ({}, CED_FIRED, CROWD, MINOR_INJURY, {"impact_factors": ()}):
        assert unmet(an_account(**changes), at=NOON) == ()


@pytest.mark.parametrize(
    ("code", "changes"), [(code, one) for code, each in UNMET.items() for one in each]
)
def test_a_record_does_not_meet_a_check(code: str, changes: dict[str, Any]) -> None:
    assert code in of(an_account(**changes))


def test_every_check_of_a_return_has_a_record_that_does_not_meet_it() -> None:
    assert UNMET.keys() == {one.code for one in NUMBERED}


def test_an_answer_too_many_is_no_contradiction_of_section_2_3() -> None:
    for changes in (
        {"ced_used": YesNo.NO},
        {"subject_injured": BLANK, "subject_injury_level": SubjectInjuryLevel.MINOR},
        {"officer_injury_detail": "A bruise."},
    ):
        assert "answer-unasked" in of(an_account(**changes))
        assert not of(an_account(**changes)) & {one.code for one in NUMBERED}


def test_what_happened_later_on_the_day_of_its_recording_is_not_in_the_future() -> None:
    later = NOON + timedelta(hours=3)

    assert of(an_account(incident_date=later.date(), incident_time=later.time())) == {
        "later-that-day"
    }


def test_a_day_is_in_the_future_of_the_day_on_which_it_was_recorded() -> None:
    account = an_account(incident_date=NOON.date() + timedelta(days=1))

    assert "in-the-future" in unmet(account, at=NOON)
    assert "in-the-future" not in unmet(account, at=NOON + timedelta(days=1))


def test_every_rule_of_the_form_is_counted_under_a_check() -> None:
    named = {rule.name for rule in rules.RULES}

    assert named <= FOUND.keys()
    assert {*FOUND.values(), *quality.OPEN.values(), *quality.UNASKED.values()} <= BY_CODE.keys()


def test_whatever_question_is_open_or_was_not_asked_has_a_check() -> None:
    names = (rules.ANSWERS_EVERY_QUESTION, rules.ANSWERS_ONLY_WHAT_WAS_ASKED)
    findings = [
        Finding(rule=name, question=question, sentence="", blocks=True)
        for name in names
        for question in QUESTIONS
    ]

    assert {quality.check_of(one) for one in findings} <= BY_CODE.keys()


def test_every_numbered_rule_has_a_check_and_no_code_stands_twice() -> None:
    assert {one.rule for one in CHECKS} - {None} == RULES.keys()
    assert len(BY_CODE) == len(CHECKS)
    assert not BY_CODE.keys() & {str(number) for number in RULES}


def test_a_code_can_stand_among_others_with_spaces_around_it() -> None:
    assert not any(set(one.code) & set(" %_~") for one in CHECKS)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"tactics": used(Tactic.COMMUNICATIONS)}, {"no-tactic"}),
        ({"tactics": Absence.NOT_ASKED}, {"no-tactic"}),
        (
            {"tactics": used(Tactic.SHIELD, effective=Absence.NOT_ANSWERED)},
            {"effective-missing", "compliant-met-with-more"},
        ),
        ({**CED_FIRED, "ced_trained": YesNo.NO}, {"ced-untrained", "answer-unasked"}),
        ({**CED_FIRED, "ced_carried": YesNo.NO}, {"ced-not-carried"}),
        ({"ced_serial": "X-1"}, {"ced-without-tactic"}),
        ({"firearm_fired": YesNo.YES}, {"firearm-fired-disagrees"}),
        ({"officer_injury_level": OfficerInjuryLevel.MINOR}, {"officer-injury-denied"}),
        ({"subject_injury_level": SubjectInjuryLevel.MINOR}, {"person-injury-denied"}),
        (
            {"subject_injury_level": SubjectInjuryLevel.DEATH},
            {"person-injury-denied", "death-no-fatality"},
        ),
        ({"outcomes": (Outcome.FATALITY,)}, {"fatality-no-death"}),
        ({"reasons": ()}, {"no-reason"}),
        ({"reasons": Absence.NOT_ANSWERED}, {"no-reason"}),
        ({"impact_factors": Absence.NOT_ANSWERED}, {"factors-blank"}),
        ({"impact_factors": ()}, set()),
        ({"tactics": used(Tactic.GROUND_RESTRAINT)}, {"compliant-met-with-more"}),
        ({"incident_date": NOON.date() + timedelta(days=2)}, {"in-the-future"}),
        ({"incident_date": date(2017, 3, 31)}, {"before-recording-began"}),
        ({"perceived_age": Absence.NOT_APPLICABLE}, {"crowd-answer", "question-open"}),
        ({"main_duty": Absence.NOT_ANSWERED}, {"question-open"}),
        ({"main_duty": Absence.NOT_ASKED}, set()),
        ({"record_type": RecordType.CROWD, "crowd_estimate": 1}, {"crowd-of-one"}),
    ],
)
def test_what_is_not_met_is_named(changes: dict[str, object], found: set[str]) -> None:
    assert of(an_account(**changes)) == found


def test_an_account_that_is_sealed_explains_the_use_of_a_taser() -> None:
    told = an_account(**{**CED_FIRED, "narrative_action": Absence.UNOPENED})
    untold = an_account(**{**CED_FIRED, "narrative_action": Absence.NOT_ANSWERED})

    assert of(told) == set()
    assert of(untold) == {"ced-unexplained"}


def test_a_begun_minute_is_a_whole_one_so_that_what_is_late_by_a_second_is_late() -> None:
    assert minutes(NOON, NOON + LATE) == 24 * 60
    assert minutes(NOON, NOON + LATE + timedelta(seconds=1)) == 24 * 60 + 1
    assert minutes(NOON, NOON - timedelta(minutes=3)) == -3


def test_the_spans_leave_nothing_out_and_none_overlap() -> None:
    assert SPANS[0].over == 0
    assert SPANS[-1].until is None
    assert all(one.until == other.over for one, other in pairwise(SPANS))
    assert beyond(LATE) == Span(24, None)
