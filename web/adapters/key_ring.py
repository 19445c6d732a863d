"""The key ring: a data key for each record and field group, wrapped by the epoch key.

Erasing a group empties its row here; the log and its backups keep what nobody can read any more.
The key ring is backed up apart from the log, and for a shorter time (spec: audit, 5.3).
"""

import hashlib
import os
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from sqlalchemy import Connection, Engine, update
from sqlalchemy.dialects import postgresql, sqlite

from application.ports import (
    Clock,
    DataKey,
    KeyMissingError,
    OpenedKeys,
    PreparedKeys,
    Sealable,
)
from domain.codelists.field_groups import FieldGroup
from projections.driving import driven
from web.adapters.stores import alone, asking
from web.adapters.tables import data_keys
from web.settings import SettingsError

KEY_BYTES = 32
MOST_STREAMS = 1000
"""Streams, or keys, in one question to the database, which takes so many parameters and no more."""
UNLESS_THERE: Mapping[str, Any] = {
    name: dialect.insert(data_keys)
    .on_conflict_do_nothing(index_elements=["stream", "field_group"])
    .returning(data_keys.c.id)
    for name, dialect in {"postgresql": postgresql, "sqlite": sqlite}.items()
}
"""The two databases say "insert unless it is there" alike, but each in its own dialect."""


class StoredKeyRing:
    """Keys in a database of their own. Nothing is cached: a destroyed key is gone at once."""

    def __init__(self, engine: Engine, epoch_key: bytes, clock: Clock) -> None:
        self._engine = engine
        self._epoch_key = epoch_key
        self._epoch = epoch_of(epoch_key)
        self._clock = clock

    def for_writing(self, record: UUID, group: FieldGroup) -> DataKey:
        return self.prepare([(record, group)]).for_writing(record, group)

    def prepare(
        self, groups: Collection[Sealable], *, begun: Collection[UUID] = ()
    ) -> PreparedKeys:
        # In one order for everybody: two who prepare the same groups never wait for each other.
        wanted = sorted(groups)
        keys: dict[Sealable, DataKey | None] = {}
        if older := [one for one in wanted if one[0] not in begun]:
            with asking(self._engine).connect() as connection:
                keys = self._keys_of(connection, older)
        if missing := [one for one in wanted if one not in keys]:
            made = {one: _new_key() for one in missing}
            rows = [self._made(*one, key) for one, key in made.items()]
            with alone(self._engine).begin() as connection:
                added = connection.execute(UNLESS_THERE[connection.dialect.name], rows).all()
                # When another process made one first, theirs is the one.
                keys |= made if len(added) == len(made) else self._keys_of(connection, missing)
        return PreparedKeys(keys=keys)

    def for_reading(self, key: UUID) -> bytes | None:
        return self.open([key]).for_reading(key)

    def open(self, keys: Collection[UUID]) -> OpenedKeys:
        found: dict[UUID, bytes | None] = {}
        groups: dict[Sealable, DataKey | None] = {}
        wanted = sorted(keys)
        with asking(self._engine).connect() as connection:
            for id_, stream, group, wrapped in _rows(connection, "id", wanted):
                key = self._key(id_, wrapped)
                found[id_] = None if key is None else key.secret
                groups[stream, group] = key
        return OpenedKeys(secrets=found, keys=groups)

    def destroy(self, record: UUID, group: FieldGroup) -> None:
        with alone(self._engine).begin() as connection:
            connection.execute(
                update(data_keys)
                .where(data_keys.c.stream == record, data_keys.c.field_group == group.value)
                .values(wrapped=None, destroyed_at=self._clock.now())
            )

    def _made(self, record: UUID, group: FieldGroup, key: DataKey) -> dict[str, object]:
        return {
            "id": key.id,
            "stream": record,
            "field_group": group.value,
            "epoch": self._epoch,
            "wrapped": aes_key_wrap(self._epoch_key, key.secret),
            "created_at": self._clock.now(),
        }

    def _keys_of(
        self, connection: Connection, groups: Collection[Sealable]
    ) -> dict[Sealable, DataKey | None]:
        """The keys of those groups that have one; none for one that was destroyed."""
        wanted, streams = set(groups), sorted({record for record, _ in groups})
        found: dict[Sealable, DataKey | None] = {}
        for id_, stream, group, wrapped in _rows(connection, "stream", streams):
            if (stream, group) in wanted:
                found[stream, group] = self._key(id_, wrapped)
        return found

    def _key(self, id_: UUID, wrapped: bytes | None) -> DataKey | None:
        return None if wrapped is None else DataKey(id=id_, secret=self._unwrapped(id_, wrapped))

    def _unwrapped(self, id_: UUID, wrapped: bytes) -> bytes:
        try:
            return aes_key_unwrap(self._epoch_key, wrapped)
        except InvalidUnwrap:
            raise KeyMissingError(id_) from None


Found = tuple[UUID, UUID, FieldGroup, bytes | None]
"""A key, its stream and group, and what it is wrapped in; nothing once it is destroyed."""


def _rows(connection: Connection, column: str, values: Sequence[UUID]) -> Iterator[Found]:
    """The keys whose id, or whose stream, is among the values.

    Asked of the driver itself: every command and every look at a record asks this, and a statement of
    any number of values cost the library four times as long as the database takes to answer it.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    with driven(connection) as cursor:
        for start in range(0, len(values), MOST_STREAMS):
            some = values[start : start + MOST_STREAMS]
            if is_sqlite:
                marks = ", ".join("?" * len(some))
                cursor.execute(ON_SQLITE.format(column, marks), [one.hex for one in some])
                for id_, stream, group, wrapped in cursor.fetchall():
                    yield UUID(id_), UUID(stream), FieldGroup(group), wrapped
            else:
                cursor.execute(ON_POSTGRESQL.format(column), [some])
                for id_, stream, group, wrapped in cursor.fetchall():
                    yield id_, stream, FieldGroup(group), wrapped


ON_SQLITE = "SELECT id, stream, field_group, wrapped FROM data_keys WHERE {} IN ({})"
ON_POSTGRESQL = (
    "SELECT id, stream, field_group, wrapped FROM keys.data_keys WHERE {} = ANY(%b::uuid[])"
)


def epoch_of(epoch_key: bytes) -> str:
    """What an epoch key is called beside the keys that it wraps; it tells nothing of the key."""
    return hashlib.sha256(b"epoch" + epoch_key).hexdigest()[:16]


def _new_key() -> DataKey:
    return DataKey(id=uuid4(), secret=secrets.token_bytes(KEY_BYTES))


def epoch_key(file: Path, *, create: bool) -> bytes:
    """Read the epoch key; in embedded mode the first start makes one.

    Raises:
        SettingsError: there is none, or others could read it.

    """
    if create and not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(secrets.token_bytes(KEY_BYTES))
    if not file.is_file():
        raise SettingsError(f"There is no epoch key in {file}. Set UOF_EPOCH_KEY to its file.")
    if file.stat().st_mode & 0o077:
        raise SettingsError(f"Others can read the epoch key in {file}. Run: chmod 600 {file}")
    key = file.read_bytes()
    if len(key) != KEY_BYTES:
        raise SettingsError(f"The epoch key in {file} must be {KEY_BYTES} bytes.")
    return key
