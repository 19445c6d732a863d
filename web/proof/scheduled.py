"""Verifying beside the process that serves from SQLite: every quarter of an hour, and all of it every night.

Each run is a process of its own that knows nothing of this one, as when somebody types ``uof verify``:
what a process remembers is no evidence. In production timers of the machine start them instead
(``web/production/systemd``).
"""

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from application.ports import Clock
from application.verifying import Verdict
from web.proof.verifications import Verifications
from web.settings import Settings

LOG = logging.getLogger(__name__)

FIRST = timedelta(minutes=2)
"""After the start: what waits to be signed is signed by then, and the start has the machine to itself."""
EVERY, NIGHTLY = timedelta(minutes=15), timedelta(hours=24)
LOOK_SECONDS = 30.0
SINCE = ("verify", "--json", "--keep", "--incremental")
WHOLE = ("verify", "--json", "--keep", "--projections")
RUN = "from web.cli.main import main; main()"

Start = Callable[[Sequence[str]], "subprocess.Popen[bytes]"]


@dataclass
class Scheduled:
    """Starts what is due, one at a time, and never waits for it."""

    verifications: Verifications
    clock: Clock
    start: Start
    started: datetime = field(init=False)
    _running: "subprocess.Popen[bytes] | None" = None

    def __post_init__(self) -> None:
        self.started = self.clock.now()

    def due(self) -> Sequence[str]:
        """What is due now; nothing, if nothing is."""
        now = self.clock.now()
        if now - self.started < FIRST:
            return ()
        stands = self.verifications.standing(now, since=self.started)
        if stands.last_whole is None or now - stands.last_whole.at >= NIGHTLY:
            return WHOLE
        if stands.last is None or now - stands.last.at >= EVERY:
            return SINCE
        return ()

    def look(self) -> None:
        """Start what is due, unless one is still running; say what the last one came to."""
        if self._running is not None:
            code = self._running.poll()
            if code is None:
                return
            self._running = None
            if code != Verdict.PROVED.exit_code:
                LOG.error("verifying the log ended with %s", code)
        if asked := self.due():
            self._running = self.start(asked)

    def close(self) -> None:
        """Stop what is running: it writes nothing but what came out."""
        if self._running is not None:
            self._running.terminate()
            self._running.wait()
            self._running = None


def in_a_process_of_its_own(settings: Settings) -> Start:
    """Run a command of ours as somebody would who types it, on the same installation."""

    def start(asked: Sequence[str]) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603 - our own command, with words that code decided
            [sys.executable, "-c", RUN, *asked],
            env=_environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    return start


def _environment(settings: Settings) -> Mapping[str, str]:
    """That of this process, with the settings of the installation and no others."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("UOF_")}
    folders: Mapping[str, Path | None] = {
        "UOF_DATA": settings.data,
        "UOF_EPOCH_KEY": settings.epoch_key,
        "UOF_SIGNER": settings.signer,
        "UOF_WITNESS": settings.witness,
        "UOF_POLICY": settings.policy,
        "UOF_PUBLISHED": settings.published,
        "UOF_RECEIPTS": settings.receipts,
        "UOF_VERIFIER": settings.verifier,
    }
    given = {name: str(folder.absolute()) for name, folder in folders.items() if folder is not None}
    newer = "yes" if settings.newer_tables else "no"
    return {**others, **given, "UOF_FORCE": settings.force.value, "UOF_NEWER_TABLES": newer}
