"""Processes that write to an installation on SQLite as the server does, to be killed, traced or failed.

Forked from a process that has read the modules once: hundreds of them start in the time of a few.
"""

import os
import random
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess
from pathlib import Path
from uuid import uuid4

from application.log import RecordLog
from domain.event import Event
from tests.builders import CED_FIRED, a_submission, after
from tests.fakes import FakeClock
from tests.forking import PROCESSES
from tests.people import OFFICER
from web.adapters import sqlite
from web.adapters.event_stores import event_store
from web.adapters.key_ring import StoredKeyRing
from web.adapters.stores import KEYS, Stores
from web.bootstrap import epoch_keys
from web.settings import Settings

ACKNOWLEDGED = "acknowledged"
"""The file into which a writer says what was kept, a line an event."""
REFUSED = "refused"
"""A line there for each append that ended with an error."""
CHECKPOINT_PAGES = 40
"""SQLite's own, 1000, would need thousands of events before anything is carried over into the file."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """What a writer is to do."""

    file: Path
    """Into which it says what was kept."""
    times: int | None
    synchronous: str | None
    """For a negative control: the same program, with less waiting for the disk."""


class Writer:
    """A process that appends until it is ended, or so many times."""

    def __init__(
        self,
        settings: Settings,
        *,
        times: int | None = None,
        synchronous: str | None = None,
        said: str = ACKNOWLEDGED,
    ) -> None:
        self.file = settings.data / said
        self._ready, ready = PROCESSES.Pipe(duplex=False)
        go, self._go = PROCESSES.Pipe(duplex=False)
        self.process: BaseProcess = PROCESSES.Process(
            target=_write,
            args=(settings, Task(file=self.file, times=times, synchronous=synchronous), ready, go),
            daemon=True,
        )
        self.process.start()
        ready.close()
        go.close()
        assert self._ready.poll(60), "it never started"
        self._ready.recv()

    def go(self) -> None:
        """Begin: until then no file was opened."""
        self._go.send(True)

    def acknowledged(self) -> list[str]:
        """What it said was kept, so far."""
        return acknowledged(self.file.read_text()) if self.file.exists() else []

    def refusals(self) -> int:
        """How many appends it was told had failed."""
        return self.file.read_text().split().count(REFUSED)

    def wait(self) -> int | None:
        """Until it ended by itself; how it ended."""
        self.process.join(60)
        code = self.process.exitcode
        self.close()
        return code

    def kill(self) -> None:
        """End it without a word."""
        self.process.kill()
        self.process.join()
        self.close()

    def close(self) -> None:
        self._ready.close()
        self._go.close()
        self.process.close()


def acknowledged(text: str) -> list[str]:
    """The events that a writer said were kept: stream and version. A last line may be half a line."""
    whole = text[: text.rfind("\n") + 1]
    return [line for line in whole.splitlines() if line != REFUSED]


def named(event: Event) -> str:
    return f"{event.originator_id.hex} {event.originator_version}"


@contextmanager
def log_of(settings: Settings) -> Iterator[RecordLog]:
    """The log of an installation, with its keys, and nothing beside it."""
    with closing(Stores(settings)) as stores:
        key = epoch_keys(settings, create=False)
        ring = StoredKeyRing(stores.engine(KEYS), key, FakeClock())
        with closing(RecordLog(event_store(stores), ring)) as log:
            yield log


def _write(settings: Settings, task: Task, ready: Pipe, go: Pipe) -> None:
    if task.synchronous:
        sqlite.ORDINARY = tuple(
            f"synchronous={task.synchronous}" if one.startswith("synchronous") else one
            for one in sqlite.ORDINARY
        )
    sqlite.ORDINARY = (*sqlite.ORDINARY, f"wal_autocheckpoint={CHECKPOINT_PAGES}")
    said = os.open(task.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    ready.send(True)
    go.recv()
    with log_of(settings) as log:
        _append(log, said, task.times)


def _append(log: RecordLog, said: int, times: int | None) -> None:
    # The same each time: faults are put at the places of its calls.
    chance, done = random.Random(0), 0
    while times is None or done < times:
        events = a_submission(narrative_information="Words that are sealed.", **CED_FIRED)
        if _appended(log, said, events):
            # An amendment of a record, too, or several: a chain of leaves, and keys that are there.
            for _ in range(chance.randint(0, 2)):
                record = after(*events)
                more = record.add_note("A note that is sealed.", command=OFFICER.commands())
                if not _appended(log, said, more):
                    break
                events = (*events, *more)
        done += 1


def _appended(log: RecordLog, said: int, events: tuple[Event, ...]) -> bool:
    try:
        log.append(events, request=uuid4())
    except Exception:  # noqa: BLE001 - whatever a fault leads to: nothing is acknowledged
        os.write(said, f"{REFUSED}\n".encode())
        return False
    os.write(said, "".join(f"{named(one)}\n" for one in events).encode())
    return True
