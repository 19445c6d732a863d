"""What differs between two accounts, and where two people changed the same answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.records.account import QUESTIONS, Account
from web.forms.context import Context
from web.forms.in_words import Line, line
from web.forms.schemas import WORDS


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One question answered differently."""

    question: str
    heading: str
    before: Line
    after: Line


def differences(
    before: Account, after: Account, context: Context, *, every: bool = False
) -> list[Difference]:
    """The questions whose answers differ, in form order; or every question, if wanted."""
    return [
        Difference(
            question=question,
            heading=WORDS[question].heading,
            before=line(question, before.answer(question), context),
            after=line(question, after.answer(question), context),
        )
        for question in QUESTIONS
        if every or getattr(before, question) != getattr(after, question)
    ]


def changes_since(base: Account, now: Account) -> dict[str, Any]:
    """The answers that were changed since a base."""
    return {
        question: getattr(now, question)
        for question in QUESTIONS
        if getattr(now, question) != getattr(base, question)
    }


def conflicts(base: Account, theirs: Account, yours: Account) -> list[str]:
    """The questions that both changed, to different answers."""
    both = changes_since(base, theirs).keys() & changes_since(base, yours).keys()
    return [
        question
        for question in QUESTIONS
        if question in both and getattr(theirs, question) != getattr(yours, question)
    ]


def merged(base: Account, theirs: Account, yours: Account, choices: Mapping[str, str]) -> Account:
    """Their account with your changes on it; where both changed an answer, the one chosen."""
    mine = changes_since(base, yours)
    for question in conflicts(base, theirs, yours):
        if choices.get(question) != YOURS:
            del mine[question]
    return theirs.with_changes(mine).without_unasked()


THEIRS, YOURS = "theirs", "yours"


def unchosen(questions: Iterable[str], choices: Mapping[str, str]) -> list[str]:
    """The conflicts that nobody decided yet."""
    return [question for question in questions if choices.get(question) not in (THEIRS, YOURS)]
