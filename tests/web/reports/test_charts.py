"""What is drawn of the figures, under a content policy that allows no style in it."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

from domain.counting.periods import Quarter, quarters
from web.reports import charts
from web.reports.charts import BAR, BREAK, EMPTY, INK, MOST_LABELLED, PAPER, Chart, Series, svg

SVG = "{http://www.w3.org/2000/svg}"
STYLES = Path(charts.__file__).parents[1] / "static" / "app.css"


def chart(*figures: int, title: str = "Restraint is on 7 of 9 records") -> Chart:
    since = Quarter(2026, 1).earlier(len(figures) - 1)
    return Chart(
        title=title,
        description="Restraint: from 1 to 4 a quarter.",
        quarters=tuple(quarters(since, Quarter(2026, 1))),
        series=(Series("Restraint", figures), Series("Firearms", (0,) * len(figures))),
    )


def drawn(given: Chart) -> ET.Element:
    return ET.fromstring(svg(given))


def test_a_chart_has_a_title_and_a_description() -> None:
    root = drawn(chart(4, 2))

    assert root.get("role") == "img"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == "Restraint is on 7 of 9 records"


def test_words_are_text_whatever_they_hold() -> None:
    assert drawn(chart(1, title=r"<b>\1 & more")).findtext(f"{SVG}title") == r"<b>\1 & more"


def test_nothing_in_a_chart_is_refused_by_the_content_policy() -> None:
    text = svg(chart(4, 2, 1))

    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=|href=", text)


def test_figures_stand_on_the_bars_and_lines_have_their_names() -> None:
    words = {text for text in drawn(chart(1234, 2)).itertext() if text.strip()}

    assert {"1,234", "2", "Restraint", "Firearms", "Apr–Jun", "2026"} <= words


def test_many_quarters_have_an_axis_in_place_of_figures() -> None:
    words = {text for text in drawn(chart(*range(20, 36))).itertext() if text.strip()}

    assert "Restraint" in words
    assert not {"21", "22", "23"} <= words


def test_the_axis_of_many_quarters_says_whole_records_in_figures() -> None:
    for most in (1, 3, 55, 400, 56_789):
        figures = (0,) * 11 + (most,)

        words = {text for text in drawn(chart(*figures)).itertext() if re.match("[0-9]", text)}

        ticks = words - {"2024", "2025", "2026"}
        assert len(ticks) > 1
        assert all(re.fullmatch(r"\d{1,3}(,\d{3})*", one) for one in ticks), ticks


def test_the_style_sheet_knows_every_colour_that_is_drawn() -> None:
    text = svg(chart(4, 2)) + svg(chart(*range(16)))
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', text)) - {"none", "transparent"}

    assert colours <= {INK, BAR, PAPER}
    assert all(f'="{colour}"]' in STYLES.read_text() for colour in colours)


def test_the_same_chart_is_drawn_once() -> None:
    svg.cache_clear()

    one, other = svg(chart(4, 2)), svg(chart(4, 2))

    assert one is other
    assert svg.cache_info().hits == 1


def test_who_draws_nothing_loads_no_drawing_and_no_columns() -> None:
    loaded = "import web.app, sys; print({'altair', 'vl_convert', 'duckdb'} & sys.modules.keys())"

    found = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True)

    assert found.stdout.strip() == "set()", found.stderr


def test_a_quarter_in_which_the_series_breaks_is_marked_below_its_name() -> None:
    for length in (4, 16):
        given = chart(*range(1, length + 1))

        marked = drawn(replace(given, broken=frozenset(given.quarters[2:3])))

        assert BREAK in set(marked.itertext()), length
        # Below the year also where none is said: beside it, it would stand on the next name.
        assert (EMPTY in set(marked.itertext())) == (length > MOST_LABELLED)
        assert BREAK not in set(drawn(given).itertext())
