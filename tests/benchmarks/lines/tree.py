"""A tree of a million leaves: its proofs, and the checkpoint that two witnesses have to see.

Each beside what it cannot do without, in the same round: a proof beside reading the event and the 256 leaves
about it and hashing these once; a checkpoint beside asking the same two witnesses for what they saw already,
and three files that wait for the disk: what the signer has to remember, what the witness has to, and what is
published.
The witnesses are ours, written from the specification, and answer over HTTP on the loopback; they share this
process, which makes them slower and not quicker.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from http import HTTPStatus
from statistics import median, quantiles
from typing import cast
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from domain.proof.asking import asked
from domain.proof.checkpoints import Checkpoint
from domain.proof.notes import Note
from domain.proof.policies import Policy
from domain.proof.tiles import WIDTH, folded
from tests.benchmarks import history_log, large_log
from tests.benchmarks.bench import SQLITE, Bench
from tests.benchmarks.figures import Figure, Measured, Spread, Table, short, within_rounds
from tests.proof.witnessing import HonestWitness, serving
from web.bootstrap import Services, bootstrap
from web.proof import reading
from web.proof.checkpointing import MOST_LEAVES, Checkpointing, checkpointing
from web.proof.keys import verifier_keys, write_whole
from web.proof.proving import Prover, Seen, newest
from web.proof.publishing import Publication
from web.proof.rotating import LOG_VKEY
from web.proof.witnesses import PATH, post
from web.settings import Settings

GOALS = ("prove one", "prove", "prove floor", "round trip", "round trip floor")
LEAVES = 1_000_000
VERSIONS = 4
PROVED = 40
"""Records, whose versions stand far from one another in the log."""
CPU = "its own time on the processor"
FILES = ("floor-signed", "floor-seen", "floor-published")
TRIPS = 20
"""Checkpoints in each round, each of as many new leaves as make one due."""


def measure(bench: Bench) -> Iterator[Measured]:
    """On SQLite: what is hashed is the same on both, and here nothing waits for a server."""
    settings, rounds = bench.installation(SQLITE), bench.sizes.rounds
    with closing(bootstrap(settings)) as services:
        life = history_log.a_life(services)
        lives = [history_log.again(life) for _ in range(PROVED)]
        for events in zip(*lives, strict=True):
            services.log.recorder.insert_events(events)
            large_log.fill(services.stores, LEAVES // len(life))
        signs = checkpointing(settings, services.stores)
        signs.checkpoint()
        seen = newest(settings.witness_folder)
        assert seen
        prover = Prover(services.stores, lambda: seen)
        proved = [_proved(services, prover, seen, lives) for _ in range(rounds)]
        with _two_witnesses(settings, signs) as bare:
            trips = [_trips(services, signs, bare) for _ in range(rounds)]
    one, record, one_floor = (list(column) for column in zip(*proved, strict=True))
    slow, trip, bare_trip = (list(column) for column in zip(*trips, strict=True))
    among = f"in a tree of {seen.checkpoint.size:,} leaves"
    yield Figure(goal="prove one", value=Spread.of(one), note=f"of one event, {among}; {CPU}")
    yield Figure(goal="prove", value=Spread.of(record), note=f"four versions, {among}; {CPU}")
    yield Figure(
        goal="prove floor",
        value=within_rounds(one, one_floor),
        note="reading the event and the 256 leaves about it, and hashing these once",
    )
    yield Figure(
        goal="round trip",
        value=Spread.of(slow),
        note=f"each of {MOST_LEAVES} new leaves, {among}; {rounds} rounds of {TRIPS}",
    )
    yield Figure(
        goal="round trip floor",
        value=within_rounds(trip, bare_trip),
        note="asking the same two witnesses at once for what they saw already, and three files written"
        " through to the disk; p50 beside p50",
    )
    yield Table(
        title="A tree of a million leaves, SQLite",
        head=("what", "ms"),
        rows=(
            ("the proof of one event", short(Spread.of(one).middle)),
            ("reading its tile and hashing it", short(Spread.of(one_floor).middle)),
            ("the proofs of a record of four versions", short(Spread.of(record).middle)),
            ("a checkpoint with two witnesses, p50", short(1000 * Spread.of(trip).middle)),
            ("the same, p95", short(1000 * Spread.of(slow).middle)),
            ("asking both and writing three files, p50", short(1000 * Spread.of(bare_trip).middle)),
        ),
    )


def _proved(
    services: Services, prover: Prover, seen: Seen, lives: Sequence[Sequence[StoredEvent]]
) -> tuple[float, float, float]:
    """The medians of proving one event, a record, and of the floor of one event, in milliseconds; in a tree
    that was read before, as a page has it.
    """
    one, record, floor = [], [], []
    for life in lives:
        first, receipt = (cast("UUID", event.originator_id) for event in life[:2])
        one.append(_seconds(partial(prover.proofs, receipt, seen), 1))
        record.append(_seconds(partial(prover.proofs, first, seen), VERSIONS))
        floor.append(_seconds(partial(_tiles, services, receipt), 1))
    return 1000 * median(one), 1000 * median(record), 1000 * median(floor)


def _tiles(services: Services, stream: UUID) -> list[bytes]:
    with reading.looking_at_log(services.stores) as connection:
        tiles = [one.leaf_index // WIDTH for one in reading.rows_of(connection, stream)]
        return [
            folded(reading.leaf_hashes(connection, at * WIDTH, (at + 1) * WIDTH)) for at in tiles
        ]


def _seconds(way: Callable[[], Sequence[object]], answers: int) -> float:
    # On the processor: nothing of it waits for a disk or for somebody else.
    began = time.process_time()
    found = way()
    took = time.process_time() - began
    assert len(found) == answers
    return took


@contextmanager
def _two_witnesses(settings: Settings, signs: Checkpointing) -> Iterator[Callable[[Note], None]]:
    """Let two witnesses be asked from now on, both of which have to see; what asks them, and keeps what
    was asked, and nothing more.
    """
    (log,) = verifier_keys(settings.signer_folder / LOG_VKEY)
    witnesses = [HonestWitness(f"{name}.example") for name in ("one", "two")]
    with ExitStack() as stack:
        urls, lines = [], []
        for number, witness in enumerate(witnesses, start=1):
            witness.know(signs.signer.origin, log.public)
            urls.append(stack.enter_context(serving(witness)))
            lines.append(f"witness W{number} {witness.vkey} {urls[-1]}\n")
        written = f"log {log}\n{''.join(lines)}group both all W1 W2\nquorum both\n"
        signs.publication = Publication(settings.published_folder, Policy.parsed(written.encode()))
        # What they see first has no proof.
        signs.checkpoint()
        threads = stack.enter_context(ThreadPoolExecutor(len(urls)))

        def ask(note: Note) -> None:
            body = asked(Checkpoint.parsed(note.text).size, (), note)
            answers = list(threads.map(lambda url: post(f"{url}/{PATH}", body), urls))
            assert {one.status for one in answers} == {HTTPStatus.OK}
            for name in FILES:
                write_whole(settings.data / name, str(note))

        yield ask


def _trips(
    services: Services, signs: Checkpointing, ask: Callable[[Note], None]
) -> tuple[float, float, float]:
    """Of some checkpoints the 95th percentile and the median, in seconds, and the median of the floor."""
    trips, bare = [], []
    for _ in range(TRIPS):
        large_log.fill(services.stores, MOST_LEAVES)
        began = time.perf_counter()
        note = signs.checkpoint()
        trips.append(time.perf_counter() - began)
        assert signs.publication.missing is None
        began = time.perf_counter()
        ask(note)
        bare.append(time.perf_counter() - began)
    return quantiles(trips, n=20, method="inclusive")[-1], median(trips), median(bare)
