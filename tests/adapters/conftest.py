"""Stores without anybody in them, on each database."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete, text

from tests import installations
from tests.postgres import databases
from web import migrations
from web.adapters.stores import KEYS, WORK, Stores
from web.adapters.tables import keys_metadata, work_metadata
from web.settings import Settings


@pytest.fixture
def bare_sqlite(tmp_path: Path) -> Settings:
    """The settings of an installation of which nothing was made yet."""
    return installations.sqlite_settings(tmp_path / "bare")


@pytest.fixture
def bare_postgresql(postgres: Path, tmp_path: Path) -> Settings:
    """The same on PostgreSQL: two databases with nothing in them."""
    installations.epoch_key_in(tmp_path)
    return installations.postgres_settings(tmp_path, databases(postgres))


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest) -> Settings:
    """The settings of an installation of which nothing was made yet, on each database in turn."""
    found: Settings = request.getfixturevalue(f"bare_{request.param}")
    return found


@pytest.fixture(scope="session")
def migrated_postgresql(
    postgres: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stores]:
    """Two databases with their tables, for one test after the other: making two a test is slow."""
    data = tmp_path_factory.mktemp("migrated")
    installations.epoch_key_in(data)
    with closing(Stores(installations.postgres_settings(data, databases(postgres)))) as stores:
        migrations.upgrade(stores)
        yield stores


@pytest.fixture
def sqlite_stores(bare_sqlite: Settings) -> Iterator[Stores]:
    """Stores with their tables, and nothing in them."""
    with closing(Stores(bare_sqlite)) as stores:
        migrations.upgrade(stores)
        yield stores


@pytest.fixture
def postgresql_stores(migrated_postgresql: Stores) -> Stores:
    """The same on PostgreSQL. The log is left as it is: nothing can be taken out of it."""
    for store, tables in ((KEYS, keys_metadata), (WORK, work_metadata)):
        with migrated_postgresql.engine(store).begin() as connection:
            if store == KEYS:
                # Only the owner can, and only like this: keys are destroyed and never deleted.
                connection.execute(text("ALTER TABLE keys.data_keys DISABLE TRIGGER USER"))
            for table in tables.sorted_tables:
                connection.execute(delete(table))
            if store == KEYS:
                for trigger in ("guarded", "guarded_back", "guarded_whole"):
                    enabled = f"ALTER TABLE keys.data_keys ENABLE ALWAYS TRIGGER {trigger}"
                    connection.execute(text(enabled))
    return migrated_postgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def stores(request: pytest.FixtureRequest) -> Stores:
    """Stores with their tables, and nothing in them, on each database in turn."""
    found: Stores = request.getfixturevalue(f"{request.param}_stores")
    return found
