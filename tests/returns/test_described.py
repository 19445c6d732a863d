"""The long table of a return is as its description says, to other people’s tools."""

import json
import warnings
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.codelists.forces import Force
from tests.installations import follow
from tests.returns.made_up_file import write
from tests.returns.taking_over import returned, take_over
from web.bootstrap import Services
from web.releases.data_files import LICENCE
from web.returns.described import COLUMNS, description
from web.returns.files import Return, as_csv
from web.returns.tables import HEADINGS

with warnings.catch_warnings():
    # Of what the tool itself leans on.
    warnings.simplefilter("ignore")
    from csvw import CSVW

YEARS = (2018, 2019, 2020)


@pytest.fixture
def services(sqlite_services: Services, tmp_path: Path) -> Services:
    path = tmp_path / "one.csv"
    write(path, 60, since=date(2017, 4, 1), until=date(2020, 3, 31))
    take_over(sqlite_services, path, Force.GWENT)
    follow(sqlite_services)
    return sqlite_services


def written(made: Return, folder: Path) -> Path:
    (folder / made.name(".csv")).write_bytes(as_csv(made))
    where = folder / made.name(".csv-metadata.json")
    where.write_bytes(description(made))
    return where


def is_valid(where: Path) -> bool:
    """What the tool says of the files: it collects warnings, which are errors elsewhere in the tests."""
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        return CSVW(str(where), validate=True).is_valid


@pytest.mark.parametrize("year", YEARS)
def test_the_table_of_each_layout_is_as_described(
    services: Services, tmp_path: Path, year: int
) -> None:
    assert is_valid(written(returned(services, year, "gwent", "kent"), tmp_path))


@pytest.mark.parametrize(
    "line", ["12,Kent,,,Total,some", "Twelve,Kent,,,Total,1", "12,,,,Total,1", "12,Kent,,,,1"]
)
def test_a_line_that_is_not_as_described_is_refused(
    services: Services, tmp_path: Path, line: str
) -> None:
    made = returned(services, 2020, "gwent", "kent")
    where = written(made, tmp_path)
    with (tmp_path / made.name(".csv")).open("a", newline="") as file:
        file.write(f"{line}\r\n")

    assert not is_valid(where)


def test_a_second_figure_of_the_same_is_refused(services: Services, tmp_path: Path) -> None:
    made = returned(services, 2020, "gwent", "kent")
    where = written(made, tmp_path)
    with (tmp_path / made.name(".csv")).open("a", newline="") as file:
        file.write("12,Kent,,,Total,1\r\n")

    with pytest.raises(ValueError, match="duplicate primary key"):
        is_valid(where)


def test_its_columns_are_those_of_the_file_and_what_is_missing_is_declared(
    services: Services,
) -> None:
    said: dict[str, Any] = json.loads(description(returned(services, 2020, "gwent", "kent")))
    columns = said["tableSchema"]["columns"]

    assert tuple(one.name for one in COLUMNS) == HEADINGS
    assert said["url"] == "use-of-force-return-2020-gwent-kent.csv"
    assert columns[-1]["null"] == [":"]
    assert all(one["titles"] and one["dc:description"] for one in columns)


def test_what_is_not_for_publishing_has_no_publisher_and_no_licence(services: Services) -> None:
    said = description(returned(services, 2020, "gwent")).decode()

    assert LICENCE not in said
    assert "dc:publisher" not in said
