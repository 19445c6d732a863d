"""Tables of figures as pages show them: what stands in a cell, and where it leads."""

from collections.abc import Callable
from dataclasses import dataclass

from projections.statistics.slices import Slice
from web.reports.figures import percent

Address = Callable[[Slice], str]
"""Where the records of a slice are listed; nowhere for who may not see them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A figure, where it leads, and what is said beside it."""

    text: str
    href: str = ""
    beside: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class GridRow:
    """A line of a table."""

    label: str
    cells: tuple[Cell, ...]
    depth: int = 0
    is_group: bool = False
    basis: str = ""
    """What its figures count, where lines count different things."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """A table with its headings."""

    name: str
    """Unlike any other on the page."""
    heading: str
    first: str
    """What the lines are."""
    headings: tuple[str, ...]
    rows: tuple[GridRow, ...]
    note: str = ""


def figure(number: int, href: str = "", *, of: int | None = None) -> Cell:
    """A number of records; what it is a share of is said where it is not none."""
    beside = share(number, of) if number and of else ""
    return Cell(text=f"{number:,}", href=href if number else "", beside=beside)


def share(number: int, of: int) -> str:
    """A number as a share of others, in words that never round something to nothing or to all."""
    if not of:
        return "–"
    return percent(number / of)


DAY = 24 * 60
GAP = "\N{NO-BREAK SPACE}"
"""Between a number and its unit, which do not stand on two lines."""


def duration(minutes: int | None) -> str:
    """Minutes as people say them."""
    if minutes is None:
        return "–"
    days, rest = divmod(minutes, DAY)
    hours, left = divmod(rest, 60)
    if days:
        return f"{days}{GAP}{'day' if days == 1 else 'days'}" + (f" {hours}{GAP}h" if hours else "")
    return f"{hours}{GAP}h {left:02}{GAP}min" if hours else f"{left}{GAP}min"
