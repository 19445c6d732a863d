"""What is published as data is as it is described, or it is not made."""

from datetime import datetime
from decimal import Decimal
from itertools import permutations

import pytest

from domain.disclosure.symbols import Symbol
from tests.releases.data import DAY, ROWS, some_data
from web.releases.datasets import NotAsDescribedError, Row

LABEL, FIGURE, SHARE = "Coast", 3, Decimal(1)


def test_lines_stand_in_the_order_of_what_they_are_about() -> None:
    made = {some_data(rows).rows for rows in permutations(ROWS)}

    assert made == {ROWS}


@pytest.mark.parametrize(
    "row",
    [
        (DAY, "coast", LABEL, FIGURE),
        (DAY, "inland", LABEL, FIGURE, SHARE),
        (DAY, Symbol.HIDDEN, LABEL, FIGURE, SHARE),
        (datetime(2026, 4, 1), "coast", LABEL, FIGURE, SHARE),  # noqa: DTZ001
        ("2026-04-01", "coast", LABEL, FIGURE, SHARE),
        (DAY, "coast", Symbol.NOT_AVAILABLE, FIGURE, SHARE),
        (DAY, "coast", LABEL, "3", SHARE),
        (DAY, "coast", LABEL, True, SHARE),
        (DAY, "coast", LABEL, FIGURE, 0.5),
        (DAY, "north", LABEL, FIGURE, SHARE),
    ],
    ids=[
        "too short",
        "no such code",
        "a symbol that says what a line is about",
        "a time for a day",
        "a text for a day",
        "a symbol for a text",
        "a text for a number",
        "a truth for a number",
        "a number that is not exact",
        "a line about the same",
    ],
)
def test_a_line_that_is_not_as_described_is_refused(row: Row) -> None:
    with pytest.raises(NotAsDescribedError):
        some_data((*ROWS[:1], row))
