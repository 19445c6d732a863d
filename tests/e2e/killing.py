"""``kill -9`` of whatever runs, again and again, while officers submit; and a verdict at the end.

As tests a few rounds; any number of them with ``python -m tests.e2e.killing --rounds 100``.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests import installations, postgres
from tests.e2e.judging import verdict
from tests.e2e.production import Production, produced
from tests.e2e.serving import Server, of_installation, served
from tests.e2e.submissions import Officer, Traffic, moments
from tests.e2e.visitor import Visitor
from tests.people import COLLEAGUE, OFFICER
from tests.projections.waiting import until
from web.bootstrap import install
from web.settings import Settings

SEED = 20261125
AT_WORK = (OFFICER, COLLEAGUE, OFFICER, COLLEAGUE)
"""Two windows each: the same officer may well be at a desk and in a car."""


@dataclass
class Course:
    """What happened, and what was wrong at the end."""

    killed: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    in_doubt: int = 0
    """Submissions that got no answer and were sent again."""
    faults: list[str] = field(default_factory=list)
    seconds: float = 0

    def __str__(self) -> str:
        kills = ", ".join(f"{number} {what}" for what, number in sorted(self.killed.items()))
        wrong = "\n".join(("nothing is wrong",) if not self.faults else self.faults)
        return (
            f"{sum(self.killed.values())} kills ({kills}) in {self.seconds:.0f} s;"
            f" {self.acknowledged} records acknowledged, {self.in_doubt} submissions in doubt;"
            f" {wrong}"
        )


@contextmanager
def officers_at_work(url: Callable[[], str]) -> Iterator[tuple[list[Officer], Traffic]]:
    """Officers who submit for as long as this lasts; at the end each finishes the record at hand."""
    traffic, enough = Traffic(), threading.Event()
    phones: dict[str, bytes] = {}
    officers = [
        Officer(
            somebody=who,
            visitor=Visitor(url, phones),
            traffic=traffic,
            moments=moments(number, of=len(AT_WORK)),
            enough=enough,
        )
        for number, who in enumerate(AT_WORK)
    ]
    for officer in officers:
        officer.sign_in()
    with ThreadPoolExecutor(len(officers)) as pool:
        working: list[Future[None]] = [pool.submit(officer.work) for officer in officers]
        try:
            yield officers, traffic
        except BaseException:
            # Nobody answers them any more, and they would ask for ever.
            traffic.is_over.set()
            raise
        finally:
            enough.set()
        for one in working:
            one.result()


def kill_worker(running: Production, chance: random.Random) -> None:
    """One of those who answer; the first process starts another."""
    if workers := running.server.workers:
        os.kill(chance.choice(workers), signal.SIGKILL)


def kill_arbiter(running: Production, chance: random.Random) -> None:
    """The first process of the server; its workers notice and end, and a service manager starts it."""
    assert running.server.process
    running.server.process.kill_alone()
    running.server.process.close()
    running.server.start_again()


def kill_follower(running: Production, chance: random.Random) -> None:
    """One of two followers; the other goes on."""
    one = chance.randrange(len(running.followers))
    running.followers[one].close()
    running.followers[one] = running.follow()


def kill_database(running: Production, chance: random.Random) -> None:
    """Every process of the database server, as a power cut would."""
    postgres.kill(running.cluster)
    postgres.start(running.cluster)


def kill_database_and_workers(running: Production, chance: random.Random) -> None:
    """The workers that take their places find no database, and wait for it."""
    postgres.kill(running.cluster)
    killed = running.server.workers
    for worker in killed:
        os.kill(worker, signal.SIGKILL)
    until(lambda: set(running.server.workers) - set(killed))
    postgres.start(running.cluster)


KILLS: Mapping[str, Callable[[Production, random.Random], None]] = {
    "worker": kill_worker,
    "arbiter": kill_arbiter,
    "follower": kill_follower,
    "database": kill_database,
    "database with all workers": kill_database_and_workers,
}


def in_production(
    where: Path, *, rounds: int, seed: int = SEED, told: Callable[[str], None] = str
) -> Course:
    """Kill on PostgreSQL: workers, the first process, followers and the database server."""
    chance, course, began = random.Random(seed), Course(), time.monotonic()
    # Each at least once, if there are rounds enough, and in no order that repeats.
    kinds = [*KILLS, *chance.choices(list(KILLS), k=max(0, rounds - len(KILLS)))][:rounds]
    chance.shuffle(kinds)
    with produced(where, "fsync = on", "synchronous_commit = on") as running:
        with officers_at_work(lambda: running.server.url) as (officers, traffic):
            for number, kind in enumerate(kinds, 1):
                _in_the_middle(traffic, chance)
                KILLS[kind](running, chance)
                course.killed[kind] += 1
                traffic.wait_for_thanks(1)
                course.faults += ended_by_themselves(running)
                told(f"{number}: {kind}, {traffic.thanked} acknowledged")
        with installations.opened(running.settings) as services:
            until(lambda: not any(one.behind for one in services.views.status()))
            for follower in running.followers:
                follower.stop()
            course.faults += verdict(services, officers)
    return _finished(course, officers, traffic, began)


def ended_by_themselves(running: Production) -> list[str]:
    """Followers that nobody killed and that ended: one that meets a fault waits for its end."""
    return [
        f"a follower ended by itself: {follower.errors}"
        for follower in running.followers
        if follower.ended is not None
    ]


def embedded(
    where: Path, *, rounds: int, seed: int = SEED, told: Callable[[str], None] = str
) -> Course:
    """Kill on SQLite: the one process that serves."""
    chance, course, began = random.Random(seed), Course(), time.monotonic()
    settings = installations.sqlite_settings(where / "data")
    _populated(settings)
    env = {**of_installation(settings), "UOF_FOLLOW": "yes", "UOF_LOG_REQUESTS": "no"}
    with served(env, where) as server:
        with officers_at_work(lambda: server.url) as (officers, traffic):
            for number in range(1, rounds + 1):
                _in_the_middle(traffic, chance)
                _kill_server(server)
                course.killed["server"] += 1
                traffic.wait_for_thanks(1)
                told(f"{number}: server, {traffic.thanked} acknowledged")
        assert server.stop() == 0
    with installations.opened(settings) as services:
        installations.follow(services)
        course.faults += verdict(services, officers)
    return _finished(course, officers, traffic, began)


def _populated(settings: Settings) -> None:
    install(settings)
    with installations.opened(settings) as services:
        installations.populate(services)


def _kill_server(server: Server) -> None:
    server.kill()
    server.start()


def _in_the_middle(traffic: Traffic, chance: random.Random) -> None:
    """Wait for a random moment: every other time just when a record is submitted."""
    traffic.wait_for(chance.choice(("submit", "save")), chance.randint(1, 4))
    # Sometimes at once, sometimes when the answer is nearly there.
    threading.Event().wait(chance.choice((0, 0.1)) * chance.random())


def _finished(course: Course, officers: list[Officer], traffic: Traffic, began: float) -> Course:
    course.acknowledged = sum(len(officer.acknowledged) for officer in officers)
    course.in_doubt = traffic.unanswered["submit"]
    course.seconds = time.monotonic() - began
    return course


WAYS = {"postgresql": in_production, "sqlite": embedded}


def main() -> int:
    """Kill on each database, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--database", choices=(*WAYS, "both"), default="both")
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    wrong = 0
    for name, way in WAYS.items():
        if given.database not in (name, "both"):
            continue
        with tempfile.TemporaryDirectory() as where:
            course = way(Path(where), rounds=given.rounds, seed=given.seed, told=_tell)
        sys.stdout.write(f"{name}: {course}\n")
        wrong += len(course.faults)
    return min(wrong, 1)


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
