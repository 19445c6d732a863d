"""An address may name several PostgreSQL servers: the one that takes writes is used, and another when
that one is lost."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from eventsourcing.persistence import PersistenceError
from psycopg.errors import ReadOnlySqlTransaction
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from tests import installations
from tests.builders import a_submission
from tests.fakes import FakeClock
from tests.installations import opened
from tests.postgres import Databases, cluster, databases
from tests.requirements import need
from web.adapters import postgresql
from web.adapters.event_stores import event_store
from web.adapters.stores import KEYS, WORK, Stores
from web.bootstrap import Services
from web.settings import Settings, SettingsError


@pytest.fixture(scope="module")
def standby(postgres: Path) -> Iterator[Path]:
    """The socket of another server, which takes no writes."""
    need(postgres, "PostgreSQL is not installed")
    with cluster() as socket:
        with psycopg.connect(
            host=str(socket), user="uof", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute("ALTER SYSTEM SET default_transaction_read_only = on")
            connection.execute("SELECT pg_reload_conf()")
        yield socket


@pytest.fixture
def made(postgres: Path, prepared_postgres: Databases) -> Databases:
    return databases(postgres, like=prepared_postgres)


@pytest.fixture
def services(made: Databases, tmp_path: Path, clock: FakeClock) -> Iterator[Services]:
    with opened(_settings(made, tmp_path), clock) as found:
        yield found


def _settings(made: Databases, data: Path) -> Settings:
    installations.epoch_key_in(data)
    return installations.postgres_settings(data, made)


ADDRESSES = {
    "postgresql://uof@/d?host=a:5432&host=b:5433": ("a,b", "5432,5433"),
    "postgresql://uof@/d?host=a,b&port=5432,5433": ("a,b", "5432,5433"),
    "postgresql://uof@a,b/d": ("a,b", None),
    "postgresql://uof@a:5433/d": ("a", 5433),
    "postgresql://uof@/d?host=/run/somewhere": ("/run/somewhere", None),
}


@pytest.mark.parametrize(("url", "found"), ADDRESSES.items())
def test_an_address_names_one_server_or_several(url: str, found: tuple[object, object]) -> None:
    given = postgresql.arguments(url)

    assert (given["host"], given.get("port")) == found


@pytest.mark.parametrize("url", ADDRESSES)
def test_of_several_servers_the_one_that_takes_writes_is_wanted(url: str) -> None:
    given = postgresql.arguments(url)

    several = "," in given["host"]
    assert given.get("target_session_attrs") == ("read-write" if several else None)


def test_an_address_that_decides_for_itself_is_followed() -> None:
    given = postgresql.arguments(
        "postgresql://uof@/d?host=a&host=b&target_session_attrs=primary&connect_timeout=9"
    )

    assert given["target_session_attrs"] == "primary"
    assert given["connect_timeout"] == "9"
    assert given["tcp_user_timeout"] == postgresql.PATIENCE["tcp_user_timeout"]


@pytest.mark.parametrize("url", ["postgresql://uof:very-secret@a:5432,b:5433/d", "no url"])
def test_an_address_that_cannot_be_read_is_answered_with_one_that_can(url: str) -> None:
    with pytest.raises(SettingsError, match="with several servers") as refused:
        postgresql.arguments(url)

    assert "very-secret" not in str(refused.value)


def test_both_pools_go_past_a_server_that_takes_no_writes(
    standby: Path, made: Databases, postgres: Path, tmp_path: Path
) -> None:
    _make_on_the_standby(standby, made)
    first = Databases(*(url.replace("?", f"?host={standby}&") for url in made.both))

    with opened(_settings(first, tmp_path)) as found:
        events = a_submission()
        found.log.append(events)
        with found.stores.engine(WORK).connect() as connection:
            directory = connection.execute(text("SHOW unix_socket_directories")).scalar_one()

        assert found.log.events_of(events[0].originator_id) == events
        assert directory == str(postgres)


def test_a_single_server_that_takes_no_writes_acknowledges_nothing(
    made: Databases, services: Services, tmp_path: Path
) -> None:
    events = a_submission()
    with closing(Stores(services.settings)) as stores, closing(event_store(stores)) as factory:
        _administer(made, "ALTER DATABASE {} SET default_transaction_read_only = on")
        recorder = factory.application_recorder()
        stored = services.log.mapper.to_stored_event(events[0])

        with pytest.raises(PersistenceError):
            recorder.insert_events([stored])

    assert services.log.events_of(events[0].originator_id) == ()


@pytest.mark.parametrize("store", [WORK, KEYS])
def test_a_store_that_takes_no_writes_is_away_and_left(
    made: Databases, tmp_path: Path, store: str
) -> None:
    """The follower waits for what is away, and a page says that the service is busy."""
    with closing(Stores(_settings(made, tmp_path))) as stores:
        engine = stores.engine(store)
        with engine.connect() as connection:
            before = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
            connection.execute(text("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"))
            connection.commit()

            with pytest.raises(OperationalError) as told:
                connection.execute(text("CREATE TABLE public.anything ()"))

        assert isinstance(told.value.orig, ReadOnlySqlTransaction)
        with engine.connect() as connection:
            assert connection.execute(text("SELECT pg_backend_pid()")).scalar_one() != before


def test_connections_that_died_are_not_used(made: Databases, services: Services) -> None:
    events = a_submission()
    services.log.append(events)
    services.directory.entries(())
    _administer(
        made,
        # They are dead when this returns, and not about to die.
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE usename = current_user AND pid <> pg_backend_pid()",
    )

    assert services.log.events_of(events[0].originator_id) == events
    assert services.log.append(a_submission()) == services.log.last_position()
    with services.stores.engine(KEYS).connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1


def test_a_server_that_is_away_is_told_as_away(tmp_path: Path) -> None:
    nowhere = Databases(*(f"postgresql://uof@/{name}?host={tmp_path}" for name in "mk"))

    with closing(Stores(_settings(nowhere, tmp_path))) as stores, pytest.raises(OperationalError):
        stores.engine(WORK).connect()


def _administer(made: Databases, statement: str) -> None:
    with psycopg.connect(made.main, autocommit=True) as connection:
        connection.execute(statement.format(f'"{_name(made.main)}"'))


def _make_on_the_standby(standby: Path, made: Databases) -> None:
    """A standby has the same databases, so that connecting to it succeeds."""
    with psycopg.connect(
        host=str(standby), user="uof", dbname="postgres", autocommit=True
    ) as connection:
        connection.execute("SET default_transaction_read_only = off")
        for url in made.both:
            connection.execute(f'CREATE DATABASE "{_name(url)}"')


def _name(url: str) -> str:
    return url.removeprefix("postgresql://uof@/").partition("?")[0]
