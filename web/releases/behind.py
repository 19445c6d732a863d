"""Counting that takes longer than a page may, done behind it, one after the other.

Context. A year of a large force is a minute of counting, and of every edition before it again.
Decision. What is large is counted in a thread of the serving process; that it is under way stands where
every process reads it, with when it was heard of last. Consequence: nobody waits on a page, and of what
died with its process the page says so a minute later, and it is begun again. Kept by
``tests/releases/test_behind.py``.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Lock, Thread
from typing import Any

from application.ports import Clock
from domain.errors import DomainError
from web.adapters.counted_editions import CountedEditions

BEAT = 10.0
"""Seconds after which it is said again that something is under way."""
SILENT = timedelta(minutes=1)
"""After which what was under way has died with its process."""
BROKEN = "It could not be done. Ask whoever runs this service, and try again"
INTERRUPTED = "It was interrupted before it was done. Start it again"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class State:
    """How far something is that was begun."""

    is_under_way: bool
    problem: str = ""
    """In words, why it was not done."""


NOT_BEGUN = State(is_under_way=False)


class Behind:
    """Does one thing after the other; what was begun and is not done yet is not begun again."""

    def __init__(self, kept: CountedEditions, clock: Clock) -> None:
        self._kept = kept
        self._clock = clock
        self._alone = Lock()
        self._closing = Event()
        self._threads: list[Thread] = []

    def begin(self, about: str, work: Callable[[], object]) -> None:
        """Do something, unless it is under way."""
        if self.state(about).is_under_way or self._closing.is_set():
            return
        self._say(about)
        thread = Thread(target=self._do, args=(about, work), name="counting editions", daemon=True)
        self._threads = [*(one for one in self._threads if one.is_alive()), thread]
        thread.start()

    def state(self, about: str) -> State:
        """How far it is, in whichever process."""
        said: dict[str, Any] = self._kept.content(about) or {}
        if "heard" not in said:
            return State(is_under_way=False, problem=said.get("problem", ""))
        heard = datetime.fromisoformat(said["heard"])
        is_alive = self._clock.now() - heard < SILENT
        return State(is_under_way=is_alive, problem="" if is_alive else INTERRUPTED)

    def wait(self) -> None:
        """Until nothing is under way in this process."""
        for one in self._threads:
            one.join()

    def close(self) -> None:
        """Begin nothing more, and let what is under way come to its end."""
        self._closing.set()
        self.wait()

    def _do(self, about: str, work: Callable[[], object]) -> None:
        problem = BROKEN
        try:
            with self._beating(about), self._alone:
                # What waits for another when the process is to end is left.
                if self._closing.is_set():
                    problem = INTERRUPTED
                    return
                work()
            problem = ""
        except DomainError as error:
            problem = str(error)
        except Exception:
            logger.exception("an edition could not be counted behind its page")
        finally:
            self._kept.keep(about, {"problem": problem})

    @contextmanager
    def _beating(self, about: str) -> Iterator[None]:
        is_done = Event()

        def beat() -> None:
            while not is_done.wait(BEAT):
                self._say(about)

        beats = Thread(target=beat, name="counting editions, still", daemon=True)
        beats.start()
        try:
            yield
        finally:
            is_done.set()
            beats.join()

    def _say(self, about: str) -> None:
        self._kept.keep(about, {"heard": self._clock.now().isoformat()})
