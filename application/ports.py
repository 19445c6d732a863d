"""What the use cases need from outside; ``web/adapters`` provides it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
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


Sealable = tuple[UUID, FieldGroup]
"""A field group of a record: what has a key of its own."""


class WritingKeys(Protocol):
    """Where the keys come from under which content is sealed."""

    def for_writing(self, record: UUID, group: FieldGroup) -> DataKey:
        """The group's key, made when it is first needed.

        Raises:
            KeyDestroyedError: it was destroyed.

        """


@dataclass(frozen=True, kw_only=True, slots=True)
class PreparedKeys:
    """The keys of one batch, made together, and held no longer than the batch is being written."""

    keys: Mapping[Sealable, DataKey | None] = field(repr=False)
    """By group; none for one that was destroyed."""

    def for_writing(self, record: UUID, group: FieldGroup) -> DataKey:
        key = self.keys[record, group]
        if key is None:
            raise KeyDestroyedError
        return key


class ReadingKeys(Protocol):
    """Where the keys come from with which sealed content is opened."""

    def for_reading(self, key: UUID) -> bytes | None:
        """A key's secret, or ``None`` when it was destroyed.

        Raises:
            KeyMissingError: there never was such a key here.

        """


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenedKeys:
    """The secrets that one look at the log needs, found together and held no longer than it takes."""

    secrets: Mapping[UUID, bytes | None] = field(repr=False)
    """By key; none for one that was destroyed. One that is missing is not in it."""
    keys: Mapping[Sealable, DataKey | None] = field(default_factory=dict, repr=False)
    """The same by group: what a command read with, it may write with."""

    def for_reading(self, key: UUID) -> bytes | None:
        if key not in self.secrets:
            raise KeyMissingError(key)
        return self.secrets[key]

    def and_those(self, others: "OpenedKeys") -> "OpenedKeys":
        return OpenedKeys(
            secrets={**self.secrets, **others.secrets}, keys={**self.keys, **others.keys}
        )


class KeyRing(WritingKeys, ReadingKeys, Protocol):
    """Keys of sealed content, kept apart from the log (spec: audit, 5.3)."""

    def prepare(
        self, groups: Collection[Sealable], *, begun: Collection[UUID] = ()
    ) -> PreparedKeys:
        """The keys of many groups at once, those that were still missing made in one transaction.

        A destroyed one stays destroyed: it is refused when it is asked for. ``begun`` are records that
        begin now: most likely nothing is there yet of theirs.
        """

    def open(self, keys: Collection[UUID]) -> OpenedKeys:
        """The secrets of many keys at once.

        Whoever destroys a key later than this finds it still open in what was opened before, and
        nowhere else: as with any page that is being shown.
        """

    def destroy(self, record: UUID, group: FieldGroup) -> None:
        """Make everything sealed in the group unreadable, for ever."""

    def quarantine(self, record: UUID, groups: Collection[FieldGroup]) -> None:
        """Give these keys to nobody from now on: what they open reads as erased."""

    def let_out(self, record: UUID, groups: Collection[FieldGroup]) -> None:
        """Give them out again, if they were not destroyed since."""

    def quarantined(self, record: UUID) -> frozenset[FieldGroup]:
        """The groups of a record whose keys nobody gets, and that could be let out."""


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
