"""The facts of a slice as they are given: by quarter, and with several codes as a list."""

from collections.abc import Iterator
from typing import Any

from domain.counting.periods import Quarter
from projections.statistics.facts import COLUMNS, SEVERAL, Alike

HEADINGS = (
    "financial_year",
    *(name for name in COLUMNS if name != "year"),
    "records",
)


def as_object(one: Alike) -> dict[str, Any]:
    """Records that are alike, by the names of what is given of them."""
    said = dict(zip(COLUMNS, one.key, strict=True))
    quarter = Quarter(said.pop("year"), said["quarter"])
    return {
        "financial_year": quarter.financial_year,
        **{name: value.split() if name in SEVERAL else value for name, value in said.items()},
        "quarter": quarter.code,
        "records": one.records,
    }


def as_cells(one: Alike) -> Iterator[Any]:
    """The same as a line of a file, several codes with a space between them."""
    said = as_object(one)
    for name in HEADINGS:
        yield " ".join(said[name]) if name in SEVERAL else said[name]
