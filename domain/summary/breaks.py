"""Breaks in a series: where a code list, the form or a counting rule changed inside what is shown.

Decision. A break is found and not typed: each code says from which day it was on the form, and each
version of the rules from which day releases are counted by it. Consequence: whoever adds a code or a
rule cannot forget to say so. Kept by ``tests/domain/summary/test_breaks.py``. (Spec: domain, 1.4.)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import get_args, get_origin

from domain.codelists.codelist import CodeList
from domain.codelists.editions import FormEdition
from domain.counting.periods import Quarter
from domain.records.account import ANSWER_TYPES, QUESTIONS
from domain.summary.ways import CODE_LISTS, COUNTING_RULES, Ways


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Break:
    """Something that makes figures before and after a day differ by itself."""

    day: date
    question: str
    """Whose list changed; empty where it concerns every table."""
    words: str

    @property
    def quarter(self) -> Quarter:
        """The first quarter of the new way."""
        return Quarter.of(self.day)


def breaks(since: Quarter, until: Quarter, ways: Ways) -> tuple[Break, ...]:
    """The breaks after the first day of one quarter and as far as the last of another."""
    first, after = since.first_day, until.earlier(-1).first_day
    return tuple(sorted(one for one in _all(ways) if first < one.day < after))


def _all(ways: Ways) -> Iterator[Break]:
    for edition in FormEdition:
        yield Break(day=edition.since, question="", words=f"{edition.label} came into use")
    for question, codes in _lists().items():
        for code in codes:
            if code.since > date.min:
                yield Break(
                    day=code.since, question=question, words=f"“{code.label}” could be chosen"
                )
            if code.until < date.max:
                yield Break(
                    day=date.fromordinal(code.until.toordinal() + 1),
                    question=question,
                    words=f"“{code.label}” could no longer be chosen",
                )
    for rules in COUNTING_RULES.values():
        if rules.version <= ways.rules.version:
            yield Break(day=rules.since, question="", words=rules.says)
    for lists in CODE_LISTS.values():
        if lists.version <= ways.lists.version:
            yield Break(day=lists.since, question="", words=lists.says)


def _lists() -> dict[str, type[CodeList]]:
    """The code list of each question that has one."""
    found = {}
    for question in QUESTIONS:
        kind = ANSWER_TYPES[question]
        code = get_args(kind)[0] if get_origin(kind) is tuple else kind
        if isinstance(code, type) and issubclass(code, CodeList):
            found[question] = code
    return found
