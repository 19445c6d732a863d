"""Records by tactic and quarter, as rows of values: one a figure, zeros among them."""

from collections.abc import Iterator, Sequence

from domain.counting.periods import quarters
from domain.counting.rules import LABELS
from domain.summary.breaks import Break
from projections.statistics.slices import Slice
from projections.statistics.tactics import ByTactic
from web.reports.broken import in_quarter
from web.reports.rows import Row

COLUMNS = (
    "financial_year",
    "quarter",
    "quarter_label",
    "line",
    "line_label",
    "records",
    "times_reported",
    "breaks",
)


def columns(counted: ByTactic) -> tuple[str, ...]:
    """The columns, with one for each way in which a filter leaves records out that may belong."""
    unknown = (f"unknown_{one.dimension}_{one.code.lstrip('~')}" for one in counted.unknown)
    return (*COLUMNS, *unknown)


def rows(counted: ByTactic, wanted: Slice, breaks: Sequence[Break] = ()) -> Iterator[Row]:
    """A row for each line of the table and quarter, and what makes the quarter differ by itself."""
    assert wanted.since is not None
    assert wanted.until is not None
    for quarter in quarters(wanted.since, wanted.until):
        broken = in_quarter(breaks, quarter)
        for code, label in LABELS.items():
            figure = counted.figure(code, quarter)
            yield {
                "financial_year": quarter.financial_year,
                "quarter": quarter.code,
                "quarter_label": quarter.label,
                "line": code,
                "line_label": label,
                "records": figure.records,
                "times_reported": figure.times,
                "breaks": broken,
                "unknown": {
                    f"{one.dimension}_{one.code.lstrip('~')}": one.records(code, quarter)
                    for one in counted.unknown
                },
            }
