"""Two people who review each other's records: how many of them go both ways, and how many may.

Who depends on somebody's kindness tomorrow reviews them kindly today. That they supervise each other is
refused elsewhere; who acts for somebody, or changes places with them, can still come to it (spec: audit,
3.2 and T55).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from domain.dated import said
from domain.local_time import begins


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """How many records two people may review of each other within some days, since a day."""

    since: date
    most: int
    """Of each other's records, counted on the side that has fewer."""
    days: int

    def first(self, day: date) -> date:
        """The first of the days that count on a day, which is the last of them."""
        return day - timedelta(days=self.days - 1)

    def begins(self, day: date) -> datetime:
        """From when on reviews count on a day."""
        return begins(self.first(day))


STANDARD = "2017-04-01=most:3,days:90"
"""What a new installation goes by; the days are the specification's, the number is the force's to set."""
MOST_DAYS = 3660


def both_ways(one: int, other: int) -> int:
    """How many reviews go both ways, where one reviewed so many of the other's and the other so many back."""
    return min(one, other)


def is_refused(mine: int, theirs: int, limit: Limit) -> bool:
    """Whether who reviewed so many of somebody's records, who reviewed so many back, may review no other."""
    return both_ways(mine + 1, theirs) > limit.most


def is_too_many(
    record: UUID, *, mine: Collection[UUID], theirs: Collection[UUID], limit: Limit
) -> bool:
    """Whether a review of this record would be one more both ways than there may be.

    ``mine`` are the records of its officer that whoever is about to review reviewed, ``theirs`` those of
    the reviewer that its officer did. Who began a review brings it to its end.
    """
    return record not in mine and is_refused(len(mine), len(theirs), limit)


def limits(text: str) -> tuple[Limit, ...]:
    """Limits as a setting says them: ``day=most:number,days:number`` with semicolons between, by their day.

    Raises:
        ValueError: it is not said like that.

    """
    return said(text, _read)


def _read(part: str) -> Limit:
    found = re.fullmatch(r"([0-9-]{10})=most:([0-9]{1,4}),days:([0-9]{1,4})", part)
    if found is None or not 0 < int(found[3]) <= MOST_DAYS:
        raise ValueError(part)
    return Limit(since=date.fromisoformat(found[1]), most=int(found[2]), days=int(found[3]))
