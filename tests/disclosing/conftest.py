"""One installation with disclosures of each kind, for all tests of this folder that only read them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from domain.codelists.disclosures import KindOfDisclosure
from tests import installations
from tests.disclosing.bundles import Keys, a_record, bundle, keys_of, terms
from tests.fakes import FakeClock
from tests.people import STANDARDS
from tests.web import given
from tests.web.given import Given
from web.bootstrap import Services


@dataclass(frozen=True)
class Made:
    """Bundles of two records, one of each kind, and what a recipient has from elsewhere."""

    services: Services
    records: tuple[Given, Given]
    as_at: datetime
    bundles: Mapping[KindOfDisclosure, bytes]
    keys: Keys
    previous: bytes
    """A checkpoint from before the disclosures."""

    @property
    def bundle(self) -> bytes:
        return self.bundles[KindOfDisclosure.PROCEEDINGS]


@pytest.fixture(scope="session")
def made(prepared_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    data = installations.copy_of(prepared_sqlite, tmp_path_factory.mktemp("made") / "data")
    settings, clock = installations.sqlite_settings(data), FakeClock()
    with installations.opened(settings, clock) as services:
        services.checkpointing.checkpoint()
        previous = (settings.witness_folder / "checkpoint").read_bytes()
        records = (a_record(services, clock), given.submitted(services))
        as_at = clock.now()
        clock.advance(hours=24)
        services.records.add_note(records[0].id, "canary-later-note", requester=STANDARDS.asks())
        found = {kind: bundle(services, records, terms(kind, as_at)) for kind in KindOfDisclosure}
        yield Made(services, records, as_at, found, keys_of(settings), previous)
