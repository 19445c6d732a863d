"""Percentages are of what is shown."""

from decimal import Decimal

import pytest

from domain.disclosure.percentages import percentage
from domain.disclosure.rounding import rounded
from domain.disclosure.symbols import Shown, Symbol


def test_a_percentage_of_rounded_figures_is_theirs_and_not_that_of_what_was_counted() -> None:
    # 13 of 21 are 61.9%; as they are shown they are 15 of 20.
    assert percentage(rounded(13), rounded(21)) == Decimal("75.0")
    assert percentage(13, 21) == Decimal("61.9")


def test_halves_are_rounded_up() -> None:
    assert percentage(1, 16) == Decimal("6.3")
    assert percentage(1, 16, decimals=0) == Decimal(6)
    assert percentage(1, 8, decimals=0) == Decimal(13)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (Symbol.HIDDEN, 20, Symbol.HIDDEN),
        (5, Symbol.HIDDEN, Symbol.HIDDEN),
        (Symbol.LOW, 20, Symbol.LOW),
        (Symbol.LOW, Symbol.HIDDEN, Symbol.HIDDEN),
        (0, Symbol.LOW, Symbol.NOT_AVAILABLE),
        (0, 0, Symbol.NOT_APPLICABLE),
        (5, Symbol.NOT_AVAILABLE, Symbol.NOT_AVAILABLE),
        (0, 20, Decimal("0.0")),
    ],
)
def test_what_is_not_shown_has_no_percentage(part: Shown, whole: Shown, shown: object) -> None:
    assert percentage(part, whole) == shown


def test_rounded_parts_are_never_more_than_the_whole() -> None:
    for whole in range(1, 60):
        for part in range(whole + 1):
            found = percentage(rounded(part), rounded(whole))

            assert isinstance(found, Symbol) or found <= 100


def test_symbols_stand_in_data_without_brackets_and_are_explained() -> None:
    assert [one.letters for one in Symbol] == ["c", "low", "x", "z"]
    assert all(one.meaning for one in Symbol)
