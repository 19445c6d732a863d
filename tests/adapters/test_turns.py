"""The threads of a process take turns at writing to a file of SQLite, and none is overtaken for long."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import Column, Engine, Integer, MetaData, Table, insert
from sqlalchemy.exc import OperationalError

from web.adapters import sqlite

WRITERS = 8
WRITES = 30
ROUNDS = 6
"""Others may come first a few times, each once: without turns somebody waits for a hundred."""
TRIES = 3
"""A busy machine lets a thread sleep through its turns now and then. Without turns every try fails."""

rows = Table("rows", MetaData(), Column("number", Integer))
nowhere = Table("nowhere", MetaData(), Column("number", Integer))


@pytest.fixture
def on_disk() -> Iterator[Path]:
    """Where a write takes its time: in memory one is over, and the next begun, before anybody else wakes."""
    with tempfile.TemporaryDirectory() as where:
        yield Path(where)


def test_no_writer_is_overtaken_again_and_again(on_disk: Path) -> None:
    engine = sqlite.engine(on_disk / "some.db")
    rows.metadata.create_all(engine)

    tries = [written_together(engine) for _ in range(TRIES)]

    assert [len(overtaken) for overtaken in tries] == [WRITERS * WRITES] * TRIES
    assert min(map(max, tries)) <= ROUNDS * WRITERS


def test_a_write_that_failed_ends_its_turn(tmp_path: Path) -> None:
    engine = sqlite.engine(tmp_path / "some.db")
    rows.metadata.create_all(engine)

    for _ in range(3):
        with pytest.raises(OperationalError), engine.begin() as connection:
            connection.execute(insert(nowhere).values(number=1))

    assert written_together(engine)


def written_together(engine: Engine) -> list[int]:
    """Let several write at once; of each write, how many others came between asking and writing."""
    together, written = Barrier(WRITERS), [0]
    overtaken: list[int] = []

    def write() -> None:
        together.wait()
        for _ in range(WRITES):
            asked = written[0]
            with engine.begin() as connection:
                connection.execute(insert(rows).values(number=asked))
                overtaken.append(written[0] - asked)
                written[0] += 1

    threads = [Thread(target=write) for _ in range(WRITERS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return overtaken
