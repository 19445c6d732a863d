"""What is drawn of shares, rates and units, under the same content policy as the other charts."""

import re
from xml.etree import ElementTree as ET

import pytest

from domain.estimating.intervals import Estimate
from tests.web.reports.test_charts import STYLES, SVG
from web.reports import dots, funnels
from web.reports.charts import BAR, INK, PAPER
from web.reports.dots import Dot, DotChart
from web.reports.funnels import FunnelChart, Point

SHARES = DotChart(
    title="Tactics said to have been effective",
    description="From 60% to 98%.",
    dots=(
        Dot("Baton used", 1, Estimate(0.6, 0.45, 0.75)),
        Dot("Handcuffing", 1234, Estimate(0.98, 0.97, 0.99), Estimate(0.97, 0.96, 0.98)),
    ),
)
RATES = DotChart(
    title="Records per 1,000 residents",
    description="Black or Black British 22.6.",
    dots=(Dot("Black or Black British", 871, Estimate(2260, 2110, 2410)),),
    of_shares=False,
    noun="record",
)
UNITS = FunnelChart(
    title="Records by team",
    description="One of two lies beyond.",
    middle=0.16,
    points=(Point(40, 0.15, is_beyond=False), Point(1200, 0.4, is_beyond=True)),
)
DRAWN = {"shares": dots.svg(SHARES), "rates": dots.svg(RATES), "units": funnels.svg(UNITS)}


def words(text: str) -> set[str]:
    return {one for one in ET.fromstring(text).itertext() if one.strip()}


def marks(text: str, shape: str) -> int:
    """How many points have a shape: circles are drawn with arcs, diamonds with straight lines."""
    points = [one for one in ET.fromstring(text).iter(f"{SVG}path") if one.get("transform")]
    return sum(("A" in one.get("d", "")) == (shape == "circle") for one in points)


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_is_refused_by_the_content_policy(name: str) -> None:
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=|href=", DRAWN[name])


@pytest.mark.parametrize("name", DRAWN)
def test_the_style_sheet_knows_every_colour_that_is_drawn(name: str) -> None:
    drawn = set(re.findall(r'(fill|stroke)="([^"]+)"', DRAWN[name]))
    colours = {(what, colour) for what, colour in drawn if colour not in ("none", "transparent")}

    assert {colour for _, colour in colours} <= {INK, BAR, PAPER}
    assert all(f'[{what}="{colour}"]' in STYLES.read_text() for what, colour in colours)


@pytest.mark.parametrize(
    ("name", "title"),
    [("shares", SHARES.title), ("rates", RATES.title), ("units", UNITS.title)],
)
def test_a_chart_says_in_words_what_it_shows(name: str, title: str) -> None:
    root = ET.fromstring(DRAWN[name])

    assert root.get("role") == "img"
    assert root[0].text == title
    assert root[1].text


def test_a_share_has_its_base_and_a_scale_that_begins_below_the_lowest() -> None:
    assert {"Baton used, 1 answer", "40%", "100%"} <= words(DRAWN["shares"])
    assert "0%" not in words(DRAWN["shares"])


def test_rates_are_plain_numbers_on_a_scale_that_begins_at_zero() -> None:
    found = words(DRAWN["rates"])

    assert {"0", "1,000", "2,000", "Black or Black British, 871 records"} <= found
    assert not any("e+" in one for one in found)


def test_a_comparison_is_another_mark_and_so_is_a_unit_beyond() -> None:
    assert (marks(DRAWN["shares"], "circle"), marks(DRAWN["shares"], "diamond")) == (2, 1)
    assert (marks(DRAWN["units"], "circle"), marks(DRAWN["units"], "diamond")) == (1, 1)


def test_the_same_chart_is_drawn_once() -> None:
    assert dots.svg(SHARES) is dots.svg(SHARES)
    assert funnels.svg(UNITS) is funnels.svg(UNITS)
