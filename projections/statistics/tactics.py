"""Records by tactic and quarter: what databases count, and the table that it makes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Select

from domain.codelists.editions import RecordType
from domain.codelists.tactics import Tactic
from domain.counting.periods import Quarter
from domain.counting.rules import Counted, Figure, tally
from projections.statistics.dimensions import NOT_REPORTED
from projections.statistics.slices import Slice
from projections.statistics.tables import fact_counted
from projections.statistics.untold import alike_or_untold, told

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
    found = told(wanted, ask(_alike(wanted)))
    return ByTactic(
        figures=_figures(found.counts),
        unknown=tuple(
            Unknown(
                dimension=one.name,
                code=code,
                figures=_figures(found.untold.get((one.name, code), ())),
            )
            for one in wanted.asked
            for code in one.unknown
            # What was chosen is in the figures and not beside them.
            if code not in wanted.answers[one.name]
        ),
    )


def _alike(wanted: Slice) -> Select[Any]:
    """How many records there are of each kind that counts alike.

    In no order: the rows are added up, and to sort them would cost more than to count them.
    """
    c = fact_counted.c
    return alike_or_untold(wanted, c.year, c.quarter, c.record_type, c.tactics)


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
