"""A closed list of permitted answers."""

from datetime import date
from enum import StrEnum
from typing import Self


class CodeList(StrEnum):
    """One question's permitted answers: the code is stored, the label is shown.

    A member is never removed or reused, because history must still load. It may carry the first
    incident date it applies to (``since``) and the last (``until``); a retired code stays readable.
    """

    label: str
    since: date
    until: date

    def __new__(
        cls, code: str, label: str = "", since: date = date.min, until: date = date.max
    ) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label or code
        member.since = since
        member.until = until
        return member

    @classmethod
    def on(cls, day: date) -> tuple[Self, ...]:
        """The members in use on a day, in the order of the form."""
        return tuple(member for member in cls if member.since <= day <= member.until)
