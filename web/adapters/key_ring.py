"""The key ring: a data key for each record and field group, wrapped by the epoch key.

Erasing a group empties its row here; the log and its backups keep what nobody can read any more.
The key ring is backed up apart from the log, and for a shorter time (spec: audit, 5.3).
"""

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from sqlalchemy import Connection, Engine, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

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
from web.adapters.tables import data_keys, epochs
from web.keys.epoch_keys import KEY_BYTES, EpochKeys

ANOTHER_EPOCH = "another epoch"
"""What the database says to whoever wraps in an epoch that is over (``web/migrations/keys``)."""
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

    def __init__(self, engine: Engine, epochs: EpochKeys, clock: Clock) -> None:
        self._engine = engine
        self._epochs = epochs
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
            try:
                keys |= self._added(made)
            except DBAPIError as error:
                if ANOTHER_EPOCH not in str(error.orig):
                    raise
                self._epochs.use(self._epoch_in_use())
                keys |= self._added(made)
        return PreparedKeys(keys=keys)

    def _added(self, made: Mapping[Sealable, DataKey]) -> Mapping[Sealable, DataKey | None]:
        rows = [self._made(*one, key) for one, key in made.items()]
        with alone(self._engine).begin() as connection:
            added = connection.execute(UNLESS_THERE[connection.dialect.name], rows).all()
            # When another process made one first, theirs is the one.
            return made if len(added) == len(made) else self._keys_of(connection, list(made))

    def _epoch_in_use(self) -> str:
        newest = select(epochs.c.epoch).order_by(epochs.c.number.desc()).limit(1)
        with asking(self._engine).connect() as connection:
            return str(connection.execute(newest).scalar_one())

    def for_reading(self, key: UUID) -> bytes | None:
        return self.open([key]).for_reading(key)

    def open(self, keys: Collection[UUID]) -> OpenedKeys:
        found: dict[UUID, bytes | None] = {}
        groups: dict[Sealable, DataKey | None] = {}
        wanted = sorted(keys)
        with asking(self._engine).connect() as connection:
            for id_, stream, group, epoch, wrapped in _rows(connection, "id", wanted):
                key = self._key(id_, epoch, wrapped)
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

    def quarantine(self, record: UUID, groups: Collection[FieldGroup]) -> None:
        # Also of what is destroyed already: its row tells what went with which erasure.
        self._put(record, groups, data_keys.c.quarantined_at.is_(None), self._clock.now())

    def let_out(self, record: UUID, groups: Collection[FieldGroup]) -> None:
        self._put(record, groups, data_keys.c.wrapped.is_not(None), None)

    def to_settle(self) -> tuple[UUID, ...]:
        """The streams of which keys are under quarantine, or went with an erasure that the log was not
        told of.
        """
        query = (
            select(data_keys.c.stream)
            .distinct()
            .where(data_keys.c.quarantined_at.is_not(None), data_keys.c.certified_at.is_(None))
            .order_by(data_keys.c.stream)
        )
        with asking(self._engine).connect() as connection:
            return tuple(connection.execute(query).scalars())

    def given_out(self, records: Collection[UUID]) -> frozenset[Sealable]:
        """The groups of these records whose keys are given to whoever asks."""
        with asking(self._engine).connect() as connection:
            found = _rows(connection, "stream", sorted(records))
            return frozenset((stream, group) for _, stream, group, _, wrapped in found if wrapped)

    def destroyed(self, record: UUID, groups: Collection[FieldGroup]) -> int:
        """How many keys of these groups are destroyed."""
        codes = sorted(group.value for group in groups)
        query = select(func.count()).where(
            data_keys.c.stream == record,
            data_keys.c.field_group.in_(codes),
            data_keys.c.wrapped.is_(None),
        )
        with asking(self._engine).connect() as connection:
            return connection.execute(query).scalar_one()

    def certify(self, record: UUID) -> None:
        """Remember that the log was told which keys of a record are destroyed."""
        with alone(self._engine).begin() as connection:
            connection.execute(
                update(data_keys)
                .where(data_keys.c.stream == record, data_keys.c.wrapped.is_(None))
                .values(certified_at=self._clock.now())
            )

    def _put(
        self, record: UUID, groups: Collection[FieldGroup], which: Any, at: datetime | None
    ) -> None:
        codes = sorted(group.value for group in groups)
        with alone(self._engine).begin() as connection:
            connection.execute(
                update(data_keys)
                .where(data_keys.c.stream == record, data_keys.c.field_group.in_(codes), which)
                .values(quarantined_at=at)
            )

    def quarantined(self, record: UUID) -> frozenset[FieldGroup]:
        query = select(data_keys.c.field_group).where(
            data_keys.c.stream == record,
            data_keys.c.quarantined_at.is_not(None),
            data_keys.c.wrapped.is_not(None),
        )
        with asking(self._engine).connect() as connection:
            return frozenset(map(FieldGroup, connection.execute(query).scalars()))

    def _made(self, record: UUID, group: FieldGroup, key: DataKey) -> dict[str, object]:
        epoch, wrapping = self._epochs.using
        return {
            "id": key.id,
            "stream": record,
            "field_group": group.value,
            "epoch": epoch,
            "wrapped": aes_key_wrap(wrapping, key.secret),
            "created_at": self._clock.now(),
        }

    def _keys_of(
        self, connection: Connection, groups: Collection[Sealable]
    ) -> dict[Sealable, DataKey | None]:
        """The keys of those groups that have one; none for one that was destroyed."""
        wanted, streams = set(groups), sorted({record for record, _ in groups})
        found: dict[Sealable, DataKey | None] = {}
        for id_, stream, group, epoch, wrapped in _rows(connection, "stream", streams):
            if (stream, group) in wanted:
                found[stream, group] = self._key(id_, epoch, wrapped)
        return found

    def _key(self, id_: UUID, epoch: str, wrapped: bytes | None) -> DataKey | None:
        if wrapped is None:
            return None
        wrapping = self._epochs.of_epoch(epoch)
        if wrapping is None:
            raise KeyMissingError(id_)
        try:
            return DataKey(id=id_, secret=aes_key_unwrap(wrapping, wrapped))
        except InvalidUnwrap:
            raise KeyMissingError(id_) from None


Found = tuple[UUID, UUID, FieldGroup, str, bytes | None]
"""A key, its stream and group, its epoch, and what it is wrapped in: nothing once it is destroyed, nor
while it is under quarantine."""


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
                for id_, stream, group, epoch, wrapped in cursor.fetchall():
                    yield UUID(id_), UUID(stream), FieldGroup(group), epoch, wrapped
            else:
                cursor.execute(ON_POSTGRESQL.format(column), [some])
                for id_, stream, group, epoch, wrapped in cursor.fetchall():
                    yield id_, stream, FieldGroup(group), epoch, wrapped


SELECTED = """
    SELECT id, stream, field_group, epoch, CASE WHEN quarantined_at IS NULL THEN wrapped END
"""
ON_SQLITE = SELECTED + "FROM data_keys WHERE {} IN ({})"
ON_POSTGRESQL = SELECTED + "FROM keys.data_keys WHERE {} = ANY(%b::uuid[])"


def _new_key() -> DataKey:
    return DataKey(id=uuid4(), secret=secrets.token_bytes(KEY_BYTES))
