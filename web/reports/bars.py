"""Bars beside each other for a list of figures: one series, each bar with its words above it.

Drawn as the charts by quarter are (``charts.py``); words stand above the bars so that the drawing
is read on a phone as well.
"""

import re
import textwrap
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from web.reports.charts import BAR, INK, PAPER, SPOKEN

WIDTH, APART, THICK = 410, 48, 14
LETTER = 8.5
"""How wide a letter is at most, about."""
LINE, LINE_HEIGHT = 54, 18
"""How many letters of a label stand on a line, and how far two lines are apart."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, and the words at its end."""

    label: str
    value: float
    figure: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Bars:
    """What is drawn, and what it says in words."""

    title: str
    description: str
    bars: tuple[Bar, ...]


@lru_cache(maxsize=64)
def svg(bars: Bars) -> str:
    """The drawing as it stands in a page or in a file."""
    import vl_convert

    drawn = SPOKEN.sub("", vl_convert.vegalite_to_svg(_drawing(bars)))
    named = f"<title>{escape(bars.title)}</title><desc>{escape(bars.description)}</desc>"
    begun = re.sub(r"<svg ([^>]*)>", r'<svg role="img" \1>', drawn, count=1)
    head, end, rest = begun.partition(">")
    return f"{head}{end}{named}{rest}"


def _drawing(bars: Bars) -> dict[str, Any]:
    import altair as alt

    wrapped = [textwrap.wrap(one.label, LINE) or [""] for one in bars.bars]
    most_lines = max(map(len, wrapped), default=1)
    # The last line stands on its bar, whether there is one above it or not.
    labels = [[""] * (most_lines - len(lines)) + lines for lines in wrapped]
    values = [
        {"place": place, "label": lines, "value": one.value, "figure": one.figure}
        for place, (one, lines) in enumerate(zip(bars.bars, labels, strict=True))
    ]
    above = LINE_HEIGHT * (most_lines - 1)
    most = max((one.value for one in bars.bars), default=0) or 1
    place = alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    # Room for the longest words at the end of a bar: without it the whole drawing would become wider.
    room = min(WIDTH / 2, LETTER * max((len(one.figure) for one in bars.bars), default=0) + 10)
    scale = alt.Scale(domain=[0, most * WIDTH / (WIDTH - room)])
    length = alt.X("value:Q", axis=None, scale=scale)
    base = alt.Chart().encode(y=place)
    words = base.mark_text(
        align="left", dy=-8 - above / 2, color=INK, fontSize=15, lineHeight=LINE_HEIGHT
    ).encode(x=alt.value(0), text="label:N")
    drawn = base.mark_bar(color=BAR, size=THICK, yOffset=9 + above / 2).encode(x=length)
    figures = base.mark_text(
        align="left", dx=5, dy=9 + above / 2, color=INK, fontSize=15, fontWeight="bold"
    )
    layers = [words, drawn, figures.encode(x=length, text="figure:N")]
    drawing = (
        alt.layer(*layers, data=alt.InlineData(values=values))
        .properties(width=WIDTH, height=(APART + above) * max(1, len(values)))
        .configure(background=PAPER, font="Helvetica, Arial, sans-serif")
        .configure_view(stroke=None)
    )
    found: dict[str, Any] = drawing.to_dict()
    return found
