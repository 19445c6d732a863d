"""What is counted as missing or as a contradiction: nothing that the form finds is lost."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from domain.codelists.answers import Absence, YesNo
from domain.codelists.editions import RecordType
from domain.codelists.injuries import OfficerInjuryLevel, SubjectInjuryLevel
from domain.codelists.outcomes import Outcome
from domain.codelists.tactics import Tactic
from domain.counting import quality
from domain.counting.quality import BY_CODE, CHECKS, FOUND, RULES, unmet
from domain.counting.timeliness import LATE, SPANS, Span, beyond, minutes
from domain.records import rules
from domain.records.account import QUESTIONS, Account
from domain.records.finding import Finding
from tests.builders import CED_FIRED, CROWD, an_account, used
from tests.fakes import NOON


def of(account: Account) -> set[str]:
    return set(unmet(account, at=NOON))


def test_a_complete_account_meets_every_rule() -> None:
    for changes in ({}, CED_FIRED, CROWD):
        assert unmet(an_account(**changes), at=NOON) == ()


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
