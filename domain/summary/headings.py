"""Rows and columns of the tables: codes, their words, and when each could be chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.counting.periods import Quarter


@dataclass(frozen=True, slots=True)
class Heading:
    """A row or a column: its code, its words, and the first and last incident day of its code."""

    code: str
    label: str
    since: date = date.min
    until: date = date.max

    def is_on(self, first: Quarter, last: Quarter) -> bool:
        """Whether it could be chosen on some day of these quarters."""
        return self.since <= last.last_day and first.first_day <= self.until


def label_of(headings: Iterable[Heading], code: str) -> str:
    """The words of a row or column: an area stands for itself."""
    return next((one.label for one in headings if one.code == code), code)
