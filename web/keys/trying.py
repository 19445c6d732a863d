"""A backup of the key ring that is tried as soon as it is taken: each key in it is opened.

What a backup holds of an epoch whose key is destroyed opens nothing any more, so that one is taken of every
new epoch before the old one ends (spec: audit, 8, trap 21).
"""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

from projections.driving import driven
from web.adapters.stores import Stores
from web.backups import sqlite
from web.backups.manifest import KEY_RING, BackupError, checked
from web.backups.taking import KEYS_DUMP, back_up_keys
from web.keys.epoch_keys import epoch_of
from web.settings import Settings


def back_up_and_try(settings: Settings, into: Path, key: bytes) -> int:
    """Take a backup of the key ring into an empty directory, read it back, and open every key in it.

    Returns:
        How many keys it opened: those that are wrapped in the epoch of ``key``.

    Raises:
        BackupError: it could not be taken or read, or a key in it does not open.

    """
    with closing(Stores(settings)) as stores:
        back_up_keys(settings, stores, into)
    checked(into, holds=KEY_RING)
    opened, name = 0, epoch_of(key)
    for epoch, wrapped in _wraps(settings, into):
        if epoch != name:
            raise BackupError(f"The backup in {into} holds a key of another epoch.")
        try:
            aes_key_unwrap(key, wrapped)
        except InvalidUnwrap:
            raise BackupError(f"The backup in {into} holds a key that does not open.") from None
        opened += 1
    return opened


def _wraps(settings: Settings, directory: Path) -> Iterator[tuple[str, bytes]]:
    """The living keys of a backup, as it brings them back."""
    if not settings.is_embedded:
        yield from _dumped(directory / KEYS_DUMP)
        return
    with sqlite.looking_at(directory / "keys.db") as connection, driven(connection) as cursor:
        yield from cursor.execute("SELECT epoch, wrapped FROM data_keys WHERE wrapped IS NOT NULL")


def _dumped(file: Path) -> Iterator[tuple[str, bytes]]:
    """The rows of a dump as ``pg_restore`` gives them out: what it cannot read, nobody brings back."""
    program = shutil.which("pg_restore")
    if program is None:
        raise BackupError("There is no pg_restore here. Install PostgreSQL's client programs.")
    words = (program, "--data-only", "--table=data_keys", "--file=-", str(file))
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own words
        assert process.stdout is not None
        columns: list[str] = []
        for line in process.stdout:
            if line.startswith("COPY "):
                columns = line.split("(")[1].split(")")[0].replace(" ", "").split(",")
            elif line == "\\.\n":
                columns = []
            elif columns:
                row = dict(zip(columns, line.rstrip("\n").split("\t"), strict=True))
                if row["wrapped"] != "\\N":
                    yield row["epoch"], bytes.fromhex(row["wrapped"].removeprefix("\\\\x"))
    if process.returncode:
        raise BackupError(f"{file} cannot be read back.")
