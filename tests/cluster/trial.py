"""One trial: people at work, a fault, its end, and what is in the log then."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from projections.rebuild import rebuild
from tests import installations
from tests.cluster.checking import Findings, everything, findings, longest_silence
from tests.cluster.commands import last, read
from tests.cluster.faults import FAULTS, MOVE_THE_LEAD
from tests.cluster.nodes import Cluster
from tests.cluster.waiting import until
from tests.e2e.serving import UOF, of_installation
from web.settings import Settings

BEFORE_SECONDS, AFTER_SECONDS = 5, 5
RECOVERY_SECONDS, FOLLOWING_SECONDS, END_SECONDS = 120, 120, 90


@dataclass(frozen=True, kw_only=True)
class Result:
    """What one trial showed."""

    fault: str
    silence: float
    """Seconds in which nothing was acknowledged."""
    whole: float
    """Seconds from the end of the fault until every node was in its place again."""
    found: Findings
    same: bool
    """Whether the read models, which followed all along, are what they are when built again."""

    @property
    def is_sound(self) -> bool:
        return self.found.is_sound and self.same


class WriterEndedError(Exception):
    """A writer ended by itself: what it met is nothing that a page asks to send again."""


class Writers:
    """Processes that submit records."""

    def __init__(self, settings: Settings, home: Path, count: int) -> None:
        self.files = [home / f"writer-{number}" for number in range(count)]
        for file in self.files:
            file.touch()
        self._processes = [
            _start(sys.executable, "-m", "tests.cluster.writer", file, settings=settings)
            for file in self.files
        ]

    def check(self) -> None:
        """See that all are at work."""
        if any(process.poll() is not None for process in self._processes):
            raise WriterEndedError(WriterEndedError.__doc__)

    def go_on(self, *, after: float) -> bool:
        """Whether each was told of something after a moment."""
        self.check()
        told = [last(file) for file in self.files]
        return all(sent and sent.told.is_acknowledged and sent.at > after for sent in told)

    def stop(self) -> None:
        """Let each finish what it began."""
        self.check()
        for process in self._processes:
            process.send_signal(signal.SIGTERM)
        for process in self._processes:
            if process.wait(END_SECONDS):
                raise WriterEndedError(WriterEndedError.__doc__)

    def close(self) -> None:
        for process in self._processes:
            process.kill()
            process.wait()


def trial(cluster: Cluster, settings: Settings, fault: str, home: Path, *, writers: int) -> Result:
    """Let people work, do something to the cluster, undo it, and look."""
    with installations.opened(settings) as services:
        start = services.log.last_position()
    with following(settings), working(settings, home, writers) as at_work:
        until("writing", lambda: at_work.go_on(after=0), seconds=RECOVERY_SECONDS)
        time.sleep(BEFORE_SECONDS)
        before, leader = time.monotonic(), cluster.leader()
        undo = FAULTS[fault](cluster)
        if fault in MOVE_THE_LEAD:
            until("a new lead", lambda: cluster.has_left(leader), seconds=RECOVERY_SECONDS)
        moved = time.monotonic()
        until("writing again", lambda: at_work.go_on(after=moved), seconds=RECOVERY_SECONDS)
        time.sleep(AFTER_SECONDS)
        mending = time.monotonic()
        undo()
        cluster.wait_until_whole()
        whole = time.monotonic() - mending
        time.sleep(AFTER_SECONDS)
        at_work.stop()
        with installations.opened(settings) as services:
            until(
                "the read models",
                lambda: all(status.behind <= 0 for status in services.views.status()),
                seconds=FOLLOWING_SECONDS,
            )
            sent = [one for file in at_work.files for one in read(file)]
            return Result(
                fault=fault,
                silence=longest_silence(sent, after=before),
                whole=whole,
                found=findings(sent, everything(services.log, after=start)),
                same=not rebuild(services.views, services.reader),
            )


@contextmanager
def working(settings: Settings, home: Path, count: int) -> Iterator[Writers]:
    """So many writers at work."""
    with ExitStack() as stack:
        made = Writers(settings, home, count)
        stack.callback(made.close)
        yield made


@contextmanager
def following(settings: Settings) -> Iterator[None]:
    """The command that keeps the read models up to date, as an installation runs it."""
    # It says each time it looks that the database is away: known here.
    process = _start(UOF, "projections", "follow", settings=settings, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def _start(
    *words: object, settings: Settings, stderr: int | None = None
) -> subprocess.Popen[bytes]:
    """A process of our product, which ends with this one, however this one ends."""
    return subprocess.Popen(
        ["setpriv", "--pdeathsig", "KILL", *map(str, words)],
        env=of_installation(settings),
        stdout=subprocess.DEVNULL,
        stderr=stderr,
        start_new_session=True,
    )
