"""The key ring: a data key for each record and field group, wrapped by the epoch key.

Erasing a group empties its row here; the log and its backups keep what nobody can read any more.
The key ring is backed up apart from the log, and for a shorter time (spec: audit, 5.3).
"""

import hashlib
import os
import secrets
from pathlib import Path
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from sqlalchemy import Engine, RowMapping, insert, select, update
from sqlalchemy.exc import IntegrityError

from application.ports import Clock, DataKey, KeyDestroyedError, KeyMissingError
from domain.codelists.field_groups import FieldGroup
from web.adapters.stores import reading
from web.adapters.tables import data_keys
from web.settings import SettingsError

KEY_BYTES = 32


class StoredKeyRing:
    """Keys in a database of their own. Nothing is cached: a destroyed key is gone at once."""

    def __init__(self, engine: Engine, epoch_key: bytes, clock: Clock) -> None:
        self._engine = engine
        self._epoch_key = epoch_key
        self._epoch = hashlib.sha256(b"epoch" + epoch_key).hexdigest()[:16]
        self._clock = clock

    def for_writing(self, record: UUID, group: FieldGroup) -> DataKey:
        row = self._row_of(record, group)
        if row is None:
            if made := self._add(record, group):
                return made
            row = self._row_of(record, group)
        if row is None or row["wrapped"] is None:
            raise KeyDestroyedError
        return DataKey(id=row["id"], secret=self._unwrapped(row))

    def for_reading(self, key: UUID) -> bytes | None:
        with reading(self._engine).connect() as connection:
            query = select(data_keys).where(data_keys.c.id == key)
            row = connection.execute(query).mappings().one_or_none()
        if row is None:
            raise KeyMissingError(key)
        return None if row["wrapped"] is None else self._unwrapped(row)

    def destroy(self, record: UUID, group: FieldGroup) -> None:
        with self._engine.begin() as connection:
            connection.execute(
                update(data_keys)
                .where(data_keys.c.stream == record, data_keys.c.field_group == group.value)
                .values(wrapped=None, destroyed_at=self._clock.now())
            )

    def _row_of(self, record: UUID, group: FieldGroup) -> RowMapping | None:
        query = select(data_keys).where(
            data_keys.c.stream == record, data_keys.c.field_group == group.value
        )
        with reading(self._engine).connect() as connection:
            return connection.execute(query).mappings().one_or_none()

    def _add(self, record: UUID, group: FieldGroup) -> DataKey | None:
        key = DataKey(id=uuid4(), secret=secrets.token_bytes(KEY_BYTES))
        made = insert(data_keys).values(
            id=key.id,
            stream=record,
            field_group=group.value,
            epoch=self._epoch,
            wrapped=aes_key_wrap(self._epoch_key, key.secret),
            created_at=self._clock.now(),
        )
        try:
            with self._engine.begin() as connection:
                connection.execute(made)
        except IntegrityError:
            # Another process made it in the meantime; theirs is the one.
            return None
        return key

    def _unwrapped(self, row: RowMapping) -> bytes:
        try:
            return aes_key_unwrap(self._epoch_key, row["wrapped"])
        except InvalidUnwrap:
            raise KeyMissingError(row["id"]) from None


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
