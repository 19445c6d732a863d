"""What every event of every aggregate has: a permanent topic, a version and its metadata."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar
from uuid import UUID

from domain.codelists.field_groups import FieldGroup
from domain.codelists.roles import Role


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where an imported event was found. Nothing is backdated: when it was recorded here, and when
    it happened according to its source, are two things.
    """

    file: str
    """The file's name, without folders."""
    digest: str
    """SHA-256 of the file's bytes in hexadecimal; of several joined files, of their list."""
    line: int
    """The line of the file, counted from 1, its headings included."""
    at: datetime | None = None
    """When it happened, if the source says so."""
    by: UUID | None = None
    """Who did it, if the source says so and they are known by an id here."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Metadata:
    """Who did it, in what role, when, why, and which request caused it. Ids and codes only."""

    actor: UUID
    role: Role
    at: datetime
    """When it was recorded, in UTC, by the server's clock."""
    why: str
    """A coded ground; words that explain it are a sealed field of the event."""
    request: UUID
    """The command that caused it: also the key under which the same command may be sent again."""
    via: UUID | None = None
    """The machine token through which the command came; none when a person used a page."""
    source: Source | None = None
    """Where it was found, of an event that was imported."""


TOPICS: dict[str, type["Event"]] = {}
"""Every event class by its topic. Explicit topics leave modules free to move."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened to an aggregate. Never changed once stored.

    ``TOPIC`` and ``VERSION`` are stored with it for ever. ``SEALED`` names the fields that the
    mapper encrypts whole, and under which group; ``answers`` are sealed question by question.
    """

    TOPIC: ClassVar[str]
    VERSION: ClassVar[int] = 1
    SEALED: ClassVar[Mapping[str, FieldGroup]] = MappingProxyType({})

    originator_id: UUID
    originator_version: int
    metadata: Metadata

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "TOPIC" in vars(cls):
            if cls.TOPIC in TOPICS:
                raise TypeError(f"topic {cls.TOPIC!r} belongs to {TOPICS[cls.TOPIC]!r}")
            TOPICS[cls.TOPIC] = cls


@dataclass(frozen=True, kw_only=True, slots=True)
class Recorded:
    """An event with its place in the log: positions grow, and may have holes."""

    position: int
    event: Event


class Erased:
    """Stands where sealed content was, once its key is gone. It holds nothing."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "ERASED"


class Unopened:
    """Stands where sealed content is, for a reader without the keys."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNOPENED"


ERASED = Erased()
UNOPENED = Unopened()
