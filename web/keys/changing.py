"""Changing the epoch: every key is wrapped anew, and the key that opened the old wraps is destroyed.

Context. A key that is deleted lives on in write-ahead logs and in every backup: 63 copies of one were found
in a file of SQLite (spec: audit, 5.2). Decision. Keys are kept only wrapped by an epoch key that is in no
database. What is to go is left out when the others are wrapped anew; a backup of the ring is taken and
tried; then the old epoch key is destroyed, and with it every copy of every wrap that it made. Each step
can be begun again, and each finds out by itself whether it is done. Consequence: whenever the process is
killed, no living key is lost, and the next run ends what was begun. Kept by
``tests/keys/test_killed_at_each_step.py``. (Spec: audit, 5.3.)
"""

import fcntl
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from sqlalchemy import Connection, Engine, func, insert, select, text, update

from application.ports import Clock
from domain.codelists.field_groups import FieldGroup
from projections.driving import driven
from web.adapters.stores import reading
from web.adapters.tables import data_keys, epochs
from web.keys.epoch_keys import (
    KEY_BYTES,
    epoch_of,
    keys_in,
    next_of,
    on_disk,
    overwrite,
    write_key,
)
from web.settings import SettingsError

CHUNK = 5_000
"""Keys that are wrapped anew in one transaction: nobody waits for longer than that takes."""

Step = Callable[[str], None]
"""Told of each step when it is done: tests die there."""
BackUp = Callable[[Path], int]
"""Takes a backup of the key ring and tries it with the epoch key in a file: how many keys it opened."""
Doomed = Callable[[], Mapping[UUID, frozenset[FieldGroup]]]
"""What is erased with this epoch, by record."""


class EpochError(SettingsError):
    """The epoch cannot be changed; the message is a sentence that says why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed:
    """What a change of the epoch did."""

    number: int
    name: str
    before: str
    keys: int
    """How many are wrapped now."""
    destroyed: int
    """How many went with the old epoch key."""
    tried: int
    """How many the backup opened."""
    finished_at: datetime


class EpochChange:
    """Changes the epoch of a key ring, or ends a change that was begun."""

    def __init__(
        self,
        engine: Engine,
        file: Path,
        clock: Clock,
        *,
        back_up: BackUp,
        step: Step = lambda _: None,
        chunk: int = CHUNK,
    ) -> None:
        self._engine = engine
        self._file = file
        self._clock = clock
        self._back_up = back_up
        self._step = step
        self._chunk = chunk

    def run(
        self, doomed: Doomed, progress: Callable[[int, int], None] = lambda *_: None
    ) -> Changed:
        """Change the epoch. What is doomed is asked for once the change has begun.

        Raises:
            EpochError: another process changes it, or a key is missing or opens nothing.

        """
        with _alone(self._file):
            number, old, new = self._begun()
            self._step("begun")
            with self._engine.begin() as connection:
                # Whoever was adding a key in the last epoch has ended, and nobody begins.
                _wait_for_writers(connection)
            self._step("writers ended")
            self._doom(doomed())
            self._step("doomed")
            self._wrap_anew(old, new, progress)
            self._step("wrapped")
            before = self._name(number - 1)
            kept, destroyed = self._counted(epoch_of(new), before)
            tried = self._back_up(self._key_file(new))
            if tried != kept:
                raise EpochError(
                    f"The backup of the key ring opened {tried} keys of {kept}. The old epoch key"
                    " stays; nothing is lost. Look for what is wrong, and run the command again."
                )
            self._step("backed up")
            self._destroy(new)
            self._step("destroyed")
            finished_at = self._finish(number, kept, destroyed)
            self._step("finished")
            return Changed(
                number=number,
                name=epoch_of(new),
                before=before,
                keys=kept,
                destroyed=destroyed,
                tried=tried,
                finished_at=finished_at,
            )

    def _begun(self) -> tuple[int, bytes | None, bytes]:
        """The number of the new epoch, the key of the last one while it is there, and the new key."""
        with reading(self._engine).connect() as connection:
            rows = connection.execute(select(epochs).order_by(epochs.c.number)).all()
        keys = {epoch_of(key): key for key in keys_in(self._file)}
        if rows and rows[-1].finished_at is None:
            new = keys.get(rows[-1].epoch)
            if new is None:
                raise EpochError(
                    f"The change to epoch {rows[-1].number} was begun, and its key is not here. Put"
                    f" its file in the place of {next_of(self._file)}."
                )
            return rows[-1].number, keys.get(rows[-2].epoch), new
        return self._begin(rows[-1].number if rows else 1, rows[-1].epoch if rows else None, keys)

    def _begin(
        self, number: int, name: str | None, keys: Mapping[str, bytes]
    ) -> tuple[int, bytes | None, bytes]:
        if not keys:
            raise EpochError(f"There is no epoch key in {self._file}.")
        old = keys.get(name) if name else next(iter(keys.values()))
        if old is None:
            raise EpochError(f"The key in {self._file} is not that of the epoch of the key ring.")
        following = next_of(self._file)
        if following.is_file():
            # Written and never begun with, or prepared for several machines.
            new = keys_in(self._file)[-1]
        else:
            new = secrets.token_bytes(KEY_BYTES)
            write_key(following, new)
        self._step("key written")
        now = self._clock.now()
        with self._engine.begin() as connection:
            if name is None:
                first = {"number": 1, "epoch": epoch_of(old), "begun_at": now, "finished_at": now}
                connection.execute(insert(epochs).values(**first))
            connection.execute(
                insert(epochs).values(number=number + 1, epoch=epoch_of(new), begun_at=now)
            )
        return number + 1, old, new

    def _doom(self, doomed: Mapping[UUID, frozenset[FieldGroup]]) -> None:
        now = self._clock.now()
        with self._engine.begin() as connection:
            for record, groups in doomed.items():
                connection.execute(
                    update(data_keys)
                    .where(
                        data_keys.c.stream == record,
                        data_keys.c.field_group.in_(sorted(group.value for group in groups)),
                        data_keys.c.wrapped.is_not(None),
                    )
                    .values(wrapped=None, destroyed_at=now)
                )

    def _wrap_anew(
        self, old: bytes | None, new: bytes, progress: Callable[[int, int], None]
    ) -> None:
        name = epoch_of(new)
        total = self._left(name)
        done, after = 0, FIRST[self._engine.dialect.name]
        while True:
            with self._engine.begin() as connection:
                rows = _next_keys(connection, name, after, self._chunk)
                if not rows:
                    break
                if old is None:
                    raise EpochError(
                        "There are keys of the last epoch, and its key is not here. Bring it back."
                    )
                anew = [(place, _anew(place, wrapped, old, new)) for place, wrapped in rows]
                _put_wraps(connection, anew, name)
            after, done = rows[-1][0], done + len(rows)
            progress(done, total)
            self._step("some wrapped")
        if self._left(name):
            raise EpochError("Keys of the last epoch were added meanwhile. Run the command again.")

    def _left(self, name: str) -> int:
        query = (
            select(func.count())
            .select_from(data_keys)
            .where(data_keys.c.epoch != name, data_keys.c.wrapped.is_not(None))
        )
        with reading(self._engine).connect() as connection:
            return connection.execute(query).scalar_one()

    def _counted(self, name: str, before: str) -> tuple[int, int]:
        """How many keys there are in the new epoch, and how many go with the one before."""
        wrapped = data_keys.c.wrapped
        kept = select(func.count()).where(data_keys.c.epoch == name, wrapped.is_not(None))
        # Whoever destroyed them: until now a copy of the wrap could still be opened.
        gone = select(func.count()).where(data_keys.c.epoch == before, wrapped.is_(None))
        with reading(self._engine).connect() as connection:
            return connection.execute(kept).scalar_one(), connection.execute(gone).scalar_one()

    def _key_file(self, new: bytes) -> Path:
        following = next_of(self._file)
        return following if following.is_file() else self._file

    def _destroy(self, new: bytes) -> None:
        following = next_of(self._file)
        if not following.is_file():
            # It was put in its place before the process died.
            return
        if self._file.is_file():
            overwrite(self._file)
        self._step("overwritten")
        following.replace(self._file)
        on_disk(self._file.parent)

    def _finish(self, number: int, kept: int, destroyed: int) -> datetime:
        now = self._clock.now()
        with self._engine.begin() as connection:
            connection.execute(
                update(epochs)
                .where(epochs.c.number == number)
                .values(finished_at=now, keys=kept, destroyed=destroyed)
            )
        return now

    def _name(self, number: int) -> str:
        query = select(epochs.c.epoch).where(epochs.c.number == number)
        with reading(self._engine).connect() as connection:
            return str(connection.execute(query).scalar_one())


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """One change at a time on this machine; several machines take turns by the operator's word."""
    lock = file.with_name(f"{file.name}.lock")
    with lock.open("w") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EpochError("Another process is changing the epoch. Wait for it.") from None
        yield


def _wait_for_writers(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE keys.data_keys IN SHARE MODE"))


Place = UUID | int
"""Where a key is found again: by its id, or by its row in a file, whose rows are read in their order
without looking each up."""
Wrapped = tuple[Place, bytes]
FIRST: Mapping[str, Place] = {"postgresql": UUID(int=0), "sqlite": 0}


def _next_keys(connection: Connection, name: str, after: Place, most: int) -> list[Wrapped]:
    """The next keys, by their places, that are not wrapped in an epoch yet."""
    with driven(connection) as cursor:
        cursor.execute(NEXT[connection.dialect.name], (after, name, most))
        return list(cursor.fetchall())


def _put_wraps(connection: Connection, anew: Sequence[Wrapped], name: str) -> None:
    with driven(connection) as cursor:
        if connection.dialect.name == "postgresql":
            ids, wraps = zip(*anew, strict=True)
            cursor.execute(PUT_ON_POSTGRESQL, (name, list(ids), list(wraps)))
        else:
            rows = [(name, wrapped, place) for place, wrapped in anew]
            cursor.executemany(PUT_ON_SQLITE, rows)


NEXT: Mapping[str, str] = {
    "sqlite": """
        SELECT rowid, wrapped FROM data_keys
        WHERE rowid > ? AND epoch <> ? AND wrapped IS NOT NULL ORDER BY rowid LIMIT ?
    """,
    "postgresql": """
        SELECT id, wrapped FROM keys.data_keys
        WHERE id > %b AND epoch <> %s AND wrapped IS NOT NULL ORDER BY id LIMIT %s
        FOR UPDATE
    """,
}
# What was destroyed meanwhile stays so.
PUT_ON_SQLITE = (
    "UPDATE data_keys SET epoch = ?, wrapped = ? WHERE rowid = ? AND wrapped IS NOT NULL"
)
PUT_ON_POSTGRESQL = """
    UPDATE keys.data_keys SET epoch = %s, wrapped = anew.wrapped
    FROM unnest(%b::uuid[], %b::bytea[]) AS anew (id, wrapped)
    WHERE data_keys.id = anew.id AND data_keys.wrapped IS NOT NULL
"""


def _anew(place: Place, wrapped: bytes, old: bytes, new: bytes) -> bytes:
    try:
        secret = aes_key_unwrap(old, wrapped)
    except InvalidUnwrap:
        raise EpochError(
            f"The key {place} does not open with the epoch key: it was altered. Nothing was destroyed."
        ) from None
    return aes_key_wrap(new, secret)
