"""The short record: the commonest event on one page (spec: ux, section 4)."""

import pytest

from domain.codelists.answers import Absence
from domain.codelists.tactics import Tactic
from tests.people import OFFICER
from tests.web.client import Shown
from tests.web.conftest import SignIn
from web.bootstrap import Services

GO_ON = "Save and continue"
START = "Compliant handcuffing on arrest"
SHIFT = {"area": "central", "main_duty": "response", "single_crewed": "no", "ced_trained": "no"}
REST = {
    "locations": ["street"],
    "video_recorded": "yes",
    "reasons": ["effect-arrest"],
    "impact_factors": ["none"],
    "effective": "yes",
    "officer_assaulted": "no",
    "perceived_age": "18-to-34",
    "perceived_gender": "male",
    "perceived_ethnicity": "white",
    "physical_condition": "no",
    "mental_condition": "no",
    "subject_injured": "no",
    "officer_injured": "no",
}


def started(browser_of: SignIn, *, shift: bool = True) -> Shown:
    browser = browser_of(OFFICER)
    if shift:
        browser.open("/settings").press("Save settings", SHIFT)
    return browser.open("/records/new").press(START)


def test_a_short_record_is_one_page_a_check_and_a_receipt(
    browser_of: SignIn, services: Services
) -> None:
    page = started(browser_of).press(GO_ON, REST)

    assert page.heading == "Check your answers before submitting"
    assert page.answers["Tactics"] == f"1. {Tactic.COMPLIANT_HANDCUFFING.label}: effective"
    assert page.press("Submit record").heading == "Record submitted"


def test_nothing_that_is_a_judgement_or_a_perception_is_chosen_for_the_officer(
    browser_of: SignIn,
) -> None:
    page = started(browser_of)

    chosen = [one.get("name") for one in page.main.all("input") if one.has("checked")]
    selected = [one for one in page.main.all("option") if one.has("selected")]
    assert chosen == []
    assert [one.get("value") for one in selected if one.get("value")] == []


def test_facts_of_the_shift_are_asked_only_until_they_are_known(browser_of: SignIn) -> None:
    assert "main_duty" in names(started(browser_of, shift=False))
    assert "main_duty" not in names(started(browser_of))


def names(page: Shown) -> set[str]:
    return {one.get("name") for one in page.main.all("input", "select", "textarea")}


def test_it_happened_now_unless_the_officer_says_otherwise(browser_of: SignIn) -> None:
    page = started(browser_of)

    assert page.answers["When did you use force?"] == "20 November 2026"
    assert page.answers["What time did it start?"] == "12:00"


def test_nothing_needs_to_be_typed(browser_of: SignIn) -> None:
    page = started(browser_of)

    typed = [one for one in page.main.all("input", "textarea")
             if one.get("type") in ("text", "") or one.tag == "textarea"]  # fmt: skip
    assert typed == []


@pytest.mark.parametrize(
    ("left_out", "href"),
    [("effective", "#tactics-0-tactic"), ("locations", "#locations"), ("reasons", "#reasons")],
)
def test_a_question_that_is_left_out_is_pointed_out_and_the_rest_kept(
    browser_of: SignIn, left_out: str, href: str
) -> None:
    some = {name: answer for name, answer in REST.items() if name != left_out}

    page = started(browser_of).press(GO_ON, some)

    assert page.status == 422
    assert list(page.errors) == [href]
    assert page.values("perceived_gender") == ["male"]


def test_an_injury_is_followed_up(browser_of: SignIn) -> None:
    page = started(browser_of).press(GO_ON, {**REST, "subject_injured": "yes"})

    assert "#subject_injury_level" in page.errors


def test_handcuffing_that_did_not_work_is_kept_so(browser_of: SignIn, services: Services) -> None:
    started(browser_of).press(GO_ON, {**REST, "effective": "no"})

    (draft,) = services.drafts.of(OFFICER.id)
    assert [step.effective.value for step in draft.account.tactics] == ["no"]


def test_the_full_record_takes_the_answers_over(browser_of: SignIn, services: Services) -> None:
    page = started(browser_of)
    page.press(GO_ON, {**REST, "effective": "yes"})

    page = page.follow("use the full record").follow("The person")

    assert page.values("perceived_gender") == ["male"]


def test_the_effect_is_not_answered_before_it_is(browser_of: SignIn, services: Services) -> None:
    started(browser_of)

    (draft,) = services.drafts.of(OFFICER.id)
    assert draft.account.tactics[0].effective is Absence.NOT_ANSWERED
