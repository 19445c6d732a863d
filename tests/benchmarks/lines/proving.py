"""Verifying the whole log, beside what that cannot do without, in the same run: reading the same rows, and one
SHA-256 of each.
"""

import time
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256

from tests.benchmarks import history_log
from tests.benchmarks.bench import SQLITE, Bench
from tests.benchmarks.figures import Figure, Measured, Spread, Table, short, within_rounds
from web.bootstrap import Services, bootstrap
from web.proof import reading
from web.proof.verifying import verify

GOALS = ("verify", "verify floor")


def measure(bench: Bench) -> Iterator[Measured]:
    """On SQLite: what is hashed is the same on both, and here nothing waits for a server."""
    settings = bench.installation(SQLITE)
    history_log.fill(settings, bench.sizes.rebuilt_sqlite)
    rounds = bench.sizes.rounds
    with closing(bootstrap(settings)) as services:
        verified = [_verified(services) for _ in range(rounds)]
        floor = [_floor(services) for _ in range(rounds)]
        size = _size(services)
    note = f"{size:,} events, one process, its own time on the processor"
    yield Figure(goal="verify", value=Spread.of(verified), note=note)
    yield Figure(
        goal="verify floor",
        value=within_rounds(floor, verified),
        note="reading the same rows, and one SHA-256 of each",
    )
    yield Table(
        title="Proving, SQLite",
        head=("what", "figure"),
        rows=(
            ("verify, events/s", short(Spread.of(verified).middle)),
            ("reading and one SHA-256 of each, events/s", short(Spread.of(floor).middle)),
        ),
    )


def _verified(services: Services) -> float:
    began = time.process_time()
    report = verify(services.stores, [])
    assert not report.examined.found
    return report.events / (time.process_time() - began)


def _floor(services: Services) -> float:
    began, count = time.process_time(), 0
    with reading.looking_at_log(services.stores) as connection:
        for row in reading.rows(connection):
            sha256(row.state).digest()
            count += 1
    return count / (time.process_time() - began)


def _size(services: Services) -> int:
    with reading.looking_at_log(services.stores) as connection:
        return reading.number_of_leaves(connection)
