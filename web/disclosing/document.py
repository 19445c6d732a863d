"""What people read of a disclosure: the records as they stood, what happened to them, what is withheld.

Decision. What is withheld is left out before anything is set: no file holds it, covered or not. Each
answer carries the mark under which the verifier finds it, and compares it with what was recorded.
Consequence: page and print can say nothing of a record's answers that its events do not. Kept by
``tests/disclosing/test_redaction.py`` and ``tests/disclosing/test_verify.py``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from domain.codec import decode_answer
from domain.codelists.answers import Absence
from domain.codelists.disclosures import Part
from domain.codelists.field_groups import FieldGroup
from domain.disclosures.disclosure import Terms
from domain.records.account import QUESTIONS
from domain.records.disclosure import DEIDENTIFIED
from domain.records.events import Amended
from domain.records.tactics import CedUse
from web.disclosing.evidence import CLEAR, Evidence, shown
from web.disclosing.vocabulary import HEADINGS, SAID, TOPICS
from web.forms.context import Context
from web.forms.in_words import day, in_words
from web.forms.schemas import SCHEMAS, WORDS, asked, title
from web.forms.words import leading

TITLED = {"account": "The officer’s account", "tactics": "Tactics, in the order used"}
"""Sections whose title speaks to the officer who fills them in."""

UNNAMED = "record-"
"""What files call a record whose reference is withheld; a number follows."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """Lines under a heading, with the mark under which they are compared."""

    mark: str
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """A section of a record, and what of it is withheld."""

    title: str
    answers: tuple[Written, ...]
    withheld: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Happened:
    """One event of a record."""

    mark: str
    version: int
    what: str
    at: str
    who: str
    said: tuple[Written, ...]
    withheld: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordShown:
    """A record as it stood."""

    label: str
    """As files and marks name it."""
    called: str
    """As its heading names it."""
    id: UUID
    version: int
    """The version that is shown."""
    last: int
    """The newest there was when it was disclosed."""
    officer: str
    cards: tuple[Card, ...]
    history: tuple[Happened, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A whole disclosure, as page and print show it."""

    force: str
    kind: str
    basis: str
    recipient: str
    explanation: str
    as_at: str
    made_at: str
    made_by: str
    withheld: tuple[tuple[str, str], ...]
    """What, and why."""
    is_deidentified: bool
    names_officers: bool
    records: tuple[RecordShown, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """A record with its evidence, before anything is withheld."""

    reference: str
    officer: UUID | None
    events: Sequence[Evidence]


def record_shown(stored: Stored, terms: Terms, context: Context, *, label: str) -> RecordShown:
    """A record as it stood at the moment, without what is withheld."""
    withheld = {one.part: f"{one.part.label}: {one.reason.label.lower()}" for one in terms.withheld}
    upto = shown(stored.events, terms.as_at)
    events = stored.events[:upto]
    hidden = frozenset(withheld)
    state = {name: answer for event in events for name, answer in _answers(event, hidden)}
    is_deidentified = terms.kind in DEIDENTIFIED
    if is_deidentified:
        state = dict(_generalised(state))
    names = context.display([stored.officer] if stored.officer else [])
    return RecordShown(
        label=label,
        called=label.removeprefix(UNNAMED),
        id=stored.events[0].stream,
        version=upto,
        last=len(stored.events),
        officer=names.get(stored.officer, "Officer not recorded")
        if stored.officer
        else "Officer not recorded",
        cards=tuple(_cards(label, state, events, withheld, context)),
        history=()
        if is_deidentified
        else tuple(_happened(label, event, withheld, context) for event in events),
    )


def people_in(stored: Iterable[Stored], withheld: frozenset[Part]) -> list[UUID]:
    """Everybody whom the documents name, each once, in the order in which they come."""
    found: dict[UUID, None] = {}
    for one in stored:
        if one.officer:
            found[one.officer] = None
        for event in one.events:
            for question, answer in _answers(event, withheld):
                if question == "colleagues" and not isinstance(answer, Absence):
                    found.update(dict.fromkeys(answer))
            found[event.metadata.actor] = None
    return list(found)


def _answers(event: Evidence, withheld: frozenset[Part]) -> Iterator[tuple[str, Any]]:
    for piece in event.disclosed(withheld).values():
        for question, answer in (piece.content.get("answers") or {}).items():
            yield question, decode_answer(question, answer)


def _generalised(state: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Codes and counts; of a day its month; no time, no number of a device, no person."""
    for question, answer in state.items():
        if isinstance(answer, Absence):
            yield question, answer
        elif isinstance(answer, date):
            yield question, f"{answer:%B %Y}"
        elif question == "colleagues" or isinstance(answer, time):
            continue
        elif isinstance(answer, tuple):
            yield question, tuple(map(_without_number, answer))
        elif not isinstance(answer, str) or hasattr(answer, "label") or question == "area":
            yield question, answer


def _without_number(one: Any) -> Any:
    if isinstance(one, CedUse):
        return replace(one, cartridge_number=Absence.NOT_ANSWERED)
    return one


def _cards(
    label: str,
    state: Mapping[str, Any],
    events: Sequence[Evidence],
    withheld: Mapping[Part, str],
    context: Context,
) -> Iterator[Card]:
    gone = {group for event in events for group, piece in event.pieces.items() if piece is None}
    there = {group for event in events for group in event.pieces}
    for section in SCHEMAS:
        names = list(asked(section))
        answers = tuple(
            _answer(f"{label}/{name}", name, state[name], context)
            for name in names
            if name in state
        )
        asked_for = (QUESTIONS[name].group for name in names)
        groups = dict.fromkeys(group for group in asked_for if group and group in there)
        not_shown = tuple(_not_shown(groups, withheld, gone))
        if answers or not_shown:
            yield Card(
                title=TITLED.get(section) or title(section), answers=answers, withheld=not_shown
            )


def _not_shown(
    groups: Iterable[FieldGroup], withheld: Mapping[Part, str], gone: set[str]
) -> Iterator[str]:
    for group in groups:
        if Part(group.value) in withheld:
            yield f"Withheld. {withheld[Part(group.value)]}"
        elif group.value in gone:
            yield f"{group.label}: erased"


def _answer(mark: str, question: str, answer: Any, context: Context) -> Written:
    lines = in_words(question, answer, context)
    return Written(mark=mark, heading=WORDS[question].heading, lines=lines)


def _happened(
    label: str, event: Evidence, withheld: Mapping[Part, str], context: Context
) -> Happened:
    mark, disclosed = f"{label}/{event.version}", event.disclosed(frozenset(withheld))
    who = context.display([event.metadata.actor])[event.metadata.actor]
    return Happened(
        mark=mark,
        version=event.version,
        what=TOPICS[event.topic],
        at=utc(event.at),
        who=who,
        said=tuple(_said(mark, event, disclosed, context)),
        withheld=tuple(
            f"{FieldGroup(group).label}: erased"
            if event.pieces[group] is None
            else f"Withheld. {withheld[part]}"
            for group in event.pieces
            if group not in disclosed and (part := event.part(group))
        ),
    )


def _said(
    mark: str, event: Evidence, disclosed: Mapping[str, Any], context: Context
) -> Iterator[Written]:
    clear = disclosed[CLEAR].content
    for name, (heading, codes) in SAID.get(event.topic, {}).items():
        given = clear[name] if isinstance(clear[name], list) else [clear[name]]
        lines = tuple(
            codes.get(one, one) if isinstance(codes, Mapping) else codes(one).label for one in given
        )
        yield Written(mark=f"{mark}/{name}", heading=heading, lines=lines or ("None",))
    if event.topic == Amended.TOPIC:
        for piece in disclosed.values():
            for name, answer in (piece.content.get("answers") or {}).items():
                yield _answer(f"{mark}/{name}", name, decode_answer(name, answer), context)
    for group, piece in disclosed.items():
        for name, value in piece.content.items():
            if group != CLEAR and name != "answers":
                lines = tuple(_notes(value)) if isinstance(value, list) else (str(value),)
                yield Written(mark=f"{mark}/{name}", heading=HEADINGS[name], lines=lines)


def _notes(notes: Sequence[Mapping[str, str]]) -> Iterator[str]:
    for note in notes:
        about = note["question"]
        yield f"{leading(WORDS[about].heading)} {note['text']}" if about else note["text"]


def utc(at: datetime) -> str:
    """14 November 2026 at 22:41:03 UTC."""
    there = at.astimezone(UTC)
    return f"{day(there.date())} at {there:%H:%M:%S} UTC"
