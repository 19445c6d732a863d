"""Financial years and their quarters: a record counts in the one of its incident date (R1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self

FIRST_MONTH = 4
"""The financial year begins in April (Home Office: years ending March)."""

MONTHS = {
    1: "April to June",
    2: "July to September",
    3: "October to December",
    4: "January to March",
}


def financial_year(day: date) -> int:
    """The year in which the financial year of a day begins."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def financial_quarter(day: date) -> int:
    """1 for April to June, 4 for January to March."""
    return (day.month - FIRST_MONTH) % 12 // 3 + 1


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """A quarter of a financial year: ``year`` is the one in which that begins."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(financial_year(day), financial_quarter(day))

    @classmethod
    def named(cls, code: str) -> Self:
        """The quarter that a code stands for.

        Raises:
            ValueError: it stands for none.

        """
        found = re.fullmatch(r"([0-9]{4})-q([1-4])", code)
        if found is None or not date.min.year <= int(found[1]) < date.max.year:
            raise ValueError(code)
        return cls(int(found[1]), int(found[2]))

    @property
    def code(self) -> str:
        """How it stands in an address or a file: ``2026-q1`` is April to June 2026."""
        return f"{self.year:04}-q{self.number}"

    @property
    def label(self) -> str:
        return f"{MONTHS[self.number]} {self.first_day.year}"

    @property
    def first_day(self) -> date:
        month = FIRST_MONTH + 3 * (self.number - 1)
        return date(self.year + (month > 12), (month - 1) % 12 + 1, 1)

    @property
    def last_day(self) -> date:
        return date.fromordinal(self.earlier(-1).first_day.toordinal() - 1)

    @property
    def financial_year(self) -> str:
        """The year it belongs to, as it is written: 2026/27."""
        return f"{self.year}/{(self.year + 1) % 100:02}"

    def earlier(self, quarters: int) -> Self:
        """The quarter so many before this one."""
        year, number = divmod(self.year * 4 + self.number - 1 - quarters, 4)
        return type(self)(year, number + 1)


def quarters(since: Quarter, until: Quarter) -> Iterator[Quarter]:
    """Every quarter from one as far as another, both included."""
    while since <= until:
        yield since
        since = since.earlier(-1)


def in_words(since: Quarter, until: Quarter) -> str:
    """The months from the first quarter to the last: July 2025 to March 2026."""
    if since == until:
        return since.label
    first, last = since.label.split(" to ")[0], until.label.split(" to ")[1]
    return f"{first} {since.first_day.year} to {last}"
