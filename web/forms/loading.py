"""Taking a posted section in: typed answers, what could not be read, and what is still missing."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from marshmallow import ValidationError

from domain.codelists.answers import Absence
from domain.records import rules
from domain.records.account import QUESTIONS, Account
from domain.records.finding import Finding
from web.forms.context import Context
from web.forms.kinds import Kind, kind_of
from web.forms.reading import Typed, UnreadableError, read
from web.forms.schemas import WORDS, AccountSchema, asked, section_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """What to do about one question, and the control to go to."""

    question: str
    sentence: str
    href: str

    @property
    def words(self) -> str:
        """As it stands on a page: a refusal is a sentence, and what to do about a field has no full stop."""
        return self.sentence.removesuffix(".")

    @classmethod
    def at(cls, question: str, sentence: str) -> "Problem":
        """Of the control that is named like its question; without one, of the page."""
        return cls(question=question, sentence=sentence, href=f"#{question or 'main-content'}")


def error_of(problems: Iterable[Problem], question: str) -> dict[str, str] | None:
    """What a component shows beside a control; nothing if there is no problem with it."""
    for problem in problems:
        if problem.question == question:
            return {"text": problem.words}
    return None


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """Posted questions, taken in as far as they can be."""

    account: Account
    unreadable: tuple[Problem, ...]
    """What was typed and is no answer."""
    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What was typed for those questions and for others before, to be shown again as it was."""


def load(
    names: Collection[str],
    typed: Typed,
    before: Account,
    context: Context,
    *,
    kept: Typed = MappingProxyType({}),
) -> Loaded:
    """Read posted questions over the account as it was before.

    Answers to questions that were not asked after all are dropped: without script every follow-up
    is visible, and people fill them in. ``kept`` is what was typed before and could not be read.
    """
    answers: dict[str, Any] = {}
    problems: list[Problem] = []
    still = {name: values for name, values in kept.items() if question_of(name) not in names}
    for question in names:
        if kind_of(question) is Kind.CED_USES or getattr(before, question) in rules.NOT_READ:
            # Taser uses have pages of their own; what was erased is not answered again.
            continue
        try:
            answer = _answer(question, typed, context, blank=_blank(question, before))
            answers[question] = _in_its_order(question, answer, getattr(before, question))
        except UnreadableError as error:
            problems.append(_unreadable(question, error))
            still |= _of(question, typed)
    account = before.with_changes(answers).without_unasked()
    unreadable = [one for one in problems if account.is_asked(one.question)]
    return Loaded(account=account, unreadable=tuple(unreadable), typed=still)


def unreadable(account: Account, kept: Typed, context: Context) -> tuple[Problem, ...]:
    """What was typed before, could not be read, and was not mended since."""
    found: list[Problem] = []
    for question in dict.fromkeys(map(question_of, kept)):
        if question not in QUESTIONS or not account.is_asked(question):
            continue
        try:
            _answer(question, kept, context)
        except UnreadableError as error:
            found.append(_unreadable(question, error))
    return tuple(found)


def question_of(control: str) -> str:
    """The question that a control is part of: its own name, or that of a date."""
    return re.sub(r"-(day|month|year)$", "", control)


def _in_its_order(question: str, answer: Any, before: Any) -> Any:
    """What was ticked in the order in which it was given before, if it is the same.

    The order of boxes says nothing: a page sends them as they stand on it, another system as it likes, and
    who opens a section and saves it has changed no answer.
    """
    boxes = kind_of(question) is Kind.CHECKBOXES
    both = boxes and isinstance(answer, tuple) and isinstance(before, tuple)
    return before if both and set(answer) == set(before) else answer


def _blank(question: str, before: Account) -> Absence:
    """What a question left open says: of an imported record perhaps still that it was never asked."""
    never = getattr(before, question) is Absence.NOT_ASKED
    return Absence.NOT_ASKED if never else Absence.NOT_ANSWERED


def _answer(
    question: str, typed: Typed, context: Context, *, blank: Absence = Absence.NOT_ANSWERED
) -> Any:
    """The answer that was typed, or ``blank`` when nothing was.

    Raises:
        UnreadableError: it is no answer.

    """
    plain = read(question, typed, context)
    if plain is None:
        return blank
    try:
        return AccountSchema().load({question: plain})[question]
    except ValidationError as error:
        raise UnreadableError(error.messages_dict[question][0]) from None


def _unreadable(question: str, error: UnreadableError) -> Problem:
    href = f"#{question}{error.control}" if error.control else first_control(question)
    return Problem(question=question, sentence=error.sentence, href=href)


def questions(section: str) -> Iterable[str]:
    return asked(section)


def problems(
    gaps: Iterable[Finding],
    *,
    unreadable: Iterable[Problem] = (),
    only: Collection[str] | None = None,
) -> tuple[Problem, ...]:
    """Everything that stops submission, in the order of the form; of some questions, if named."""
    found = {problem.question: problem for problem in unreadable}
    for finding in gaps:
        if only is None or finding.question in only:
            found.setdefault(finding.question, _problem(finding))
    order = list(WORDS)
    return tuple(sorted(found.values(), key=lambda problem: order.index(problem.question)))


def _problem(finding: Finding) -> Problem:
    question = finding.question
    missing = finding.rule == rules.ANSWERS_EVERY_QUESTION
    sentence = WORDS[question].missing if missing else finding.sentence
    return Problem(question=question, sentence=sentence, href=first_control(question))


def first_control(question: str) -> str:
    """The control that an error link goes to: of a date its first box, of tactics the first."""
    suffix = {Kind.DATE: "-day", Kind.TACTICS: "-0-tactic"}.get(kind_of(question), "")
    return f"#{question}{suffix}"


def is_open(account: Account, section: str) -> bool:
    """Whether any question of a section is asked, given the others' answers."""
    return any(account.is_asked(question) for question in questions(section))


def is_started(account: Account, section: str) -> bool:
    return any(question in account.answers for question in questions(section))


def is_shown(account: Account, question: str) -> bool:
    """Whether a question belongs on its page: its condition holds, or is decided on that page."""
    when = QUESTIONS[question].asked_when
    if when is None or section_of(when.question) == section_of(question):
        return True
    return account.is_asked(question)


def _of(question: str, typed: Typed) -> dict[str, list[str]]:
    names = (question, *(f"{question}-{part}" for part in ("day", "month", "year")))
    return {name: list(typed[name]) for name in names if name in typed}
