"""``python -m tests.cluster``: three servers on this machine, the leader lost under load, and what the
log has kept. What it needs and what it showed is in the README beside it."""

import argparse
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import installations
from tests.cluster.faults import FAULTS
from tests.cluster.nodes import cluster
from tests.cluster.report import HEADINGS, row
from tests.cluster.trial import Result, trial
from tests.postgres import Databases, binaries
from web.bootstrap import install
from web.settings import Settings

NEEDED = ("patroni", "etcd", "ip", "setpriv", "unshare")
MOST_SECONDS = 600
"""For each trial; one takes about a minute."""


def main() -> int:
    asked = _asked()
    if missing := _missing():
        raise SystemExit(missing)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
        signal.signal(number, _interrupt)
    _say(HEADINGS)
    results = list(_trials(asked))
    return _verdict(results, asynchronous=asked.asynchronous)


def _trials(asked: argparse.Namespace) -> Iterator[Result]:
    signal.alarm(MOST_SECONDS)
    with _alone(), _home() as home, cluster(synchronous=not asked.asynchronous) as running:
        settings = _installation(home, running.databases)
        for number in range(asked.rounds):
            for fault in asked.faults:
                signal.alarm(MOST_SECONDS)
                where = home / f"{fault}-{number}"
                where.mkdir()
                result = trial(running, settings, fault, where, writers=asked.writers)
                _say(row(result))
                yield result
    signal.alarm(0)


def _installation(home: Path, databases: Databases) -> Settings:
    """Our product on the cluster, with an officer in it."""
    installations.epoch_key_in(home)
    settings = installations.postgres_settings(home, databases)
    install(settings)
    with installations.opened(settings) as services:
        installations.populate(services)
    return settings


def _verdict(results: list[Result], *, asynchronous: bool) -> int:
    lost = sum(result.found.lost for result in results)
    if asynchronous:
        _say("It bites." if lost else "Nothing was lost without waiting: this run shows nothing.")
        return 0 if lost else 1
    sound = all(result.is_sound for result in results)
    _say("Nothing acknowledged was lost." if sound else "NOT SOUND: see the table.")
    return 0 if sound else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.cluster", description=__doc__)
    parser.add_argument("faults", nargs="*", default=list(FAULTS), help=", ".join(FAULTS))
    parser.add_argument("--rounds", type=int, default=1, help="how often each")
    parser.add_argument("--writers", type=int, default=4, help="processes that submit records")
    parser.add_argument(
        "--asynchronous",
        action="store_true",
        help="commit without waiting for a standby: shows that the trial notices what is lost",
    )
    asked = parser.parse_args()
    if unknown := set(asked.faults) - FAULTS.keys():
        parser.error(f"there is no fault {min(unknown)!r}: choose from {', '.join(FAULTS)}")
    return asked


def _missing() -> str:
    """A sentence that says what this machine lacks."""
    if os.geteuid() != 0:
        return "Only root makes network namespaces: run it as root, on a machine for trials."
    if binaries() and all(map(shutil.which, NEEDED)):
        return ""
    return (
        "Install first: apt-get install --no-install-recommends"
        " patroni etcd-server postgresql iproute2"
    )


def _say(words: str) -> None:
    """At once, also into a file."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _interrupt(number: int, _: object) -> None:
    raise SystemExit(f"ended by signal {number}")


@contextmanager
def _alone() -> Iterator[None]:
    """Two would make the same machines. A name without a file is free again however this ends."""
    with socket.socket(socket.AF_UNIX) as held:
        try:
            held.bind("\0uof-cluster")
        except OSError:
            raise SystemExit("Another trial is running on this machine.") from None
        yield


@contextmanager
def _home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="uof-trial-") as made:
        yield Path(made)


if __name__ == "__main__":
    sys.exit(main())
