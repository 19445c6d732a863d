"""A set of data as it is published: columns that are described, and a line for each figure.

It is checked against its own description when it is made, so that no file is written that a reader's
tools would refuse.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.disclosure.symbols import Symbol
from domain.errors import DomainError

Value = str | int | Decimal | date | Symbol
SYMBOLS = tuple((one.letters, one.meaning) for one in Symbol)
"""What stands in place of a figure of what is published, and what it means."""
Row = tuple[Value, ...]


class NotAsDescribedError(DomainError):
    """A line of data is not as its columns are described."""


class Kind(StrEnum):
    """What the values of a column are, by the names that XML Schema has for them."""

    TEXT = "string"
    NUMBER = "integer"
    DECIMAL = "decimal"
    DAY = "date"


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column, and what it means."""

    name: str
    title: str
    meaning: str
    kind: Kind = Kind.TEXT
    unit: str | None = None
    """What a figure counts or measures, in a word."""
    values: tuple[str, ...] = ()
    """All that a text can be, in their order; anything if none is named."""
    is_key: bool = False
    """Whether it is part of what a line is about, which no other line is about."""
    may_be_empty: bool = False
    """Whether it says nothing of some lines, though it is part of what others are about."""
    symbols: tuple[tuple[str, str], ...] = SYMBOLS

    @property
    def is_figure(self) -> bool:
        """Whether a symbol may stand in it."""
        return self.kind in (Kind.NUMBER, Kind.DECIMAL)

    def holds(self, value: Value) -> bool:
        """Whether a value is as described."""
        if isinstance(value, Symbol):
            return self.is_figure and not self.is_key
        # A truth is a kind of number to Python, a time a kind of day.
        if type(value) is not TYPES[self.kind]:
            return False
        if self.values:
            return value in self.values
        return bool(value != "" or not self.is_key or self.may_be_empty)

    def order(self, value: Value) -> tuple[int, str]:
        """Where a line with this value stands."""
        if isinstance(value, int):
            return value, ""
        return (self.values.index(str(value)), "") if self.values else (0, str(value))


TYPES = {Kind.TEXT: str, Kind.NUMBER: int, Kind.DECIMAL: Decimal, Kind.DAY: date}


@dataclass(frozen=True, kw_only=True, slots=True)
class Described:
    """What is to be known of lines of values."""

    name: str
    """What its files are called, without their endings."""
    title: str
    description: str
    publisher: str = ""
    """Who publishes it; nobody, if it is not for publishing."""
    columns: tuple[Column, ...]

    @property
    def key(self) -> tuple[Column, ...]:
        return tuple(one for one in self.columns if one.is_key)


@dataclass(frozen=True, kw_only=True, slots=True)
class Dataset(Described):
    """Lines of values, and what is to be known of them."""

    rows: tuple[Row, ...]


def dataset(
    *,
    name: str,
    title: str,
    description: str,
    publisher: str,
    columns: tuple[Column, ...],
    rows: Iterable[Row],
) -> Dataset:
    """A set of data, its lines in the order of what they are about, whichever they came in.

    Raises:
        NotAsDescribedError: a value is not of its column, or two lines are about the same.

    """
    found: dict[tuple[Value, ...], Row] = {}
    for row in rows:
        if len(row) != len(columns):
            raise NotAsDescribedError(*row)
        wrong = [one.name for one, value in zip(columns, row, strict=True) if not one.holds(value)]
        about = tuple(value for one, value in zip(columns, row, strict=True) if one.is_key)
        if wrong or about in found:
            raise NotAsDescribedError(*wrong, *row)
        found[about] = row
    return Dataset(
        name=name,
        title=title,
        description=description,
        publisher=publisher,
        columns=columns,
        rows=tuple(sorted(found.values(), key=lambda row: _place(columns, row))),
    )


def _place(columns: tuple[Column, ...], row: Row) -> list[tuple[int, str]]:
    return [one.order(value) for one, value in zip(columns, row, strict=True) if one.is_key]
