"""How a question is answered on a page: decided by the type of its answer."""

from datetime import date, time
from enum import Enum
from typing import Any, get_args
from uuid import UUID

from domain.codelists.codelist import CodeList
from domain.records.account import ANSWER_TYPES
from domain.records.tactics import CedUse, TacticUsed

MOST_RADIOS = 16
"""Longer lists are a select."""


class Kind(Enum):
    """A way of asking."""

    RADIOS = "radios"
    SELECT = "select"
    CHECKBOXES = "checkboxes"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    TEXT = "text"
    LONG_TEXT = "long-text"
    PEOPLE = "people"
    TACTICS = "tactics"
    CED_USES = "ced-uses"


LONG = ("narrative_", "_detail")


def kind_of(question: str) -> Kind:
    """How a question is answered on a page."""
    answer = ANSWER_TYPES[question]
    if args := get_args(answer):
        member = args[0]
        special = {UUID: Kind.PEOPLE, TacticUsed: Kind.TACTICS, CedUse: Kind.CED_USES}
        return special.get(member, Kind.CHECKBOXES)
    if question == "area":
        return Kind.RADIOS
    if issubclass(answer, CodeList):
        return Kind.RADIOS if len(answer) <= MOST_RADIOS else Kind.SELECT
    if answer is str:
        return Kind.LONG_TEXT if any(part in question for part in LONG) else Kind.TEXT
    kinds: dict[Any, Kind] = {date: Kind.DATE, time: Kind.TIME, int: Kind.NUMBER}
    return kinds[answer]


def codes_in(question: str) -> type[CodeList] | None:
    """The code list of a question, if it has one."""
    answer = ANSWER_TYPES[question]
    member = get_args(answer)[0] if get_args(answer) else answer
    return member if isinstance(member, type) and issubclass(member, CodeList) else None
