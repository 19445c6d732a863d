"""An installation on SQLite alone, where the database makes no difference."""

from collections.abc import Iterator

import pytest

from tests import installations
from tests.fakes import FakeClock
from web.bootstrap import Services
from web.settings import Settings


@pytest.fixture
def sqlite_services(sqlite: Settings, clock: FakeClock) -> Iterator[Services]:
    with installations.opened(sqlite, clock) as opened:
        yield opened
