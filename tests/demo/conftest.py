"""Installations with nobody in them, on each database in turn."""

from pathlib import Path

import pytest

from tests import installations
from tests.postgres import databases
from web.bootstrap import install
from web.settings import Settings


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    if request.param == "sqlite":
        found = installations.sqlite_settings(tmp_path / "data")
    else:
        installations.epoch_key_in(tmp_path)
        made = databases(request.getfixturevalue("postgres"))
        found = installations.postgres_settings(tmp_path, made)
    install(found)
    return found


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> Settings:
    found = installations.sqlite_settings(tmp_path / "data")
    install(found)
    return found


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.auth.accounts.PasswordHasher", lambda **_: installations.QUICK)
