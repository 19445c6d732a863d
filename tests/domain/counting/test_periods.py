"""A record counts in the quarter of its incident date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.counting.periods import Quarter, financial_quarter, financial_year, quarters

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("day", "year", "quarter"),
    [
        (date(2026, 3, 31), 2025, 4),
        (date(2026, 4, 1), 2026, 1),
        (date(2026, 6, 30), 2026, 1),
        (date(2026, 7, 1), 2026, 2),
        (date(2026, 9, 30), 2026, 2),
        (date(2026, 10, 1), 2026, 3),
        (date(2026, 12, 31), 2026, 3),
        (date(2027, 1, 1), 2026, 4),
        (date(2027, 3, 31), 2026, 4),
        (date(2027, 4, 1), 2027, 1),
    ],
)
def test_a_financial_year_begins_on_the_first_of_april(day: date, year: int, quarter: int) -> None:
    assert (financial_year(day), financial_quarter(day)) == (year, quarter)


@given(DAYS)
def test_a_day_is_in_its_quarter_and_in_no_other(day: date) -> None:
    quarter = Quarter.of(day)

    assert quarter.first_day <= day < quarter.earlier(-1).first_day
    assert Quarter.of(quarter.first_day - timedelta(days=1)) == quarter.earlier(1)


@given(DAYS)
def test_a_code_stands_for_its_quarter(day: date) -> None:
    quarter = Quarter.of(day)

    assert Quarter.named(quarter.code) == quarter


@pytest.mark.parametrize(
    "code", ["-", "2026", "2026-q5", "2026-q0", "q1-2026", "0000-q1", "9999-q1"]
)
def test_what_is_no_quarter_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=code):
        Quarter.named(code)


def test_a_quarter_says_what_it_is() -> None:
    january = Quarter(2026, 4)

    assert january.label == "January to March 2027"
    assert january.financial_year == "2026/27"
    assert Quarter(1999, 1).financial_year == "1999/00"


def test_quarters_follow_each_other_from_the_first_to_the_last() -> None:
    found = list(quarters(Quarter(2025, 3), Quarter(2026, 2)))

    assert found == [Quarter(2025, 3), Quarter(2025, 4), Quarter(2026, 1), Quarter(2026, 2)]
    assert list(quarters(Quarter(2026, 1), Quarter(2025, 4))) == []
