"""Not asked, not applicable, not known, refused and not answered stay five different things."""

import pytest

from domain.codelists.answers import Absence, YesNo
from domain.codelists.codelist import CodeList
from domain.records.account import Account
from tests.builders import CROWD, MINOR_INJURY, an_account


def test_a_question_whose_condition_does_not_hold_was_not_asked() -> None:
    assert an_account().answer("subject_injury_level") is Absence.NOT_ASKED


def test_a_question_that_a_crowd_has_no_answer_to_is_not_applicable() -> None:
    assert an_account(**CROWD).answer("perceived_age") is Absence.NOT_APPLICABLE


def test_an_officer_who_could_not_tell_did_not_know() -> None:
    account = an_account(perceived_age=Absence.NOT_KNOWN)

    assert account.answer("perceived_age") is Absence.NOT_KNOWN


def test_an_officer_who_would_not_say_refused() -> None:
    account = an_account(officer_medical_provided=Absence.REFUSED)

    assert account.answer("officer_medical_provided") is Absence.REFUSED


def test_a_question_that_was_asked_and_left_was_not_answered() -> None:
    account = an_account(**{**MINOR_INJURY, "subject_injury_level": Absence.NOT_ANSWERED})

    assert account.answer("subject_injury_level") is Absence.NOT_ANSWERED


def test_a_blank_that_was_not_asked_of_a_crowd_either_was_not_asked() -> None:
    assert an_account(**CROWD).answer("subject_injury_level") is Absence.NOT_ASKED


def test_a_question_asked_behind_one_that_was_not_asked_was_not_asked_either() -> None:
    account = an_account(subject_medical_offered=YesNo.YES)

    assert not account.is_asked("subject_medical_offered")
    assert account.answer("subject_medical_provided") is Absence.NOT_ASKED


@pytest.mark.parametrize("stated", [Absence.NOT_KNOWN, Absence.REFUSED])
def test_what_was_said_to_have_no_answer_is_kept_as_said(stated: Absence) -> None:
    account = an_account(mental_condition=stated)

    assert account.answers["mental_condition"] is stated
    assert Account.of(account.answers) == account


def test_nothing_said_leaves_nothing_behind() -> None:
    assert "subject_name" not in an_account().answers


def test_none_of_the_impact_factors_is_an_answer_and_not_a_blank() -> None:
    # Spec: domain, 1.3 D and 2.3 rule 7.
    account = an_account(impact_factors=())

    assert account.answer("impact_factors") == ()
    assert account.answers["impact_factors"] == ()


def test_an_absence_is_not_taken_for_a_code_of_the_same_spelling() -> None:
    class Spelt(CodeList):
        NOT_KNOWN = "not-known", "A code"

    assert an_account(mental_condition=Spelt.NOT_KNOWN).answer("mental_condition") is not (
        Absence.NOT_KNOWN
    )


def test_an_account_without_a_date_has_no_edition_yet_and_asks_everything() -> None:
    account = an_account(incident_date=Absence.NOT_ANSWERED)

    assert account.edition is None
    assert account.is_asked("outcomes")
