"""The ports of ``application/ports.py`` in memory. ``tests/adapters/test_ports.py`` holds the fakes and
the real adapters to the same sentences."""

import secrets
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from application.ports import (
    CollarNumberTakenError,
    DataKey,
    Entry,
    KeyDestroyedError,
    KeyMissingError,
    OpenedKeys,
    PreparedKeys,
    Sealable,
)
from domain.codelists.field_groups import FieldGroup
from domain.codelists.forces import Force

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self, moment: datetime = NOON) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def advance(self, **by: float) -> datetime:
        """Move on, by ``hours=2`` and the like."""
        self.moment += timedelta(**by)
        return self.moment


class FakeKeyRing:
    """Keys in a dictionary."""

    def __init__(self) -> None:
        self._ids: dict[tuple[UUID, FieldGroup], UUID] = {}
        self._secrets: dict[UUID, bytes | None] = {}
        self._quarantined: dict[UUID, bytes] = {}

    def for_writing(self, record: UUID, group: FieldGroup) -> DataKey:
        key = self._ids.setdefault((record, group), uuid4())
        secret = self._secrets.setdefault(key, secrets.token_bytes(32))
        if secret is None:
            raise KeyDestroyedError
        return DataKey(id=key, secret=secret)

    def prepare(
        self, groups: Collection[Sealable], *, begun: Collection[UUID] = ()
    ) -> PreparedKeys:
        return PreparedKeys(keys={one: self._key(*one) for one in groups})

    def _key(self, record: UUID, group: FieldGroup) -> DataKey | None:
        try:
            return self.for_writing(record, group)
        except KeyDestroyedError:
            return None

    def for_reading(self, key: UUID) -> bytes | None:
        if key not in self._secrets:
            raise KeyMissingError(key)
        return self._secrets[key]

    def open(self, keys: Collection[UUID]) -> OpenedKeys:
        return OpenedKeys(secrets={key: self._secrets[key] for key in keys if key in self._secrets})

    def destroy(self, record: UUID, group: FieldGroup) -> None:
        if key := self._ids.get((record, group)):
            self._secrets[key] = None
            self._quarantined.pop(key, None)

    def quarantine(self, record: UUID, groups: Collection[FieldGroup]) -> None:
        for group in groups:
            key = self._ids.get((record, group))
            if key and (secret := self._secrets[key]) is not None:
                self._quarantined[key] = secret
                self._secrets[key] = None

    def let_out(self, record: UUID, groups: Collection[FieldGroup]) -> None:
        for group in groups:
            key = self._ids.get((record, group))
            if key and (secret := self._quarantined.pop(key, None)) is not None:
                self._secrets[key] = secret

    def quarantined(self, record: UUID) -> frozenset[FieldGroup]:
        return frozenset(
            group
            for (one, group), key in self._ids.items()
            if one == record and key in self._quarantined
        )


class FakeDirectory:
    """Names in a dictionary."""

    def __init__(self) -> None:
        self._entries: dict[UUID, Entry] = {}

    def add(self, person: UUID, *, name: str, collar_number: str, force: Force) -> None:
        entry = Entry(person=person, name=name, collar_number=collar_number, force=force)
        for known in self._entries.values():
            same_number = (known.force, known.collar_number) == (force, collar_number)
            if same_number and known.person != person:
                raise CollarNumberTakenError
        self._entries[person] = entry

    def holder(self, collar_number: str, *, force: Force) -> UUID | None:
        numbered = (
            entry.person
            for entry in self._entries.values()
            if (entry.force, entry.collar_number) == (force, collar_number)
        )
        return next(numbered, None)

    def entries(self, people: Iterable[UUID]) -> Mapping[UUID, Entry]:
        return {one: self._entries[one] for one in people if one in self._entries}

    def matching(self, words: str, *, force: Force) -> tuple[Entry, ...]:
        found = [
            entry
            for entry in self._entries.values()
            if entry.force is force
            and (words.lower() in entry.name.lower() or words in entry.collar_number)
        ]
        return tuple(sorted(found, key=lambda entry: (entry.name, entry.person)))
