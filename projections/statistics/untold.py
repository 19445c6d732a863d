"""Counting the records of a slice, and in the same look those of which one of its filters cannot tell.

Decision. What a filter leaves unknown is counted in the statement of the figures, and not in one more
for each filter. Consequence: every record is looked at once, however many filters there are. Kept by
``tests/projections/test_counting_tactics.py`` and ``tests/projections/test_counting_effectiveness.py``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, func, literal_column, select

from projections.statistics.dimensions import Dimension
from projections.statistics.slices import Slice, conditions
from projections.statistics.tables import fact_counted

MEETS = 0
"""Beside a filter: that a record meets it. Otherwise the place, from one, of the way in which it is unknown."""

Counts = Sequence[tuple[tuple[Any, ...], int]]
"""Kinds of records that are alike, and how many there are of each."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """Records by kind: those of the slice, and those that meet every filter but one."""

    counts: Counts
    untold: Mapping[tuple[str, str], Counts]
    """By the dimension that is unknown, and in which way."""


def alike_or_untold(wanted: Slice, *kind: ColumnElement[Any]) -> Select[Any]:
    """How many records are alike, of those that meet the filters or leave some of them unknown.

    Behind the kind stands for each filter whether it is met, or else in which way it is unknown.
    """
    named = [_way(wanted, one).label(f"filter_{one.column}") for one in wanted.asked]
    return (
        select(*kind, *named, func.count())
        .where(*conditions(_or_unknown(wanted)))
        # By their names: two databases take the same values at two places for two different ones.
        .group_by(*kind, *(one.name for one in named))
    )


def told(wanted: Slice, rows: Iterable[Sequence[Any]]) -> Told:
    """What the rows of such a statement say."""
    counts: list[tuple[tuple[Any, ...], int]] = []
    untold: dict[tuple[str, str], list[tuple[tuple[Any, ...], int]]] = {}
    width = len(wanted.asked)
    for *values, records in rows:
        kind, places = tuple(values[: len(values) - width]), values[len(values) - width :]
        left = [
            (one.name, one.unknown[place - 1])
            for one, place in zip(wanted.asked, places, strict=True)
            if place != MEETS
        ]
        if not left:
            counts.append((kind, records))
        elif len(left) == 1:
            untold.setdefault(left[0], []).append((kind, records))
    return Told(counts=counts, untold=untold)


def _way(wanted: Slice, one: Dimension) -> ColumnElement[int]:
    column, chosen = fact_counted.c[one.column], wanted.answers[one.name]
    ways: list[Any] = [
        (column == code, literal_column(str(place)))
        for place, code in enumerate(one.unknown, start=1)
        # What was chosen is met, and in the figures.
        if code not in chosen
    ]
    meets = literal_column(str(MEETS), type_=Integer)
    return case(*ways, else_=meets) if ways else meets


def _or_unknown(wanted: Slice) -> Slice:
    also = {one.name: wanted.answers[one.name] | frozenset(one.unknown) for one in wanted.asked}
    return replace(wanted, answers=also)
