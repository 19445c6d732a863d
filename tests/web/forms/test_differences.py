"""What differs between two accounts; and merging two people's changes loses none of them."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.codelists.answers import Absence, YesNo
from domain.codelists.duties import MainDuty
from domain.codelists.locations import LocationType
from domain.codelists.perceptions import PerceivedAge
from domain.codelists.tactics import Tactic
from domain.records.account import QUESTIONS, Account
from tests.builders import an_account, used
from tests.web.forms.typing import CONTEXT
from web.forms.differences import (
    THEIRS,
    YOURS,
    changes_since,
    conflicts,
    differences,
    merged,
    unchosen,
)

TEXTS = st.text(alphabet="abc", min_size=1, max_size=3)
INDEPENDENT: dict[str, st.SearchStrategy[Any]] = {
    "place": TEXTS,
    "main_duty": st.sampled_from(MainDuty),
    "single_crewed": st.sampled_from(YesNo),
    "locations": st.lists(st.sampled_from(LocationType), min_size=1, max_size=2).map(tuple),
    "perceived_age": st.one_of(st.sampled_from(PerceivedAge), st.just(Absence.NOT_KNOWN)),
    "narrative_action": TEXTS,
    "tactics": st.sampled_from([used(Tactic.BATON_USED), used(Tactic.OTHER)]),
}
"""Questions on which no other hangs: a change of one drops no answer to another."""
CHANGES = st.fixed_dictionaries({}, optional=INDEPENDENT)
CHOICES = st.dictionaries(st.sampled_from(list(INDEPENDENT)), st.sampled_from([THEIRS, YOURS]))


@given(CHANGES, CHANGES, CHOICES)
def test_merging_keeps_every_change_of_both_that_nobody_gave_up(
    theirs: dict[str, Any], yours: dict[str, Any], choices: dict[str, str]
) -> None:
    base = an_account()
    their_account, your_account = base.with_changes(theirs), base.with_changes(yours)

    found = merged(base, their_account, your_account, choices)

    both = conflicts(base, their_account, your_account)
    for question in QUESTIONS:
        was = getattr(base, question)
        their, your = getattr(their_account, question), getattr(your_account, question)
        if question in both:
            expected = your if choices.get(question) == YOURS else their
        else:
            expected = your if your != was else their
        assert getattr(found, question) == expected, question


@given(CHANGES, CHANGES)
def test_an_answer_is_in_conflict_when_both_changed_it_to_different_things(
    theirs: dict[str, Any], yours: dict[str, Any]
) -> None:
    base = an_account()
    their_account, your_account = base.with_changes(theirs), base.with_changes(yours)

    found = set(conflicts(base, their_account, your_account))

    assert found == {
        question
        for question in INDEPENDENT
        if getattr(base, question) != getattr(their_account, question)
        and getattr(base, question) != getattr(your_account, question)
        and getattr(their_account, question) != getattr(your_account, question)
    }


@given(CHANGES)
def test_changes_on_top_of_the_base_make_the_account_again(changes: dict[str, Any]) -> None:
    base = an_account()
    now = base.with_changes(changes)

    assert base.with_changes(changes_since(base, now)) == now


def test_a_follow_up_that_merging_leaves_unasked_goes() -> None:
    base = an_account()
    theirs = base.with_changes({"main_duty": MainDuty.CUSTODY})
    yours = base.with_changes({"ced_carried": YesNo.YES})

    assert merged(base, theirs, yours, {}).ced_carried is Absence.NOT_ANSWERED


def test_nothing_differs_between_an_account_and_itself() -> None:
    assert differences(an_account(), an_account(), CONTEXT) == []


def test_what_differs_is_told_in_words_and_in_the_order_of_the_form() -> None:
    before = an_account()
    after = before.with_changes({"narrative_action": "I helped", "single_crewed": YesNo.YES})

    found = differences(before, after, CONTEXT)

    assert [(one.heading, one.before.words, one.after.words) for one in found] == [
        ("Were you single crewed?", ("No",), ("Yes",)),
        ("Action and review", ("Not answered",), ("I helped",)),
    ]


def test_every_question_is_compared_on_demand() -> None:
    found = differences(Account(), Account(), CONTEXT, every=True)

    assert [one.question for one in found] == list(QUESTIONS)


def test_an_undecided_conflict_is_named() -> None:
    asked = ["place", "area", "tactics"]

    assert unchosen(asked, {"place": YOURS, "area": "both"}) == ["area", "tactics"]
