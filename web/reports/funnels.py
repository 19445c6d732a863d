"""Funnel plots: a dot for each unit, and how far chance alone would bring almost any."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from domain.estimating.funnels import FAR, USUAL, limits, limits_of_rate
from web.reports.charts import BAR, INK, PAPER, titled
from web.reports.dots import PLAIN

WIDTH, HEIGHT = 370, 300
STEPS = 60
"""Bases at which the limits are worked out for their curves."""


@dataclass(frozen=True, slots=True)
class Point:
    """A unit: what it is measured on, its share or rate, and whether that lies beyond the outer limits."""

    base: int
    value: float
    is_beyond: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class FunnelChart:
    """What is drawn, and what it says in words."""

    title: str
    description: str
    middle: float
    points: tuple[Point, ...]
    base: str = "Records"
    """What the units are measured on."""
    per: int = 0
    """By how many a rate is written; none of a share."""

    def scaled(self, value: float) -> float:
        """A share, or a rate as it is written."""
        return value * self.per if self.per else value


@lru_cache(maxsize=64)
def svg(chart: FunnelChart) -> str:
    """The chart as it stands in a page or in a file."""
    return titled(_drawing(chart), chart.title, chart.description)


def _drawing(chart: FunnelChart) -> dict[str, Any]:
    import altair as alt

    most = max(point.base for point in chart.points)
    highest = max([2.5 * chart.middle, *(1.1 * point.value for point in chart.points)])
    highest = chart.scaled(highest if chart.per else min(1.0, highest))
    x = alt.X(
        "base:Q",
        title=chart.base,
        scale=alt.Scale(domain=[0, most * 1.05], nice=False),
        axis=_axis(alt, PLAIN),
    )

    def y(field: str) -> Any:
        scale = alt.Scale(domain=[0, highest], nice=False, clamp=True)
        return alt.Y(
            f"{field}:Q", title=None, scale=scale, axis=_axis(alt, ".2~f" if chart.per else "%")
        )

    curves = alt.Chart(alt.InlineData(_curves(chart, most))).encode(x=x)
    dots = alt.Chart(alt.InlineData(_points(chart))).encode(x=x, y=y("value"))
    middle = alt.Chart(alt.InlineData([{"value": chart.scaled(chart.middle)}])).encode(y=y("value"))
    drawing = (
        alt.layer(
            middle.mark_rule(color=INK, strokeWidth=1),
            *(
                curves.encode(y=y(field)).mark_line(
                    color=INK, strokeWidth=1, strokeDash=dash, clip=True
                )
                for field, dash in (
                    ("low", [4, 3]),
                    ("high", [4, 3]),
                    ("far_low", [1, 0]),
                    ("far_high", [1, 0]),
                )
            ),
            dots.transform_filter("!datum.beyond").mark_point(
                shape="circle", size=60, filled=True, color=BAR, opacity=1
            ),
            dots.transform_filter("datum.beyond").mark_point(
                shape="diamond", size=130, fill=PAPER, stroke=INK, strokeWidth=2, opacity=1
            ),
        )
        .properties(width=WIDTH, height=HEIGHT)
        .configure(background=PAPER, font="Helvetica, Arial, sans-serif")
        .configure_view(stroke=None)
    )
    found: dict[str, Any] = drawing.to_dict()
    return found


def _axis(alt: Any, form: str) -> Any:
    return alt.Axis(
        format=form,
        tickCount=5,
        grid=False,
        domainColor=INK,
        tickColor=INK,
        labelColor=INK,
        titleColor=INK,
        labelFontSize=14,
        titleFontSize=14,
        titleFontWeight="normal",
    )


def _curves(chart: FunnelChart, most: int) -> list[dict[str, float]]:
    # Closer together where the limits bend.
    bases = sorted(
        {max(1, round(most * 1.05 * (step / STEPS) ** 2)) for step in range(1, STEPS + 1)}
    )
    around = limits_of_rate if chart.per else limits
    found = []
    for base in bases:
        (low, high), (far_low, far_high) = (
            map(chart.scaled, around(chart.middle, base, within)) for within in (USUAL, FAR)
        )
        limits_here = {"low": low, "high": high, "far_low": far_low, "far_high": far_high}
        found.append({"base": base, **limits_here})
    return found


def _points(chart: FunnelChart) -> list[dict[str, Any]]:
    return [
        {"base": one.base, "value": chart.scaled(one.value), "beyond": one.is_beyond}
        for one in chart.points
    ]
