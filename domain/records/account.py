"""The whole form as one value: an officer's account of what they did and why."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property, lru_cache
from types import MappingProxyType, UnionType
from typing import Any, Self, get_args, get_type_hints
from uuid import UUID

from domain.codelists.answers import Absence
from domain.codelists.editions import FIRST_DAY, FormEdition, RecordType, edition_on
from domain.codelists.field_groups import FieldGroup
from domain.records.aftermath import Aftermath, Narrative
from domain.records.circumstances import Circumstances
from domain.records.injuries import Injuries
from domain.records.justification import Justification
from domain.records.question import Question, question_of
from domain.records.subject import Subject
from domain.records.tactics import CedDetail, TacticsUsed

SECTIONS: Mapping[str, type] = MappingProxyType(
    {
        "incident": Circumstances,
        "person": Subject,
        "reasons": Justification,
        "tactics": TacticsUsed,
        "ced": CedDetail,
        "injuries": Injuries,
        "outcome": Aftermath,
        "account": Narrative,
    }
)
"""The form's sections, in the order in which a record is read."""

Answers = Mapping[str, Any]
"""Typed answers by question: what an event carries."""


@dataclass(frozen=True, kw_only=True)
class Account(
    Narrative, Aftermath, Injuries, CedDetail, TacticsUsed, Justification, Subject, Circumstances
):
    """Every answer of one record. An answer is a code, a value, or an :class:`Absence`."""

    @classmethod
    def of(cls, answers: Answers) -> Self:
        """An account from typed answers by question; what is missing was not answered."""
        return cls(**answers)

    def with_changes(self, changes: Answers) -> Self:
        # What ``replace`` does, seven times as fast: every amendment in every history is taken in so.
        if not changes.keys() <= QUESTIONS.keys():
            raise TypeError(f"no questions: {sorted(changes.keys() - QUESTIONS.keys())}")
        changed = object.__new__(type(self))
        vars(changed).update({**vars(self), **changes})
        for name in WORKED_OUT:
            vars(changed).pop(name, None)
        return changed

    def answer(self, question: str) -> Any:
        """The answer to a question, or the reason why there is none.

        A blank is told apart: not on this edition of the form or its condition did not hold (not
        asked), not applicable to a crowd, or simply not answered.
        """
        answer = getattr(self, question)
        return self.blanks[question] if answer is Absence.NOT_ANSWERED else answer

    @property
    def blanks(self) -> Mapping[str, Absence]:
        """Why each question is blank, if it is."""
        return _blanks(self._unasked, self.is_crowd)

    def is_asked(self, question: str) -> bool:
        """Whether the form asks it, given the other answers and the edition."""
        return question not in self._unasked

    @cached_property
    def _unasked(self) -> frozenset[str]:
        """Found once: read models ask it of every question of every record."""
        unasked: set[str] = set()
        last = date.max if self.edition is None else self.edition.until
        for name, question in SOMETIMES_ASKED.items():
            when = question.asked_when
            if question.since > last or (
                when and (when.question in unasked or not when.holds(getattr(self, when.question)))
            ):
                unasked.add(name)
        return frozenset(unasked)

    @cached_property
    def edition(self) -> FormEdition | None:
        """The edition of the form that the incident date calls for, once there is a date."""
        day = self.incident_date
        return None if isinstance(day, Absence) else edition_on(day)

    @property
    def is_crowd(self) -> bool:
        return self.record_type is RecordType.CROWD

    @property
    def named(self) -> frozenset[UUID]:
        """The colleagues whom the officer names."""
        colleagues = self.colleagues
        return frozenset() if isinstance(colleagues, Absence) else frozenset(colleagues)

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, or said to have no answer, by question in form order."""
        stated = {name: getattr(self, name) for name in QUESTIONS}
        return {
            name: answer for name, answer in stated.items() if answer is not Absence.NOT_ANSWERED
        }

    @property
    def never_asked(self) -> frozenset[str]:
        """The questions that the system it came from did not ask: an answer, not a blank."""
        return frozenset(name for name in QUESTIONS if getattr(self, name) is Absence.NOT_ASKED)

    def withholding(self, groups: Collection[FieldGroup]) -> Self:
        """The same account with the answers of some sealed groups closed to a reader."""
        closed = {
            name: Absence.UNOPENED for name in self.answers if QUESTIONS[name].group in groups
        }
        return self.with_changes(closed)

    def without_unasked(self) -> Self:
        """The same account without answers to questions that were not asked after all."""
        unasked = {
            name: Absence.NOT_ANSWERED
            for name, answer in self.answers.items()
            if answer is not Absence.NOT_ASKED and not self.is_asked(name)
        }
        return self.with_changes(unasked).without_unasked() if unasked else self


@lru_cache(maxsize=1000)
def _blanks(unasked: frozenset[str], of_a_crowd: bool) -> Mapping[str, Absence]:  # noqa: FBT001
    # Few of all ways to fill in the form leave different questions unasked.
    return {name: _why_blank(name, unasked, of_a_crowd) for name in QUESTIONS}


def _why_blank(question: str, unasked: frozenset[str], of_a_crowd: bool) -> Absence:  # noqa: FBT001
    if question in unasked:
        return Absence.NOT_ASKED
    if of_a_crowd and QUESTIONS[question].not_for_crowd:
        return Absence.NOT_APPLICABLE
    return Absence.NOT_ANSWERED


def _questions_of(section: type) -> Iterable[tuple[str, Question]]:
    return ((field.name, question_of(field.metadata)) for field in fields(section))


QUESTIONS: Mapping[str, Question] = MappingProxyType(
    {name: question for section in SECTIONS.values() for name, question in _questions_of(section)}
)
"""Every question by its name, in form order."""


def _depends_on(name: str) -> int:
    """How many questions it depends on, one through the other."""
    when = QUESTIONS[name].asked_when
    return 1 + _depends_on(when.question) if when else 0


SOMETIMES_ASKED: Mapping[str, Question] = {
    name: QUESTIONS[name]
    for name in sorted(QUESTIONS, key=_depends_on)
    if QUESTIONS[name].asked_when or QUESTIONS[name].since > FIRST_DAY
}
"""The questions that depend on another answer, or that not every edition has: those that others
depend on come first."""

WORKED_OUT = tuple(name for name, one in vars(Account).items() if isinstance(one, cached_property))
"""What an account keeps beside its answers, and what does not hold for another."""

SECTION_OF: Mapping[str, str] = MappingProxyType(
    {name: key for key, section in SECTIONS.items() for name, _ in _questions_of(section)}
)


def _answer_type(hint: UnionType) -> Any:
    return next(member for member in get_args(hint) if member is not Absence)


ANSWER_TYPES: Mapping[str, Any] = MappingProxyType(
    {
        name: _answer_type(hint)
        for name, hint in get_type_hints(Account).items()
        if name in QUESTIONS
    }
)
"""The type of each answer: a code list, ``date``, ``time``, ``int``, ``str``, or ``tuple[X, ...]``."""


def changed(before: Account, after: Account) -> dict[str, Any]:
    """The answers of ``after`` that differ from ``before``, by question in form order."""
    return {
        name: getattr(after, name)
        for name in QUESTIONS
        if getattr(after, name) != getattr(before, name)
    }
