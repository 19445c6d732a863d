"""A process that submits records through our own use cases, one after another, until it is told to
end: ``python -m tests.cluster.writer FILE``.

Whatever is answered with an error that a page would answer with "send it again" is sent again, with
the key of the command, as a person would by pressing the button again.
"""

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

from application.carrying_out import Done
from domain.errors import NotFoundError
from tests.builders import WORDS, answers
from tests.cluster.commands import Sent, Told, What, write
from tests.fakes import NOON, FakeClock
from tests.people import OFFICER
from web.bootstrap import Services, bootstrap
from web.errors import AWAY
from web.settings import Settings

BETWEEN_COMMANDS, BETWEEN_TRIES = 0.02, 0.2
PATIENCE = 60.0
"""How long a command that was begun is sent again after the writer was told to end."""


class Writer:
    """Sends commands and remembers what it was told."""

    def __init__(self, services: Services, enough: threading.Event) -> None:
        self._services = services
        self._enough = enough

    def work(self) -> Iterator[Sent]:
        """A record and a note to it, again and again."""
        while not self._enough.is_set():
            record = uuid4()
            submitted = self._send(What.SUBMIT, record, self._submitting(record))
            yield submitted
            if submitted.told.is_acknowledged:
                yield self._send(What.ADD_NOTE, record, self._noting(record))

    def _submitting(self, record: UUID) -> Callable[[UUID], Done]:
        return lambda key: self._services.records.submit(
            record,
            reference=f"UOF-26-{record.hex[:12]}",
            started_at=NOON,
            answers=answers(**WORDS),
            requester=OFFICER.asks(key),
        )

    def _noting(self, record: UUID) -> Callable[[UUID], Done]:
        return lambda key: self._services.records.add_note(
            record, str(key), requester=OFFICER.asks(key)
        )

    def _send(self, what: What, record: UUID, command: Callable[[UUID], Done]) -> Sent:
        key = uuid4()
        told = self._until_told(lambda: command(key))
        time.sleep(BETWEEN_COMMANDS)
        return Sent(what=what, key=key, record=record, told=told, at=time.monotonic())

    def _until_told(self, command: Callable[[], Done]) -> Told:
        failed, deadline = False, None
        while True:
            try:
                done = command()
            except AWAY:
                failed = True
            except NotFoundError:
                return Told.NO_RECORD
            else:
                if not failed:
                    return Told.DONE
                return Told.KEPT if done.repeated else Told.ANEW
            if self._enough.is_set():
                deadline = deadline or time.monotonic() + PATIENCE
                if time.monotonic() > deadline:
                    return Told.NOTHING
            time.sleep(BETWEEN_TRIES)


def main(file: Path) -> None:
    enough = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: enough.set())
    services = bootstrap(Settings.from_environment(), clock=FakeClock())
    try:
        with file.open("w") as written:
            for sent in Writer(services, enough).work():
                print(write(sent), file=written, flush=True)
    finally:
        services.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
