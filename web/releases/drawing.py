"""Bars of a table as SVG: the same bytes for the same figures.

Context. The charts of reports are drawn by vl-convert, whose drawings change with its version; what is
published must be made again byte for byte years later. Decision. The few bars of an edition are drawn
here: words above each bar, so that nothing hangs on how wide a font is. Consequence: plain bars are all
there is; the table says the same. Kept by ``tests/releases/test_byte_for_byte.py``.

A file that was taken away says above its bars what they are of, and has a margin. On the page of its
edition, where a heading says so, ``on_a_page`` shows the bars alone.
"""

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from web.reports.charts import BAR, INK, PAPER

WIDTH, APART, THICK, LONGEST, TOP = 420, 52, 16, 340, 18
"""Narrow, so that its words can be read where a telephone shows it as wide as it is."""
FONT = "Helvetica, Arial, sans-serif"
MARGIN, LINE, LETTERS = 16, 21, 48
"""Around a drawing alone, and how far its lines of words are apart and how long."""
ALONE = re.compile(r'<g class="alone">.*?</g>')
SIZE = re.compile(r' viewBox="-\d+ -\d+ \d+ \d+" width="\d+" height="\d+"')


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is of, and how long."""

    label: str
    value: int | str
    """A number, or the symbol that stands in its place: no bar."""

    @property
    def length(self) -> int:
        return self.value if isinstance(self.value, int) else 0

    @property
    def words(self) -> str:
        return f"{self.value:,}" if isinstance(self.value, int) else self.value


def bars(title: str, beneath: Sequence[str], description: str, drawn: Sequence[Bar]) -> str:
    """A drawing that says in words what it shows: its title, and what it is of, stand above the bars."""
    said = [(words, True) for words in textwrap.wrap(title, LETTERS)]
    said += [(words, False) for one in beneath for words in textwrap.wrap(one, LETTERS)]
    above = 2 * MARGIN + LINE * len(said)
    lines = (
        _text(0, LINE * place + MARGIN + TOP - above, words, bold=bold)
        for place, (words, bold) in enumerate(said)
    )
    high, wide = above + _height(len(drawn)), WIDTH + 2 * MARGIN
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="-{MARGIN} -{above} {wide} {high}"'
        f' width="{wide}" height="{high}">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
        f'<rect x="-{MARGIN}" y="-{above}" width="{wide}" height="{high}" fill="{PAPER}"/>'
        f'<g class="alone">{"".join(lines)}</g>'
    )
    return head + "".join(_bars(drawn)) + "</svg>"


def on_a_page(drawing: str) -> str:
    """The bars of a drawing, without margins and without the words that the page says above it."""
    size = SIZE.search(drawing)
    if size is None:
        return drawing
    # It ends with the bars, below which there is no margin.
    high = _height(drawing.count(f'fill="{BAR}"'))
    plain = f' viewBox="0 0 {WIDTH} {high}" width="{WIDTH}" height="{high}"'
    return ALONE.sub("", drawing.replace(size[0], plain, 1), count=1)


def _height(drawn: int) -> int:
    return TOP + APART * max(1, drawn)


def _bars(drawn: Sequence[Bar]) -> Iterator[str]:
    most = max((one.length for one in drawn), default=0) or 1
    for place, one in enumerate(drawn):
        top = TOP + APART * place
        # In whole pixels: no number is written that a version of a language rounds differently.
        length = LONGEST * one.length // most
        yield _text(0, top, one.label)
        yield f'<rect x="0" y="{top + 7}" width="{length}" height="{THICK}" fill="{BAR}"/>'
        yield _text(length + 6, top + 21, one.words, bold=True)


def _text(x: int, y: int, words: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x}" y="{y}" font-family="{FONT}" font-size="16"{weight} fill="{INK}">'
        f"{escape(words)}</text>"
    )
