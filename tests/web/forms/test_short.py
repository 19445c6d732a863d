"""What a short record starts from: facts, and never a judgement (spec: ux, section 4)."""

from datetime import date, time

import pytest

from domain.codelists.answers import Absence, YesNo
from domain.codelists.duties import MainDuty
from domain.records.account import Account
from domain.records.subject import Subject
from tests.fakes import NOON
from web.forms import short

SHIFT = {"area": "central", "main_duty": MainDuty.RESPONSE}


@pytest.fixture(params=short.KINDS)
def started(request: pytest.FixtureRequest) -> Account:
    return Account.of(short.first_answers(request.param, SHIFT, NOON))


def test_it_starts_from_now_and_from_the_shift(started: Account) -> None:
    assert (started.incident_date, started.incident_time) == (date(2026, 11, 20), time(12, 0))
    assert started.main_duty is MainDuty.RESPONSE


def test_it_starts_from_no_perception_and_no_judgement(started: Account) -> None:
    judged = {*Subject.__dataclass_fields__, "reasons", "impact_factors", "officer_assaulted",
              "subject_injured", "officer_injured", "de_escalation"}  # fmt: skip

    assert judged.isdisjoint(started.answers)
    assert all(step.effective is Absence.NOT_ANSWERED for step in started.tactics)


def test_it_asks_for_the_facts_of_the_shift_that_are_not_known(started: Account) -> None:
    asked = short.questions(started)

    assert "main_duty" not in asked
    assert "single_crewed" in asked


@pytest.mark.parametrize(
    ("given", "kept"), [("yes", YesNo.YES), ("no", YesNo.NO), ("", Absence.NOT_ANSWERED),
                        ("perhaps", Absence.NOT_ANSWERED)]
)  # fmt: skip
def test_the_effect_belongs_to_the_one_tactic(started: Account, given: str, kept: object) -> None:
    found = short.with_effect(started, given)

    assert [step.effective for step in found.tactics] == [kept]


def test_an_account_without_tactics_has_no_effect() -> None:
    assert short.effect(Account()) == ""
    assert short.with_effect(Account(), "yes") == Account()
