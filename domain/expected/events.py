"""Everything that can happen to an encounter that is expected to have a record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar
from uuid import UUID

from domain.codelists.expected import (
    ExpectedKind,
    GroundForMatching,
    GroundForUnmatching,
    ReasonForNone,
)
from domain.codelists.field_groups import FieldGroup
from domain.codelists.forces import Force
from domain.event import Event
from domain.records.events import Words


@dataclass(frozen=True, kw_only=True)
class Loaded(Event):
    """Another system knows of an encounter. Its metadata names the file and the line."""

    TOPIC: ClassVar[str] = "expected-encounter.loaded"
    SEALED: ClassVar[Mapping[str, FieldGroup]] = MappingProxyType(
        {"known_as": FieldGroup.REFERENCES}
    )

    force: Force
    kind: ExpectedKind
    officer: UUID | None
    """None when the file names none, or somebody who is not known here."""
    happened_at: datetime
    area: str | None
    device: str | None
    """The serial number of a Taser, as records have it."""
    known_as: Words | None
    """Under which the other system knows it."""


@dataclass(frozen=True, kw_only=True)
class Matched(Event):
    """A record was found that is of this encounter."""

    TOPIC: ClassVar[str] = "expected-encounter.matched"

    record: UUID
    ground: GroundForMatching


@dataclass(frozen=True, kw_only=True)
class Unmatched(Event):
    """The record that was found is not of this encounter after all, or does not count any longer."""

    TOPIC: ClassVar[str] = "expected-encounter.unmatched"

    record: UUID
    ground: GroundForUnmatching


@dataclass(frozen=True, kw_only=True)
class Explained(Event):
    """Somebody said why there is no record, and none is looked for any longer."""

    TOPIC: ClassVar[str] = "expected-encounter.explained"
    SEALED: ClassVar[Mapping[str, FieldGroup]] = MappingProxyType(
        {"explanation": FieldGroup.NARRATIVE}
    )

    reason: ReasonForNone
    explanation: Words


@dataclass(frozen=True, kw_only=True)
class Reopened(Event):
    """The explanation does not hold: a record is looked for again."""

    TOPIC: ClassVar[str] = "expected-encounter.reopened"


EXPECTED_EVENTS: frozenset[type[Event]] = frozenset(
    {Loaded, Matched, Unmatched, Explained, Reopened}
)
"""All of them, for whoever takes in every one or none."""
