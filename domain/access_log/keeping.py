"""For how long the access log is kept: a setting with a day from which it holds.

Nothing is deleted by itself (spec: decisions, 16): what is older is said, and disposed of by two people
with a certificate, which is no part of this.
"""

from dataclasses import dataclass
from datetime import date

from domain.dated import said

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
    return said(text, _read)


def _read(part: str) -> Kept:
    day, _, years = part.partition("=")
    if not 0 < int(years) <= LONGEST_YEARS:
        raise ValueError(part)
    return Kept(since=date.fromisoformat(day.strip()), years=int(years))
