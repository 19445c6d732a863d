"""An erasure from its proposal to its certificate, on each database."""

from pathlib import Path

import pytest

from domain.codelists.answers import Absence
from tests import keepers
from tests.builders import WORDS
from tests.fakes import FakeClock
from tests.installations import follow
from tests.people import STANDARDS
from tests.web import given
from tests.web.given import Given
from web.bootstrap import Services
from web.cli.keys import _change


@pytest.fixture
def record(services: Services) -> Given:
    keepers.appoint(services)
    return given.submitted(services, **WORDS)


def place(services: Services, record: Given) -> object:
    return services.records.read(record.id, by=STANDARDS.id).account.place


def test_spine(services: Services, record: Given, clock: FakeClock, tmp_path: Path) -> None:
    keepers.propose(services, record.id)
    assert place(services, record) == "12 Sealed Street"
    keepers.approve(services, record.id)
    assert place(services, record) is Absence.ERASED
    clock.advance(days=14)
    ended = services.erasing.end(_change(services.settings, services, tmp_path / "backup"))
    follow(services)
    assert ended.erased == (record.id,)
    assert place(services, record) is Absence.ERASED
