"""Taking a posted section in, over what was answered before."""

from typing import Any

import pytest

from domain.codelists.answers import Absence, YesNo
from domain.codelists.editions import RecordType
from domain.codelists.locations import LocationType
from domain.codelists.tactics import Tactic
from domain.records.account import QUESTIONS, Account
from domain.records.rules import blocking
from tests.builders import CED_FIRED, an_account, used
from tests.fakes import NOON
from tests.web.forms.typing import CONTEXT
from web.forms.loading import first_control, is_open, is_shown, is_started, load, problems
from web.forms.schemas import SCHEMAS, WORDS, asked


def taken_in(section: str, before: Account | None = None, **typed: Any):
    form = {
        name.replace("__", "-"): [value] if isinstance(value, str) else value
        for name, value in typed.items()
    }
    return load(asked(section), form, before or Account(), CONTEXT)


def test_a_section_replaces_its_own_answers_and_no_others() -> None:
    before = an_account()

    after = taken_in("incident", before, single_crewed="yes").account

    assert after.single_crewed is YesNo.YES
    assert after.main_duty is Absence.NOT_ANSWERED
    assert after.perceived_gender is before.perceived_gender


def test_the_same_boxes_in_another_order_are_the_same_answer() -> None:
    given = (LocationType.RETAIL, LocationType.STREET)
    before = an_account(locations=given)

    same = taken_in("incident", before, locations=[LocationType.STREET, LocationType.RETAIL])
    fewer = taken_in("incident", before, locations=[LocationType.STREET])

    assert same.account.locations == given
    assert fewer.account.locations == (LocationType.STREET,)


def test_tactics_are_in_an_order_that_says_something() -> None:
    before = an_account(tactics=used(Tactic.SHIELD, Tactic.DOG_BITE))

    after = taken_in(
        "tactics",
        before,
        **{
            "tactics-1-tactic": Tactic.DOG_BITE.value,
            "tactics-1-effective": "yes",
            "tactics-2-tactic": Tactic.SHIELD.value,
            "tactics-2-effective": "yes",
        },
    ).account

    assert after.tactics == used(Tactic.DOG_BITE, Tactic.SHIELD)


def test_an_answer_to_a_question_that_is_not_asked_is_dropped() -> None:
    loaded = taken_in("incident", video_recorded="yes", no_video_reason="fault")

    assert loaded.account.no_video_reason is Absence.NOT_ANSWERED
    assert loaded.unreadable == ()


def test_what_cannot_be_read_is_no_matter_where_it_is_not_asked() -> None:
    loaded = taken_in("incident", record_type="individual", crowd_estimate="about 50")

    assert loaded.account.record_type is RecordType.INDIVIDUAL
    assert loaded.unreadable == ()


def test_what_follows_from_an_answer_of_another_section_goes_with_it() -> None:
    before = an_account(**CED_FIRED)
    form = {"tactics__0__tactic": "baton-used", "tactics__0__effective": "yes"}

    after = taken_in("tactics", before, **form).account

    assert after.ced_used is after.ced_serial is after.ced_uses is Absence.NOT_ANSWERED


def test_uses_of_a_taser_have_pages_of_their_own_and_are_kept() -> None:
    before = an_account(**CED_FIRED)

    after = taken_in("ced", before, ced_used="yes", ced_serial="X3").account

    assert after.ced_uses == before.ced_uses


def test_what_cannot_be_read_is_kept_as_it_was_typed() -> None:
    loaded = taken_in(
        "incident", incident_date__day="30", incident_date__month="2", incident_date__year="2026",
        incident_time="noon", single_crewed="yes",
    )  # fmt: skip

    assert loaded.typed == {
        "incident_date-day": ["30"],
        "incident_date-month": ["2"],
        "incident_date-year": ["2026"],
        "incident_time": ["noon"],
    }
    assert [(one.question, one.href) for one in loaded.unreadable] == [
        ("incident_date", "#incident_date-day"),
        ("incident_time", "#incident_time"),
    ]
    assert loaded.account.single_crewed is YesNo.YES


@pytest.mark.parametrize("text", ["a\x00b", "x" * 501])
def test_a_text_that_cannot_be_kept_is_a_problem_at_its_box(text: str) -> None:
    loaded = taken_in("incident", place=text)

    assert [(one.question, one.href) for one in loaded.unreadable] == [("place", "#place")]
    assert loaded.typed == {"place": [text]}


def test_the_problems_of_an_empty_account_are_in_the_order_of_the_form() -> None:
    order = list(WORDS)

    found = [order.index(one.question) for one in problems(blocking(Account(), at=NOON))]

    assert found == sorted(found)
    assert len(found) > 15


@pytest.mark.parametrize("question", [name for name, asked in QUESTIONS.items() if asked.required])
def test_a_question_that_was_not_answered_is_asked_for_in_its_own_words(question: str) -> None:
    account = (
        an_account(**CED_FIRED, **{question: Absence.NOT_ANSWERED})
        if (question not in CED_FIRED)
        else an_account(**{**CED_FIRED, question: Absence.NOT_ANSWERED})
    )
    if not account.is_asked(question):
        return

    said = {one.question: one.sentence for one in problems(blocking(account, at=NOON))}

    assert said[question] == WORDS[question].missing


def test_a_whole_account_has_no_problems() -> None:
    assert problems(blocking(an_account(), at=NOON)) == ()


def test_what_could_not_be_read_goes_before_what_is_missing() -> None:
    loaded = taken_in("incident", incident_time="noon")

    found = problems(blocking(loaded.account, at=NOON), unreadable=loaded.unreadable)

    (sentence,) = [one.sentence for one in found if one.question == "incident_time"]
    assert sentence == "Enter a time, like 14:30"


@pytest.mark.parametrize(
    ("question", "control"),
    [
        ("incident_date", "#incident_date-day"),
        ("tactics", "#tactics-0-tactic"),
        ("locations", "#locations"),
        ("place", "#place"),
    ],
)
def test_an_error_leads_to_the_first_control(question: str, control: str) -> None:
    assert first_control(question) == control


@pytest.mark.parametrize("section", SCHEMAS)
def test_a_section_is_open_when_something_in_it_is_asked(section: str) -> None:
    assert is_open(an_account(), section) is (section != "ced")
    assert is_open(an_account(**CED_FIRED), section)


def test_a_section_is_started_by_its_first_answer() -> None:
    assert not is_started(Account(), "incident")
    assert is_started(Account.of({"locations": (LocationType.STREET,)}), "incident")
    assert not is_started(Account.of({"locations": (LocationType.STREET,)}), "person")


def test_a_follow_up_of_the_same_page_is_always_on_it() -> None:
    assert is_shown(Account(), "no_video_reason")
    assert not is_shown(Account(), "ced_serial")
    assert is_shown(an_account(**CED_FIRED), "ced_serial")
