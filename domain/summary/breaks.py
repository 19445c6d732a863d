"""Breaks in a series: where a code list or the form changed inside what is shown.

Decision. A break is found and not typed: each code says from which day it was on the form, and until
which. What an edition shows is counted by one version of the rules and of the lists from its first
quarter to its last, so that these make no break in it; between editions they are causes of a revision.
Consequence: whoever adds a code cannot forget to say so, and only true breaks are marked. Kept by
``tests/domain/summary/test_breaks.py``. (Spec: domain, 1.4.)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from domain.counting.periods import Quarter
from domain.summary.tables import FORM
from domain.summary.ways import CodeLists


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Break:
    """Something that makes figures before and after a day differ by itself."""

    day: date
    """The first of the new way."""
    question: str
    """Whose list changed, or the form as a whole."""
    words: str

    @property
    def quarter(self) -> Quarter:
        """The first quarter in which the new way plays a part."""
        return Quarter.of(self.day)

    def is_inside(self, first: Quarter, last: Quarter) -> bool:
        """Whether days before it and days from it on are in these quarters."""
        return first.first_day < self.day <= last.last_day


def breaks(first: Quarter, last: Quarter, lists: CodeLists) -> tuple[Break, ...]:
    """The breaks inside some quarters."""
    return tuple(sorted(one for one in _all(lists) if one.is_inside(first, last)))


def _all(lists: CodeLists) -> Iterator[Break]:
    for form in lists.beside["form"]:
        yield Break(day=form.since, question=FORM, words=f"{form.label} came into use")
    for question, codes in lists.questions.items():
        for code in codes:
            if code.since > date.min:
                yield Break(
                    day=code.since, question=question, words=f"“{code.label}” could be chosen"
                )
            if code.until < date.max:
                yield Break(
                    day=code.until + timedelta(days=1),
                    question=question,
                    words=f"“{code.label}” could no longer be chosen",
                )
