"""Records by the rules that they do not meet, by what they leave unknown, and by what came of returns.

Databases count records that are alike; which line of a report they stand on follows from that here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from domain.codelists.answers import Absence
from domain.counting.periods import Quarter
from domain.counting.quality import BY_CODE, RULES
from domain.records.account import QUESTIONS
from projections.statistics.dimensions import NONE_CHOSEN
from projections.statistics.marks import ANY_RULE
from projections.statistics.slices import Slice, conditions
from projections.statistics.states import ANSWERED, LETTERS
from projections.statistics.tables import fact_counted
from projections.statistics.tactics import Ask

ALL = "records"


@dataclass(frozen=True, kw_only=True, slots=True)
class Open:
    """How many records answer a question, and how many leave it open in each way."""

    question: str
    answered: int
    ways: Mapping[Absence, int]

    @property
    def asked(self) -> int:
        """Records of which it was asked and to which it applies: what a share is of."""
        return self.answered + self.unknown

    @property
    def unknown(self) -> int:
        """Asked, applicable, and unknown."""
        apart = (Absence.NOT_ASKED, Absence.NOT_APPLICABLE)
        return sum(number for way, number in self.ways.items() if way not in apart)


@dataclass(frozen=True, kw_only=True, slots=True)
class Returns:
    """What came of returning records."""

    records: int
    """Records that were returned once at least."""
    times: Mapping[int, int]
    """Records by how often they were returned."""
    changed: Mapping[str, int]
    """Returned records by the question that was then changed."""
    reasons: Mapping[str, int]
    """Returned records by the reason given for such a change."""
    unchanged: int
    """Returned records of which nothing was changed yet."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Quality:
    """The whole report."""

    rules: Mapping[tuple[str, Quarter], int]
    """Records by check, by number of rule, by any rule, and all records."""
    questions: tuple[Open, ...]
    returns: Returns

    def records(self, code: str, quarter: Quarter) -> int:
        return self.rules.get((code, quarter), 0)

    def total(self, code: str) -> int:
        return sum(number for (one, _), number in self.rules.items() if one == code)


def quality(ask: Ask, wanted: Slice) -> Quality:
    """Count what is missing and what contradicts itself in the records of a slice."""
    return Quality(
        rules=_rules(ask(_alike(wanted, "year", "quarter", "unmet"))),
        questions=_questions(ask(_alike(wanted, "states"))),
        returns=_returns(ask(_alike(wanted, "returned", "mended", "mended_for"))),
    )


def _alike(wanted: Slice, *columns: str) -> Select[Any]:
    """How many records are alike in these columns; in no order, for they are added up."""
    kind = [fact_counted.c[name] for name in columns]
    return select(*kind, func.count()).where(*conditions(wanted)).group_by(*kind)


def _rules(rows: Iterable[Sequence[Any]]) -> dict[tuple[str, Quarter], int]:
    found: Counter[tuple[str, Quarter]] = Counter()
    for year, number, unmet, records in rows:
        quarter = Quarter(year, number)
        for code in _lines(unmet):
            found[code, quarter] += records
    return dict(found)


def _lines(unmet: str) -> set[str]:
    """The lines on which a record stands: once on each, whatever put it there."""
    if unmet == NONE_CHOSEN:
        return {ALL}
    codes = unmet.split()
    numbers = {str(rule) for one in codes if (rule := BY_CODE[one].rule)}
    return {ALL, ANY_RULE, *codes, *numbers}


def _questions(rows: Iterable[Sequence[Any]]) -> tuple[Open, ...]:
    found: list[Counter[str]] = [Counter() for _ in QUESTIONS]
    for states, records in rows:
        for counter, letter in zip(found, states, strict=True):
            counter[letter] += records
    return tuple(
        Open(
            question=question,
            answered=counter[ANSWERED],
            ways={way: counter[letter] for way, letter in LETTERS.items()},
        )
        for question, counter in zip(QUESTIONS, found, strict=True)
    )


def _returns(rows: Iterable[Sequence[Any]]) -> Returns:
    times: Counter[int] = Counter()
    changed: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    unchanged = 0
    for returned, mended, mended_for, records in rows:
        if not returned:
            continue
        times[returned] += records
        if mended == NONE_CHOSEN:
            unchanged += records
        for counter, codes in ((changed, mended), (reasons, mended_for)):
            counter.update(dict.fromkeys(codes.split(), records) if codes != NONE_CHOSEN else {})
    return Returns(
        records=sum(times.values()),
        times=dict(sorted(times.items())),
        changed={one: changed[one] for one in QUESTIONS if one in changed},
        reasons=dict(sorted(reasons.items())),
        unchanged=unchanged,
    )


NUMBERS = tuple(str(number) for number in RULES)
