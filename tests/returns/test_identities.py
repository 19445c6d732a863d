"""The arithmetic of a return: what adds up, on any data, and that a wrong figure is noticed."""

from datetime import date
from pathlib import Path

import pytest

from domain.codelists.forces import Force
from tests.installations import follow
from tests.returns.identities import broken
from tests.returns.made_up_file import write
from tests.returns.raw import from_metropolitan
from tests.returns.recount import Cell, Recount
from tests.returns.taking_over import cells, returned, take_over
from web.bootstrap import Services

YEARS = (2018, 2019, 2020)


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> dict[Cell, int | str]:
    """Figures of the year ending March 2020."""
    path = tmp_path_factory.mktemp("counted") / "one.csv"
    write(path, 200, since=date(2019, 4, 1), until=date(2020, 3, 31))
    return Recount(from_metropolitan({"Gwent": path}), 2020).cells()


def test_figures_add_up_in_every_year_that_was_published(
    sqlite_services: Services, tmp_path: Path
) -> None:
    for number, force in enumerate((Force.GWENT, Force.METROPOLITAN, Force.KENT)):
        path = tmp_path / f"{force.value}.csv"
        write(path, 150, since=date(2016, 1, 1), until=date(2020, 3, 31), seed=number)
        take_over(sqlite_services, path, force)
    follow(sqlite_services)

    for year in YEARS:
        assert list(broken(cells(returned(sqlite_services, year)), year)) == []


def test_figures_of_no_records_add_up(sqlite_services: Services) -> None:
    for year in YEARS:
        found = cells(returned(sqlite_services, year))

        assert list(broken(found, year)) == []
        assert {count for count in found.values() if count != ":"} == {0}


@pytest.mark.parametrize(
    "cell",
    [
        (1, "Total England and Wales", "Restraint", "Handcuffing, of which"),
        (2, "Total England and Wales", "Less lethal weapons", "CED discharge"),
        (5, "Total England and Wales", "Restraint", "Ground restraint"),
        (9, "Total England and Wales", "Unarmed skills", "Total Unarmed skills"),
        (10, "Total England and Wales", "Total incidents", ""),
        (11, "Total England and Wales", "Total incidents", ""),
        (12, "Total Wales", "", ""),
        (13, "Gwent", "Less lethal weapons", "Fired"),
        (14, "Gwent", "Other", "Dog bite"),
        (17, "Total England and Wales", "Firearms", "*Total Firearms"),
    ],
)
def test_a_figure_that_is_one_too_high_is_noticed(
    counted: dict[Cell, int | str], cell: tuple[int, str, str, str]
) -> None:
    assert list(broken(counted, 2020)) == []
    key = next(one for one in counted if one[:4] == cell and counted[one] != ":")

    wrong = {**counted, key: int(counted[key]) + 1}

    assert list(broken(wrong, 2020))
