import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, select, text
from sqlalchemy.exc import DatabaseError

from web import migrations
from web.adapters.generations import StoredGenerations
from web.adapters.stores import Stores
from web.settings import Settings

OF_POSTGRESQL = """
    SELECT reltuples FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relname = 'leftover' AND nspname = :schema
"""
LEFTOVER = Table("leftover", MetaData(schema="views"), Column("id", Integer))


@pytest.fixture
def stores(bare: Settings) -> Iterator[Stores]:
    """Stores of its own for each test: generations leave schemas behind."""
    with closing(Stores(bare)) as made:
        migrations.upgrade(made)
        yield made


@pytest.fixture
def generations(stores: Stores) -> StoredGenerations:
    return StoredGenerations(stores)


def test_at_first_there_is_none(generations: StoredGenerations) -> None:
    assert generations.live() is None


def test_one_that_is_being_built_is_not_live(generations: StoredGenerations) -> None:
    generations.begin()

    assert generations.live() is None


def test_a_built_one_becomes_live(generations: StoredGenerations) -> None:
    built = generations.begin()

    generations.switch(built)

    assert generations.live() == built


def test_what_becomes_live_is_on_the_disk(bare_sqlite: Settings, tmp_path: Path) -> None:
    """Its own file holds it: nothing of it waits in the write-ahead log, which a power cut may take."""
    with closing(Stores(bare_sqlite)) as stores:
        migrations.upgrade(stores)
        generations = StoredGenerations(stores)
        built = generations.begin()
        with stores.views(built).begin() as connection:
            LEFTOVER.metadata.create_all(connection)
            connection.execute(LEFTOVER.insert().values(id=1))

        generations.switch(built)

        alone = shutil.copy(bare_sqlite.data / f"views_{built}.db", tmp_path / "alone.db")
    with closing(sqlite3.connect(alone)) as found:
        assert found.execute("SELECT id FROM leftover").fetchall() == [(1,)]


def test_of_what_becomes_live_the_database_knows_how_it_is_filled(
    stores: Stores, generations: StoredGenerations
) -> None:
    built = generations.begin()
    with stores.views(built).begin() as connection:
        LEFTOVER.metadata.create_all(connection)
        connection.execute(LEFTOVER.insert(), [{"id": id_} for id_ in range(7)])

    generations.switch(built)

    with stores.views(built).connect() as connection:
        asked = "SELECT stat FROM sqlite_stat1" if stores.is_embedded else OF_POSTGRESQL
        assert int(connection.execute(text(asked), {"schema": f"views_{built}"}).scalar_one()) == 7


def test_what_was_filled_is_there_and_is_written_to_as_any_other(
    stores: Stores, generations: StoredGenerations
) -> None:
    built = generations.begin()
    with generations.filling(built) as engine, engine.begin() as connection:
        LEFTOVER.metadata.create_all(connection)
        connection.execute(LEFTOVER.insert().values(id=1))

    generations.switch(built)

    with stores.views(built).begin() as connection:
        connection.execute(LEFTOVER.insert().values(id=2))
    with stores.views(built).connect() as connection:
        assert connection.execute(select(LEFTOVER.c.id)).scalars().all() == [1, 2]
        if stores.is_embedded:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_the_old_one_stays_live_while_the_next_is_built(generations: StoredGenerations) -> None:
    first = generations.begin()
    generations.switch(first)

    generations.begin()

    assert generations.live() == first


def test_a_switch_leaves_one_live(generations: StoredGenerations) -> None:
    generations.switch(generations.begin())
    second = generations.begin()

    generations.switch(second)

    assert generations.live() == second


def test_no_number_is_used_twice(generations: StoredGenerations) -> None:
    """Another process may still hold the old one open."""
    abandoned = [generations.begin() for _ in range(3)]

    assert abandoned == [1, 2, 3]


def test_what_an_earlier_attempt_left_is_thrown_away(
    generations: StoredGenerations, stores: Stores
) -> None:
    abandoned = generations.begin()
    LEFTOVER.metadata.create_all(stores.views(abandoned))

    generations.begin()

    with stores.views(abandoned).connect() as connection, pytest.raises(DatabaseError):
        connection.execute(select(LEFTOVER))
