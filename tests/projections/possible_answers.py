"""Every way in which each question of the form may be answered or not, and what is counted of it.

The form itself is the list: a question that is added is here without being added.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any, get_args, get_origin
from uuid import UUID

from domain.codelists.answers import Absence
from domain.codelists.codelist import CodeList
from domain.codelists.editions import RecordType
from domain.codelists.tactics import Tactic
from domain.records.account import ANSWER_TYPES, QUESTIONS, Account
from domain.records.tactics import CedUse, TacticUsed
from tests.builders import used

DAY = date(2026, 11, 19)
LEAST: dict[str, Any] = {"record_type": RecordType.INDIVIDUAL, "incident_date": DAY}

SAMPLES: dict[Any, tuple[Any, str]] = {
    date: (DAY, "2026-11-19"),
    time: (time(22, 41), "22:41:00"),
    int: (200, "200"),
    str: ("sealed-1", "sealed-1"),
}
"""An answer of each type that is no code, and the code that stands for it."""

MEMBERS: dict[Any, Any] = {
    UUID: UUID(int=5),
    TacticUsed: TacticUsed(tactic=Tactic.SHIELD),
    CedUse: CedUse(),
}


@dataclass(frozen=True, kw_only=True)
class Case:
    """An account in which one question is answered, or not, in one way."""

    question: str
    way: str
    account: Account
    column: str
    """What the column of the question holds then."""

    def __str__(self) -> str:
        return f"{self.question}: {self.way}"


def cases() -> Iterator[Case]:
    for question in QUESTIONS:
        yield from _answered(question)
        yield from _not_answered(question)


def _answered(question: str) -> Iterator[Case]:
    kind, group = ANSWER_TYPES[question], QUESTIONS[question].group
    if get_origin(kind) is tuple:
        yield _case(question, "answered", "~answered", (_member(get_args(kind)[0]),))
        yield _case(question, "none chosen", "~none", ())
        return
    codes = kind if issubclass(kind, CodeList) else None
    for answer, code in [(one, one.value) for one in codes] if codes else [SAMPLES[kind]]:
        yield _case(question, f"answered {code}", "~sealed" if group else code, answer)
    if group:
        yield _case(question, "sealed", "~sealed", Absence.UNOPENED)


def _not_answered(question: str) -> Iterator[Case]:
    for absence, column in (
        (Absence.NOT_KNOWN, "~not-known"),
        (Absence.REFUSED, "~refused"),
        (Absence.ERASED, "~erased"),
        (Absence.NOT_ANSWERED, "~not-answered"),
    ):
        yield _case(question, str(absence), column, absence)
    if QUESTIONS[question].not_for_crowd:
        crowd = Account.of({**LEAST, "record_type": RecordType.CROWD})
        yield Case(question=question, way="of a crowd", account=crowd, column="~not-applicable")
    if QUESTIONS[question].asked_when:
        least = Account.of(LEAST)
        yield Case(question=question, way="not asked", account=least, column="~not-asked")


def _case(question: str, way: str, column: str, answer: Any) -> Case:
    given = {**LEAST, **_so_that_it_is_asked(question), question: answer}
    return Case(question=question, way=way, account=Account.of(given), column=column)


def _so_that_it_is_asked(question: str) -> dict[str, Any]:
    """Answers to the questions that it depends on."""
    when = QUESTIONS[question].asked_when
    if when is None:
        return {}
    kind, code = ANSWER_TYPES[when.question], min(when.codes)
    answer = used(Tactic(code)) if get_origin(kind) is tuple else kind(code)
    return {**_so_that_it_is_asked(when.question), when.question: answer}


def _member(kind: Any) -> Any:
    return MEMBERS[kind] if kind in MEMBERS else next(iter(kind))
