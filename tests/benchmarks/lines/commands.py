"""Submitting, amending twice and reviewing, with one writer and with eight; and reading what was kept."""

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field

from tests.benchmarks.bench import POSTGRESQL, Bench
from tests.benchmarks.figures import Figure, Measured, Missing, Spread, Table, short, within_rounds
from tests.benchmarks.running import FLOOR, NAMES, OURS, Running, asked_of, writers

GOALS = (
    *(
        f"{what} {database}"
        for what in ("commands", "cpu", "bytes", "history", "as-at")
        for database in ("sqlite", "postgresql")
    ),
    "writers",
)
WRITERS = 8
KINDS = ("submit", "amend", "review")
COMMANDS_A_RECORD = 4
HEAD = (
    "way",
    "cmd/s ÷ floor",
    "client CPU × floor",
    "bytes × floor",
    "history × floor",
    "as at × floor",
    "submit ms",
    "amend ms",
    "review ms",
)


@dataclass
class Rounds:
    """What one way needed, round by round."""

    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    history: list[float] = field(default_factory=list)
    as_at: list[float] = field(default_factory=list)
    kinds: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    bytes: float = 0

    def work(self, running: Running, records: int) -> None:
        did = running.ask("work", records=records)
        self.seconds.append(sum(did[kind] for kind in KINDS))
        self.cpu.append(did["cpu"])
        for kind in KINDS:
            commands = records * (2 if kind == "amend" else 1)
            self.kinds[kind].append(did[kind] / commands)

    def read(self, running: Running, times: int) -> None:
        running.ask("settle")
        self.history.append(running.ask("history", times=times)["seconds"])
        self.as_at.append(running.ask("as_at", times=times)["seconds"])


def measure(bench: Bench) -> Iterator[Measured]:
    """Each way on each database, in interleaved rounds."""
    for database in ("sqlite", POSTGRESQL):
        if database not in bench.databases:
            yield from (
                Missing(goal=goal, why="PostgreSQL is not installed")
                for goal in GOALS
                if goal.endswith(database)
            )
            continue
        found = _rounds(bench, database)
        yield from _figures(database, found)
        yield _table(database, found, bench)
    if POSTGRESQL in bench.databases:
        yield from _eight(bench)
    else:
        yield Missing(goal="writers", why="PostgreSQL is not installed")


def _rounds(bench: Bench, database: str) -> Mapping[str, Rounds]:
    found = {way: Rounds() for way in NAMES}
    sizes = bench.sizes
    with ExitStack() as stack:
        running = {
            way: stack.enter_context(Running(way, asked_of(bench, way, database))) for way in NAMES
        }
        for way in NAMES:
            # Whatever is made at first use is made before the clock runs.
            running[way].ask("work", records=2)
        for _ in range(sizes.rounds):
            for way in NAMES:
                found[way].work(running[way], sizes.records)
            for way in NAMES:
                found[way].read(running[way], sizes.reads)
        for way in NAMES:
            found[way].bytes = running[way].ask("size")["bytes"]
    return found


def _figures(database: str, found: Mapping[str, Rounds]) -> Iterator[Figure]:
    ours, floor = found[OURS], found[FLOOR]
    values = {
        "commands": within_rounds(floor.seconds, ours.seconds),
        "cpu": within_rounds(ours.cpu, floor.cpu),
        "bytes": Spread.of([ours.bytes / floor.bytes]),
        "history": within_rounds(ours.history, floor.history),
        "as-at": within_rounds(ours.as_at, floor.as_at),
    }
    notes = {"bytes": "the log with its leaves, and the key ring"}
    for what, value in values.items():
        yield Figure(goal=f"{what} {database}", value=value, note=notes.get(what, ""))


def _table(database: str, found: Mapping[str, Rounds], bench: Bench) -> Table:
    floor = found[FLOOR]
    rows = tuple(
        (
            NAMES[way],
            short(within_rounds(floor.seconds, of.seconds).middle),
            short(within_rounds(of.cpu, floor.cpu).middle),
            short(of.bytes / floor.bytes),
            short(within_rounds(of.history, floor.history).middle),
            short(within_rounds(of.as_at, floor.as_at).middle),
            *(short(1000 * Spread.of(of.kinds[kind]).middle) for kind in KINDS),
        )
        for way, of in found.items()
    )
    a_command = 1e6 / (bench.sizes.records * COMMANDS_A_RECORD)
    return Table(
        title=f"One writer, {database}",
        head=HEAD,
        rows=rows,
        note=(
            f"The floor itself: {short(Spread.of(floor.seconds).middle * a_command)} µs a command, "
            f"{short(Spread.of(floor.cpu).middle * a_command)} µs of CPU, "
            f"{short(floor.bytes)} bytes a record, "
            f"history {short(Spread.of(floor.history).middle * 1e6)} µs, "
            f"as at {short(Spread.of(floor.as_at).middle * 1e6)} µs."
        ),
    )


def _eight(bench: Bench) -> Iterator[Measured]:
    asked = {way: asked_of(bench, way, POSTGRESQL) for way in NAMES}
    seconds: dict[str, list[float]] = {way: [] for way in NAMES}
    with ExitStack() as stack:
        running = {way: stack.enter_context(writers(asked[way], way, WRITERS)) for way in NAMES}
        for _ in range(bench.sizes.rounds):
            for way in NAMES:
                seconds[way].append(_together(running[way], bench.sizes.writers_records))
    ratios = {way: within_rounds(seconds[FLOOR], seconds[way]) for way in NAMES}
    yield Figure(goal="writers", value=ratios[OURS])
    commands = WRITERS * bench.sizes.writers_records * COMMANDS_A_RECORD
    yield Table(
        title="Eight writers, postgresql",
        head=("way", "cmd/s ÷ floor", "cmd/s"),
        rows=tuple(
            (
                NAMES[way],
                short(ratios[way].middle),
                short(commands / Spread.of(seconds[way]).middle),
            )
            for way in NAMES
        ),
    )


def _together(running: object, records: int) -> float:
    """Seconds until the last of several writers has done its part."""
    began = time.perf_counter()
    for one in running:  # type: ignore[attr-defined]
        one.send(do="work", records=records)
    for one in running:  # type: ignore[attr-defined]
        one.reply()
    return time.perf_counter() - began
