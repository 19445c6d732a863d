"""A connection that answered just now is not tried again before it is used, unless it was hung up on."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, text

from tests.postgres import Databases
from web.adapters import postgresql
from web.adapters.postgresql import Connection


@pytest.fixture
def url(prepared_postgres: Databases) -> str:
    return prepared_postgres.keys


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    made = postgresql.engine(url)
    yield made
    made.dispose()


def test_who_answered_just_now_is_live(url: str) -> None:
    with closing(connected(url)) as connection:
        assert connection.is_live


def test_who_answered_too_long_ago_is_tried(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "LIVE_SECONDS", -1.0)

    with closing(connected(url)) as connection:
        assert not connection.is_live


def test_who_hung_up_is_not_live(url: str) -> None:
    with closing(connected(url)) as connection:
        hang_up_on(url, connection.info.backend_pid)

        assert not connection.is_live


def test_who_was_closed_or_is_in_a_transaction_is_not_live(url: str) -> None:
    closed, busy = connected(url), connected(url, autocommit=False)
    closed.close()
    busy.execute("SELECT 1")

    assert not closed.is_live
    assert not busy.is_live
    busy.close()


def test_a_connection_that_was_hung_up_on_is_left_before_it_is_used(
    url: str, engine: Engine
) -> None:
    with engine.connect() as connection:
        before = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    hang_up_on(url, before)

    with engine.connect() as connection:
        after = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()

    assert after != before


@pytest.mark.parametrize(("seconds", "trials"), [(60.0, 0), (-1.0, 3)])
def test_only_who_was_silent_is_tried(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, seconds: float, trials: int
) -> None:
    monkeypatch.setattr(postgresql, "LIVE_SECONDS", seconds)
    with engine.connect():
        said: list[str] = []
    execute = psycopg.Cursor.execute
    monkeypatch.setattr(
        psycopg.Cursor,
        "execute",
        lambda cursor, query, *rest, **more: (
            said.append(query),
            execute(cursor, query, *rest, **more),
        )[1],
    )

    for _ in range(3):
        with engine.connect():
            """Nothing is asked."""

    assert len(said) == trials


def connected(url: str, **options: Any) -> Connection:
    found = Connection.connect(url, **{"autocommit": True, **options})
    if found.autocommit:
        found.execute("SELECT 1")
    return found


def hang_up_on(url: str, pid: int) -> None:
    """As a server does that is stopped; it is sure to have happened when this returns."""
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
