"""How long the files of an edition take, and its checks: ``python -m tests.benchmarks.editions [records] …``.

A hundred records of a quarter are made up and recorded; their states, which editions are counted from,
are multiplied by SQL, each under an id of its own. The processor's time is printed too: it is the same
when others are at work on the machine.
"""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Engine, func, insert, literal_column, select

from domain.codelists.releases import ReasonForEdition
from projections.versions.tables import record_version
from tests.benchmarks import reports
from tests.installations import follow
from tests.people import ANALYST
from tests.releases.quarter import PERIOD, recorded
from web.bootstrap import Services
from web.releases import making

MADE = 100
SIZES = (2_000, 8_000)
NEW_ID = literal_column("lower(hex(randomblob(16)))")
"""As SQLite keeps the id of a record."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """What an edition of so many records took."""

    records: int
    seconds: float
    processor: float


def measure(*sizes: int) -> Iterator[Made]:
    """Each in an installation of its own, on SQLite."""
    for size in sizes:
        with reports.installation() as services:
            recorded(services, MADE)
            follow(services)
            _multiply(services.views.engine(), size // MADE)
            yield _made(services)


def _made(services: Services) -> Made:
    done = making.prepare(
        services, PERIOD, reason=ReasonForEdition.FIRST, notice=None, requester=ANALYST.asks()
    )
    began, worked = time.perf_counter(), time.process_time()
    making.check(services, done.aggregate, requester=ANALYST.asks())
    took, spent = time.perf_counter() - began, time.process_time() - worked
    with services.views.reading() as connection:
        records = connection.execute(select(func.count()).select_from(record_version)).scalar_one()
    return Made(records=records, seconds=took, processor=spent)


def _multiply(engine: Engine, times: int) -> None:
    others = [one for one in record_version.c if one.name != "record"]
    with engine.begin() as connection:
        first = connection.execute(select(record_version.c.record)).scalars().all()
        again = select(NEW_ID, *others).where(record_version.c.record.in_(first))
        for _ in range(times - 1):
            connection.execute(
                insert(record_version).from_select(["record", *(one.name for one in others)], again)
            )


def main() -> None:
    """Print what was measured."""
    for one in measure(*(map(int, sys.argv[1:]) if len(sys.argv) > 1 else SIZES)):
        each = one.processor / one.records * 1_000_000
        sys.stdout.write(
            f"{one.records:,} records: {one.seconds:,.1f} s, {one.processor:,.1f} s of one core,"
            f" {each:,.0f} µs each\n"
        )


if __name__ == "__main__":
    main()
