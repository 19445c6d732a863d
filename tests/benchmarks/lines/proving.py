"""Proving: what a leaf costs, how quickly a record is proved, and the whole log verified.

Each beside what it cannot do without, in the same round: an append beside the library's own of the same
events, which makes no leaf; verifying beside reading the same rows and one SHA-256 over each.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from shutil import copyfile
from uuid import uuid4

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

from tests.benchmarks import history_log
from tests.benchmarks.bench import SQLITE, Bench
from tests.benchmarks.figures import Figure, Measured, Spread, Table, short, within_rounds
from web.adapters.event_stores import event_store
from web.adapters.stores import Stores
from web.bootstrap import Services, bootstrap
from web.proof import reading
from web.proof.checkpointing import checkpointing
from web.proof.proving import Prover, newest
from web.proof.verifying import verify
from web.settings import Settings

GOALS = ("verify", "verify floor", "leaf", "prove")
APPENDS = 20
PROVED = 50


def measure(bench: Bench) -> Iterator[Measured]:
    """On SQLite: what is hashed is the same on both, and here nothing waits for a server."""
    settings = bench.installation(SQLITE)
    history_log.fill(settings, bench.sizes.rebuilt_sqlite)
    rounds = bench.sizes.rounds
    with closing(bootstrap(settings)) as services:
        checkpointing(settings, services.stores).checkpoint()
        verified = [_verified(services) for _ in range(rounds)]
        floor = [_floor(services) for _ in range(rounds)]
        proving = [_proved(settings, services) for _ in range(rounds)]
        with_leaf, without = _appended(services, bench.new_folder(), rounds)
        size = _size(services)
    note = f"{size:,} events, one process, its own time on the processor"
    yield Figure(goal="verify", value=Spread.of(verified), note=note)
    yield Figure(
        goal="verify floor",
        value=within_rounds(floor, verified),
        note="reading the same rows, and one SHA-256 of each",
    )
    yield Figure(goal="prove", value=Spread.of(proving), note=f"in a tree of {size:,} leaves")
    yield Figure(
        goal="leaf",
        value=within_rounds(with_leaf, without),
        note="the library's own append of the same event, without a leaf",
    )
    yield Table(
        title="Proving, SQLite",
        head=("what", "figure"),
        rows=(
            ("verify, events/s", short(Spread.of(verified).middle)),
            ("reading and one SHA-256 of each, events/s", short(Spread.of(floor).middle)),
            ("append with its leaf, ms", short(1000 * Spread.of(with_leaf).middle)),
            ("append without, ms", short(1000 * Spread.of(without).middle)),
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


def _proved(settings: Settings, services: Services) -> float:
    """Milliseconds for all versions of one record, in a tree that was read before, as a page has it."""
    prover = Prover(services.stores, lambda: newest(settings.witness_folder))
    seen = newest(settings.witness_folder)
    assert seen
    with reading.looking_at_log(services.stores) as connection:
        rows = [one for one in reading.rows(connection) if one.originator_version > 1]
    chosen = [one.originator_id for one in rows[:: max(len(rows) // PROVED, 1)]]
    prover.proofs(chosen[0], seen)  # type: ignore[arg-type]
    began = time.process_time()
    for record in chosen:
        assert prover.proofs(record, seen)  # type: ignore[arg-type]
    return 1000 * (time.process_time() - began) / len(chosen)


def _appended(services: Services, folder: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds an append takes, ours and the library's in turn, each to a log of the same length."""
    mine, theirs = folder / "records.db", folder / "library.db"
    with closing(services.stores.engine("records").raw_connection()) as connection:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for file in (mine, theirs):
        copyfile(services.stores.records_file, file)
    stores = Stores(Settings.from_environment({"UOF_DATA": str(folder)}))
    ours = event_store(stores).application_recorder()
    library = SQLiteApplicationRecorder(SQLiteDatastore(f"file:{theirs}"))
    life = history_log.a_life(services)
    with_leaf, without = [], []
    for _ in range(rounds):
        with_leaf.append(_seconds(ours, life))
        without.append(_seconds(library, life))
    stores.close()
    return with_leaf, without


def _seconds(recorder: SQLiteApplicationRecorder, life: Sequence[StoredEvent]) -> float:
    first = life[0]
    began = time.perf_counter()
    for _ in range(APPENDS):
        recorder.insert_events(
            [
                StoredEvent(
                    originator_id=uuid4(),
                    originator_version=1,
                    topic=first.topic,
                    state=first.state,
                )
            ]
        )
    return (time.perf_counter() - began) / APPENDS


def _size(services: Services) -> int:
    with reading.looking_at_log(services.stores) as connection:
        return reading.number_of_leaves(connection)
