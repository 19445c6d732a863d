"""A worker that starts while its database is away waits, in whichever words that is said to it."""

from pathlib import Path

import pytest
from eventsourcing.persistence import PersistenceError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFreeError

from tests.installations import sqlite_settings
from web import bootstrap, logs, wsgi
from web.bootstrap import DatabaseAwayError, Services
from web.settings import Settings

AWAY = (
    DatabaseAwayError("A database cannot be used"),
    OperationalError("SELECT 1", {}, Exception()),
    InterfaceError("SELECT 1", {}, Exception()),
    NoConnectionFreeError(),
    PersistenceError(),
    ConnectionError(),
)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    made = sqlite_settings(tmp_path)
    bootstrap.install(made)
    monkeypatch.setattr(Settings, "from_environment", lambda: made)
    monkeypatch.setattr(logs, "configure", lambda: None)
    monkeypatch.setattr(wsgi, "PAUSE_SECONDS", 0)
    return made


def test_it_waits_until_the_database_is_there(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter(AWAY)

    def made(asked: Settings) -> Services:
        for failure in failures:
            raise failure
        return bootstrap.bootstrap(asked)

    monkeypatch.setattr(wsgi, "bootstrap", made)

    app = wsgi.app()

    app.extensions["services"].close()
    assert next(failures, None) is None


def test_it_ends_without_a_failure_of_its_own_where_it_never_comes(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(asked: Settings) -> Services:
        raise AWAY[0]

    monkeypatch.setattr(wsgi, "bootstrap", away)

    with pytest.raises(SystemExit) as ended:
        wsgi.app()

    # Three would tell gunicorn that no worker can ever start, and end all of it.
    assert ended.value.code == 1
