"""A key ring without an installation around it, on each database, and what is in it."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap
from sqlalchemy import Engine, delete, insert, select, text

from domain.codelists.field_groups import FieldGroup
from tests.fakes import FakeClock
from web.adapters import postgresql, sqlite
from web.adapters.key_ring import StoredKeyRing
from web.adapters.tables import data_keys, epochs
from web.keys.changing import EpochChange, Step
from web.keys.epoch_keys import EpochKeys, keys_in, write_key
from web.migrations.keys import keys_0002_epochs
from web.settings import Settings

NARRATIVE, IDENTITY = FieldGroup.NARRATIVE, FieldGroup.IDENTITY


@dataclass(kw_only=True)
class Ring:
    """A key ring and the folder of its epoch key."""

    engine: Engine
    folder: Path
    clock: FakeClock = field(default_factory=FakeClock)
    secrets: dict[UUID, bytes] = field(default_factory=dict)
    """What each living key opens with."""
    doomed: dict[UUID, frozenset[FieldGroup]] = field(default_factory=dict)
    gone: dict[UUID, bytes] = field(default_factory=dict)
    """The keys that go with the next epoch."""

    @property
    def file(self) -> Path:
        return self.folder / "epoch.key"

    def opened(self) -> StoredKeyRing:
        return StoredKeyRing(self.engine, EpochKeys.in_file(self.file, create=True), self.clock)

    def fill(self, records: int = 10) -> None:
        """Keys of records: of every fifth one is doomed, another is held back, one was destroyed."""
        ring = self.opened()
        wanted = [(uuid4(), group) for _ in range(records) for group in (NARRATIVE, IDENTITY)]
        made = ring.prepare(wanted)
        for number, (record, group) in enumerate(wanted):
            key = made.for_writing(record, group)
            if number % 5 == 0:
                ring.quarantine(record, [group])
                self.doomed[record] = frozenset((group,))
                self.gone[key.id] = key.secret
                continue
            if number % 5 == 1:
                ring.quarantine(record, [group])
            self.secrets[key.id] = key.secret
        draft = ring.for_writing(uuid4(), NARRATIVE)
        ring.destroy(self._stream(draft.id), NARRATIVE)

    def change(self, step: Step = lambda _: None, *, chunk: int = 4) -> EpochChange:
        return EpochChange(
            self.engine,
            self.file,
            self.clock,
            back_up=lambda key: self._opens(key.read_bytes()),
            step=step,
            chunk=chunk,
        )

    def keep(self) -> "Kept":
        """Everything as it is now, to come back to."""
        with self.engine.connect() as connection:
            rows = [dict(row) for row in connection.execute(select(data_keys)).mappings()]
        return Kept(rows=rows, key=self.file.read_bytes())

    def come_back(self, kept: "Kept") -> None:
        """Bring back what was kept. Only the owner can empty a ring, and only like this."""
        with self.engine.begin() as connection:
            guards = SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL
            for statement in guards.down:
                connection.execute(text(statement))
            connection.execute(delete(data_keys))
            connection.execute(delete(epochs))
            for statement in guards.up:
                connection.execute(text(statement))
            if kept.rows:
                connection.execute(insert(data_keys), kept.rows)
        for file in self.folder.glob("epoch.key*"):
            file.unlink()
        write_key(self.file, kept.key)

    def rows(self) -> Mapping[UUID, bytes]:
        """Every wrap that is in the database, as a backup would hold it."""
        with self.engine.connect() as connection:
            wrapped = data_keys.c.wrapped
            query = select(data_keys.c.id, wrapped).where(wrapped.is_not(None))
            return {row.id: row.wrapped for row in connection.execute(query)}

    def epoch_keys(self) -> tuple[bytes, ...]:
        return keys_in(self.file)

    def _stream(self, key: UUID) -> UUID:
        with self.engine.connect() as connection:
            query = select(data_keys.c.stream).where(data_keys.c.id == key)
            return connection.execute(query).scalar_one()

    def _opens(self, key: bytes) -> int:
        with self.engine.connect() as connection:
            query = select(data_keys.c.wrapped).where(data_keys.c.wrapped.is_not(None))
            return sum(_opens(key, wrapped) for wrapped in connection.execute(query).scalars())


def _opens(key: bytes, wrapped: bytes) -> bool:
    try:
        aes_key_unwrap(key, wrapped)
    except InvalidUnwrap:
        return False
    return True


def what_opens(wraps: Mapping[UUID, bytes], keys: tuple[bytes, ...]) -> dict[UUID, bytes]:
    """What somebody gets out of wraps who has these epoch keys."""
    return {
        id_: aes_key_unwrap(key, wrapped)
        for id_, wrapped in wraps.items()
        for key in keys
        if _opens(key, wrapped)
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A key ring and its epoch key, to come back to."""

    rows: list[dict[str, object]]
    key: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Guards:
    """How an owner of the database gets round what it refuses everybody."""

    down: tuple[str, ...]
    up: tuple[str, ...]


NAMES = ("guarded", "guarded_back", "guarded_whole")
POSTGRESQL = Guards(
    down=("ALTER TABLE keys.data_keys DISABLE TRIGGER USER",),
    up=tuple(f"ALTER TABLE keys.data_keys ENABLE ALWAYS TRIGGER {name}" for name in NAMES),
)
SQLITE = Guards(
    down=tuple(f"DROP TRIGGER {statement.split()[2]}" for statement in keys_0002_epochs.SQLITE),
    up=keys_0002_epochs.SQLITE,
)


@contextmanager
def ring_of(settings: Settings, folder: Path) -> Iterator[Ring]:
    """The key ring of an installation, with its epoch key in a folder; of SQLite a copy in there."""
    if settings.is_embedded:
        shutil.copy(settings.data / "keys.db", folder / "keys.db")
        made, schema = sqlite.engine(folder / "keys.db"), None
    else:
        made, schema = postgresql.engine(settings.keys_database), "keys"
    ring = Ring(engine=made.execution_options(schema_translate_map={"keys": schema}), folder=folder)
    try:
        if not settings.is_embedded:
            write_key(ring.file, b"k" * 32)
            ring.come_back(Kept(rows=[], key=b"k" * 32))
        yield ring
    finally:
        made.dispose()
