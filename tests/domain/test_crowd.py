import pytest

from domain.codelists.answers import Absence
from domain.codelists.editions import RecordType
from domain.records import rules
from domain.records.account import QUESTIONS
from tests.builders import CROWD, an_account
from tests.domain.test_complete_accounts import FOR_EVERYBODY, asking, found
from tests.fakes import NOON

RELAXED = {
    "perceived_age",
    "perceived_gender",
    "perceived_ethnicity",
    "physical_condition",
    "mental_condition",
    "primary_conduct",
}
"""Age, gender, ethnicity, health (which is two questions) and conduct (spec: domain, 2.3 rule 10)."""

relaxed = pytest.mark.parametrize("question", sorted(RELAXED))


def test_a_crowd_record_without_them_is_complete() -> None:
    assert rules.findings(an_account(**CROWD), at=NOON) == ()


def test_a_crowd_relaxes_these_questions_and_no_others() -> None:
    assert {name for name, question in QUESTIONS.items() if question.not_for_crowd} == RELAXED


@relaxed
def test_one_person_is_still_asked_it(question: str) -> None:
    assert found(asking(question), "answers-every-question-asked") == [question]


@relaxed
def test_a_blank_means_not_applicable_to_a_crowd(question: str) -> None:
    assert an_account(**CROWD).answer(question) is Absence.NOT_APPLICABLE


@pytest.mark.parametrize("question", FOR_EVERYBODY)
def test_everything_else_is_asked_of_a_crowd_too(question: str) -> None:
    crowd = {"record_type": RecordType.CROWD, "crowd_estimate": 200}

    account = asking(question, **{**crowd, question: Absence.NOT_ANSWERED})

    assert question in found(account, "answers-every-question-asked")


@relaxed
def test_an_officer_who_saw_it_may_still_answer_for_a_crowd(question: str) -> None:
    seen = getattr(an_account(), question)

    account = an_account(**{**CROWD, question: seen})

    assert account.answer(question) is seen
    assert rules.blocking(account, at=NOON) == ()


def test_how_many_is_asked_of_a_crowd_alone() -> None:
    assert an_account(**CROWD).is_asked("crowd_estimate")
    assert not an_account().is_asked("crowd_estimate")
