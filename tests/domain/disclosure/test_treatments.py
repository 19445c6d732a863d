"""A table is treated as its definition says."""

import pytest

from domain.disclosure.symbols import Symbol
from domain.disclosure.tables import TOTAL
from domain.disclosure.treatments import (
    BELOW_THE_FORCE,
    INJURY,
    PROTECTED,
    Control,
    Treatment,
    treated,
    usual_treatment,
)
from domain.records.account import ANSWER_TYPES
from tests.domain.disclosure.made_up import a_table

TABLE = a_table(7, rows=4, columns=4, both=True)


def test_with_no_treatment_every_figure_is_shown() -> None:
    shown = treated(TABLE, Control(treatment=Treatment.NONE))

    assert shown.figures == TABLE.figures
    assert shown.hidden == frozenset()
    assert shown.apart(TABLE) == {}


def test_a_treated_table_has_a_figure_or_a_symbol_in_every_place() -> None:
    for treatment in Treatment:
        shown = treated(TABLE, Control(treatment=treatment))

        assert set(shown.figures) == set(TABLE.places)
        assert all(isinstance(one, int | Symbol) for one in shown.figures.values())


def test_thresholds_are_of_the_definition() -> None:
    suppressed = treated(TABLE, Control(treatment=Treatment.SUPPRESS, under=10))
    rounded = treated(TABLE, Control(treatment=Treatment.ROUND, base=10))

    assert all(not 0 < one < 10 for one in suppressed.figures.values() if isinstance(one, int))
    assert any(0 < one < 10 for one in TABLE.figures.values())
    assert rounded.figures[TOTAL, TOTAL] % 10 == 0


def test_symbols_say_what_was_done() -> None:
    assert Symbol.LOW not in treated(TABLE, Control(treatment=Treatment.SUPPRESS)).figures.values()
    assert Symbol.LOW in treated(TABLE, Control(treatment=Treatment.ROUND)).figures.values()


@pytest.mark.parametrize(
    ("questions", "treatment"),
    [
        (["perceived_ethnicity", "area"], Treatment.ROUND),
        (["perceived_age", "subject_injury_level"], Treatment.ROUND),
        (["mental_condition", "officer_injured", "perceived_gender"], Treatment.ROUND),
        (["perceived_ethnicity", "perceived_age"], Treatment.NONE),
        (["area", "subject_injured"], Treatment.NONE),
        ([], Treatment.NONE),
    ],
)
def test_who_is_crossed_with_a_small_place_or_with_injury_is_protected(
    questions: list[str], treatment: Treatment
) -> None:
    assert usual_treatment(questions) is treatment


def test_what_is_protected_are_questions_of_the_form() -> None:
    assert PROTECTED | INJURY | {"area"} <= set(ANSWER_TYPES)
    assert BELOW_THE_FORCE - set(ANSWER_TYPES) == {"team"}
