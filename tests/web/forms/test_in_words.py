"""Answers as people read them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import pytest

from domain.codelists.answers import Absence, YesNo
from domain.codelists.field_groups import FieldGroup
from domain.codelists.locations import LocationType
from domain.codelists.tactics import Tactic
from domain.records.account import QUESTIONS, Account
from domain.records.tactics import CedUse, TacticUsed
from domain.retention.keeping import Gone
from tests.builders import CROWD, an_account, used
from tests.people import COLLEAGUE
from tests.web.forms.typing import CONTEXT
from web.forms.in_words import clock, day, in_words, line, lines, moment


@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [
        ("single_crewed", YesNo.NO, ("No",)),
        ("area", "central", ("Northshire Central",)),
        ("area", "an-area-of-old", ("an-area-of-old",)),
        ("incident_date", date(2026, 11, 4), ("4 November 2026",)),
        ("incident_time", time(9, 5), ("09:05",)),
        ("crowd_estimate", 200, ("200",)),
        ("place", "12 Mill Lane", ("12 Mill Lane",)),
        (
            "locations",
            (LocationType.STREET, LocationType.DWELLING),
            (LocationType.STREET.label, LocationType.DWELLING.label),
        ),
        ("impact_factors", (), ("None of these",)),
        ("powers", (), ("None",)),
        ("colleagues", (COLLEAGUE.id,), (COLLEAGUE.name,)),
        ("colleagues", (UUID(int=5),), ("Somebody no longer known",)),
        (
            "tactics",
            (*used(Tactic.BATON_USED, effective=YesNo.NO), TacticUsed(tactic=Tactic.OTHER)),
            (
                f"1. {Tactic.BATON_USED.label}: not effective",
                f"2. {Tactic.OTHER.label}: not answered",
            ),
        ),
        (
            "ced_uses",
            (CedUse(drawn=YesNo.YES, cycles=2), CedUse()),
            (
                "Use 1: Was it drawn? Yes",
                "Use 1: How many cycles? 2",
                "Use 2: nothing answered",
            ),
        ),
    ],
)
def test_an_answer_is_put_in_words(question: str, answer: Any, words: tuple[str, ...]) -> None:
    assert in_words(question, answer, CONTEXT) == words


@pytest.mark.parametrize("absence", [one for one in Absence if one is not Absence.ERASED])
@pytest.mark.parametrize("question", ["single_crewed", "place", "tactics", "colleagues", "area"])
def test_each_way_of_not_answering_reads_differently(question: str, absence: Absence) -> None:
    found = line(question, absence, CONTEXT)

    assert found.words == (absence.label,)
    assert found.absent
    assert len({one.label for one in Absence}) == len(Absence)


GONE = Gone(at=datetime(2026, 5, 3, 23, 30, tzinfo=UTC), event=5, final=True)


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (GONE, "Erased on 4 May 2026 under event 5"),
        (replace(GONE, final=False), "Withheld since 4 May 2026 under event 5, to be erased"),
        (None, "Erased, and no event of this record says so: tell professional standards"),
    ],
)
def test_what_was_erased_says_since_when_and_by_which_event(gone: Gone | None, words: str) -> None:
    context = replace(CONTEXT, gone={FieldGroup.IDENTITY: gone} if gone else {})

    found = line("place", Absence.ERASED, context)

    assert found.words == (words,)
    assert found.absent


def test_what_was_not_asked_is_left_out_and_what_was_not_answered_is_said() -> None:
    found = {one.question: one for one in lines(an_account(), QUESTIONS, CONTEXT)}

    assert "ced_carried" not in found
    assert found["place"].words == ("Not answered",)


def test_what_does_not_apply_to_a_crowd_is_said_to_not_apply() -> None:
    found = {one.question: one for one in lines(an_account(**CROWD), QUESTIONS, CONTEXT)}

    assert found["perceived_age"].words == ("Not applicable",)


def test_an_empty_account_has_words_for_every_question_that_it_asks() -> None:
    for one in lines(Account(), QUESTIONS, CONTEXT):
        assert one.heading
        assert one.words == ("Not answered",)


def test_days_and_times_are_written_the_british_way() -> None:
    assert day(date(2026, 3, 7)) == "7 March 2026"
    assert clock(time(0, 0)) == "00:00"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 1, 31, 23, 59, tzinfo=UTC), "31 January 2026 at 23:59"),
        (datetime(2026, 7, 31, 23, 30, tzinfo=UTC), "1 August 2026 at 00:30"),
    ],
)
def test_a_moment_is_told_by_the_local_clock(at: datetime, words: str) -> None:
    assert moment(at) == words
