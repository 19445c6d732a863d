"""Values of the domain as plain data and back, strictly: no code is taken for text, no text for a code.

The one place where the domain leans on a library, cattrs, which turns types into conversions.
"""

from datetime import date, datetime, time
from enum import Enum
from functools import cache, lru_cache
from types import UnionType
from typing import Any, Union, get_args, get_origin
from uuid import UUID

from cattrs import Converter
from cattrs.gen import make_dict_unstructure_fn

from domain.codelists.answers import Absence
from domain.codelists.codelist import CodeList
from domain.event import Metadata, Source
from domain.records.account import ANSWER_TYPES

LARGEST = 2**53 - 1
"""Larger whole numbers do not survive other readers of JSON (RFC 8259, section 6)."""


class CodecError(ValueError):
    """This cannot be stored, or what is stored cannot be read by this version of the product."""


def plain(value: Any) -> Any:
    """A value as plain data.

    Raises:
        CodecError: it would not come back as it is.

    """
    return CONVERTER.unstructure(value)


def typed(stored: Any, kind: Any) -> Any:
    """Plain data as a value of a type; raises when it is not one."""
    return reader(kind)(stored, kind)


@lru_cache(maxsize=1 << 12)
def uuid_of(text: str) -> UUID:
    """An id. The same people and keys are named again and again, and an id takes long to read."""
    return UUID(text)


def encode_answer(answer: object) -> Any:
    """One answer as plain data; an absence is told apart from every code."""
    if isinstance(answer, CodeList):
        # Most answers are a code, whose type nobody needs to look up.
        return {"absent": str(answer)} if isinstance(answer, Absence) else str(answer)
    if type(answer) is tuple:
        return [encode_answer(one) for one in answer]
    return _text(answer) if type(answer) is str else plain(answer)


def decode_answer(question: str, stored: Any) -> Any:
    """One typed answer.

    Raises:
        CodecError: there is no such question, or this is no answer to it.

    """
    if question not in ANSWER_TYPES:
        raise CodecError(f"unknown question {question!r}")
    try:
        return _answer_reader(question)(stored, None)
    except Exception as error:
        raise CodecError(f"{question}: {error}") from error


@cache
def reader(kind: Any) -> Any:
    """What reads a type: found once, for types do not change while the product runs."""
    if isinstance(kind, type) and issubclass(kind, CodeList):
        return _code_reader(kind)
    return CONVERTER.get_structure_hook(kind)


@cache
def _answer_reader(question: str) -> Any:
    return reader(ANSWER_TYPES[question] | Absence)


def is_union(hint: Any) -> bool:
    return isinstance(hint, UnionType) or get_origin(hint) is Union


def _holds_absence(hint: Any) -> bool:
    return is_union(hint) and Absence in get_args(hint)


def _is_tuple(hint: Any) -> bool:
    return get_origin(hint) is tuple


def _is_code(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Enum)


def _text(value: str) -> str:
    if "\x00" in value:
        raise CodecError("text holds a NUL character, which PostgreSQL cannot keep")
    return value


def _number(value: int) -> int:
    if abs(value) > LARGEST:
        raise CodecError(f"a whole number is larger than {LARGEST}")
    return value


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise CodecError(WITHOUT_OFFSET)
    return value.isoformat()


WITHOUT_OFFSET = "a moment needs its offset from UTC"


def _as_is(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise CodecError(f"expected {kind.__name__}, found {type(value).__name__}")
    return value


def _structure_moment(value: Any, _: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise CodecError(WITHOUT_OFFSET)
    return moment


def _structure_answer(hint: Any) -> Any:
    (kind,) = (member for member in get_args(hint) if member is not Absence)
    read = reader(kind)
    codes = _codes(kind) if _is_code(kind) else {}

    def structure(value: Any, _: Any) -> Any:
        if type(value) is str and (code := codes.get(value)):
            return code
        if isinstance(value, dict) and value.keys() == {"absent"}:
            return _code(value["absent"], Absence)
        return read(value, kind)

    return structure


def _code(value: Any, kind: type[CodeList]) -> CodeList:
    found: CodeList = reader(kind)(value, kind)
    return found


def _codes(kind: type[CodeList]) -> dict[str, CodeList]:
    return {code.value: code for code in kind}


def _code_reader(kind: type[CodeList]) -> Any:
    codes = _codes(kind)

    def read(value: Any, _: Any) -> CodeList:
        # A log is full of codes: they are looked up here, and the list itself only words the refusal.
        return codes.get(value) or kind(value)

    return read


def _tuple_of(hint: Any) -> Any:
    member = get_args(hint)[0]
    read = reader(member)

    def structure(value: Any, _: Any) -> Any:
        if type(value) is not list:
            raise CodecError(f"expected a list, found {type(value).__name__}")
        return tuple(read(item, member) for item in value)

    return structure


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=False)
    converter.register_unstructure_hook_func(_is_code, lambda code: code.value)
    converter.register_unstructure_hook(Absence, encode_answer)
    converter.register_unstructure_hook_func(_holds_absence, encode_answer)
    converter.register_unstructure_hook(str, _text)
    converter.register_unstructure_hook(int, _number)
    converter.register_unstructure_hook(UUID, str)
    converter.register_unstructure_hook(datetime, _moment)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(time, time.isoformat)
    converter.register_unstructure_hook(tuple, encode_answer)
    for kind in (Metadata, Source):
        # Most events came through no machine and from no file, and say nothing of either.
        written = make_dict_unstructure_fn(kind, converter, _cattrs_omit_if_default=True)
        converter.register_unstructure_hook(kind, written)
    # By class: what the library does with text and numbers by itself, which is to turn anything into
    # them, goes before every predicate. A code is text too, so its own class must be named.
    for scalar in (str, int, bool):
        converter.register_structure_hook(scalar, _as_is)
    converter.register_structure_hook(CodeList, _code)
    converter.register_structure_hook(UUID, lambda value, _: uuid_of(value))
    converter.register_structure_hook(datetime, _structure_moment)
    converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
    converter.register_structure_hook(time, lambda value, _: time.fromisoformat(value))
    converter.register_structure_hook_factory(_holds_absence, _structure_answer)
    converter.register_structure_hook_factory(_is_tuple, _tuple_of)
    return converter


CONVERTER = _converter()
