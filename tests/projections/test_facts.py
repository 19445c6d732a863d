"""What is counted holds every question of the form as a code, or says why there is none.

Not asked, not applicable, not known, refused and not answered are different things and stay so
(spec: domain, 1.2 and 1.3).
"""

from dataclasses import fields, replace
from typing import get_args, get_origin

import pytest
from sqlalchemy import select

from domain.codelists.answers import Absence
from domain.codelists.codelist import CodeList
from domain.event import Event
from domain.records.account import ANSWER_TYPES, QUESTIONS
from domain.records.rules import blocking
from domain.records.tactics import CedUse
from projections import following
from projections.statistics.projector import PROJECTION, columns_of
from projections.statistics.tables import fact_record
from tests.builders import CED_FIRED, a_submission, an_account
from tests.fakes import NOON
from tests.projections.listed import ListedLog
from tests.projections.possible_answers import Case, cases
from web.bootstrap import Services

CASES = tuple(cases())
DATELESS = "incident_date"
"""No record is submitted without a date, so facts need one; the rules refuse it."""

SERIALS = {"ced_serial", "area"}


def test_every_question_is_asked_answered_and_left_in_every_way() -> None:
    ways = {
        question: {case.way for case in CASES if case.question == question}
        for question in QUESTIONS
    }

    assert all(len(ways[question]) >= 5 for question in QUESTIONS)
    assert {case.column for case in CASES if case.column.startswith("~")} == {
        "~answered",
        "~none",
        "~sealed",
        "~not-asked",
        "~not-applicable",
        "~not-known",
        "~refused",
        "~not-answered",
        "~erased",
    }


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_column_says_what_was_answered_or_why_nothing_was(question: str) -> None:
    of_it = [case for case in CASES if case.question == question]

    found = {case.way: columns_of(case.account)[f"q_{question}"] for case in of_it}

    assert found == {case.way: case.column for case in of_it}


def test_the_columns_hold_every_way_of_every_question(services: Services) -> None:
    kept = [case for case in CASES if case.question != DATELESS or case.way.startswith("answered")]
    events = [with_the_account_of(case) for case in kept]

    take_in(services, events)

    with services.views.reading() as connection:
        rows = {row.record: row for row in connection.execute(select(fact_record))}
    found = {
        str(case): getattr(rows[event.originator_id], f"q_{case.question}")
        for case, event in zip(kept, events, strict=True)
    }
    assert found == {str(case): case.column for case in kept}


def test_there_is_a_column_for_every_question_and_for_nothing_else() -> None:
    columns = {
        column.name.removeprefix("q_")
        for column in fact_record.columns
        if column.name.startswith("q_")
    }

    assert columns == set(QUESTIONS)


def test_no_code_begins_like_the_mark_of_an_absence() -> None:
    kinds = {kind for hint in ANSWER_TYPES.values() for kind in (hint, *get_args(hint))}
    lists = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, CodeList)]

    assert len(lists) > 10
    assert [code for kind in lists for code in kind if code.value.startswith("~")] == []


def test_words_that_stand_clear_are_those_that_a_rule_keeps_to_codes() -> None:
    clear = {
        name for name, kind in ANSWER_TYPES.items() if kind is str and not QUESTIONS[name].group
    }
    of_a_use = {entry.name for entry in fields(CedUse) if str in get_args(entry.type)}

    assert clear == SERIALS
    assert of_a_use == {"cartridge_number"}


@pytest.mark.parametrize("words", ["~not-known", "~1", "Ann Example"])
def test_words_that_stand_clear_cannot_look_like_the_mark_of_an_absence(words: str) -> None:
    use = CED_FIRED["ced_uses"][0]
    account = an_account(
        **{
            **CED_FIRED,
            "area": words,
            "ced_serial": words,
            "ced_uses": (replace(use, cartridge_number=words),),
        }
    )

    refused = {found.question for found in blocking(account, at=NOON)}

    assert refused == {"area", "ced_serial", "ced_uses"}


def test_every_absence_has_a_mark_of_its_own() -> None:
    account = an_account()

    marks = {columns_of(account.with_changes({"area": absence}))["q_area"] for absence in Absence}

    assert len(marks) == len(Absence)


def test_there_are_questions_of_every_shape() -> None:
    shapes = {get_origin(kind) or kind for kind in ANSWER_TYPES.values()}

    assert {tuple, str, int} <= shapes


def with_the_account_of(case: Case) -> Event:
    """The event as a reader without keys has it, answered as nobody could submit it."""
    return replace(a_submission()[0], answers=case.account.answers)


def take_in(services: Services, events: list[Event]) -> None:
    start = services.log.last_position()
    log = ListedLog(events, positions=range(start + 1, start + len(events) + 1))
    while following.step_together(services.views.engine(), (PROJECTION,), log):
        pass
