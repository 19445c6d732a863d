"""From when it happened to when it was recorded, and from then to the first review.

No national deadline for either was found (spec: domain, 4.1 and section 11, 4): a record is due
before the end of the shift and late after a day, and when a review is overdue is a setting.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

LATE = timedelta(hours=24)
"""After which a record is late. The paper's default (spec: domain, 4.1)."""

MINUTES = 60
EDGES = (8, 24, 72, 168, 672)
"""Hours at which the distribution is cut: a shift, a day, three, a week, four weeks."""
IN_WORDS = {8: "8 hours", 24: "24 hours", 72: "3 days", 168: "7 days", 672: "28 days"}


def minutes(since: datetime, until: datetime) -> int:
    """Minutes from one moment to another, a begun one counted as a whole: what is late by a second
    is late.
    """
    return -(-int((until - since).total_seconds()) // MINUTES)


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """More than so many hours, and as many as another at most; without an end if there is none."""

    over: int
    until: int | None

    @property
    def code(self) -> str:
        """How it stands in an address."""
        return f"{self.over}-{self.until or ''}h"

    @property
    def label(self) -> str:
        if self.until is None:
            return f"More than {in_words(self.over)}"
        if not self.over:
            return f"Within {in_words(self.until)}"
        return f"More than {in_words(self.over)}, up to {in_words(self.until)}"


def in_words(hours: int) -> str:
    """A number of hours as people say it."""
    return IN_WORDS.get(hours, f"{hours} hours")


def _spans() -> Iterator[Span]:
    over = 0
    for edge in EDGES:
        yield Span(over, edge)
        over = edge
    yield Span(over, None)


SPANS: tuple[Span, ...] = tuple(_spans())
"""The distribution: together they leave nothing out and nothing is in two of them."""


def beyond(limit: timedelta) -> Span:
    """Everything that took longer than a limit."""
    return Span(int(limit.total_seconds()) // (MINUTES * MINUTES), None)
