"""Whatever is killed without a word, whenever: nothing that was acknowledged is lost.

``kill -9`` of what writes to SQLite, and of the whole database server of PostgreSQL while four write.
(Spec: audit, T80 and T81.) Killing of the server that people use, of its workers and its followers
stands in ``tests/e2e`` and ``tests/projections``.
"""

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from application.verifying import Examination
from tests import installations, postgres
from tests.durability.judging import faults
from tests.durability.writing import Writer, named
from tests.figures import Tell
from tests.projections.waiting import until
from tests.requirements import need
from web.bootstrap import install
from web.proof import reading
from web.settings import Settings

KILLS = int(os.environ.get("TESTS_KILLS", "400"))
LIVES_OF_A_LOG = 25
"""A log is judged after each death: a small one quickly."""
CYCLES = int(os.environ.get("TESTS_KILLS_OF_A_SERVER", "25"))
WRITERS = 4
LONGEST = 0.005
SEED = 20261126


def test_a_killed_writer_loses_nothing_that_it_acknowledged(
    prepared_sqlite: Path, folder: Path, figure: Tell
) -> None:
    chance, acknowledged = random.Random(SEED), 0
    for first in range(0, KILLS, LIVES_OF_A_LOG):
        data = installations.copy_of(prepared_sqlite, folder / f"{first}")
        settings, said = installations.sqlite_settings(data), list[str]()
        for _ in range(min(LIVES_OF_A_LOG, KILLS - first)):
            writer, before = Writer(settings), len(said)
            writer.go()
            until(lambda: len(writer.acknowledged()) > before)  # noqa: B023
            # It writes without a pause: any moment is in the middle of something.
            time.sleep(chance.uniform(0, LONGEST))
            writer.kill()
            said = writer.acknowledged()
            assert faults(data, said, thorough=False) == []
        assert faults(data, said) == []
        acknowledged += len(said)

    figure(f"{KILLS} kills of a writer on SQLite, {acknowledged} events acknowledged, 0 lost")
    assert acknowledged > KILLS


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[Path, Settings]]:
    """A database server of the test's own, that waits for its disk, with an installation on it."""
    need(postgres.binaries(), "PostgreSQL is not installed")
    with postgres.cluster("fsync = on", "synchronous_commit = on") as home:
        installations.epoch_key_in(tmp_path)
        settings = installations.postgres_settings(tmp_path, postgres.databases(home))
        install(settings)
        with installations.opened(settings) as services:
            installations.populate(services)
        yield home, settings


def test_a_killed_database_server_loses_nothing_that_was_acknowledged(
    server: tuple[Path, Settings], figure: Tell
) -> None:
    home, settings = server
    chance, said = random.Random(SEED), set[str]()
    for _ in range(CYCLES):
        writers = [Writer(settings, said=f"acknowledged-{number}") for number in range(WRITERS)]
        for writer in writers:
            writer.go()
        wanted = len(said) + chance.randint(1, 12)
        until(lambda: len({one for writer in writers for one in writer.acknowledged()}) > wanted)  # noqa: B023
        postgres.kill(home)
        for writer in writers:
            writer.kill()
        said |= {one for writer in writers for one in writer.acknowledged()}
        postgres.start(home)

    with installations.opened(settings) as services:
        kept = [named(one.event) for one in services.reader.read(after=0, limit=100_000)]
        with reading.looking_at_log(services.stores) as connection:
            examined = Examination(reading.origin(connection), ())
            examined.read(reading.rows(connection))
    lost = said - set(kept)
    figure(f"{CYCLES} kills of PostgreSQL, {len(said)} events acknowledged, {len(lost)} lost")
    assert lost == set()
    assert len(kept) == len(set(kept))
    assert examined.findings == []
    assert len(said) > CYCLES * WRITERS
