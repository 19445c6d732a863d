"""Records by tactic and quarter: what databases count, and the table that it makes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, select

from domain.codelists.editions import RecordType
from domain.codelists.tactics import Tactic
from domain.counting.periods import Quarter
from domain.counting.rules import Counted, Figure, tally
from projections.statistics.dimensions import BY_NAME, NOT_REPORTED, Dimension
from projections.statistics.slices import Slice, conditions
from projections.statistics.tables import fact_counted

Ask = Callable[[Select[Any]], Sequence[Any]]
"""Answers a statement from the facts or from their copy in columns: the same rows."""

Cell = tuple[str, Quarter]
"""A line and a quarter."""

NO_FIGURE = Figure()


@dataclass(frozen=True, kw_only=True, slots=True)
class Unknown:
    """Beside the figures: records that meet every other filter and leave one dimension unknown."""

    dimension: str
    code: str
    """In which way it is unknown."""
    figures: Mapping[Cell, Figure]

    def records(self, line: str, quarter: Quarter) -> int:
        return self.figures.get((line, quarter), NO_FIGURE).records


@dataclass(frozen=True, kw_only=True, slots=True)
class ByTactic:
    """The table: a figure for each line and quarter that has one."""

    figures: Mapping[Cell, Figure]
    unknown: tuple[Unknown, ...]

    def figure(self, line: str, quarter: Quarter) -> Figure:
        return self.figures.get((line, quarter), NO_FIGURE)


def by_tactic(ask: Ask, wanted: Slice) -> ByTactic:
    """Count the records of a slice, and beside them those of which a filter cannot tell."""
    return ByTactic(
        figures=_figures((row[:4], row[4]) for row in ask(_alike(wanted))),
        unknown=tuple(
            found
            for name in BY_NAME
            if name in wanted.answers
            for found in _unknown(ask, wanted, BY_NAME[name])
        ),
    )


def _alike(wanted: Slice, *more: Any) -> Select[Any]:
    """How many records there are of each kind that counts alike.

    In no order: the rows are added up, and to sort them would cost more than to count them.
    """
    c = fact_counted.c
    kind = (c.year, c.quarter, c.record_type, c.tactics, *more)
    return select(*kind, func.count()).where(*conditions(wanted)).group_by(*kind)


def _unknown(ask: Ask, wanted: Slice, dimension: Dimension) -> Iterable[Unknown]:
    column = fact_counted.c[dimension.column]
    rows = ask(_alike(wanted.unknown_in(dimension), column))
    for code in dimension.unknown:
        # What was chosen is in the figures and not beside them.
        if code not in wanted.answers[dimension.name]:
            found = _figures((row[:4], row[5]) for row in rows if row[4] == code)
            yield Unknown(dimension=dimension.name, code=code, figures=found)


def _figures(rows: Iterable[tuple[Sequence[Any], int]]) -> dict[Cell, Figure]:
    by_quarter: dict[Quarter, list[tuple[Counted, bool, int]]] = {}
    for (year, number, kind, tactics), records in rows:
        alike = (_tactics(tactics), kind == RecordType.CROWD.value, records)
        by_quarter.setdefault(Quarter(year, number), []).append(alike)
    return {
        (line, quarter): figure
        for quarter, counts in by_quarter.items()
        for line, figure in tally(counts).items()
    }


@lru_cache(maxsize=20_000)
def _tactics(text: str) -> Counted:
    return frozenset() if text == NOT_REPORTED else frozenset(map(Tactic, text.split()))
