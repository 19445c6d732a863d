"""A report as values: a row a figure, the same in its file and in the API.

Decision. A report is made into rows once, and the file and the API only write them down. Consequence:
they cannot differ by more than how a number is written. Kept by ``tests/web/api/test_reports.py``.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

from projections.expected.queries import Coverage
from projections.statistics.slices import Slice

Value = str | int | float | date | None
Row = Mapping[str, Value | Mapping[str, int]]
"""By name of a column; several numbers of one kind stand in a column each, or in one object."""

DECIMALS = 8
"""Of shares and rates: of a rate by resident the first that counts is the fifth."""

ABOUT = (
    "forces",
    "from",
    "to",
    "expected_due",
    "expected_matched",
    "expected_explained",
    "expected_areas",
    "expected_without_area",
    "log_position",
)
"""Columns that say the same on each line: whose records and of when, how many encounters that other
systems know of are due a record and have one, of which areas and how many more name none, and how far
the log was taken in. Whatever else is filtered by, the coverage is that of forces, areas and period."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """Every figure of a report, and what all of them rest on."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    wanted: Slice
    position: int
    coverage: Coverage

    def about(self) -> dict[str, Value]:
        """The columns that say the same on each line."""
        wanted, covered = self.wanted, self.coverage.total
        values = (
            " ".join(sorted(wanted.forces)) or "all",
            wanted.since.code if wanted.since else None,
            wanted.until.code if wanted.until else None,
            *((covered.due, covered.matched, covered.explained) if covered.loaded else [None] * 3),
            " ".join(sorted(self.coverage.areas)) or "all",
            self.coverage.without_area if self.coverage.areas else None,
            self.position,
        )
        return dict(zip(ABOUT, values, strict=True))


def as_csv(figures: Figures) -> str:
    """The rows as a file: UTF-8, codes and labels, a column for each number."""
    text = io.StringIO()
    writer = csv.DictWriter(text, (*figures.columns, *ABOUT), restval="")
    writer.writeheader()
    about = dict(_cells(figures.about()))
    for row in figures.rows:
        writer.writerow({**dict(_cells(row)), **about})
    return text.getvalue()


def _cells(row: Row) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}_{code}", number) for code, number in value.items())
        else:
            yield name, f"{value:.{DECIMALS}f}" if isinstance(value, float) else value


def as_json(row: Row) -> dict[str, Any]:
    """A row as an object: what is no number at all, such as the end of an interval that has none, is null."""
    return {
        name: dict(value) if isinstance(value, Mapping) else _number(value)
        for name, value in row.items()
    }


def _number(value: Value) -> Value:
    if not isinstance(value, float):
        return value
    return round(value, DECIMALS) if isfinite(value) else None


def part(name: str, estimate: Any) -> dict[str, Value]:
    """The columns of an estimate: the value and the ends of its interval, empty if there is none."""
    names = (name, f"{name}_low", f"{name}_high")
    if estimate is None:
        return dict.fromkeys(names)
    return dict(zip(names, (estimate.value, estimate.low, estimate.high), strict=True))
