"""Copies of SQLite files while somebody writes to them."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine

from web.adapters.sqlite import LOCK_SECONDS


def copied(files: Mapping[Path, Path]) -> None:
    """Copy several databases as they stand at one moment.

    Writers are kept out of all of them for as long as it takes to begin reading each: a file that was
    copied a moment later could hold what the other does not know of yet.
    """
    with ExitStack() as stack:
        readers = {source: stack.enter_context(closing(_opened(source))) for source in files}
        with ExitStack() as held:
            for source in files:
                writer = held.enter_context(closing(_opened(source)))
                writer.execute("BEGIN IMMEDIATE")
            for reader in readers.values():
                reader.execute("BEGIN")
                # Only the first look decides which moment is seen.
                reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for source, target in files.items():
            with closing(sqlite3.connect(target)) as copy:
                readers[source].backup(copy)
                # One file, without a log beside it.
                copy.execute("PRAGMA journal_mode=DELETE")
            target.chmod(0o600)


def is_sound(file: Path) -> bool:
    """Whether SQLite finds nothing wrong with a file."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as opened:
        try:
            return opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        except sqlite3.DatabaseError:
            return False


@contextmanager
def looking_at(file: Path) -> Iterator[Connection]:
    """A connection that only reads a file, and leaves it byte for byte as it is."""
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    )
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, isolation_level=None, timeout=LOCK_SECONDS)
