"""Charts: bars by quarter, one small multiple a line, drawn on the server.

Context. The content policy allows no inline style and no script; a chart in an ``img`` would not
follow the page's font and colours. Decision. Altair says what is drawn and vl-convert draws it as
SVG, which stands in the page itself; colours are attributes that the style sheet replaces. The same
chart is drawn once. Consequence: charts follow the night theme, and a process that draws nothing
loads neither library. Kept by ``tests/web/reports/test_charts.py``. (Spec: ux, 6.)
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from domain.counting.periods import Quarter

INK, BAR, PAPER = "#0b0c0c", "#12436D", "white"
"""Replaced by the style sheet in the page, where they are also the words of its selectors."""

WIDTH, HEIGHT, APART = 390, 60, 30
BROAD = 0.6
"""How much of a quarter's room a bar takes."""

MOST_LABELLED = 8
"""With more quarters than these, bars have no figures on them and the axis has."""

MOST_BESIDE = 6
"""With more quarters than these, the months of each stand on two lines."""

MOST_SERIES = 4
BREAK = "[break]"
EMPTY = "\N{ZERO WIDTH SPACE}"
"""A line without words: one of nothing would not be drawn."""
SHORT = {1: "Apr–Jun", 2: "Jul–Sep", 3: "Oct–Dec", 4: "Jan–Mar"}
SPOKEN = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
"""What the drawing says of its parts: the whole has a title, a description and a table."""


@dataclass(frozen=True, slots=True)
class Series:
    """A line of the table as it is drawn."""

    label: str
    records: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """What is drawn, and what it says in words."""

    title: str
    description: str
    quarters: tuple[Quarter, ...]
    series: tuple[Series, ...]
    broken: frozenset[Quarter] = frozenset()
    """Quarters with a mark, in which the series breaks."""


@lru_cache(maxsize=64)
def svg(chart: Chart) -> str:
    """The chart as it stands in a page or in a file."""
    return titled(_drawing(chart), chart.title, chart.description)


def titled(drawing: dict[str, Any], title: str, description: str) -> str:
    """A drawing as SVG that says in words what it shows."""
    import vl_convert

    drawn = SPOKEN.sub("", vl_convert.vegalite_to_svg(drawing))
    named = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    return re.sub(r"<svg ([^>]*)>", rf'<svg role="img" \1>{_literal(named)}', drawn, count=1)


def _literal(text: str) -> str:
    return text.replace("\\", r"\\")


def _drawing(chart: Chart) -> dict[str, Any]:
    import altair as alt

    few = len(chart.quarters) <= MOST_LABELLED
    bars = alt.Chart().encode(
        x=alt.X("quarter:N", sort=None, title=None, axis=_quarters(few=few)),
        y=alt.Y("records:Q", title=None, axis=None if few else _records()),
    )
    size = BROAD * WIDTH / len(chart.quarters)
    layers = [bars.mark_bar(color=BAR, size=size)]
    if few:
        figures = bars.mark_text(dy=-3, baseline="bottom", color=INK, fontSize=14)
        layers.append(figures.encode(text=alt.Text("records:Q", format=",")))
    drawing = (
        alt.layer(*layers, data=alt.InlineData(values=_values(chart)))
        .properties(width=WIDTH, height=HEIGHT)
        .facet(
            row=alt.Row(
                "line:N", sort=[one.label for one in chart.series], title=None, header=_header()
            ),
            spacing=APART,
        )
        .configure(background=PAPER, font="Helvetica, Arial, sans-serif")
        .configure_view(stroke=None)
    )
    found: dict[str, Any] = drawing.to_dict()
    return found


def _values(chart: Chart) -> list[dict[str, Any]]:
    apart = "–|" if len(chart.quarters) > MOST_BESIDE else "–"
    months = {number: words.replace("–", apart) for number, words in SHORT.items()}
    return [
        {
            "line": one.label,
            "quarter": f"{months[quarter.number]}|{quarter.first_day.year}"
            + (f"|{BREAK}" if quarter in chart.broken else ""),
            "records": records,
        }
        for one in chart.series
        for quarter, records in zip(chart.quarters, one.records, strict=True)
    ]


def _quarters(*, few: bool) -> Any:
    import altair as alt

    lines = "split(datum.label, '|')"
    # The mark stands below the year, also where the year is not said.
    marked = f"indexof(datum.label, '{BREAK}') > 0 ? {[*[EMPTY] * 3, BREAK]} : ''"
    yearly = f"substring(datum.label, 0, 3) == '{SHORT[1][:3]}' ? {lines} : {marked}"
    return alt.Axis(
        labelAngle=0,
        labelExpr=lines if few else yearly,
        labelOverlap=False,
        ticks=False,
        domainColor=INK,
        labelColor=INK,
        labelFontSize=13,
        labelPadding=6,
    )


def _records() -> Any:
    import altair as alt

    return alt.Axis(
        tickCount=2,
        tickMinStep=1,
        grid=False,
        domain=False,
        labelColor=INK,
        labelFontSize=13,
        tickColor=INK,
        # A comma alone makes 4e+1 of forty where two ticks leave one figure to be precise about.
        format=",d",
    )


def _header() -> Any:
    import altair as alt

    return alt.Header(
        labelAngle=0,
        labelAlign="left",
        labelAnchor="start",
        labelOrient="top",
        labelFontWeight="bold",
        labelFontSize=15,
        labelColor=INK,
        labelPadding=16,
    )
