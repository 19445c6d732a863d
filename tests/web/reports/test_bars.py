"""Bars for a list of figures: their words are read on a phone, and none is cut."""

import re

from web.reports import bars
from web.reports.bars import Bar, Bars

LONG = "6. Person’s injury: answers agree with each other and the outcome"


def words(*labels: str) -> list[str]:
    drawn = bars.svg(
        Bars(title="Rules", description="", bars=tuple(Bar(one, 1, "1 (1%)") for one in labels))
    )
    return re.findall(r"<t(?:span|ext)[^>]*>([^<]+)</t", drawn)


def test_a_label_that_is_too_long_for_a_line_stands_on_two_and_is_not_cut() -> None:
    said = words("1. Short", LONG)

    assert " ".join(said[: said.index("1 (1%)")]) == f"1. Short {LONG}"
    assert not any("…" in one for one in said)


def test_a_label_that_fits_stands_on_one() -> None:
    assert words("1. Short")[0] == "1. Short"
