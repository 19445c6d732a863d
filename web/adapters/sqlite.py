"""How a file of SQLite is opened, and how the threads of one process write to it.

Context. SQLite lets one write at a time, and whoever finds it busy sleeps and tries again, for longer
each time: with eight threads the unlucky one tried for a second while others came and went. Decision.
Within a process writers take turns before they ask SQLite. Consequence: nobody is overtaken for long,
and SQLite's own waiting is for other processes alone. Kept by ``tests/adapters/test_turns.py``.
"""

import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event

from web.adapters import written

WAL_MENDED = (3, 51, 3)
LOCK_SECONDS = 10
"""How long a writer of SQLite waits for another before it gives up with an error."""

IS_FAULTY = sqlite3.sqlite_version_info < WAL_MENDED
"""Whether the SQLite in use can, very rarely, lose a write to its log when two connections write or
checkpoint at the same moment (spec: eventsourcing, 5, pitfall 11)."""

HAS_TURN = "has turn"


ORDINARY: tuple[str, ...] = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
"""An acknowledged submission survives a power cut (spec: eventsourcing, 3.1)."""
DERIVED = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON")
"""Of what follows from others and is followed again, no commit waits for the disk."""
FILLING = ("journal_mode=OFF", "synchronous=OFF", "cache_size=-262144")
"""Of a new file that nobody reads and that is thrown away when something goes wrong: a million rows whose
keys lie anywhere were written to the disk thirty times over."""


def engine(file: Path, settings: Sequence[str] = ORDINARY) -> Engine:
    """The engine of one file."""
    opened = create_engine(
        f"sqlite:///{file}",
        connect_args={"isolation_level": None, "timeout": LOCK_SECONDS},
        **written.JSON,
    )
    turn = threading.Lock()

    @event.listens_for(opened, "connect")
    def configure(connection: Any, _: Any) -> None:
        for one in settings:
            connection.execute(f"PRAGMA {one}")

    @event.listens_for(opened, "begin")
    def begin(connection: Any) -> None:
        if connection.get_execution_options().get("reads", False):
            # It waits for nobody and cannot fail: the driver needs no help with it.
            connection.connection.driver_connection.execute("BEGIN")
            return
        # Who waited in vain asks SQLite all the same, and is told in its words.
        connection.info[HAS_TURN] = turn.acquire(timeout=LOCK_SECONDS)
        # A transaction that reads first and writes later fails under load unless it says so now.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(opened, "checkin")
    def give_up_turn(_: Any, record: Any) -> None:
        if record.info.pop(HAS_TURN, False):
            turn.release()

    return opened
