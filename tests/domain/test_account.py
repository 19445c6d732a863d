import pytest
from hypothesis import given, settings

from domain.codelists.answers import Absence, YesNo
from domain.codelists.injuries import SubjectInjured
from domain.records.account import ANSWER_TYPES, QUESTIONS, SECTION_OF, SECTIONS, Account, changed
from tests.builders import CED_FIRED, MINOR_INJURY, an_account, answers
from tests.domain.strategies import ANSWERS


def test_an_account_of_nothing_has_no_answers() -> None:
    assert Account.of({}).answers == {}


def test_an_account_gives_back_the_answers_it_was_made_of() -> None:
    assert an_account().answers == answers()


def test_answers_come_in_the_order_of_the_form_however_they_were_given() -> None:
    backwards = dict(reversed(answers().items()))

    assert list(Account.of(backwards).answers) == [n for n in QUESTIONS if n in backwards]


def test_an_answer_to_no_question_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(TypeError):
        Account.of({"shoe_size": 9})


def test_changes_make_another_account_and_leave_the_first_alone() -> None:
    before = an_account()

    later = before.with_changes({"area": "north"})

    assert (before.area, later.area) == ("central", "north")


def test_what_changed_is_told_in_the_order_of_the_form() -> None:
    before = an_account()
    later = before.with_changes({"outcomes": (), "area": "north"})

    assert list(changed(before, later).items()) == [("area", "north"), ("outcomes", ())]


def test_an_answer_that_was_taken_back_is_a_change() -> None:
    before = an_account(place="Station Road")

    assert changed(before, an_account()) == {"place": Absence.NOT_ANSWERED}


def test_nothing_changed_between_an_account_and_itself() -> None:
    assert changed(an_account(), an_account()) == {}


def test_answers_that_were_not_asked_after_all_are_dropped() -> None:
    account = an_account(**{**MINOR_INJURY, "subject_injured": SubjectInjured.NO})

    assert account.without_unasked() == an_account()


def test_answers_behind_dropped_answers_are_dropped_with_them() -> None:
    account = an_account(ced_trained=YesNo.YES, **CED_FIRED_DETAIL)

    assert account.without_unasked() == an_account(ced_trained=YesNo.YES)


CED_FIRED_DETAIL = {name: CED_FIRED[name] for name in ("ced_used", "ced_serial", "ced_uses")}


def test_an_account_in_which_everything_was_asked_stays_as_it_is() -> None:
    account = an_account(**MINOR_INJURY)

    assert account.without_unasked() == account


@given(stated=ANSWERS)
@settings(max_examples=50, deadline=None)
def test_after_dropping_everything_that_is_left_was_asked(stated: dict[str, object]) -> None:
    left = Account.of(stated).without_unasked()

    assert all(left.is_asked(question) for question in left.answers)


@given(before=ANSWERS, later=ANSWERS)
@settings(max_examples=50, deadline=None)
def test_the_changes_between_two_accounts_lead_from_one_to_the_other(
    before: dict[str, object], later: dict[str, object]
) -> None:
    first, second = Account.of(before), Account.of(later)

    assert first.with_changes(changed(first, second)) == second


def test_every_question_is_in_one_section() -> None:
    named = list(SECTION_OF)

    assert named == list(QUESTIONS)
    assert set(SECTION_OF.values()) == set(SECTIONS)


def test_every_question_has_a_type_of_answer() -> None:
    assert ANSWER_TYPES.keys() == QUESTIONS.keys()


def test_a_condition_names_a_question_of_the_form_and_answers_it_can_have() -> None:
    for name, question in QUESTIONS.items():
        if question.asked_when:
            assert question.asked_when.question in QUESTIONS, name
            assert question.asked_when.codes, name


def test_everything_free_text_is_sealed_but_codes_of_the_force() -> None:
    # Spec: audit, 4.1: words are personal; an area and a serial number are the force's own codes.
    words = {name for name, kind in ANSWER_TYPES.items() if kind is str}

    assert {name for name in words if QUESTIONS[name].group is None} == {"area", "ced_serial"}
