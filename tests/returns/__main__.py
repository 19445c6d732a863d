"""All tables of a return of any size, counted twice: ``python -m tests.returns``.

By default half a million made-up records of 43 forces, in files of the Metropolitan layout;
``--records`` says how many, ``--new-jersey`` takes all of New Jersey's reports instead. It says how many
cells were compared and how many of them differ, which must be none, and what it took.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import perf_counter

import duckdb

from application.importing.imports import Imports
from application.importing.mapping.shipped import shipped
from domain.codelists.forces import Force
from projections import following
from tests import installations
from tests.new_jersey import driving
from tests.new_jersey.files import PUBLISHED, whole
from tests.returns.identities import broken
from tests.returns.made_up_file import write
from tests.returns.new_jersey import from_new_jersey
from tests.returns.raw import from_metropolitan
from tests.returns.recount import Recount
from tests.returns.taking_over import cells, take_over
from tests.returns.test_counted_again import differences
from web.bootstrap import Services, install
from web.returns import files
from web.returns.layout import expected, names

YEAR = 2020
MOST_SHOWN = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=500_000)
    parser.add_argument("--new-jersey", action="store_true")
    asked = parser.parse_args()
    compared = differing = 0
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        settings = installations.sqlite_settings(where / "data")
        install(settings)
        with installations.opened(settings) as services:
            if asked.new_jersey:
                raw, years = _new_jersey(services), (2021, 2022, 2023, 2024, 2025)
            else:
                raw, years = _made_up(services, where, asked.records), (YEAR,)
            with _timed("facts"):
                following.catch_up(services.views.engine(), services.reader, only=["statistics"])
            with _timed("copy in columns"):
                services.analysis.prepare()
            for year in years:
                cells_of_year, wrong = _compared(services, raw, year)
                compared, differing = compared + cells_of_year, differing + wrong
    agree = f"{differing:,} differ" if differing else "all agree"
    _say(f"{compared:,} cells compared, of all tables of {', '.join(map(str, years))}: {agree}")
    sys.exit(1 if differing else 0)


def _made_up(services: Services, where: Path, records: int) -> duckdb.DuckDBPyConnection:
    forces = sorted(expected(YEAR))
    paths = {}
    with _timed("files"):
        for number, code in enumerate(forces):
            share = records // len(forces) + (number < records % len(forces))
            paths[code] = where / f"{code}.csv"
            write(
                paths[code],
                share,
                since=date(YEAR - 1, 4, 1),
                until=date(YEAR, 3, 31),
                seed=number,
            )
    with _timed("import"):
        taken = sum(
            take_over(services, path, Force(code), trusted=True) for code, path in paths.items()
        )
    _say(f"{taken:,} records of {len(forces)} forces")
    return from_metropolitan({names()[code]: path for code, path in paths.items()})


def _new_jersey(services: Services) -> duckdb.DuckDBPyConnection:
    with _timed("import"):
        outcome = driving.take_over(
            Imports(services.log, services.clock), whole(), shipped()["new-jersey"]
        )
    _say(f"{outcome.taken:,} records of New Jersey")
    return from_new_jersey(PUBLISHED)


def _compared(services: Services, raw: duckdb.DuckDBPyConnection, year: int) -> tuple[int, int]:
    """How many cells both counts have, and how many differ or do not add up."""
    with services.analysis.asking() as counted, _timed(f"return of {year}"):
        made = files.returned(counted.ask, year, frozenset(), position=counted.position)
    with _timed("spreadsheet"):
        size = len(files.as_ods(made))
    ours = cells(made)
    there = set(made.scope.forces) - set(expected(2020))
    more = tuple(name for code, name in names().items() if code in there)
    with _timed("second count"):
        theirs = Recount(raw, year, more_forces=more).cells()
    found = differences(ours, theirs)
    for cell, counts in list(found.items())[:MOST_SHOWN]:
        _say(f"  {cell}: {counts[0]}, counted again {counts[1]}")
    unbalanced = list(broken(ours, year))
    _say(
        f"{year}: {made.checked.records:,} records, {len(ours):,} cells, {len(found)} differ,"
        f" {len(unbalanced)} sums do not add up; spreadsheet of {size / 1e6:.1f} MB"
    )
    return len(ours.keys() | theirs.keys()), len(found) + len(unbalanced)


@contextmanager
def _timed(what: str) -> Iterator[None]:
    began = perf_counter()
    yield
    _say(f"{what}: {perf_counter() - began:.1f} s")


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
