"""What is measured of a tree of a million leaves, and of appending, in logs of a few: the figures mean nothing,
but that there are some.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests import installations
from tests.benchmarks import history_log, large_log
from tests.benchmarks.bench import SHORT, SQLITE, Bench
from tests.benchmarks.figures import Figure, Table
from tests.benchmarks.lines import appending, tree
from tests.postgres import Databases, copied
from web.bootstrap import Services, bootstrap
from web.proof import reading
from web.settings import Settings


@pytest.fixture
def bench(
    tmp_path: Path,
    postgres: Path,
    prepared_sqlite: Path,
    prepared_postgres: Databases,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Bench]:
    """A run whose installations are copies."""

    def installation(run: Bench, database: str) -> Settings:
        folder = run.new_folder()
        if database == SQLITE:
            return installations.sqlite_settings(
                installations.copy_of(prepared_sqlite, folder / "data")
            )
        installations.epoch_key_in(folder)
        made = stack.enter_context(copied(postgres, prepared_postgres))
        return installations.postgres_settings(folder, made)

    monkeypatch.setattr(Bench, "installation", installation)
    with ExitStack() as stack:
        yield Bench(sizes=replace(SHORT, rounds=2), folder=tmp_path, socket=postgres)


def size(services: Services) -> tuple[int, int]:
    with reading.looking_at_log(services.stores) as connection:
        return reading.number_of_leaves(connection), reading.number_of_events(connection)


def test_a_log_that_is_filled_by_the_database_goes_on(settings: Settings) -> None:
    with closing(bootstrap(settings)) as services:
        life = history_log.a_life(services)
        leaves, _ = size(services)

        large_log.fill(services.stores, 300)
        services.log.recorder.insert_events(history_log.again(life))

        assert size(services) == (leaves + 300 + len(life),) * 2


def measured(line: Callable[[Bench], Iterator[object]], bench: Bench) -> dict[str, Figure]:
    found = list(line(bench))
    assert [one for one in found if isinstance(one, Table)]
    return {one.goal: one for one in found if isinstance(one, Figure)}


def test_a_tree_is_proved_from_and_seen_by_two_witnesses(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("LEAVES", 2000), ("PROVED", 2), ("TRIPS", 2)):
        monkeypatch.setattr(tree, name, value)

    found = measured(tree.measure, bench)

    assert set(found) == set(tree.GOALS)
    assert all(one.value.low > 0 for one in found.values())
    assert "in a tree of 2,0" in found["prove"].note


def test_an_append_is_measured_with_its_leaf_and_without(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("LEAVES", 50), ("LIVES", 1)):
        monkeypatch.setattr(appending, name, value)

    found = measured(appending.measure, bench)

    assert set(found) == set(appending.GOALS)
    assert all(found[f"append {database}"].value.low > 0 for database in appending.NAMES)
