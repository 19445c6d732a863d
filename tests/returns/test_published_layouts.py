"""Titles, headings, lines and their order are those of the sheets that were published, year by year."""

from datetime import date
from itertools import pairwise

import pytest

from domain.codelists.forces import Force
from domain.counting.national.tactics import LINES
from tests.returns.published import TABLES, sheet
from web.returns import layout
from web.returns.layout import layout_of
from web.returns.making import sheets
from web.returns.scope import scope_of
from web.returns.tables import Sheet


def ours(year: int, number: int) -> Sheet:
    """A table of no records at all."""
    scope = scope_of(year, {}, frozenset())
    return next(one for one in sheets(lambda _: [], scope) if one.number == number)


@pytest.mark.parametrize(("year", "number"), TABLES)
def test_a_title_is_the_published_one(year: int, number: int) -> None:
    published = sheet(year, number)[0][0]

    assert f"Table {number}. {ours(year, number).title}" == published


@pytest.mark.parametrize(("year", "number"), TABLES)
def test_the_columns_are_the_published_ones_in_their_order(year: int, number: int) -> None:
    made = ours(year, number)
    wanted = [*made.layout.stub, *made.headings]

    # They stand in two rows where the publisher put a line of sums between them.
    cells = [cell for row in sheet(year, number)[1:9] for cell in row if cell]
    positions = [cells.index(one) for one in wanted if one != made.layout.total]
    first = [at for one, at in zip(wanted, positions, strict=False) if one not in made.layout.stub]

    assert set(wanted) <= set(cells)
    assert first == sorted(first)


@pytest.mark.parametrize(
    ("year", "number"), [(year, number) for year, number in TABLES if number < 10]
)
def test_the_lines_of_tactics_are_the_published_ones(year: int, number: int) -> None:
    made = ours(year, number)
    above = 1 if made.layout.above else 0
    published = [
        (row[0], row[1])
        for row in sheet(year, number)
        if len(row) > 2 and row[1] and row[1] != "Tactic" and any(cell.isdecimal() for cell in row)
    ]

    assert [row.stub for row in made.rows[above:]] == published


@pytest.mark.parametrize(
    ("year", "number"), [(year, number) for year, number in TABLES if year > 2018 and number > 13]
)
def test_the_lines_of_each_force_are_the_published_ones(year: int, number: int) -> None:
    published = [
        tuple(row[:3])
        for row in sheet(year, number)[4:]
        if len(row) > 3 and row[2] and row[2] != "Tactic"
    ]

    assert [row.stub for row in ours(year, number).rows] == published


@pytest.mark.parametrize(
    ("year", "number"),
    [
        (2018, 12),
        (2018, 13),
        (2018, 14),
        (2018, 15),
        (2019, 12),
        (2019, 13),
        (2020, 12),
        (2020, 13),
    ],
)
def test_regions_and_forces_are_the_published_ones(year: int, number: int) -> None:
    made = ours(year, number)
    width = len(made.layout.stub)
    published = [
        tuple(cell.removesuffix(" (R)") for cell in row[:width])
        for row in sheet(year, number)[4:]
        if len(row) > width and row[0] and row[0] not in ("Region", "Financial year")
    ]

    assert [row.stub for row in made.rows] == published


@pytest.mark.parametrize(("year", "number"), [(y, n) for y in (2018, 2019, 2020) for n in (10, 11)])
def test_the_lines_of_injuries_are_the_published_ones(year: int, number: int) -> None:
    made = ours(year, number)
    width = len(made.layout.stub)
    published = [
        row[:width]
        for row in sheet(year, number)[5:]
        if any(cell.isdecimal() for cell in row[width:])
    ]
    # A word that the publisher leaves out because it stands above is written out.
    for before, row in pairwise(published):
        row[0] = row[0] or before[0]

    assert [list(row.stub) for row in made.rows[:-1]] == published[:-1]
    assert made.rows[-1].stub[0] == published[-1][0]


@pytest.mark.parametrize("year", range(2018, 2027))
def test_every_year_has_a_layout_whose_codes_are_counted(year: int) -> None:
    found = layout_of(year)

    assert [one.number for one in found.tables] == list(range(1, 16 if year == 2018 else 18))
    for lines in found.lines.values():
        assert {one.code for one in lines} <= {*LINES, "not-reported"}


def test_a_layout_stands_until_the_next_one() -> None:
    assert [layout_of(year).since for year in (2018, 2019, 2020, 2023, 2024, 2026)] == [
        *(2018, 2019, 2020, 2020, 2024, 2024)
    ]


def test_the_later_codes_have_columns_from_2024_on() -> None:
    def columns(year: int, table: int) -> set[str]:
        return {one.code for one in layout_of(year).table(table).columns}

    assert columns(2024, 6) - columns(2023, 6) == {"effect-stop-and-search"}
    assert columns(2024, 8) - columns(2023, 8) == {"no-further-action"}


def test_every_force_stands_in_one_region() -> None:
    stated = [code for region in layout.regions() for code in region.forces]

    assert sorted(stated) == sorted(one.value for one in Force)


def test_there_is_a_return_of_each_year_since_recording_began() -> None:
    assert list(layout.years(date(2020, 3, 31))) == [2018, 2019, 2020]
    assert layout.years(date(2020, 4, 1))[-1] == 2021
