"""Logs that nobody tampered with raise no alarm, whatever was rightly done to them; and T16, T17.

Among them are logs of records that were erased, held, restricted and brought back, with what is sealed in them
opened; logs whose key was changed, whose leaves were made by an upgrade (with salts of their own), that were
vacuumed or copied to another place and back, and that were verified in one and in two steps. ``TESTS_CLEAN_LOGS`` is how many
there are, on the two databases together (spec: audit, 7.2: 500).
"""

import json
import os
import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, StaticPool, create_engine

from application import opening
from application.verifying import NOWHERE, Examination, Layer, Row, Verdict
from application.verifying import Signed as Checkpointed
from domain.proof.checkpoints import Checkpoint
from domain.proof.merkle import Frontier
from domain.proof.notes import signatures_of
from domain.proof.receipts import Receipt, signs_as
from tests.fakes import NOON
from tests.figures import Tell
from tests.proof.attacking import undone
from tests.proof.conftest import Signed
from tests.proof.histories import Insider, others
from tests.proof.lived import Lived, lived
from tests.proof.signing_by_hand import Hands, spread, with_leaves
from web.proof import reading
from web.proof.keys import is_signed, signing_key
from web.proof.receipts import RECEIPT_KEY, keys_of
from web.proof.verifying import Check, Report, Wanted, checkpoints, verify_on

LOGS = int(os.environ.get("TESTS_CLEAN_LOGS", "500"))
SHARE = {"sqlite": 0.8, "postgresql": 0.2}
SHORTEST, LONGEST = 4, 30
TRUNCATED, BACKUPS = 300, 20


@contextmanager
def on_a_copy(signed: Signed) -> Iterator[Connection]:
    """The log's own tables in memory, where there are files; where there is a server, a transaction."""
    if not signed.services.stores.is_embedded:
        with undone(signed) as connection:
            yield connection
        return
    with closing(sqlite3.connect(signed.services.stores.records_file)) as source:
        memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        source.backup(memory)
    engine = create_engine("sqlite://", creator=lambda: memory, poolclass=StaticPool)
    with engine.connect() as connection:
        yield connection
    engine.dispose()
    memory.close()


def a_history(pool: Sequence[Row], chance: random.Random) -> list[Row]:
    """Whole streams of the log as it is, in a time of their own."""
    streams = list(dict.fromkeys(row.originator_id for row in pool))
    chosen = set(chance.sample(streams, chance.randrange(2, len(streams) + 1)))
    rows = [row._replace(salt=None) for row in pool if row.originator_id in chosen]
    length = chance.randrange(SHORTEST, LONGEST)
    return spread(rows[:length], apart=timedelta(minutes=chance.choice([0, 1, 30, 600])))


def of_records_that_were_kept(lived: Lived, chance: random.Random) -> list[Row]:
    """The same, of which one at least was erased, brought back or held, and all of each."""
    others = list(dict.fromkeys(row.originator_id for row in lived.rows))
    chosen = {*chance.sample(lived.kept, chance.randrange(1, 4)), *chance.sample(others, 3)}
    rows = [row._replace(salt=None) for row in lived.rows if row.originator_id in chosen]
    return spread(rows, apart=timedelta(minutes=chance.choice([0, 1, 30, 600])))


def in_hand(insider: Insider, folder: Path, rows: Sequence[Row], chance: random.Random) -> Hands:
    """Written, signed as it grew, perhaps with a key that was changed for another on the way."""
    insider.rewrite(rows)
    log = insider.rows()
    hands = Hands(folder, reading.origin(insider.connection), keys=folder.parent)
    for size in sorted({chance.randrange(1, len(log) + 1) for _ in range(3)}):
        if chance.random() < 0.3:
            hands.rotate()
        last = log[size - 1]
        hands.sign(log[:size], moment_of(last) + timedelta(seconds=chance.randrange(60)))
    return hands


def moment_of(row: Row) -> datetime:
    return datetime.fromisoformat(json.loads(row.state)["m"]["at"])


def examined(connection: Connection, hands: Hands, wanted: Wanted) -> Report:
    places = hands.places()
    return verify_on(connection, places, checkpoints(places), wanted=wanted)


@contextmanager
def rightly_done(connection: Connection, chance: random.Random) -> Iterator[Connection]:
    """The log where it is, or as a backup that was brought back, of which every page is written anew."""
    driven = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or chance.random() < 0.8:
        yield connection
        return
    assert driven is not None
    if chance.random() < 0.5:
        driven.execute("VACUUM")
        yield connection
        return
    copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    driven.backup(copy)
    engine = create_engine("sqlite://", creator=lambda: copy, poolclass=StaticPool)
    with engine.connect() as brought_back:
        yield brought_back
    engine.dispose()
    copy.close()


def receipts_of(log: Sequence[Row], folder: Path, origin: str, chance: random.Random) -> Wanted:
    """Somebody kept receipts of some of it."""
    key = signing_key(folder.parent / RECEIPT_KEY, name=signs_as(origin))
    for row in chance.sample(log, min(3, len(log))):
        receipt = Receipt(
            origin=origin,
            record=row.originator_id,  # type: ignore[arg-type]
            version=row.originator_version,
            index=row.leaf_index or 0,
            leaf=row.leaf_hash or b"",
            at=moment_of(row),
        )
        note = f"{receipt}\n{key.sign(str(receipt))}"
        (folder / f"{receipt.code}.receipt").write_text(note)
    return Wanted(
        receipts=[folder], receipt_keys=keys_of(folder.parent), now=NOON + timedelta(days=300)
    )


@pytest.fixture(scope="module")
def kept(prepared_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    with lived(prepared_sqlite, tmp_path_factory.mktemp("lived")) as found:
        yield found


def opened(lived: Lived) -> dict[Layer, Check]:
    """What is sealed is opened too, and held against the erasures."""

    def check(connection: Connection, examined: Examination) -> None:
        erasures = opening.ErasuresOfLog.in_rows(reading.rows_of_topics(connection, opening.KEPT))
        counted = opening.examine(examined, reading.rows(connection), lived.ring, erasures)
        assert counted.groups

    return {Layer.CONTENT: check}


def test_a_log_that_nobody_tampered_with_raises_no_alarm(
    signed: Signed, kept: Lived, tmp_path: Path, figure: Tell
) -> None:
    alarms = []
    with on_a_copy(signed) as connection:
        insider = Insider(connection)
        insider.unguard()
        pool = insider.rows()
        logs = round(LOGS * SHARE[connection.dialect.name])
        for number in range(logs):
            chance, folder = random.Random(number), tmp_path / str(number)
            folder.mkdir()
            is_kept = number % 2 == 1
            history = (
                of_records_that_were_kept(kept, chance) if is_kept else a_history(pool, chance)
            )
            hands = in_hand(insider, folder, history, chance)
            wanted = replace(
                receipts_of(insider.rows(), folder, hands.origin, chance),
                checks=opened(kept) if is_kept else {},
            )
            with rightly_done(connection, chance) as there:
                whole = examined(there, hands, wanted)
                begun = whole.examined.proved_at or NOWHERE
                since = examined(there, hands, Wanted(begun=begun, now=wanted.now))
            found = [*whole.examined.findings, *since.examined.findings]
            if {whole.verdict, since.verdict} != {Verdict.PROVED}:
                alarms.append((number, found, whole.examined.undecided))
            assert whole.examined.kept_promises

    figure(
        f"clean logs, half of them of records that were erased or held: {len(alarms)} alarms of {logs}"
    )
    assert alarms == []


def restored(signed: Signed, folder: Path, *, carry_on: bool) -> Iterator[Report]:
    """The log as each of many earlier backups has it, after a witness had seen more."""
    with on_a_copy(signed) as connection:
        insider = Insider(connection)
        insider.unguard()
        rows = spread(insider.rows(), apart=timedelta(minutes=1))
        insider.rewrite(rows)
        log = insider.rows()
        hands = Hands(folder, reading.origin(connection))
        hands.sign(log, moment_of(log[-1]))
        for backup in random.Random(7).sample(range(1, len(log)), BACKUPS):
            more = others(signed.services)[:3] if carry_on else []
            insider.rewrite([*log[:backup], *more])
            yield examined(connection, hands, Wanted())


@pytest.mark.parametrize("then", ["left so", "carried on"])
def test_a_backup_that_was_brought_back_is_shown_whichever_it_is(
    signed: Signed, tmp_path: Path, figure: Tell, then: str
) -> None:
    """T17."""
    reports = list(restored(signed, tmp_path, carry_on=then == "carried on"))

    assert len(reports) == BACKUPS
    for report in reports:
        assert report.verdict is Verdict.TAMPERED
        assert Layer.WITNESS in {one.layer for one in report.examined.findings}
    figure(f"an earlier backup brought back, {then} (A10): {BACKUPS} of {BACKUPS} shown")


def test_an_end_that_was_cut_off_is_shown_however_long_it_was(signed: Signed, figure: Tell) -> None:
    """T16, by one leaf to three hundred: in memory, for what is read from either database is the same."""
    with undone(signed) as connection:
        pool, origin = Insider(connection).rows(), reading.origin(connection)
    rows: list[Row] = []
    while len(rows) <= TRUNCATED:
        rows += others(signed.services)
    log = with_leaves(origin, [*pool, *rows])
    tree = Frontier()
    for row in log:
        tree.append(row.leaf_hash or b"")
    seen = Checkpointed(
        checkpoint=Checkpoint(origin=origin, size=tree.size, root=tree.root()),
        layer=Layer.WITNESS,
        kept="the witness's",
    )
    missed = []
    for cut in range(1, TRUNCATED + 1):
        # What is left is as it was: it is read once for all, and only what it comes to is asked.
        found = Examination(origin, [seen])
        found.tree = Frontier(tree.size - cut, frontier(log[: tree.size - cut]))
        if found.finish() is not Verdict.TAMPERED:
            missed.append(cut)

    figure(f"cut off by 1 to {TRUNCATED} leaves (A7): {TRUNCATED - len(missed)} shown")
    assert missed == []


def frontier(log: Sequence[Row]) -> list[bytes]:
    tree = Frontier()
    for row in log:
        tree.append(row.leaf_hash or b"")
    return tree.hashes


def test_signatures_of_the_tests_are_such_as_anybody_checks(signed: Signed, tmp_path: Path) -> None:
    """The negative control of what is made by hand here."""
    with undone(signed) as connection:
        log, origin = Insider(connection).rows(), reading.origin(connection)
    hands = Hands(tmp_path, origin)
    hands.sign(log)

    (place,) = hands.places()

    for note in hands.kept.values():
        assert signatures_of(note, place.log, is_signed)
        assert signatures_of(note, place.witness, is_signed)
