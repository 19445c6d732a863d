"""The rules that look at every question: what must be answered, and what must not be."""

import ast
import inspect
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from domain.codelists.answers import Absence, YesNo
from domain.codelists.codelist import CodeList
from domain.codelists.duties import MainDuty
from domain.codelists.injuries import OfficerInjuryLevel, SubjectInjuryLevel
from domain.codelists.outcomes import Outcome
from domain.codelists.reasons import ReasonForForce
from domain.codelists.threats import Threat
from domain.codelists.video import NoVideoReason
from domain.records import rules
from domain.records.account import QUESTIONS, Account
from tests.builders import CED_FIRED, CROWD, MINOR_INJURY, an_account
from tests.fakes import NOON

EVERYTHING: dict[str, Any] = {
    **CED_FIRED,
    **MINOR_INJURY,
    "subject_injury_level": SubjectInjuryLevel.SEVERE,
    "serious_injury": YesNo.NO,
    "video_recorded": YesNo.NO,
    "no_video_reason": NoVideoReason.FAULT,
    "officer_assaulted": YesNo.YES,
    "assaulted_with": (Threat.PUNCH,),
    "officer_injured": YesNo.YES,
    "officer_injury_intentional": YesNo.YES,
    "officer_injury_level": OfficerInjuryLevel.MINOR,
    "officer_medical_provided": YesNo.YES,
}
"""An account in which every question is asked that an individual record can be asked."""

REQUIRED = [name for name, question in QUESTIONS.items() if question.required]
OPTIONAL = [name for name, question in QUESTIONS.items() if not question.required]
CONDITIONAL = [name for name, question in QUESTIONS.items() if question.asked_when]
FOR_EVERYBODY = [name for name in REQUIRED if not QUESTIONS[name].not_for_crowd]

SPECIAL = {
    "answers-every-question-asked",
    "answers-only-what-was-asked",
    "uses-the-codes-of-its-edition",
    "happened-since-recording-began",
    "happened-in-the-past",
}
"""The rules that are not in the list, because they need the whole form, the date or the clock."""


def asking(question: str, **changes: Any) -> Account:
    """An account that is asked a question, which has not been answered."""
    crowd = CROWD if question == "crowd_estimate" else {}
    asked = {**EVERYTHING, **crowd, **changes, question: Absence.NOT_ANSWERED}
    return an_account(**asked)


def found(account: Account, rule: str, *, at: datetime = NOON) -> list[str]:
    """The questions that a rule finds fault with."""
    every = rules.findings(account, at=at)
    return [finding.question for finding in every if finding.rule == rule]


def test_every_special_rule_is_tested_here() -> None:
    nodes = ast.walk(ast.parse(inspect.getsource(rules)))
    named = [
        node.args[0]
        for node in nodes
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_blocking"
    ]

    assert {
        name.value if isinstance(name, ast.Constant) else getattr(rules, ast.unparse(name))
        for name in named
    } == SPECIAL


@pytest.mark.parametrize("question", REQUIRED)
def test_a_required_question_must_be_answered_when_it_is_asked(question: str) -> None:
    account = asking(question)

    assert question in found(account, "answers-every-question-asked")


@pytest.mark.parametrize("question", OPTIONAL)
def test_an_optional_question_may_stay_open(question: str) -> None:
    account = asking(question)

    assert found(account, "answers-every-question-asked") == []


def test_an_account_in_which_everything_is_asked_and_answered_is_complete() -> None:
    assert rules.blocking(an_account(**EVERYTHING), at=NOON) == ()


@pytest.mark.parametrize(
    ("question", "offered"),
    [(name, absence) for name, question in QUESTIONS.items() for absence in question.offers],
)
def test_a_way_of_not_answering_that_the_form_offers_is_an_answer(
    question: str, offered: Absence
) -> None:
    account = asking(question).with_changes({question: offered})

    assert found(account, "answers-every-question-asked") == []


NO_ANSWERS = (Absence.NOT_KNOWN, Absence.REFUSED, Absence.NOT_ASKED, Absence.NOT_APPLICABLE)


@pytest.mark.parametrize("question", REQUIRED)
def test_a_way_of_not_answering_that_the_form_does_not_offer_is_no_answer(question: str) -> None:
    # Otherwise whoever sends it leaves out what only a crowd record may leave out (2.3 rule 10).
    for absence in set(NO_ANSWERS) - set(QUESTIONS[question].offers):
        account = asking(question).with_changes({question: absence})

        assert question in found(account, "answers-every-question-asked"), absence


@pytest.mark.parametrize("question", CONDITIONAL)
def test_an_answer_to_a_question_that_was_not_asked_is_refused(question: str) -> None:
    # The contradictions that are published today (spec: domain, 2.3 rules 3, 5 and 6; R11).
    condition = QUESTIONS[question].asked_when
    assert condition is not None
    answer = EVERYTHING.get(question, Absence.NOT_KNOWN)

    account = an_account(
        **{**EVERYTHING, question: answer, condition.question: Absence.NOT_ANSWERED}
    )

    assert question in found(account, "answers-only-what-was-asked")


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("reasons", (ReasonForForce.EFFECT_STOP_AND_SEARCH,)),
        ("outcomes", (Outcome.NO_FURTHER_ACTION,)),
        ("outcomes", (Outcome.ARRESTED, Outcome.NO_FURTHER_ACTION)),
    ],
)
def test_a_code_is_not_valid_before_its_edition_and_is_from_its_first_day(
    question: str, code: Any
) -> None:
    rule = "uses-the-codes-of-its-edition"

    before = an_account(incident_date=date(2023, 3, 31), **{question: code})
    from_then = an_account(incident_date=date(2023, 4, 1), **{question: code})

    assert found(before, rule) == [question]
    assert found(from_then, rule) == []


class Duty(CodeList):
    """A list with a code that was retired."""

    MOUNTED = "mounted", "Mounted", date.min, date(2020, 3, 31)
    OTHER = "other", "Other"


def test_a_retired_code_is_valid_to_its_last_day_and_not_after(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rule = "uses-the-codes-of-its-edition"
    monkeypatch.setattr(rules, "DATED", (*rules.DATED, "main_duty"))

    last_day = an_account(incident_date=date(2020, 3, 31), main_duty=Duty.MOUNTED)
    day_after = an_account(incident_date=date(2020, 4, 1), main_duty=Duty.MOUNTED)

    assert found(last_day, rule) == []
    assert found(day_after, rule) == ["main_duty"]


def test_a_code_that_was_always_there_is_always_valid() -> None:
    account = an_account(incident_date=date(2017, 4, 1), main_duty=MainDuty.OTHER)

    assert found(account, "uses-the-codes-of-its-edition") == []


def test_recording_began_on_the_first_of_april_2017() -> None:
    rule = "happened-since-recording-began"

    assert found(an_account(incident_date=date(2017, 3, 31)), rule) == ["incident_date"]
    assert found(an_account(incident_date=date(2017, 4, 1)), rule) == []


def test_an_incident_on_a_later_day_is_in_the_future() -> None:
    account = an_account(incident_date=date(2026, 11, 21), incident_time=time(0, 0))

    assert found(account, "happened-in-the-past", at=NOON) == ["incident_date"]


@pytest.mark.parametrize(
    ("moment", "questions"),
    [(time(11, 59), []), (time(12, 0), []), (time(12, 1), ["incident_time"])],
)
def test_an_incident_of_today_lies_before_now(moment: time, questions: list[str]) -> None:
    account = an_account(incident_date=date(2026, 11, 20), incident_time=moment)

    assert found(account, "happened-in-the-past", at=NOON) == questions


def test_today_is_the_local_day() -> None:
    # Half past midnight in summer is still yesterday in UTC.
    at = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    account = an_account(incident_date=date(2026, 7, 2), incident_time=time(0, 15))

    assert found(account, "happened-in-the-past", at=at) == []


def test_now_is_the_local_hour() -> None:
    at = datetime(2026, 7, 1, 11, 0, tzinfo=UTC)
    account = an_account(incident_date=date(2026, 7, 1), incident_time=time(12, 30))

    assert found(account, "happened-in-the-past", at=at) == ["incident_time"]


def test_the_hour_that_a_clock_shows_twice_is_over_when_it_shows_it_again() -> None:
    # Force at ten to two in summer time, recorded at ten past one in winter time: twenty minutes later.
    account = an_account(incident_date=date(2026, 10, 25), incident_time=time(1, 50))

    assert (
        found(account, "happened-in-the-past", at=datetime(2026, 10, 25, 1, 10, tzinfo=UTC)) == []
    )
    assert found(account, "happened-in-the-past", at=datetime(2026, 10, 25, 0, 40, tzinfo=UTC)) == [
        "incident_time"
    ]
