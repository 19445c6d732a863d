"""Files of a published edition are the same for ever: their digests are kept beside this test."""

import re

from domain.disclosure.symbols import Symbol
from tests.releases import golden
from web.bootstrap import Services
from web.releases.document import LAYOUT
from web.releases.drawing import Bar, bars, on_a_page
from web.releases.drawings import by_quarter


def test_two_editions_have_the_files_that_they_had_when_their_layout_was_made(
    services: Services,
) -> None:
    # Another digest? What was published can no longer be made again: make another layout instead.
    assert golden.story(services) == golden.kept(LAYOUT)


def test_a_chart_of_quarters_marks_where_the_series_breaks() -> None:
    table = {
        "code": "by-quarter",
        "columns": [
            {"code": "2022-q4", "label": "January to March 2023"},
            {"code": "2023-q1", "label": "April to June 2023"},
        ],
        "rows": [{"code": "records", "label": "All records", "cells": [3, 5]}],
        "breaks": [{"day": "2023-04-01", "quarter": "2023-q1", "words": "A new form"}],
    }

    drawn = by_quarter(table, "Northshire Police, April to June 2023, edition 1")

    assert "April to June 2023 [break]" in drawn
    assert "January to March 2023 [break]" not in drawn
    assert "Break on 2023-04-01: A new form." in drawn
    assert "Break on 2023-04-01: A new form" in "".join(texts(drawn))


def test_a_chart_that_was_taken_away_says_what_it_shows_and_has_a_margin() -> None:
    of = "The Police Service of Somewhere Else, April to June 2023, edition 1"

    drawn = bars("Where", ["Records, each once", of], "In words.", [Bar("A street", 3)])

    left, top, wide, high = box(drawn)
    assert texts(drawn)[:2] == ["Where", "Records, each once"]
    assert " ".join(texts(drawn)[2:4]) == of
    assert left < 0 and wide + left > max(map(int, re.findall(r'<text x="(\d+)"', drawn)))
    assert top + 12 < min(map(int, re.findall(r'<text x="\d+" y="(-?\d+)"', drawn)))
    assert high + top > max(map(int, re.findall(r'<text x="\d+" y="(-?\d+)"', drawn)))


def test_on_its_page_there_are_the_bars_alone() -> None:
    drawn = bars(
        "Where", ["Records, each once"], "In words.", [Bar("A street", 3), Bar("A cell", 0)]
    )

    shown = on_a_page(drawn)

    assert texts(shown) == ["A street", "3", "A cell", "0"]
    assert box(shown)[:2] == (0, 0)
    assert "<title>Where</title><desc>In words.</desc>" in shown


def test_a_chart_says_what_stands_in_it_in_the_place_of_a_figure() -> None:
    table = {
        "code": "by-quarter",
        "columns": [{"code": "2022-q4", "label": "January to March 2023"}],
        "rows": [{"code": "records", "label": "All", "cells": [Symbol.NOT_AVAILABLE.value]}],
        "breaks": [],
    }

    assert "[x] means not available" in texts(by_quarter(table, "Northshire Police"))


def texts(drawn: str) -> list[str]:
    return re.findall(r"<text [^>]*>([^<]*)</text>", drawn)


def box(drawn: str) -> tuple[int, ...]:
    found = re.search(r'viewBox="([^"]+)"', drawn)
    assert found
    return tuple(map(int, found[1].split()))
