"""What the use cases need from outside; ``web/adapters`` provides it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.codelists.field_groups import FieldGroup
from domain.codelists.forces import Force
from domain.errors import DomainError


class Clock(Protocol):
    """Tells the time, so that tests can."""

    def now(self) -> datetime:
        """This moment, in UTC."""


class KeyDestroyedError(DomainError):
    """This part of the record was erased for good, so nothing can be written to it."""


class KeyMissingError(Exception):
    """A key is gone that nobody destroyed: the key ring was lost, or another one is in use."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DataKey:
    """The key of one field group of one record."""

    id: UUID
    secret: bytes


class KeyRing(Protocol):
    """Keys of sealed content, kept apart from the log (spec: audit, 5.3)."""

    def for_writing(self, record: UUID, group: FieldGroup) -> DataKey:
        """The group's key, made when it is first needed.

        Raises:
            KeyDestroyedError: it was destroyed.

        """

    def for_reading(self, key: UUID) -> bytes | None:
        """A key's secret, or ``None`` when it was destroyed.

        Raises:
            KeyMissingError: there never was such a key here.

        """

    def destroy(self, record: UUID, group: FieldGroup) -> None:
        """Make everything sealed in the group unreadable, for ever."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """How a person is called: personal data, so not in the log."""

    person: UUID
    name: str
    collar_number: str
    force: Force


class CollarNumberTakenError(DomainError):
    """Another person has this collar number. Check it, or find that person instead."""


class Directory(Protocol):
    """Names and collar numbers, beside the log and outside it."""

    def add(self, person: UUID, *, name: str, collar_number: str, force: Force) -> None:
        """Remember how a person is called, or that they are called otherwise now.

        Raises:
            CollarNumberTakenError: somebody else in the force has this number.

        """

    def holder(self, collar_number: str, *, force: Force) -> UUID | None:
        """Who has a number; none if it is free."""

    def entries(self, people: Iterable[UUID]) -> Mapping[UUID, Entry]:
        """The entries there are, for these people."""

    def matching(self, words: str, *, force: Force) -> tuple[Entry, ...]:
        """The people of a force whose name or collar number contains these words."""
