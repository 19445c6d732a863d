"""Every cell of all tables is what DuckDB counts in the raw files, on both databases and both engines."""

from datetime import date
from pathlib import Path

import duckdb

from domain.codelists.forces import Force
from tests.installations import follow
from tests.returns.identities import broken
from tests.returns.made_up_file import SEED, write
from tests.returns.raw import from_metropolitan
from tests.returns.recount import Cell, Recount
from tests.returns.taking_over import cells, on_facts, returned, take_over
from web.bootstrap import Services

FORCES = {
    Force.LEICESTERSHIRE: "Leicestershire",
    Force.AVON_AND_SOMERSET: "Avon & Somerset",
    Force.GWENT: "Gwent",
}
RECORDS = 500


def differences(
    ours: dict[Cell, int | str], theirs: dict[Cell, int | str]
) -> dict[Cell, tuple[int | str | None, int | str | None]]:
    """The cells that are not the same, or are in one count alone."""
    return {
        cell: (ours.get(cell), theirs.get(cell))
        for cell in sorted(ours.keys() | theirs.keys())
        if ours.get(cell) != theirs.get(cell)
    }


def given(
    services: Services, folder: Path, *, since: date, until: date, records: int = RECORDS
) -> duckdb.DuckDBPyConnection:
    """Made-up records of some forces, taken over; what is to be counted again."""
    paths = {}
    for number, (force, name) in enumerate(FORCES.items()):
        path = folder / f"{force.value}.csv"
        write(path, records, since=since, until=until, seed=SEED + number)
        assert take_over(services, path, force) == records
        paths[name] = path
    follow(services)
    return from_metropolitan(paths)


def test_every_cell_of_the_years_that_were_published(services: Services, tmp_path: Path) -> None:
    raw = given(services, tmp_path, since=date(2016, 1, 1), until=date(2020, 3, 31))

    for year in (2018, 2019, 2020):
        made = returned(services, year)
        assert differences(cells(made), Recount(raw, year).cells()) == {}
        assert list(broken(cells(made), year)) == []
        assert cells(on_facts(services, year)) == cells(made)


def test_every_cell_of_a_year_with_the_later_codes(
    sqlite_services: Services, tmp_path: Path
) -> None:
    raw = given(sqlite_services, tmp_path, since=date(2023, 1, 1), until=date(2024, 3, 31))

    theirs = Recount(raw, 2024, more_forces=("British Transport Police",)).cells()

    assert differences(cells(returned(sqlite_services, 2024)), theirs) == {}


def test_what_is_counted_again_leaves_no_line_empty_that_a_record_can_be_on(tmp_path: Path) -> None:
    """A line that is zero in both counts would be no check of it."""
    path = tmp_path / "one.csv"
    write(path, 3 * RECORDS, since=date(2019, 4, 1), until=date(2020, 3, 31))

    found = Recount(from_metropolitan({"Gwent": path}), 2020).cells()

    never = {"Handcuffing", "Baton", "Irritant spray", "AEP", "Dog"}
    empty = {
        cell[3]
        for cell, count in found.items()
        if count == 0 and cell[0] == 1 and cell[4] == "Number of times tactic reported"
    }
    assert empty == {f"{one} not stated" for one in never}


def test_a_planted_mistake_is_found_in_every_table(
    sqlite_services: Services, tmp_path: Path
) -> None:
    """The control: one record less in the raw file, and each table that it was in differs."""
    path = tmp_path / "one.csv"
    write(path, 40, since=date(2019, 4, 1), until=date(2020, 3, 31))
    take_over(sqlite_services, path, Force.GWENT)
    follow(sqlite_services)
    ours = cells(returned(sqlite_services, 2020))
    raw = from_metropolitan({"Gwent": path})
    raw.execute(
        """delete from raw_records where rowid = (
               select min(rowid) from raw_records where len(reasons) > 0 and len(factors) > 0
                   and len(outcomes) > 0 and len(places) > 0
                   and list_contains(steps, 'CED (Taser) Drawn'))"""
    )

    found = differences(ours, Recount(raw, 2020).cells())

    assert {table for table, *_ in found} == set(range(1, 18))
