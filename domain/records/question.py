"""A question of the form: what it asks for, when it is asked, and how it is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.codelists.answers import Absence, YesNo
from domain.codelists.editions import FIRST_DAY
from domain.codelists.field_groups import FieldGroup


@dataclass(frozen=True, slots=True)
class AskedWhen:
    """A question is asked only when another one was answered with one of these codes."""

    question: str
    codes: frozenset[str]

    def holds(self, answer: object) -> bool:
        return not self.codes.isdisjoint(codes_of(answer))


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One question. ``item`` is its number on the national form (spec: domain, 1.2)."""

    item: int | None
    required: bool
    asked_when: AskedWhen | None
    group: FieldGroup | None
    """The group under which the answer is sealed; coded answers stay clear."""
    offers: tuple[Absence, ...]
    """The ways of not answering that the form offers by name."""
    not_for_crowd: bool
    """A crowd record need not answer it (spec: domain, 2.3 rule 10)."""
    since: date
    """First incident date of the edition that asks it."""
    headings: tuple[str, ...]
    """Published headings of the Metropolitan layout."""


def asks(
    item: int | None = None,
    *,
    required: bool = False,
    when: tuple[str, Iterable[str]] | None = None,
    sealed: FieldGroup | None = None,
    offers: tuple[Absence, ...] = (),
    not_for_crowd: bool = False,
    since: date = FIRST_DAY,
    headings: tuple[str, ...] = (),
) -> Any:
    """A field of the account: unanswered until it is answered, with its question beside it."""
    question = Question(
        item=item,
        required=required,
        asked_when=AskedWhen(when[0], frozenset(map(str, when[1]))) if when else None,
        group=sealed,
        offers=offers,
        not_for_crowd=not_for_crowd,
        since=since,
        headings=headings,
    )
    return field(default=Absence.NOT_ANSWERED, metadata={"question": question})


def question_of(metadata: Mapping[str, Any]) -> Question:
    question: Question = metadata["question"]
    return question


def codes_of(answer: object) -> tuple[str, ...]:
    """The codes in an answer: its own, those of its members, or the tactic of each step."""
    members = answer if isinstance(answer, tuple) else (answer,)
    codes = [getattr(member, "tactic", member) for member in members]
    return tuple(
        str(code) for code in codes if isinstance(code, str) and not isinstance(code, Absence)
    )


IF_YES: tuple[str, ...] = (YesNo.YES,)
IF_NO: tuple[str, ...] = (YesNo.NO,)
