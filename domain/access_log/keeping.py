"""For how long the access log is kept: a setting with a day from which it holds.

Nothing is deleted by itself (spec: decisions, 16): what is older is said, and disposed of by two people
with a certificate, which is no part of this.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

LONGEST_YEARS = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """So many years, for what is logged from a day on."""

    since: date
    years: int


def kept(text: str) -> tuple[Kept, ...]:
    """What a setting says: ``day=years`` with semicolons between, by their day.

    Raises:
        ValueError: it is not said like that.

    """
    found = []
    for part in filter(None, map(str.strip, text.split(";"))):
        day, _, years = part.partition("=")
        if not 0 < int(years) <= LONGEST_YEARS:
            raise ValueError(text)
        found.append(Kept(since=date.fromisoformat(day.strip()), years=int(years)))
    if not found:
        raise ValueError(text)
    return tuple(sorted(found, key=lambda one: one.since))


def holding(dated: Sequence[Kept], day: date) -> Kept:
    """What holds for something that was logged on a day."""
    begun = [one for one in dated if one.since <= day]
    return begun[-1] if begun else dated[0]
