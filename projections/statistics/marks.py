"""What records are marked with, beside their answers: by each of it they can be counted and found."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from sqlalchemy import ColumnElement, and_, or_, true

from domain.counting.national.tactics import LINES, NOT_REPORTED
from domain.counting.people import Belongs, Known
from domain.counting.quality import CHECKS
from domain.counting.timeliness import MINUTES
from projections.codes import holds, holds_one
from projections.statistics.dimensions import NONE_CHOSEN
from projections.statistics.states import LEFT_OPEN, WAYS, letter_of
from projections.statistics.tables import fact_counted

(
    RULE,
    UNKNOWN,
    RECORDED,
    REVIEWED,
    RETURNED,
    MENDED,
    MENDED_FOR,
    TEAM,
    NATIONAL,
    ENCOUNTER,
    SUBJECT,
) = (
    "rule",
    "unknown",
    "recorded",
    "reviewed",
    "returned",
    "mended",
    "mended-for",
    "team",
    "national",
    "encounter",
    "subject",
)
ANY_RULE, ANY_WAY, NOT_KNOWN, BEFORE = "any", "any", "not-known", "before"
"""Codes beside those of the lists: one rule at least, unknown in any way, no moment, the wrong order."""

SPAN = re.compile(r"([0-9]{1,5})-([0-9]{0,5})h")
c = fact_counted.c


def by_rule(code: str) -> ColumnElement[bool]:
    """Records that do not meet a check, any check of a numbered rule, or any at all."""
    if code == ANY_RULE:
        return c.unmet != NONE_CHOSEN
    if code == NONE_CHOSEN:
        return c.unmet == NONE_CHOSEN
    codes = [one.code for one in CHECKS if code in (one.code, str(one.rule))]
    return or_(*(holds(c.unmet, one) for one in codes))


def by_unknown(code: str) -> ColumnElement[bool]:
    """Records that leave a question open in a way: ``perceived_age.refused``, ``perceived_age.any``."""
    question, _, way = code.partition(".")
    letters = LEFT_OPEN if way == ANY_WAY else (WAYS[way],)
    return letter_of(question).in_(letters)


def by_recorded(code: str) -> ColumnElement[bool]:
    return _took(c.recorded_after, code)


def by_reviewed(code: str) -> ColumnElement[bool]:
    return _took(c.reviewed_after, code)


def by_returned(code: str) -> ColumnElement[bool]:
    """Records returned so often; ``any`` is once at least."""
    return c.returned > 0 if code == ANY_WAY else c.returned == int(code)


def by_mended(code: str) -> ColumnElement[bool]:
    """Returned records of which a question was changed then, or none at all."""
    if code == NONE_CHOSEN:
        return and_(c.returned > 0, c.mended == NONE_CHOSEN)
    return holds(c.mended, code)


def by_mended_for(code: str) -> ColumnElement[bool]:
    return holds(c.mended_for, code)


def by_team(code: str) -> ColumnElement[bool]:
    return c.team == code


def by_national(code: str) -> ColumnElement[bool]:
    """Records on a line of the national return, which adds up tactics as that counts them."""
    return c.national == "" if code == NOT_REPORTED else holds_one(c.national, LINES[code])


def by_encounter(code: str) -> ColumnElement[bool]:
    """Records that are linked to an encounter, or to none."""
    return c.encounter.is_(None) if code == Belongs.ALONE.value else c.encounter.is_not(None)


def by_subject(code: str) -> ColumnElement[bool]:
    """Records by how far it is known whom they are about."""
    if code == Known.LINKED.value:
        return c.subject.is_not(None)
    return and_(c.subject.is_(None), c.identified.is_(code == Known.IDENTIFIED.value))


Meant = Callable[[str], ColumnElement[bool]]
MARKS: Mapping[str, Meant] = MappingProxyType(
    {
        RULE: by_rule,
        UNKNOWN: by_unknown,
        RECORDED: by_recorded,
        REVIEWED: by_reviewed,
        RETURNED: by_returned,
        MENDED: by_mended,
        MENDED_FOR: by_mended_for,
        TEAM: by_team,
        NATIONAL: by_national,
        ENCOUNTER: by_encounter,
        SUBJECT: by_subject,
    }
)
"""By its name in an address, what a code asks of a row of the narrow facts."""


def _took(column: ColumnElement[int], code: str) -> ColumnElement[bool]:
    if code == NOT_KNOWN:
        return column.is_(None)
    if code == BEFORE:
        return column < 0
    found = SPAN.fullmatch(code)
    if found is None:
        raise ValueError(code)
    over, until = int(found[1]) * MINUTES, found[2]
    return and_(
        column >= 0 if not over else column > over,
        column <= int(until) * MINUTES if until else true(),
    )
