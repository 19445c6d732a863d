"""The period of a release: a quarter of a financial year, or the whole year."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from domain.counting.periods import Quarter, quarters


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """What a release is about: ``year`` is the one in which the financial year begins; no quarter
    means the whole year.
    """

    year: int
    quarter: int | None = None

    @classmethod
    def named(cls, code: str) -> Self:
        """The period that a code stands for.

        Raises:
            ValueError: it stands for none.

        """
        if found := re.fullmatch(r"([0-9]{4})-([0-9]{2})", code):
            year = int(found[1])
            if int(found[2]) != (year + 1) % 100 or not date.min.year <= year < date.max.year:
                raise ValueError(code)
            return cls(year)
        quarter = Quarter.named(code)
        return cls(quarter.year, quarter.number)

    @property
    def code(self) -> str:
        """How it stands in an address: ``2026-q1`` is April to June 2026, ``2026-27`` the year."""
        if self.quarter is None:
            return f"{self.year:04}-{(self.year + 1) % 100:02}"
        return self.last.code

    @property
    def label(self) -> str:
        if self.quarter is None:
            return f"Year ending March {self.year + 1}"
        return self.last.label

    @property
    def first(self) -> Quarter:
        return Quarter(self.year, self.quarter or 1)

    @property
    def last(self) -> Quarter:
        return Quarter(self.year, self.quarter or 4)

    @property
    def last_day(self) -> date:
        return self.last.last_day

    @property
    def quarters(self) -> tuple["Period", ...]:
        """The periods of its quarters; of a quarter itself."""
        return tuple(Period(one.year, one.number) for one in quarters(self.first, self.last))

    def __contains__(self, quarter: Quarter) -> bool:
        return self.first <= quarter <= self.last
