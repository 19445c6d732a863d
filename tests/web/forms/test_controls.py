"""Every question as its component, ready to be shown."""

from datetime import date

import pytest
from flask import Flask, render_template_string

from domain.codelists.answers import Absence
from domain.codelists.impact_factors import ImpactFactor
from domain.codelists.locations import LocationType
from domain.codelists.tactics import Tactic
from domain.records.account import QUESTIONS, Account
from tests.builders import CED_FIRED, CROWD, WORDS, an_account, used
from tests.people import COLLEAGUE
from tests.web.forms.typing import CONTEXT
from tests.web.tree import Element, parse
from web.forms.controls import Page, control, controls
from web.forms.kinds import Kind, kind_of
from web.forms.loading import Problem, first_control
from web.forms.reading import NONE
from web.forms.schemas import SCHEMAS
from web.forms.schemas import WORDS as IN_WORDS

ACCOUNTS = {
    "empty": Account(),
    "filled": an_account(**CED_FIRED, **WORDS, colleagues=(COLLEAGUE.id,)),
    "a crowd": an_account(**CROWD),
}
PUT = "{% from 'forms/ask.html' import ask %}{{ ask(control) }}"


def put(app: Flask, question: str, page: Page) -> Element:
    """A question as it stands in a page."""
    with app.test_request_context():
        return parse(render_template_string(PUT, control=control(question, page)))


def ids(root: Element) -> list[str]:
    return [one.get("id") for one in root.walk() if one.has("id")]


@pytest.mark.parametrize("account", ACCOUNTS.values(), ids=ACCOUNTS)
def test_every_question_is_put_in_its_own_words_and_once(app: Flask, account: Account) -> None:
    for question in QUESTIONS:
        root = put(app, question, Page(account=account, context=CONTEXT))

        if kind_of(question) is not Kind.TACTICS:
            assert IN_WORDS[question].label in root.text, question
        assert len(ids(root)) == len(set(ids(root))), question


def test_every_error_stands_at_its_question_and_its_link_leads_to_a_control(app: Flask) -> None:
    for question in QUESTIONS:
        href = first_control(question)
        wrong = Problem(question=question, sentence="Do something", href=href)
        page = Page(account=an_account(**CED_FIRED), context=CONTEXT, problems=[wrong])

        root = put(app, question, page)

        assert "Error: Do something" in root.text, question
        assert href[1:] in ids(root), question


def test_what_was_answered_is_shown_as_answered(app: Flask) -> None:
    page = Page(account=ACCOUNTS["filled"], context=CONTEXT)

    def checked(question: str) -> list[str]:
        root = put(app, question, page)
        return [one.get("value") for one in root.all("input") if one.has("checked")]

    assert checked("single_crewed") == ["no"]
    assert checked("locations") == ["street"]
    assert checked("mental_condition") == ["~not-known"]
    assert put(app, "incident_time", page).all("input")[0].get("value") == "22:41"
    assert put(app, "colleagues", page).all("input")[0].get("value") == COLLEAGUE.collar_number


def test_what_was_typed_goes_before_what_was_answered(app: Flask) -> None:
    typed = {"incident_time": ["noon"], "incident_date-month": ["Smarch"]}
    page = Page(account=an_account(), context=CONTEXT, typed=typed)

    assert put(app, "incident_time", page).all("input")[0].get("value") == "noon"
    month = put(app, "incident_date", page).all("input", name="incident_date-month")
    assert [one.get("value") for one in month] == ["Smarch"]


def test_boxes_that_contradict_each_other_are_shown_as_they_were_ticked(app: Flask) -> None:
    typed = {"impact_factors": [NONE, ImpactFactor.DRUGS.value]}
    page = Page(account=an_account(), context=CONTEXT, typed=typed)

    boxes = put(app, "impact_factors", page).all("input")

    assert [one.get("value") for one in boxes if one.has("checked")] == [
        ImpactFactor.DRUGS.value,
        NONE,
    ]


def test_people_that_cannot_be_found_are_shown_again_as_typed(app: Flask) -> None:
    page = Page(account=Account(), context=CONTEXT, typed={"colleagues": ["4127, 9999"]})

    assert put(app, "colleagues", page).all("input")[0].get("value") == "4127, 9999"


@pytest.mark.parametrize("section", SCHEMAS)
def test_a_section_puts_its_questions_in_their_order(section: str) -> None:
    page = Page(account=an_account(**CED_FIRED), context=CONTEXT)

    put_here = [one.question for one in controls(section, page)]

    order = list(IN_WORDS)
    assert put_here == sorted(put_here, key=order.index)
    assert put_here


def test_a_follow_up_says_without_script_when_it_is_to_be_answered(app: Flask) -> None:
    root = put(app, "no_video_reason", Page(account=Account(), context=CONTEXT))

    assert root.with_class("app-followup__note")[0].text == "Answer if ‘No’"
    assert root.children[0].get("data-asked-when") == "video_recorded"


def test_a_code_of_another_edition_is_not_offered(app: Flask) -> None:
    old = Page(account=an_account(incident_date=date(2020, 1, 1)), context=CONTEXT)
    new = Page(account=an_account(), context=CONTEXT)

    assert "effect-stop-and-search" not in offered(put(app, "reasons", old))
    assert "effect-stop-and-search" in offered(put(app, "reasons", new))


def offered(root: Element) -> list[str]:
    return [one.get("value") for one in root.all("input")]


def test_the_commonest_are_offered_first(app: Flask) -> None:
    root = put(app, "reasons", Page(account=an_account(), context=CONTEXT))

    first = IN_WORDS["reasons"].first
    assert tuple(offered(root)[: len(first)]) == first


def test_the_rarer_are_folded_away_unless_one_was_chosen(app: Flask) -> None:
    folded = frozenset({"locations"})
    common = Page(account=an_account(), context=CONTEXT, folded=folded)
    rare = next(
        code
        for code in offered(put(app, "locations", Page(account=Account(), context=CONTEXT)))
        if code not in IN_WORDS["locations"].first
    )
    account = an_account(locations=(LocationType(rare),))

    assert not put(app, "locations", common).all("details")[0].has("open")
    chosen = Page(account=account, context=CONTEXT, folded=folded)
    assert put(app, "locations", chosen).all("details")[0].has("open")


def test_an_erased_answer_cannot_be_answered_again(app: Flask) -> None:
    page = Page(account=an_account(place=Absence.ERASED), context=CONTEXT)

    box = put(app, "place", page).all("input")[0]

    assert box.has("disabled")
    assert box.get("value") == ""


def test_twenty_tactics_leave_no_room_for_another(app: Flask) -> None:
    full = an_account(tactics=used(*[Tactic.OTHER] * 20))
    nearly = an_account(tactics=used(*[Tactic.OTHER] * 19))

    assert buttons(put(app, "tactics", Page(account=nearly, context=CONTEXT)))[-1] == "add"
    assert "add" not in buttons(put(app, "tactics", Page(account=full, context=CONTEXT)))


def buttons(root: Element) -> list[str]:
    return [one.get("value") for one in root.all("button")]
