"""A log in which everything was done that may rightly be done to records: some were erased, brought back, held.

On SQLite, and as rows, which are the same on every database.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from application.ports import KeyRing
from application.verifying import Row
from domain.codelists.field_groups import FieldGroup
from domain.codelists.retention import GroundForKeeping
from tests import installations, keepers
from tests.builders import WORDS
from tests.fakes import FakeClock
from tests.web import given
from web.cli.keys import change
from web.proof import reading


@dataclass(frozen=True)
class Lived:
    """Its events, the records to which most was done, and the keys that are left."""

    rows: Sequence[Row]
    kept: Sequence[UUID]
    """Erased whole, erased in part, brought back within its time, and held; another was restricted."""
    ring: KeyRing


@contextmanager
def lived(prepared: Path, folder: Path) -> Iterator[Lived]:
    """Make it from an installation with people in it."""
    data = installations.copy_of(prepared, folder / "data")
    clock = FakeClock()
    with installations.opened(installations.sqlite_settings(data), clock) as services:
        keepers.appoint(services)
        given.submitted(services, **WORDS)
        given.submitted(services, **WORDS).restricted()
        whole, part, back, held = (given.submitted(services, **WORDS).id for _ in range(4))
        keepers.propose(services, whole)
        keepers.propose(services, part, FieldGroup.NARRATIVE)
        keepers.propose(services, back)
        for record in (whole, part, back):
            keepers.approve(services, record)
        services.retention.undo(
            back, GroundForKeeping.EVIDENCE, requester=keepers.PROTECTION.asks()
        )
        keepers.hold(services, held)
        clock.advance(days=14)
        ended = services.erasing.end(change(services, folder / "backup"))
        assert set(ended.erased) == {whole, part}
        with reading.looking_at_log(services.stores) as connection:
            rows = list(reading.rows(connection))
        yield Lived(rows, (whole, part, back, held), services.erasing.ring)
