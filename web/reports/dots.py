"""Charts of shares: a dot for each, and a line for how sure it is. Drawn like the other charts."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from domain.estimating.intervals import Estimate
from web.reports.charts import BAR, INK, PAPER, titled

WIDTH, ROW = 430, 40
LABELS = 190
PLAIN = ",~r"
"""Numbers as they are, and not as powers of ten."""
AS_RECORDED, ALIKE = "a", "b"


@dataclass(frozen=True, slots=True)
class Dot:
    """A share as it was recorded, and perhaps as it would be under the circumstances of all."""

    label: str
    base: int
    found: Estimate
    alike: Estimate | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DotChart:
    """What is drawn, and what it says in words."""

    title: str
    description: str
    dots: tuple[Dot, ...]
    of_shares: bool = True
    """Shares are in percent on a scale as far as all; rates are numbers on one that begins at zero."""
    noun: str = "answer"
    """What the base of each dot counts."""


def begins(dots: Iterable[Dot]) -> int:
    """Where the scale begins, in percent: shares near the ceiling cannot be told apart on all of it."""
    lowest = min(one.low for dot in dots for one in (dot.found, dot.alike) if one is not None)
    return int(lowest * 10) * 10


@lru_cache(maxsize=64)
def svg(chart: DotChart) -> str:
    """The chart as it stands in a page or in a file."""
    return titled(_drawing(chart), chart.title, chart.description)


@lru_cache(maxsize=16)
def png(chart: DotChart) -> bytes:
    """The same as a picture, twice as large."""
    import vl_convert

    drawn: bytes = vl_convert.svg_to_png(svg(chart), scale=2)
    return drawn


def _drawing(chart: DotChart) -> dict[str, Any]:
    import altair as alt

    begin = begins(chart.dots) / 100
    scale = alt.Scale(domain=[begin, 1], nice=False) if chart.of_shares else alt.Scale(zero=True)
    axis = alt.Axis(
        format="%" if chart.of_shares else PLAIN,
        tickCount=5,
        grid=False,
        domainColor=INK,
        tickColor=INK,
        labelColor=INK,
        labelFontSize=12,
    )
    row = alt.Y(
        "tactic:N",
        sort=None,
        title=None,
        axis=alt.Axis(
            labelLimit=LABELS,
            labelExpr="split(datum.label, '|')",
            labelColor=INK,
            labelFontSize=12,
            ticks=False,
            domain=False,
            labelPadding=8,
        ),
    )
    drawn = [AS_RECORDED, *([ALIKE] if any(dot.alike for dot in chart.dots) else [])]
    beside = alt.YOffset("which:N", scale=alt.Scale(domain=drawn))
    base = alt.Chart().encode(y=row, yOffset=beside)
    lines = base.mark_rule(color=INK, strokeWidth=1.5).encode(
        x=alt.X("low:Q", title=None, scale=scale, axis=axis), x2="high:Q"
    )
    filled = base.transform_filter(f"datum.which == '{AS_RECORDED}'").mark_point(
        shape="circle", size=70, filled=True, color=BAR, opacity=1
    )
    hollow = base.transform_filter(f"datum.which == '{ALIKE}'").mark_point(
        shape="diamond", size=80, fill=PAPER, stroke=INK, strokeWidth=1.5, opacity=1
    )
    at = alt.X("value:Q", title=None, scale=scale, axis=axis)
    drawing = (
        alt.layer(
            lines, hollow.encode(x=at), filled.encode(x=at), data=alt.InlineData(_values(chart))
        )
        .properties(width=WIDTH, height=alt.Step(ROW / len(drawn)))
        .configure(background=PAPER, font="Helvetica, Arial, sans-serif")
        .configure_view(stroke=None)
    )
    found: dict[str, Any] = drawing.to_dict()
    return found


def _values(chart: DotChart) -> list[dict[str, Any]]:
    return [
        {
            "tactic": f"{dot.label}|{dot.base:,} {chart.noun}{'' if dot.base == 1 else 's'}",
            "which": which,
            "value": one.value,
            "low": one.low,
            "high": one.high,
        }
        for dot in chart.dots
        for which, one in ((AS_RECORDED, dot.found), (ALIKE, dot.alike))
        if one is not None
    ]
