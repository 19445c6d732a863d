"""The first page of a long queue: what a supervisor looks at most."""

from collections.abc import Iterator
from contextlib import ExitStack

from tests.benchmarks.bench import SQLITE, Bench
from tests.benchmarks.figures import Measured, Spread, Table, short, within_rounds
from tests.benchmarks.running import FLOOR, NAMES, Running, asked_of

GOALS: tuple[str, ...] = ()
TIMES = 5


def measure(bench: Bench) -> Iterator[Measured]:
    """Each way on each database, interleaved; the count of everything that waits is part of the page."""
    for database in bench.databases if bench.sizes.queue_on_both else (SQLITE,):
        seconds: dict[str, list[float]] = {way: [] for way in NAMES}
        with ExitStack() as stack:
            running = {
                way: stack.enter_context(Running(way, asked_of(bench, way, database)))
                for way in NAMES
            }
            for way in NAMES:
                running[way].ask("fill", records=bench.sizes.queue)
                running[way].ask("queue", times=1)
            for _ in range(bench.sizes.rounds):
                for way in NAMES:
                    seconds[way].append(running[way].ask("queue", times=TIMES)["seconds"])
        yield Table(
            title=f"First page of the queue at {bench.sizes.queue:,} records, {database}",
            head=("way", "× floor", "ms"),
            rows=tuple(
                (
                    NAMES[way],
                    short(within_rounds(seconds[way], seconds[FLOOR]).middle),
                    short(1000 * Spread.of(seconds[way]).middle),
                )
                for way in NAMES
            ),
            note="One record in fifty waits. The floor: the first rows by an index, and a count. Ours leaves out what the "
            "supervisor may not review, and adds flags; the others list everything that waits.",
        )
