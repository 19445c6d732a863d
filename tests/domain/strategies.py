"""Values of every type that an answer or an event can hold, for the sentences about all of them."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID

from hypothesis import strategies as st

from domain.codec import LARGEST, is_union
from domain.codelists.answers import Absence
from domain.event import Erased, Event, Metadata, Source, Unopened
from domain.records.account import ANSWER_TYPES
from domain.records.events import Submitted
from tests.fakes import NOON
from tests.people import OFFICER

Anything = st.SearchStrategy[Any]

STATED = (Absence.NOT_KNOWN, Absence.REFUSED, Absence.NOT_ANSWERED, Absence.NOT_APPLICABLE)
"""What may be said instead of an answer; the others stand for content that was not read."""

TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)

SCALARS: Mapping[Any, Anything] = {
    str: TEXT,
    int: st.integers(-LARGEST, LARGEST),
    bool: st.booleans(),
    UUID: st.uuids(),
    date: st.dates(),
    time: st.times().map(lambda time: time.replace(fold=0)),
    datetime: st.datetimes(timezones=st.just(UTC)),
    type(None): st.none(),
    Absence: st.sampled_from(STATED),
}


def _is_readable(kind: Any) -> bool:
    """Whether it is content, and not what stands where content could not be read."""
    return kind not in (Erased, Unopened)


def values(kind: Any) -> Anything:
    """Values of a type."""
    if kind in SCALARS:
        return SCALARS[kind]
    if is_union(kind):
        return st.one_of(*(values(member) for member in get_args(kind) if _is_readable(member)))
    if get_origin(kind) is Mapping:
        key, value = get_args(kind)
        return st.dictionaries(values(key), values(value), max_size=3)
    if get_origin(kind) is tuple:
        return st.lists(values(get_args(kind)[0]), max_size=4).map(tuple)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{one.name: values(hints[one.name]) for one in fields(kind)})
    raise TypeError(kind)


def answers_to(question: str) -> Anything:
    return values(ANSWER_TYPES[question] | Absence)


ANSWERS = st.fixed_dictionaries(
    {}, optional={question: answers_to(question) for question in ANSWER_TYPES}
)


def contents(kind: type[Event]) -> st.SearchStrategy[dict[str, Any]]:
    """What an event of a kind may hold, beside its place and its metadata."""
    hints = get_type_hints(kind)
    outside = {"originator_id", "originator_version", "metadata"}
    return st.fixed_dictionaries(
        {
            entry.name: ANSWERS if entry.name == "answers" else values(hints[entry.name])
            for entry in fields(kind)
            if entry.name not in outside
        }
    )


METADATA = st.builds(
    Metadata,
    at=st.just(NOON),
    actor=st.just(OFFICER.id),
    why=TEXT,
    via=st.none() | st.uuids(),
    source=st.none() | values(Source),
)


@st.composite
def histories(draw: st.DrawFn, *kinds: type[Event]) -> tuple[Event, ...]:
    """A submission, and then events of these kinds in any order."""
    following = draw(st.lists(st.sampled_from(kinds), max_size=8))
    record = draw(st.uuids())
    return tuple(
        kind(
            originator_id=record,
            originator_version=version,
            metadata=draw(METADATA),
            **draw(contents(kind)),
        )
        for version, kind in enumerate((Submitted, *following), start=1)
    )
