"""A report as a file of values: one line a figure, codes and labels, UTF-8."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from domain.codelists.forces import Force
from domain.counting.periods import quarters
from domain.counting.rules import LABELS
from projections.statistics.slices import Slice
from projections.statistics.tactics import ByTactic

HEADINGS = (
    "forces",
    "forces_label",
    "financial_year",
    "quarter",
    "quarter_label",
    "line",
    "line_label",
    "records",
    "times_reported",
)


def lines(counted: ByTactic, wanted: Slice, *, position: int) -> str:
    """The table as CSV: a line for each of its lines and quarters, zeros among them."""
    text = io.StringIO()
    writer = csv.writer(text)
    unknown = [f"unknown_{one.dimension}_{one.code.lstrip('~')}" for one in counted.unknown]
    writer.writerow([*HEADINGS, *unknown, "log_position"])
    writer.writerows(_rows(counted, wanted, position))
    return text.getvalue()


def _rows(counted: ByTactic, wanted: Slice, position: int) -> Iterator[list[Any]]:
    assert wanted.since is not None
    assert wanted.until is not None
    forces = sorted(wanted.forces)
    about = [" ".join(forces) or "all", "; ".join(Force(one).label for one in forces) or "All"]
    for quarter in quarters(wanted.since, wanted.until):
        for code, label in LABELS.items():
            figure = counted.figure(code, quarter)
            yield [
                *about,
                quarter.financial_year,
                quarter.code,
                quarter.label,
                code,
                label,
                figure.records,
                figure.times,
                *(one.records(code, quarter) for one in counted.unknown),
                position,
            ]
