"""The sheets that the Home Office published, beside this repository; they are never copied into it."""

import csv

from tests.requirements import need
from tests.shared import SHARED

SHEETS = SHARED / "home_office_use_of_force" / "sheets_csv"
YEARS = {2018: 15, 2019: 17, 2020: 17}
"""How many tables each year has."""
TABLES = [(year, number) for year, tables in YEARS.items() for number in range(1, tables + 1)]


def sheet(year: int, number: int) -> list[list[str]]:
    """The cells of a sheet, down to its notes; without the marks of footnotes in three of its labels."""
    need(SHEETS.is_dir(), f"the published sheets of the Home Office are not at {SHEETS}")
    path = SHEETS / f"ye_mar_{year}_table_{number}.csv"
    with path.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.reader(opened))
    end = next((at for at, row in enumerate(rows) if row[:1] == ["Notes"]), len(rows))
    return [[_plain(cell) for cell in row] for row in rows[:end]]


def _plain(cell: str) -> str:
    marked = {"CED1", "Total Less lethal weapons1", "*Total Less lethal weapons1"}
    return cell.removesuffix("1") if cell in marked else cell
