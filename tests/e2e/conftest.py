"""A directory that is not the source's: the command must find everything from anywhere. And an
installation whose processes have logins of their own."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests import installations
from tests.e2e.production import logins
from tests.e2e.serving import environment, uof
from tests.postgres import Databases, databases
from web.settings import Settings


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    made = tmp_path / "elsewhere"
    made.mkdir()
    return made


@pytest.fixture
def empty(elsewhere: Path) -> dict[str, str]:
    """The environment of an installation that has databases and nobody in them."""
    env = environment(UOF_DATA="kept")
    assert uof("db", "upgrade", env=env, where=elsewhere).returncode == 0
    return env


@pytest.fixture
def strict(postgres: Path, prepared_postgres: Databases, tmp_path: Path) -> Settings:
    """An installation whose processes have logins of their own."""
    installations.epoch_key_in(tmp_path)
    logins(postgres)
    settings = installations.postgres_settings(
        tmp_path, databases(postgres, like=prepared_postgres)
    )
    return replace(settings, allow_weak=False)
