"""Files of a published edition are the same for ever: their digests are kept beside this test."""

from tests.releases import golden
from web.bootstrap import Services
from web.releases.document import LAYOUT
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

    drawn = by_quarter(table)

    assert "April to June 2023 [break]" in drawn
    assert "January to March 2023 [break]" not in drawn
    assert "Break on 2023-04-01: A new form." in drawn
