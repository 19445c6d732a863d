"""The key ring that the samples were sealed with: every key follows from its record and group."""

import hashlib
from collections.abc import Collection
from uuid import UUID, uuid5

from application.ports import DataKey, OpenedKeys, PreparedKeys, Sealable
from domain.codelists.field_groups import FieldGroup

NAMESPACE = UUID("f4ca5c3f-4f0f-4f3e-9c3b-6f6f7a6e2b11")


class FixedKeyRing:
    """Made-up keys that are the same for ever, so that the samples open for ever."""

    def for_writing(self, record: UUID, group: FieldGroup) -> DataKey:
        key = uuid5(NAMESPACE, f"{record}/{group}")
        return DataKey(id=key, secret=_secret(key))

    def prepare(
        self, groups: Collection[Sealable], *, begun: Collection[UUID] = ()
    ) -> PreparedKeys:
        return PreparedKeys(keys={one: self.for_writing(*one) for one in groups})

    def for_reading(self, key: UUID) -> bytes | None:
        return _secret(key)

    def open(self, keys: Collection[UUID]) -> OpenedKeys:
        return OpenedKeys(secrets={key: self.for_reading(key) for key in keys})

    def destroy(self, record: UUID, group: FieldGroup) -> None:
        raise NotImplementedError


class EmptiedKeyRing(FixedKeyRing):
    """The same ring after every key was destroyed."""

    def for_reading(self, key: UUID) -> bytes | None:
        return None


def _secret(key: UUID) -> bytes:
    return hashlib.sha256(b"made up, for samples only" + key.bytes).digest()
