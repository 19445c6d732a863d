"""Installations with those who keep records."""

from pathlib import Path

import pytest

from tests import keepers
from tests.builders import WORDS
from tests.web import given
from tests.web.given import Given
from web.bootstrap import Services
from web.cli.keys import change
from web.keys.erasing import Ended


class Epochs:
    """Changes the epoch of an installation, each time with a backup of its own."""

    def __init__(self, services: Services, folder: Path) -> None:
        self._services = services
        self._folder = folder
        self._number = 0

    def change(self) -> Ended:
        self._number += 1
        backup = self._folder / f"keys-{self._number}"
        return self._services.erasing.end(change(self._services, backup))


@pytest.fixture
def epochs(services: Services, tmp_path: Path) -> Epochs:
    return Epochs(services, tmp_path)


@pytest.fixture
def record(services: Services) -> Given:
    """A submitted record with words in it, and those who keep records."""
    keepers.appoint(services)
    return given.submitted(services, **WORDS)
