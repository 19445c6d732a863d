"""What every test shares: installations on both databases, made once and copied for each test."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import installations
from tests.fakes import FakeClock
from tests.figures import figure, pytest_terminal_summary
from tests.postgres import Databases, binaries, cluster, copied, databases, memory
from tests.requirements import need
from tests.routing import share_builders
from web.bootstrap import Services, install
from web.settings import Settings

__all__ = ["figure", "pytest_terminal_summary"]

RARELY = (10_000, 20, 50)
"""How many new objects until the youngest are looked through; and how many times until the older are."""


def pytest_configure() -> None:
    share_builders()
    # Thousands of tests write files of their own: on a disk, most of their time is waiting for it.
    if room := memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(room))


def pytest_collection() -> None:
    """Collect garbage when there is some: collecting tests makes a million objects that all stay."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Leave modules and tests alone from here on, and look through what tests made, not so often.

    Otherwise each full collection walks through all of them. Whatever a test leaves open is found
    as before: by counting references at once, or as garbage in a cycle a little later.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)
    gc.enable()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Path]:
    """The socket of a PostgreSQL cluster of our own."""
    need(binaries(), "PostgreSQL is not installed: apt-get install postgresql")
    with cluster() as socket:
        yield socket


@pytest.fixture(scope="session")
def prepared_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with the people of the tests in it, to be copied."""
    data = tmp_path_factory.mktemp("prepared") / "data"
    settings = installations.sqlite_settings(data)
    install(settings)
    with installations.opened(settings) as services:
        installations.populate(services)
    return data


@pytest.fixture(scope="session")
def prepared_postgres(postgres: Path, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """The same on PostgreSQL: two template databases."""
    data = tmp_path_factory.mktemp("prepared-postgres")
    installations.epoch_key_in(data)
    made = databases(postgres)
    settings = installations.postgres_settings(data, made)
    install(settings)
    with installations.opened(settings) as services:
        installations.populate(services)
    return made


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def sqlite(prepared_sqlite: Path, tmp_path: Path) -> Settings:
    """The settings of a fresh installation on SQLite."""
    return installations.sqlite_settings(installations.copy_of(prepared_sqlite, tmp_path / "data"))


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """The settings of a fresh installation, on each database in turn."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite")
        return
    socket = request.getfixturevalue("postgres")
    with copied(socket, request.getfixturevalue("prepared_postgres")) as made:
        installations.epoch_key_in(tmp_path)
        yield installations.postgres_settings(tmp_path, made)


@pytest.fixture
def services(settings: Settings, clock: FakeClock) -> Iterator[Services]:
    """An installation with people in it, on each database; read models follow when told to."""
    with installations.opened(settings, clock) as opened:
        yield opened
