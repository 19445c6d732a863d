"""How the stores are opened: nothing acknowledged is lost, readers never wait for writers."""

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.installations import sqlite_settings
from web.adapters.event_stores import event_store
from web.adapters.stores import DURABLE, KEYS, WORK, Stores, reading
from web.settings import Settings, SettingsError

NORMAL, FULL = 1, 2


def _pragma(stores: Stores, store: str, name: str) -> object:
    with stores.engine(store).connect() as connection:
        return connection.execute(text(f"PRAGMA {name}")).scalar_one()


@pytest.mark.parametrize("store", DURABLE)
@pytest.mark.parametrize(
    ("name", "value"), [("synchronous", FULL), ("journal_mode", "wal"), ("foreign_keys", 1)]
)
def test_sqlite_is_opened_to_lose_nothing(
    sqlite_stores: Stores, store: str, name: str, value: object
) -> None:
    """FULL: an acknowledged submission survives a power cut."""
    assert _pragma(sqlite_stores, store, name) == value


@pytest.mark.parametrize(("name", "value"), [("synchronous", NORMAL), ("journal_mode", "wal")])
def test_read_models_do_not_wait_for_the_disk(
    sqlite_stores: Stores, name: str, value: object
) -> None:
    """What a power cut takes from them is followed again; it never leaves half a transaction."""
    with sqlite_stores.views(1).connect() as connection:
        assert connection.execute(text(f"PRAGMA {name}")).scalar_one() == value


@pytest.mark.parametrize(("name", "value"), [("synchronous", FULL), ("journal_mode", "wal")])
def test_the_logs_own_connection_loses_nothing_either(
    sqlite_stores: Stores, name: str, value: object
) -> None:
    with closing(event_store(sqlite_stores)) as factory:
        datastore = factory.application_recorder().datastore
        with datastore.transaction(commit=False) as cursor:
            cursor.execute(f"PRAGMA {name}")
            (found,) = cursor.fetchone()

    assert found == value


@pytest.mark.parametrize("reads", [False, True], ids=["writer", "reader"])
def test_only_a_writer_takes_the_lock_at_once(sqlite_stores: Stores, *, reads: bool) -> None:
    """A transaction that reads first and writes later fails at once under load."""
    engine = sqlite_stores.engine(WORK)
    first = reading(engine) if reads else engine

    with first.connect() as connection, engine.connect() as other:
        connection.execute(text("SELECT 1"))
        other.connection.driver_connection.execute("PRAGMA busy_timeout = 0")
        locked = _is_locked(other)

    assert locked is not reads


def test_a_reader_does_not_wait_for_a_writer(sqlite_stores: Stores) -> None:
    engine = sqlite_stores.engine(WORK)
    with engine.begin() as writer, reading(engine).connect() as reader:
        writer.execute(text("INSERT INTO reference_numbers (year, last) VALUES (2026, 1)"))

        seen = reader.execute(text("SELECT count(*) FROM reference_numbers")).scalar_one()

    assert seen == 0


def test_every_store_is_a_file_of_its_own(sqlite_stores: Stores, bare_sqlite: Settings) -> None:
    for store in DURABLE:
        sqlite_stores.engine(store)

    assert {f"{store}.db" for store in DURABLE} <= {
        file.name for file in bare_sqlite.data.iterdir()
    }


def test_nobody_else_reads_the_directory_of_the_files(
    sqlite_stores: Stores, bare_sqlite: Settings
) -> None:
    assert bare_sqlite.data.stat().st_mode & 0o077 == 0


def test_on_postgresql_the_keys_are_in_another_database(postgresql_stores: Stores) -> None:
    """One backup never holds both sealed content and its keys."""
    names = set()
    for store in (KEYS, WORK):
        with postgresql_stores.engine(store).connect() as connection:
            names.add(connection.execute(text("SELECT current_database()")).scalar_one())

    assert len(names) == 2


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://user@host/name", "must start with postgresql://"),
        ("sqlite:///file", "must start with postgresql://"),
        ("no url at all", "cannot be read"),
    ],
)
def test_another_kind_of_database_is_refused(tmp_path: Path, url: str, sentence: str) -> None:
    settings = Settings.from_environment(
        {"UOF_DATA": str(tmp_path), "UOF_DATABASE": url, "UOF_KEYS_DATABASE": url}
    )

    with closing(Stores(settings)) as stores, pytest.raises(SettingsError, match=sentence):
        stores.engine(WORK)


def test_a_wrong_database_url_is_not_repeated_with_its_password(tmp_path: Path) -> None:
    url = "mysql://user:very-secret@host/name"
    settings = Settings.from_environment(
        {"UOF_DATA": str(tmp_path), "UOF_DATABASE": url, "UOF_KEYS_DATABASE": url}
    )

    with closing(Stores(settings)) as stores, pytest.raises(SettingsError) as refused:
        stores.engine(WORK)

    assert "very-secret" not in str(refused.value)


def test_on_postgresql_keys_need_a_database_of_their_own(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {"UOF_DATA": str(tmp_path), "UOF_DATABASE": "postgresql://uof@/uof"}
    )

    with closing(Stores(settings)) as stores, pytest.raises(SettingsError, match="KEYS_DATABASE"):
        stores.engine(KEYS)


def test_a_second_process_does_not_serve_from_the_same_files(tmp_path: Path) -> None:
    settings = sqlite_settings(tmp_path / "data")
    with closing(Stores(settings)) as one, closing(Stores(settings)) as other:
        one.serve_alone()

        with pytest.raises(SettingsError, match="Another process serves"):
            other.serve_alone()


def test_the_files_are_free_again_when_the_first_has_closed(tmp_path: Path) -> None:
    settings = sqlite_settings(tmp_path / "data")
    with closing(Stores(settings)) as one:
        one.serve_alone()

    with closing(Stores(settings)) as other:
        other.serve_alone()


def test_claiming_the_files_twice_is_claiming_them_once(tmp_path: Path) -> None:
    with closing(Stores(sqlite_settings(tmp_path / "data"))) as stores:
        stores.serve_alone()
        stores.serve_alone()


def test_a_command_runs_beside_the_server(tmp_path: Path) -> None:
    settings = sqlite_settings(tmp_path / "data")
    with closing(Stores(settings)) as server, closing(Stores(settings)) as command:
        server.serve_alone()

        with command.engine(WORK).connect() as connection:
            assert connection.execute(text("SELECT 1")).scalar_one() == 1


def _is_locked(connection: object) -> bool:
    from sqlalchemy.exc import OperationalError

    try:
        connection.execute(text("SELECT 1"))
    except OperationalError:
        return True
    return False
