"""Rounding, each figure and each total for itself.

What is rounded need not add up any more, and is not made to: that would tell more. Percentages come
from the rounded figures.

Context. There are rounded lines that only one line fits: four figures of 2 and their total of 8 read
low four times and 10, as nothing else does. In tables of small figures that is not rare.
Decision. Where rounded figures tell a small one exactly, others are hidden until they do not. Consequence: a
rounded table may have a hidden figure in it. Kept by ``tests/domain/disclosure/test_rounding.py``.
"""

from collections.abc import Collection

from domain.disclosure import hiding
from domain.disclosure.bounds import NOWHERE_ELSE, Elsewhere, Limits, exactly
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
    table: Table,
    *,
    base: int = 5,
    under: int = 5,
    narrowest: int = 3,
    also: Collection[Place] = (),
    elsewhere: Elsewhere = NOWHERE_ELSE,
) -> frozenset[Place]:
    """The figures to hide so that rounded ones tell no small one exactly, and none that is hidden
    closely; ``also`` names what is hidden in an earlier edition, or in another table.
    """
    figures = table.figures
    known = {place: behind(rounded(one, base=base), base=base) for place, one in figures.items()}
    known |= {place: exactly(figures[place]) for place in elsewhere.shown}
    guarded = {at: EXACT for at, one in figures.items() if 0 < one < under and known[at].width}
    return hiding.hidden(
        table, known, first=also, guarded=guarded, narrowest=narrowest, elsewhere=elsewhere
    )
