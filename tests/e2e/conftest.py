"""A directory that is not the source's: the command must find everything from anywhere."""

from pathlib import Path

import pytest

from tests.e2e.serving import environment, uof


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
