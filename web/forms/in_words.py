"""Answers as people read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any

from domain.codelists.answers import Absence
from domain.codelists.codelist import CodeList
from domain.codelists.field_groups import FieldGroup
from domain.local_time import LOCAL
from domain.records.account import QUESTIONS, Account
from domain.records.record import UseOfForceRecord
from domain.records.tactics import CedUse, TacticUsed
from domain.retention.keeping import Gone
from web.forms.context import Context
from web.forms.kinds import Kind, kind_of
from web.forms.schemas import WORDS
from web.forms.sections.ced import USE


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A question and its answer in words; ``absent`` when the words say that there is none."""

    question: str
    heading: str
    words: tuple[str, ...]
    absent: bool


def day(value: date) -> str:
    """14 November 2026."""
    return f"{value.day} {value:%B %Y}"


def iso_day(value: str) -> str:
    """2026-11-14, as documents have it: 14 November 2026."""
    return day(date.fromisoformat(value))


def clock(value: time | Absence | None) -> str:
    """22:41. Only an imported record may have no time."""
    return f"{value:%H:%M}" if isinstance(value, time) else "time not recorded"


def moment(value: datetime) -> str:
    """14 November 2026 at 22:41, by the local clock."""
    local = value.astimezone(LOCAL)
    return f"{day(local.date())} at {clock(local.time())}"


def days(value: timedelta) -> str:
    """How long it is, in whole days: 28 days, less than a day."""
    if value < timedelta(days=1):
        return "less than a day"
    return "1 day" if value.days == 1 else f"{value.days} days"


def made(record: UseOfForceRecord) -> str:
    """How the record came to be here, and when."""
    if record.source is None:
        return f"Submitted on {moment(record.submitted_at)}" if record.submitted_at else ""
    when = f", submitted there on {moment(record.submitted_at)}" if record.submitted_at else ""
    return f"Imported from {record.source.file}, line {record.source.line}{when}"


def in_words(question: str, answer: Any, context: Context) -> tuple[str, ...]:
    """An answer in words, a line each."""
    if answer is Absence.ERASED:
        return (erased(QUESTIONS[question].group, context.gone),)
    if isinstance(answer, Absence):
        return (answer.label,)
    if question == "area":
        return (context.areas.get(answer, answer),)
    if kind_of(question) is Kind.PEOPLE:
        names = context.display(answer)
        return tuple(names.get(person, "Somebody no longer known") for person in answer)
    if isinstance(answer, tuple):
        members = enumerate(answer, start=1)
        lines = tuple(line for number, member in members for line in _lines(member, number))
        return lines or (WORDS[question].none or "None",)
    return (_one(answer, 1),)


def erased(group: FieldGroup | None, gone: Mapping[FieldGroup, Gone]) -> str:
    """What stands where sealed content was: since when it cannot be read, and by which event."""
    since = gone.get(group) if group else None
    if since is None:
        # Nobody decided it: whoever keeps the keys is told by ``uof keys check`` too.
        return "Erased, and no event of this record says so: tell professional standards"
    when = f"{day(since.at.astimezone(LOCAL).date())} under event {since.event}"
    return f"Erased on {when}" if since.final else f"Withheld since {when}, to be erased"


def lines(account: Account, questions: Iterable[str], context: Context) -> tuple[Line, ...]:
    """The questions that were asked, with their answers."""
    return tuple(
        line(question, account.answer(question), context)
        for question in questions
        if account.answer(question) is not Absence.NOT_ASKED
    )


def line(question: str, answer: Any, context: Context) -> Line:
    return Line(
        question=question,
        heading=WORDS[question].heading,
        words=in_words(question, answer, context),
        absent=isinstance(answer, Absence),
    )


def _lines(value: Any, number: int) -> tuple[str, ...]:
    return _use(value, number) if isinstance(value, CedUse) else (_one(value, number),)


def _one(value: Any, number: int) -> str:
    if isinstance(value, TacticUsed):
        return f"{number}. {value.tactic.label}: {_effect(value)}"
    if isinstance(value, CodeList):
        return value.label
    if isinstance(value, date):
        return day(value)
    if isinstance(value, time):
        return clock(value)
    return str(value)


def _effect(step: TacticUsed) -> str:
    if isinstance(step.effective, Absence):
        return step.effective.label.lower()
    return "effective" if step.effective.value == "yes" else "not effective"


def _given(value: Any) -> str:
    return ", ".join(code.label for code in value) if isinstance(value, tuple) else _one(value, 1)


def _use(use: CedUse, number: int) -> tuple[str, ...]:
    """A line for each answer, so that a change of one shows as that."""
    given = ((entry.name, getattr(use, entry.name)) for entry in fields(CedUse))
    lines = tuple(
        f"Use {number}: {USE[name].label} {_given(value)}"
        for name, value in given
        if not isinstance(value, Absence)
    )
    return lines or (f"Use {number}: nothing answered",)
