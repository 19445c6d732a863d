"""Events as plain data and back: strict both ways, because what is stored is read for ever."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from cattrs import Converter

from domain.codelists.answers import Absence
from domain.codelists.field_groups import FieldGroup
from domain.event import ERASED, TOPICS, UNOPENED, Erased, Event, Metadata, Unopened
from domain.records.account import ANSWER_TYPES, QUESTIONS

ANSWERS = "answers"
OUTSIDE = {"originator_id", "originator_version", "metadata", ANSWERS}
LARGEST = 2**53 - 1
"""Larger whole numbers do not survive other readers of JSON (RFC 8259, section 6)."""


class CodecError(ValueError):
    """This cannot be stored, or what is stored cannot be read by this version of the product."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Encoded:
    """An event as plain data: what stays clear, and what is to be sealed, by group and name."""

    metadata: Mapping[str, Any]
    clear: Mapping[str, Any]
    sealed: Mapping[FieldGroup, Mapping[str, Any]] = field(default_factory=dict)


def encode(event: Event) -> Encoded:
    """Take an event apart. Answers are told apart question by question.

    Raises:
        CodecError: it holds something that would not come back as it is.
    """
    clear: dict[str, Any] = {}
    sealed: dict[FieldGroup, dict[str, Any]] = {}
    for entry in fields(event):
        if entry.name in OUTSIDE:
            continue
        value = getattr(event, entry.name)
        group = event.SEALED.get(entry.name)
        if group is None or value is None:
            clear[entry.name] = _plain(value)
        else:
            sealed.setdefault(group, {})[entry.name] = _plain(value)
    for question, answer in getattr(event, ANSWERS, {}).items():
        group = None if isinstance(answer, Absence) else QUESTIONS[question].group
        kept = clear if group is None else sealed.setdefault(group, {})
        kept.setdefault(ANSWERS, {})[question] = encode_answer(answer)
    if hasattr(event, ANSWERS):
        clear.setdefault(ANSWERS, {})
    return Encoded(metadata=_plain(event.metadata), clear=clear, sealed=sealed)


def decode(
    topic: str, stream: UUID, version: int, encoded: Encoded, closed: Mapping[str, Erased | Unopened]
) -> Event:
    """Put an event together again.

    ``closed`` names the sealed fields, and the questions as ``answers.x``, that could not be
    opened, with what stands in their place.

    Raises:
        CodecError: the topic is unknown, or the content is not what its class holds.
    """
    if topic not in TOPICS:
        raise CodecError(f"unknown topic {topic!r}: a newer version wrote this event")
    kind = TOPICS[topic]
    content = dict(encoded.clear)
    answers = dict(content.pop(ANSWERS, {}))
    for group in encoded.sealed.values():
        answers |= group.get(ANSWERS, {})
        content |= {name: value for name, value in group.items() if name != ANSWERS}
    hints = get_type_hints(kind)
    try:
        values = {name: _typed(value, _stated(hints[name])) for name, value in content.items()}
        if ANSWERS in hints:
            typed = {name: decode_answer(name, answer) for name, answer in answers.items()}
            values[ANSWERS] = _in_form_order(typed | _closed_answers(closed))
        values |= {name: value for name, value in closed.items() if "." not in name}
        return kind(
            originator_id=stream,
            originator_version=version,
            metadata=_typed(encoded.metadata, Metadata),
            **values,
        )
    except CodecError:
        raise
    except Exception as error:
        raise CodecError(f"event {topic!r}, version {version} of {stream}: {error}") from error


def encode_answer(answer: object) -> Any:
    """One answer as plain data; an absence is told apart from every code."""
    return _plain(answer)


def decode_answer(question: str, plain: Any) -> Any:
    """One typed answer.

    Raises:
        CodecError: there is no such question, or this is no answer to it.
    """
    if question not in ANSWER_TYPES:
        raise CodecError(f"unknown question {question!r}")
    try:
        return _typed(plain, ANSWER_TYPES[question] | Absence)
    except Exception as error:
        raise CodecError(f"{question}: {error}") from error


def to_json(plain: Any) -> bytes:
    """The one way in which plain data is written down.

    Raises:
        CodecError: the text cannot be written in UTF-8.
    """
    try:
        text = json.dumps(
            plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
        )
        return text.encode()
    except ValueError as error:
        raise CodecError(str(error)) from error


def from_json(stored: bytes) -> Any:
    """Plain data, as it was written down.

    Raises:
        CodecError: this is not what ``to_json`` writes.
    """
    try:
        return json.loads(stored, parse_constant=_refuse, parse_float=_refuse)
    except ValueError as error:
        raise CodecError(str(error)) from error


def _closed_answers(closed: Mapping[str, Erased | Unopened]) -> dict[str, Absence]:
    prefix = f"{ANSWERS}."
    return {
        name.removeprefix(prefix): Absence.ERASED if stands is ERASED else Absence.UNOPENED
        for name, stands in closed.items()
        if name.startswith(prefix)
    }


def _in_form_order(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {name: answers[name] for name in QUESTIONS if name in answers}


def _refuse(text: str) -> Any:
    raise CodecError(f"not a value that is ever stored: {text}")


def _stated(hint: Any) -> Any:
    """A field's type when there is something to read: without the ways of not reading it."""
    if not _is_union(hint):
        return hint
    members = [member for member in get_args(hint) if member not in (Erased, Unopened)]
    return members[0] if len(members) == 1 else Union[tuple(members)]  # noqa: UP007


def _is_union(hint: Any) -> bool:
    return isinstance(hint, UnionType) or get_origin(hint) is Union


def _holds_absence(hint: Any) -> bool:
    return _is_union(hint) and Absence in get_args(hint)


def _is_tuple(hint: Any) -> bool:
    return get_origin(hint) is tuple


def _is_scalar(hint: Any) -> bool:
    return hint in (str, int, bool)


def _is_code(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Enum)


def _plain(value: Any) -> Any:
    if value is ERASED or value is UNOPENED:
        raise CodecError("content that was not read cannot be written")
    return CONVERTER.unstructure(value)


def _typed(plain: Any, kind: Any) -> Any:
    return CONVERTER.structure(plain, kind)


def _text(value: str) -> str:
    if "\x00" in value:
        raise CodecError("text holds a NUL character, which PostgreSQL cannot keep")
    return value


def _number(value: int) -> int:
    if abs(value) > LARGEST:
        raise CodecError(f"{value} is too large")
    return value


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise CodecError("a moment needs its offset from UTC")
    return value.isoformat()


def _as_is(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise CodecError(f"expected {kind.__name__}, found {type(value).__name__}")
    return value


def _structure_moment(value: Any, _: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    _moment(moment)
    return moment


def _structure_answer(hint: Any) -> Any:
    (kind,) = (member for member in get_args(hint) if member is not Absence)

    def structure(value: Any, _: Any) -> Any:
        if isinstance(value, dict) and value.keys() == {"absent"}:
            return Absence(value["absent"])
        return CONVERTER.structure(value, kind)

    return structure


def _unstructure_absence(absence: Absence) -> Any:
    if absence in (Absence.ERASED, Absence.UNOPENED):
        raise CodecError("content that was not read cannot be written")
    return {"absent": absence.value}


def _tuple_of(hint: Any) -> Any:
    member = get_args(hint)[0]

    def structure(value: Any, _: Any) -> Any:
        if type(value) is not list:
            raise CodecError(f"expected a list, found {type(value).__name__}")
        return tuple(CONVERTER.structure(item, member) for item in value)

    return structure


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=False)
    converter.register_unstructure_hook_func(_is_code, lambda code: code.value)
    converter.register_unstructure_hook(Absence, _unstructure_absence)
    converter.register_unstructure_hook(str, _text)
    converter.register_unstructure_hook(int, _number)
    converter.register_unstructure_hook(UUID, str)
    converter.register_unstructure_hook(datetime, _moment)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(time, time.isoformat)
    converter.register_unstructure_hook(tuple, lambda value: [_plain(item) for item in value])
    # By predicate, not by class: dispatch by class would take a code, which is a str, for text.
    converter.register_structure_hook_func(_is_scalar, _as_is)
    converter.register_structure_hook_func(_is_code, lambda value, kind: kind(value))
    converter.register_structure_hook(UUID, lambda value, _: UUID(value))
    converter.register_structure_hook(datetime, _structure_moment)
    converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
    converter.register_structure_hook(time, lambda value, _: time.fromisoformat(value))
    converter.register_structure_hook_factory(_holds_absence, _structure_answer)
    converter.register_structure_hook_factory(_is_tuple, _tuple_of)
    return converter


CONVERTER = _converter()
