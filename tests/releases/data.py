"""A small set of data, as an edition could have it."""

from datetime import date
from decimal import Decimal

from domain.disclosure.symbols import Symbol
from web.releases.datasets import Column, Dataset, Kind, Row, dataset

AREAS = ("north", "coast", "a.b|c (old)")
COLUMNS = (
    Column(name="day", title="First day", meaning="When it begins", kind=Kind.DAY, is_key=True),
    Column(name="area", title="Area", meaning="Code of the area", values=AREAS, is_key=True),
    Column(name="area_label", title="Name of the area", meaning="As it is shown"),
    Column(name="records", title="Records", meaning="All", kind=Kind.NUMBER, unit="records"),
    Column(name="share", title="Share", meaning="Of all", kind=Kind.DECIMAL, unit="percent"),
)
DAY = date(2026, 4, 1)
ROWS: tuple[Row, ...] = (
    (DAY, "north", 'North, with “quotes” and "more"', 1234, Decimal("61.9")),
    (DAY, "coast", "Coast", Symbol.LOW, Symbol.HIDDEN),
    (DAY, "a.b|c (old)", "Llŷn", 0, Symbol.NOT_APPLICABLE),
)


def some_data(rows: tuple[Row, ...] = ROWS) -> Dataset:
    return dataset(
        name="use-of-force",
        title="Use of force, Northshire, April to June 2026",
        description="Records, not incidents nor people.",
        publisher="Northshire Police",
        columns=COLUMNS,
        rows=rows,
    )
