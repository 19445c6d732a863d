"""The arithmetic of the benchmark: ratios are taken within a round, and their median is shown.

Rounds interleave the ways (A B C A B C …), so that what else the machine does falls on all of them.
A ratio of two figures of one round has that in common; a ratio of two medians would not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, kw_only=True)
class Spread:
    """The median of some rounds, and between which it lay."""

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread":
        found = sorted(values)
        return cls(middle=median(found), low=found[0], high=found[-1])


def within_rounds(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """How many times theirs ours is, round by round."""
    return Spread.of(one / other for one, other in zip(ours, theirs, strict=True))


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What was measured for one goal."""

    goal: str
    """Its key in ``goals.py``."""
    value: Spread
    note: str = ""
    """What was run, where that is less or other than the goal says."""


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A goal that was not measured, and why."""

    goal: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """Figures beside the goals: the peers in the same run, and what has no goal of its own."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


Measured = Figure | Missing | Table


def short(value: float) -> str:
    """A figure as it is read: three digits that count, thousands set apart."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"
