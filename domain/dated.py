"""Numbers that are a setting with the day from which they hold, so that what held then is known for ever."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol, TypeVar


class Dated(Protocol):
    """Something that holds from a day on."""

    @property
    def since(self) -> date: ...


D = TypeVar("D", bound=Dated)


def holding(dated: Sequence[D], day: date) -> D:
    """What holds on a day: the last that began, or the first of all."""
    begun = [one for one in dated if one.since <= day]
    return begun[-1] if begun else dated[0]


def said(text: str, read: Callable[[str], D]) -> tuple[D, ...]:
    """What a setting says, with semicolons between, by their day; ``read`` reads each.

    Raises:
        ValueError: nothing is said, or ``read`` raises it.

    """
    found = [read(part) for part in filter(None, map(str.strip, text.split(";")))]
    if not found:
        raise ValueError(text)
    return tuple(sorted(found, key=lambda one: one.since))
