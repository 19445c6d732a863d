"""Epoch keys: what wraps the data keys, in files outside every database.

Decision. The key in use is in one file; while an epoch changes, the next one is in another beside it.
Whoever meets a wrap of an epoch that it does not know reads the files again. Consequence: people work on
while an epoch changes, and no process holds a destroyed epoch key once it has met the next. Kept by
``tests/keys/``.
"""

import hashlib
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from web.settings import SettingsError

KEY_BYTES = 32
NEXT = ".next"

Read = Callable[[], tuple[bytes, ...]]


class EpochKeys:
    """The epoch keys there are, the one in use first; read again when another one is asked for."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._keys = _named(read())
        self._using = next(iter(self._keys))

    @classmethod
    def of(cls, key: bytes) -> "EpochKeys":
        """One that never changes."""
        return cls(lambda: (key,))

    @classmethod
    def in_file(cls, file: Path, *, create: bool) -> "EpochKeys":
        """Those in a file and beside it.

        Raises:
            SettingsError: there is none, or others could read it.

        """
        epoch_key(file, create=create)
        return cls(lambda: keys_in(file))

    @property
    def using(self) -> tuple[str, bytes]:
        """The name and the key of the epoch in which keys are wrapped now."""
        return self._using, self._keys[self._using]

    def use(self, epoch: str) -> None:
        """Wrap in this epoch from now on.

        Raises:
            SettingsError: its key is not here.

        """
        if self.of_epoch(epoch) is None:
            raise SettingsError(
                "The key ring is in an epoch whose key is not here. Put its file in the place of the"
                " epoch key."
            )
        self._using = epoch

    def of_epoch(self, epoch: str) -> bytes | None:
        """The key of an epoch; none if it is not here."""
        if epoch not in self._keys:
            self._keys = _named(self._read())
            if self._using not in self._keys:
                self._using = next(iter(self._keys))
        return self._keys.get(epoch)


def epoch_of(epoch_key: bytes) -> str:
    """What an epoch key is called beside the keys that it wraps; it tells nothing of the key."""
    return hashlib.sha256(b"epoch" + epoch_key).hexdigest()[:16]


def next_of(file: Path) -> Path:
    """Where the next key is, while an epoch changes."""
    return file.with_name(f"{file.name}{NEXT}")


def keys_in(file: Path) -> tuple[bytes, ...]:
    """The key in a file, and the next one beside it, if there is one.

    Raises:
        SettingsError: others could read one, or it is none.

    """
    following = next_of(file)
    return tuple(_read(one) for one in (file, following) if one.is_file())


def epoch_key(file: Path, *, create: bool) -> bytes:
    """Read the epoch key; in embedded mode the first start makes one.

    Raises:
        SettingsError: there is none, or others could read it.

    """
    if create and not file.exists() and not next_of(file).exists():
        write_key(file, secrets.token_bytes(KEY_BYTES))
    found = keys_in(file)
    if not found:
        raise SettingsError(f"There is no epoch key in {file}. Set UOF_EPOCH_KEY to its file.")
    return found[0]


def write_key(file: Path, key: bytes) -> None:
    """Write a new key, whole and on the disk, or not at all."""
    made = file.with_name(f"{file.name}.new")
    made.unlink(missing_ok=True)
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(key)
        opened.flush()
        os.fsync(opened.fileno())
    # Never over a key that is there: another process may have made one first.
    os.link(made, file)
    made.unlink()
    on_disk(file.parent)


def overwrite(file: Path) -> None:
    """Write over a key where it stands. Where a disk keeps copies of what it wrote, it keeps the key:
    the custody of the disk and of every copy is the operator's (``SECURITY.md``, "Keys").
    """
    with file.open("r+b") as opened:
        opened.write(secrets.token_bytes(file.stat().st_size))
        opened.flush()
        os.fsync(opened.fileno())


def on_disk(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _named(keys: tuple[bytes, ...]) -> Mapping[str, bytes]:
    return {epoch_of(key): key for key in keys}


def _read(file: Path) -> bytes:
    if file.stat().st_mode & 0o077:
        raise SettingsError(f"Others can read the epoch key in {file}. Run: chmod 600 {file}")
    key = file.read_bytes()
    if len(key) != KEY_BYTES:
        raise SettingsError(f"The epoch key in {file} must be {KEY_BYTES} bytes.")
    return key
