"""Rounding, each figure and each total for itself.

What is rounded need not add up any more, and is not made to: that would tell more. Percentages come
from the rounded figures. Yet there are lines of which only one fits: four figures of 2 and their
total of 8 read low four times and 10, as nothing else does. Where that is so, a figure is hidden.
"""

from collections.abc import Collection

from domain.disclosure import hiding
from domain.disclosure.bounds import Limits, exactly
from domain.disclosure.symbols import Shown, Symbol
from domain.disclosure.tables import Place, Table

EXACT = 1
"""Bounds that are no further apart than less than this tell a figure."""


def rounded(figure: int, *, base: int = 5) -> Shown:
    """A figure to the nearest multiple, halves up; what is not zero never reads zero."""
    found = (figure + base // 2) // base * base
    return Symbol.LOW if figure and not found else found


def behind(shown: Shown, *, base: int = 5) -> Limits:
    """Between which numbers a figure lies that was rounded to this."""
    most = (base - 1) // 2
    if shown is Symbol.LOW:
        return Limits(1, most)
    assert isinstance(shown, int)
    # Zero is zero: what rounds to it is marked as low.
    return Limits(shown - base // 2, shown + most) if shown else exactly(0)


def told(
    table: Table, *, base: int = 5, also: Collection[Place] = (), beside: Collection[Place] = ()
) -> frozenset[Place]:
    """The figures to hide so that the rounded ones tell exactly none. ``also`` names what was hidden
    before, as in an earlier edition, ``beside`` what other tables show as it is.
    """
    figures = table.figures
    known = {place: behind(rounded(one, base=base), base=base) for place, one in figures.items()}
    known |= {place: exactly(figures[place]) for place in beside}
    unsure = [place for place, limits in known.items() if limits.width]
    return hiding.hidden(table, known, first=also, guarded=unsure, narrowest=EXACT, beside=beside)
