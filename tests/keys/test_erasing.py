"""An erasure from its proposal to its certificate, on each database."""

from datetime import timedelta
from pathlib import Path

import pytest

from domain.codelists.answers import Absence
from domain.codelists.field_groups import FieldGroup
from domain.retention.keeping import Stage
from tests import keepers
from tests.builders import WORDS
from tests.fakes import FakeClock
from tests.installations import follow
from tests.people import STANDARDS
from tests.web import given
from tests.web.given import Given
from web.adapters.stores import KEYS
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
    found = services.retention.record(record.id)
    print(found.keeping)
    print(services.reader.events_of(record.id)[-1].certificate)
    print(ended)
    assert place(services, record) is Absence.ERASED
