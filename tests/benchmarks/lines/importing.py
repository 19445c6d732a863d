"""Importing by the rules: a made-up file in the published layout, in batches of five hundred."""

import random
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from application.importing.csv_file import CsvFile, look_at
from application.importing.identity import Identities
from application.importing.jobs import Asked, Tally
from application.importing.metropolitan.layout import NAME, layout_of
from application.importing.running import Importing
from domain.event import Source
from tests.benchmarks.bench import POSTGRESQL, SQLITE, Bench
from tests.benchmarks.figures import Figure, Measured, Missing, Spread, Table, short
from tests.importing import AREAS, FIRED, a_line, table
from web.bootstrap import Services, bootstrap

GOALS = tuple(f"import {database}" for database in (SQLITE, POSTGRESQL))
ROUNDS = 3
FIRED_IN = 30
"""One of so many records has the detail of a Taser."""


def measure(bench: Bench) -> Iterator[Measured]:
    """With the rules and on the trusted path, in interleaved rounds."""
    path = bench.new_folder() / "records.csv"
    _write(path, bench.sizes.imported)
    rows = []
    for database in (SQLITE, POSTGRESQL):
        if database not in bench.databases:
            yield Missing(goal=f"import {database}", why="PostgreSQL is not installed")
            continue
        by_rules, trusted = [], []
        for _ in range(ROUNDS):
            by_rules.append(_rate(bench, database, path, trusted=False))
            trusted.append(_rate(bench, database, path, trusted=True))
        note = f"{bench.sizes.imported:,} lines of 271 columns"
        yield Figure(goal=f"import {database}", value=Spread.of(by_rules), note=note)
        rates = (Spread.of(by_rules).middle, Spread.of(trusted).middle)
        rows.append((database, *map(short, rates)))
    yield Table(
        title="Importing, records/s",
        head=("database", "by the rules", "trusted"),
        rows=tuple(rows),
    )


def _write(path: Path, lines: int) -> None:
    chance = random.Random(20261125)
    path.write_text(table(*(_line(chance) for _ in range(lines))), encoding="utf-8")


def _line(chance: random.Random) -> dict[str, str]:
    hour, minute = chance.randrange(24), chance.randrange(60)
    detail = FIRED if chance.randrange(FIRED_IN) == 0 else {}
    return a_line(
        **detail,
        IncidentDate=f"20{chance.randrange(18, 23)}-{chance.randrange(1, 13):02}-14",
        IncidentTime=f"{hour:02}:{minute:02}",
    )


def _rate(bench: Bench, database: str, path: Path, *, trusted: bool) -> float:
    with closing(bootstrap(bench.installation(database))) as services:
        found = look_at(path)
        began = time.perf_counter()
        tally = _take_over(services, found, trusted=trusted)
        seconds = time.perf_counter() - began
    assert tally.taken == bench.sizes.imported, tally
    return tally.taken / seconds


def _take_over(services: Services, found: CsvFile, *, trusted: bool) -> Tally:
    force = services.settings.force
    layout = layout_of(
        found.headings,
        source=Source(file=found.name, digest=found.digest, line=1),
        identities=Identities(layout=NAME, force=force),
        areas=AREAS,
        said={},
        ignored=(),
    )
    asked = Asked(file=found.name, digest=found.digest, layout=NAME, force=force)
    importing = Importing(imports=services.imports, jobs=services.import_jobs, clock=services.clock)
    return importing.take_over(found, layout, asked, _Nobody(), trusted=trusted)


class _Nobody:
    """Hears of everything, and does nothing: what an import costs is measured, and no report."""

    def rejected(self, one: object) -> None: ...

    def remarked(self, problem: object) -> None: ...

    def taken(self, one: object) -> None: ...

    def proceeded(self, done: int, tally: object) -> None: ...
