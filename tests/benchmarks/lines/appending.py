"""What a leaf costs: an append with it beside the same append without, in turns, in logs of one length.

Without it, on SQLite, is the library's own recorder; on PostgreSQL the log's own function as it was before
there were leaves, called by the same recorder: the library's takes other locks and more statements.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from statistics import median
from typing import Any

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder

from tests.benchmarks import history_log, large_log
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, Measured, Missing, Spread, Table, short, within_rounds
from web.adapters.event_stores import SerialRecorder, event_store
from web.adapters.stores import RECORDS
from web.bootstrap import Services, bootstrap
from web.migrations.records import records_0001_log

GOALS = tuple(
    f"{what} {database}"
    for what in ("append", "leaf", "overhead")
    for database in ("sqlite", "postgresql")
)
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
LEAVES = 100_000
LIVES = 8
"""Records in each round, each with its events, and each event by itself."""

Append = Callable[[Sequence[StoredEvent]], object]


def measure(bench: Bench) -> Iterator[Measured]:
    """On each database."""
    for database, name in NAMES.items():
        if database in bench.databases:
            yield from _measured(bench, database, name)
        else:
            for goal in (one for one in GOALS if one.endswith(database)):
                yield Missing(goal=goal, why=f"{name} is not installed")


def _measured(bench: Bench, database: str, name: str) -> Iterator[Measured]:
    with (
        closing(bootstrap(bench.installation(database))) as ours,
        closing(bootstrap(bench.installation(database))) as bare,
    ):
        life = history_log.a_life(ours)[::2]
        for one in (ours, bare):
            large_log.fill(one.stores, LEAVES)
        ways = (ours.log.recorder.insert_events, _leafless(bare))
        rounds = [_in_turns(ways, life) for _ in range(bench.sizes.rounds)]
    with_leaf, without, more = (list(column) for column in zip(*rounds, strict=True))
    yield Figure(
        goal=f"append {database}", value=Spread.of(with_leaf), note="the median of a round"
    )
    yield Figure(
        goal=f"leaf {database}",
        value=within_rounds(with_leaf, without),
        note="the same append without a leaf, in turns",
    )
    yield Figure(
        goal=f"overhead {database}",
        value=Spread.of(more),
        note="the median of what each append took longer than the one after it without",
    )
    yield Table(
        title=f"Appending, {name}",
        head=("what", "ms"),
        rows=(
            ("with its leaf", short(Spread.of(with_leaf).middle)),
            ("without", short(Spread.of(without).middle)),
        ),
        note=f"One event a transaction, in logs of {LEAVES:,} events; the median of each round, and of the rounds.",
    )


def _in_turns(
    ways: tuple[Append, Append], life: Sequence[StoredEvent]
) -> tuple[float, float, float]:
    """The medians of an append in one way, in the other, and of their difference, in milliseconds."""
    pairs = []
    for _ in range(LIVES):
        for event in history_log.again(life):
            one, other = (_seconds(way, event) for way in ways)
            pairs.append((one, other, one - other))
    one, other, more = (1000 * median(column) for column in zip(*pairs, strict=True))
    return one, other, more


def _seconds(way: Append, event: StoredEvent) -> float:
    began = time.perf_counter()
    way([event])
    return time.perf_counter() - began


def _leafless(services: Services) -> Append:
    """What appends to a log as if it had no leaves."""
    recorder = event_store(services.stores).application_recorder()
    if not isinstance(recorder, SerialRecorder):
        return SQLiteApplicationRecorder(recorder.datastore).insert_events
    with services.stores.engine(RECORDS).begin() as connection:
        connection.exec_driver_sql(records_0001_log.POSTGRESQL[-1])
    return _Leafless(recorder.datastore, events_table_name="stored_events").insert_events


class _Leafless(SerialRecorder):
    APPEND = """
        SELECT * FROM records.append(%s::uuid[], %s::bigint[], %s::text[], %s::bytea[]) AS at
    """

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> None:
        columns = (
            [stored.originator_id for stored in stored_events],
            [stored.originator_version for stored in stored_events],
            [stored.topic for stored in stored_events],
            [stored.state for stored in stored_events],
        )
        with self.datastore.get_connection() as connection, connection.cursor() as cursor:
            cursor.execute(self.APPEND, columns)
            cursor.fetchall()
