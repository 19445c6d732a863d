"""Events as plain data and back: strict both ways, because what is stored is read for ever."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache, lru_cache
from typing import Any, Union, get_args, get_type_hints
from uuid import UUID

from domain.codec import CodecError, decode_answer, encode_answer, is_union, plain, typed
from domain.codelists.answers import Absence, YesNo
from domain.codelists.codelist import CodeList
from domain.codelists.field_groups import FieldGroup
from domain.codelists.tactics import Tactic
from domain.event import ERASED, UNOPENED, Erased, Event, Metadata, Unopened
from domain.records.account import QUESTIONS
from domain.records.tactics import TacticUsed

ANSWERS = "answers"
OUTSIDE = {"originator_id", "originator_version", "metadata", ANSWERS}
GROUPS = {name: question.group for name, question in QUESTIONS.items()}
NEVER_WRITTEN = (ERASED, UNOPENED, Absence.ERASED, Absence.UNOPENED)
"""What stands for content that was not read: writing it would lose the content."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Encoded:
    """An event as plain data: what stays clear, and what is to be sealed, by group and name."""

    version: int
    """The version of the event class that the content is shaped for."""
    metadata: Mapping[str, Any]
    clear: Mapping[str, Any]
    sealed: Mapping[FieldGroup, Mapping[str, Any]] = field(default_factory=dict)
    closed: Mapping[str, Erased | Unopened] = field(default_factory=dict)
    """Sealed fields, and questions as ``answers.x``, that could not be opened, with what stands in
    their place."""


def encode(event: Event) -> Encoded:
    """Take an event apart. Answers are told apart question by question.

    Raises:
        CodecError: it holds something that would not come back as it is.

    """
    clear: dict[str, Any] = {}
    sealed: dict[FieldGroup, dict[str, Any]] = {}
    hints = _hints(type(event))
    for entry in fields(event):
        if entry.name in OUTSIDE:
            continue
        value = getattr(event, entry.name)
        written = _kept(value, hints[entry.name])
        group = event.SEALED.get(entry.name)
        kept = clear if group is None or value is None else sealed.setdefault(group, {})
        kept[entry.name] = written
    answers: Mapping[str, Any] | None = getattr(event, ANSWERS, None)
    if answers is not None:
        clear[ANSWERS] = {}
        for question, answer in answers.items():
            group = None if isinstance(answer, Absence) else GROUPS[question]
            if group is None:
                clear[ANSWERS][question] = _known(question, answer)
            else:
                words = sealed.setdefault(group, {}).setdefault(ANSWERS, {})
                words[question] = _sure(question, answer)
    return Encoded(
        version=event.VERSION, metadata=_written(event.metadata), clear=clear, sealed=sealed
    )


def decode(kind: type[Event], stream: UUID, version: int, encoded: Encoded) -> Event:
    """Put an event together again; ``version`` is its place in the stream.

    Raises:
        CodecError: the content is not what its class holds.

    """
    content = dict(encoded.clear)
    answers = dict(content.pop(ANSWERS, {}))
    for group in encoded.sealed.values():
        answers |= group.get(ANSWERS, {})
        content |= {name: value for name, value in group.items() if name != ANSWERS}
    hints = _hints(kind)
    try:
        values = {name: typed(value, hints[name]) for name, value in content.items()}
        if ANSWERS in hints:
            opened = {name: decode_answer(name, answer) for name, answer in answers.items()}
            values[ANSWERS] = _in_form_order(opened | _closed_answers(encoded.closed))
        values |= {name: value for name, value in encoded.closed.items() if "." not in name}
        return kind(
            originator_id=stream,
            originator_version=version,
            metadata=typed(encoded.metadata, Metadata),
            **values,
        )
    except CodecError:
        raise
    except Exception as error:
        raise CodecError(f"event {kind.TOPIC!r}, version {version} of {stream}: {error}") from error


def to_json(plain: Any) -> bytes:
    """The one way in which plain data is written down.

    Raises:
        CodecError: the text cannot be written in UTF-8.

    """
    try:
        return ENCODER.encode(plain).encode()
    except ValueError as error:
        raise CodecError(str(error)) from error


def from_json(stored: bytes) -> Any:
    """Plain data, as it was written down.

    Raises:
        CodecError: this is not what ``to_json`` writes.

    """
    try:
        return DECODER.decode(stored.decode())
    except ValueError as error:
        raise CodecError(str(error)) from error


def _refuse(text: str) -> Any:
    raise CodecError(f"not a value that is ever stored: {text}")


ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)
DECODER = json.JSONDecoder(parse_constant=_refuse, parse_float=_refuse)


def _closed_answers(closed: Mapping[str, Erased | Unopened]) -> dict[str, Absence]:
    prefix = f"{ANSWERS}."
    return {
        name.removeprefix(prefix): Absence.ERASED if stands is ERASED else Absence.UNOPENED
        for name, stands in closed.items()
        if name.startswith(prefix)
    }


def _in_form_order(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {name: answers[name] for name in QUESTIONS if name in answers}


HINTS: dict[type[Event], Mapping[str, Any]] = {}
"""By class and not by topic: two releases may each have a class of one topic."""


def _hints(kind: type[Event]) -> Mapping[str, Any]:
    """The types of an event's fields, found once: a log is read by the million."""
    if kind not in HINTS:
        HINTS[kind] = {name: _stated(hint) for name, hint in get_type_hints(kind).items()}
    return HINTS[kind]


@cache
def _stated(hint: Any) -> Any:
    """A field's type when there is something to read: without the ways of not reading it."""
    if not is_union(hint):
        return hint
    members = [member for member in get_args(hint) if member not in (Erased, Unopened)]
    return members[0] if len(members) == 1 else Union[tuple(members)]  # noqa: UP007


def _known(question: str, answer: Any) -> Any:
    """A clear answer as plain data. Codes repeat by the million, so that they are worth keeping."""
    if isinstance(answer, CodeList) or _is_codes(answer):
        return _kept_codes(question, answer)
    return _sure(question, answer)


def _is_codes(answer: Any) -> bool:
    """Whether it is made of codes alone, by their types: a code equals its text, and is not it."""
    return isinstance(answer, tuple) and all(_is_code(one) or _is_step(one) for one in answer)


def _is_code(answer: Any) -> bool:
    return isinstance(answer, CodeList) and not isinstance(answer, Absence)


def _is_step(answer: Any) -> bool:
    return (
        isinstance(answer, TacticUsed)
        and isinstance(answer.tactic, Tactic)
        and isinstance(answer.effective, YesNo | Absence)
    )


@lru_cache(maxsize=1 << 14, typed=True)
def _kept_codes(question: str, answer: Any) -> Any:
    return _sure(question, answer)


def _sure(question: str, answer: Any) -> Any:
    """An answer as plain data, once it is sure that it can be read again."""
    encoded = encode_answer(_readable(answer))
    # What cannot be read back would stop the record and every read model for ever.
    decode_answer(question, encoded)
    return encoded


def _written(value: Any) -> Any:
    return plain(_readable(value))


def _kept(value: Any, kind: Any) -> Any:
    """A value as it is written, once it is sure that it can be read again as what it is."""
    written = _written(value)
    try:
        typed(written, kind)
    except CodecError:
        raise
    except Exception as error:
        # Of what type it is, and not what it says: it may be sealed content.
        raise CodecError(f"{type(value).__name__} where {kind} belongs") from error
    return written


def _readable(value: Any) -> Any:
    for never in NEVER_WRITTEN:
        if value is never:
            raise CodecError("content that was not read cannot be written")
    return value
