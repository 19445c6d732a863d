"""Places to bring a backup back to, and backups to bring back."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import installations
from tests.postgres import databases
from web.backups.restoring import Restored, restore
from web.backups.taking import back_up
from web.settings import Settings


@dataclass(frozen=True)
class Taken:
    """A backup: two directories."""

    content: Path
    keys: Path


@pytest.fixture
def place(tmp_path: Path) -> Taken:
    """Where a backup goes."""
    return Taken(content=tmp_path / "backup", keys=tmp_path / "backup-of-keys")


@pytest.fixture
def target(settings: Settings, request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """An installation of the same kind that holds nothing but the epoch key."""
    there = tmp_path / "restored"
    there.mkdir(mode=0o700)
    shutil.copy2(settings.epoch_key or settings.data / "epoch.key", there / "epoch.key")
    if settings.is_embedded:
        return installations.sqlite_settings(there)
    return installations.postgres_settings(there, databases(request.getfixturevalue("postgres")))


def taken(settings: Settings, place: Taken) -> Taken:
    """Take a backup of everything."""
    back_up(settings, place.content, place.keys)
    return place


def brought_back(target: Settings, place: Taken) -> Restored:
    return restore(target, place.content, place.keys)
