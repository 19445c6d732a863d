"""How long a change of the epoch takes, and how soon a record is unreadable: ``python -m tests.benchmarks.epochs``.

The paper's gates: an epoch within 30 s for each million keys, an erasure of one subject within 1 s (spec:
audit, 7.2). ``--keys 1000000`` is the whole of it.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

from domain.codelists.field_groups import FieldGroup
from tests import installations, keepers
from tests.builders import WORDS
from tests.fakes import FakeClock
from tests.web import given
from web.bootstrap import Services, install
from web.cli.keys import change

BATCH = 5_000


def main() -> None:
    """Measure on SQLite, on the disk that ``TMPDIR`` names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--keys", type=int, default=100_000)
    keys = parser.parse_args().keys
    with tempfile.TemporaryDirectory() as folder:
        settings = installations.sqlite_settings(Path(folder) / "data")
        install(settings)
        with installations.opened(settings, clock := FakeClock()) as services:
            installations.populate(services)
            keepers.appoint(services)
            _measure(services, clock, keys, Path(folder))


def _measure(services: Services, clock: FakeClock, keys: int, folder: Path) -> None:
    record = given.submitted(services, **WORDS)
    for _ in range(0, keys, BATCH):
        services.erasing.ring.prepare([(uuid4(), FieldGroup.NARRATIVE) for _ in range(BATCH)])
    keepers.propose(services, record.id)
    began = time.perf_counter()
    keepers.approve(services, record.id)
    _say("an erasure of one record, from its approval to unreadable", began)
    clock.advance(days=14)
    began, worked = time.perf_counter(), time.process_time()
    ended = services.erasing.end(change(services, folder / "backup"))
    _say(f"an epoch of {ended.changed.keys:,} keys, its backup tried", began)
    million = (time.process_time() - worked) * 1_000_000 / ended.changed.keys
    sys.stdout.write(f"{million:8.1f} s of one core for each million keys\n")


def _say(what: str, began: float) -> None:
    sys.stdout.write(f"{time.perf_counter() - began:8.2f} s {what}\n")


if __name__ == "__main__":
    main()
