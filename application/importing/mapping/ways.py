"""The ways in which a cell says something: by a word, a number, a date, a time, or as text."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Any

from domain.codec import LARGEST
from domain.codelists.answers import Absence

Said = tuple[Any, ...] | Absence
"""The codes or values that a cell says, none of them being possible, or why there is no answer."""

Way = Callable[[str], Said]
"""Reads a cell that is not blank.

Raises:
    UnreadableError: it cannot be read so.

"""

SOME_MOMENT = datetime(2003, 12, 31, 13, 47, 59, tzinfo=UTC)
"""Of which no part is another's, nor what is there when nothing is said."""

REMEMBERED = 8192
"""A file repeats its dates and names; as many of them as this are read once."""

NONE_OF_THEM = object()
"""What a cell says when "none of them" is the answer, which is not the same as no answer."""


class UnreadableError(ValueError):
    """A cell says something that this mapping does not know; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Words:
    """Each word of a closed list, and what it says in ours."""

    known: Mapping[str, Said]
    others: Said | None = None
    """What every other word says; without it, another word is a mistake."""

    def __call__(self, cell: str) -> Said:
        said = self.known.get(cell, self.others)
        if said is None:
            raise UnreadableError(
                f"No rule covers “{cell}”. Give it a code in the mapping, or mend the cell."
            )
        return said


def text(cell: str) -> Said:
    if "\x00" in cell:
        raise UnreadableError("There is a NUL character in it, which cannot be kept. Take it out.")
    return (cell,)


def number(cell: str) -> Said:
    return (_whole(cell),)


def banded(bands: Sequence[tuple[Any, int, int]]) -> Way:
    """A whole number said as the band it lies in, both ends included."""

    def read(cell: str) -> Said:
        value = _whole(cell)
        for code, lowest, highest in bands:
            if lowest <= value <= highest:
                return (code,)
        raise UnreadableError(f"No band holds {cell}. Mend the number, or widen a band.")

    return read


def day(form: str) -> Way:
    return _moment(form, lambda moment: moment.date())


def clock(form: str) -> Way:
    return _moment(form, lambda moment: moment.time())


def instant(form: str, zone: tzinfo) -> Way:
    """A date and time by the clocks of a place; the first of the two in the hour they show twice."""
    return _moment(
        form, lambda moment: moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
    )


def keeps(form: str, *directives: str) -> bool:
    """Whether text in this form can be read, and says as much as these directives together."""
    try:
        read = datetime.strptime(SOME_MOMENT.strftime(form), form)  # noqa: DTZ007 - as above
    except (ValueError, re.error):
        return False
    return all(read.strftime(one) == SOME_MOMENT.strftime(one) for one in directives)


def slug(cell: str) -> Said:
    """A name as a code: letters and digits in lower case, with hyphens between."""
    code = re.sub(r"[^a-z0-9]+", "-", cell.lower()).strip("-")
    if not code:
        raise UnreadableError(f"There is no letter or digit in “{cell}” to make a code of.")
    return (code,)


def remembered(way: Way) -> Way:
    """The same way, for cells that come again and again."""
    return lru_cache(maxsize=REMEMBERED)(way)


def _whole(cell: str) -> int:
    if not re.fullmatch(r"[0-9]{1,16}", cell) or int(cell) > LARGEST:
        raise UnreadableError(f"“{cell}” is no whole number. Write it in digits alone.")
    return int(cell)


def _moment(form: str, part: Callable[[datetime], Any]) -> Way:
    def read(cell: str) -> Said:
        try:
            return (part(datetime.strptime(cell, form)),)  # noqa: DTZ007 - a legacy file has no zones
        except ValueError:
            raise UnreadableError(f"“{cell}” does not look like {form}. Write it so.") from None

    return read
