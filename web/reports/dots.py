"""Charts of shares: a dot for each, and a line for how sure it is. Drawn like the other charts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from domain.estimating.intervals import Estimate
from web.reports.charts import BAR, INK, PAPER, titled

WIDTH, ROW, BETWEEN = 400, 50, 18
WORDS = 15
"""How far down the words of a row stand: above its dots, so that the drawing is read on a phone as well."""
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
        labelFontSize=14,
    )
    row = alt.Y("tactic:N", sort=None, axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    both = any(dot.alike for dot in chart.dots)
    height = ROW + (BETWEEN if both else 0)
    first = WORDS + BETWEEN - height / 2
    base = alt.Chart().encode(y=row)
    words = base.transform_filter(_is(AS_RECORDED)).mark_text(
        align="left", dy=WORDS - height / 2, color=INK, fontSize=14
    )
    drawing = (
        alt.layer(
            words.encode(x=alt.value(0), text="tactic:N"),
            *(
                layer
                for which, down in ((AS_RECORDED, first), (ALIKE, first + BETWEEN))
                for layer in _dots(base, which, down, scale, axis)
            ),
            data=alt.InlineData(_values(chart)),
        )
        .properties(width=WIDTH, height=alt.Step(height))
        .configure(background=PAPER, font="Helvetica, Arial, sans-serif")
        .configure_view(stroke=None)
    )
    found: dict[str, Any] = drawing.to_dict()
    return found


def _is(which: str) -> str:
    return f"datum.which == '{which}'"


def _dots(base: Any, which: str, down: float, scale: Any, axis: Any) -> Iterator[Any]:
    """The interval and the dot of each row, so far below its middle."""
    import altair as alt

    one = base.transform_filter(_is(which))
    yield one.mark_rule(color=INK, strokeWidth=1.5, yOffset=down, y2Offset=down).encode(
        x=alt.X("low:Q", title=None, scale=scale, axis=axis), x2="high:Q"
    )
    look: dict[str, Any] = (
        {"shape": "circle", "size": 70, "filled": True, "color": BAR}
        if which == AS_RECORDED
        else {"shape": "diamond", "size": 80, "fill": PAPER, "stroke": INK, "strokeWidth": 1.5}
    )
    yield one.mark_point(opacity=1, yOffset=down, **look).encode(
        x=alt.X("value:Q", title=None, scale=scale, axis=axis)
    )


def _values(chart: DotChart) -> list[dict[str, Any]]:
    return [
        {
            "tactic": f"{dot.label}, {dot.base:,} {chart.noun}{'' if dot.base == 1 else 's'}",
            "which": which,
            "value": one.value,
            "low": one.low,
            "high": one.high,
        }
        for dot in chart.dots
        for which, one in ((AS_RECORDED, dot.found), (ALIKE, dot.alike))
        if one is not None
    ]
