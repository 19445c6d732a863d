"""A chart as a file: taken away from its page it says itself what it shows.

On the page a heading and the filter above it say so, and the drawing is the bars or dots alone.
"""

import re
import textwrap
from collections.abc import Iterator
from functools import lru_cache
from xml.sax.saxutils import escape

from web.reports.charts import INK, PAPER
from web.reports.filters import Filters

MARGIN, LINE, FONT = 16, 21, "Helvetica, Arial, sans-serif"
LETTER = 9
"""How wide a letter is at most on average, in bold."""
SIZE = re.compile(r'<svg ([^>]*?)width="([\d.]+)" height="([\d.]+)"')


@lru_cache(maxsize=16)
def as_file(kind: str, drawn: str, title: str, beneath: tuple[str, ...]) -> str | bytes:
    """The drawing as SVG, or as a picture twice as large."""
    import vl_convert

    whole = alone(drawn, title, beneath)
    if kind == "svg":
        return whole
    picture: bytes = vl_convert.svg_to_png(whole, scale=2)
    return picture


def of_what(filters: Filters) -> tuple[str, ...]:
    """When and whose the records are that it shows, and what else they were chosen by."""
    when = ", ".join(one for one in (filters.whose, filters.period) if one)
    return (
        when[:1].upper() + when[1:],
        *(f"{heading}: {words}" for heading, words in filters.in_words()),
    )


def alone(drawn: str, title: str, beneath: tuple[str, ...]) -> str:
    """A drawing below its title and what it is of, with a margin around all."""
    size = SIZE.search(drawn)
    if size is None:
        return drawn
    wide, high = (round(float(one)) for one in size.groups()[1:])
    lines = [(words, True) for words in textwrap.wrap(title, wide // LETTER)]
    lines += [(words, False) for one in beneath for words in textwrap.wrap(one, wide // LETTER)]
    above = 2 * MARGIN + LINE * len(lines)
    width, height = wide + 2 * MARGIN, high + above + MARGIN
    inner = drawn.replace(size[0], f'{size[0][:4]} x="{MARGIN}" y="{above}"{size[0][4:]}', 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}"><rect width="{width}" height="{height}" fill="{PAPER}"/>'
        f"{''.join(_texts(lines))}{inner}</svg>"
    )


def _texts(lines: list[tuple[str, bool]]) -> Iterator[str]:
    for place, (words, bold) in enumerate(lines):
        weight = ' font-weight="bold"' if bold else ""
        yield (
            f'<text x="{MARGIN}" y="{MARGIN + 15 + LINE * place}" font-family="{FONT}" font-size="16"'
            f'{weight} fill="{INK}">{escape(words)}</text>'
        )
