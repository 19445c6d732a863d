"""A series marks by itself where the form, a code list or a rule changed inside it."""

from dataclasses import replace
from datetime import date

import pytest

from domain.counting.periods import Quarter
from domain.summary import breaks as module
from domain.summary.breaks import Break, breaks
from domain.summary.ways import COUNTING_RULES, NEWEST

NEW_FORM = date(2023, 4, 1)


def test_the_form_of_2023_is_a_break_of_every_table_and_its_codes_of_theirs() -> None:
    found = breaks(Quarter(2022, 1), Quarter(2023, 4), NEWEST)

    assert {(one.day, one.question) for one in found} == {
        (NEW_FORM, ""),
        (NEW_FORM, "outcomes"),
        (NEW_FORM, "reasons"),
    }
    assert found[0].quarter == Quarter(2023, 1)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (Quarter(2023, 1), Quarter(2024, 4)),
        (Quarter(2021, 1), Quarter(2022, 4)),
        (Quarter(2025, 1), Quarter(2026, 4)),
    ],
)
def test_what_changed_before_or_after_is_none(since: Quarter, until: Quarter) -> None:
    assert breaks(since, until, NEWEST) == ()


def test_a_later_rule_is_a_break_for_whoever_is_counted_by_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    later = replace(
        COUNTING_RULES[1], version=2, since=date(2025, 10, 1), says="Shields are no tactic"
    )
    monkeypatch.setattr(module, "COUNTING_RULES", {**COUNTING_RULES, 2: later})
    series = Quarter(2025, 1), Quarter(2026, 4)

    assert breaks(*series, NEWEST) == ()
    assert breaks(*series, replace(NEWEST, rules=later)) == (
        Break(day=date(2025, 10, 1), question="", words="Shields are no tactic"),
    )
