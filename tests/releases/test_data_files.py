"""The files of data say the same to other people's tools, which refuse what is not as described."""

import csv
import json
import warnings
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest

from domain.codelists.releases import ReasonForEdition
from domain.disclosure.symbols import Symbol
from domain.releases.facts import NO_FACTS
from domain.releases.release import Basis
from domain.summary.causes import Cause
from domain.summary.revisions import Revision
from tests.domain.summary.crossed import MANY, summary
from tests.releases.data import ROWS, some_data
from web.releases import tidy
from web.releases.data_files import as_csv, files_of
from web.releases.document import LAYOUT, Counted, Document, document

with warnings.catch_warnings():
    # Of what the tool itself leans on.
    warnings.simplefilter("ignore")
    from csvw import CSVW

NAME, DESCRIPTION = "use-of-force.csv", "use-of-force.csv-metadata.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in files_of(some_data()).items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def is_valid(folder: Path, description: str = DESCRIPTION) -> bool:
    """What the tool says of the files: it collects warnings, which are errors elsewhere in the tests."""
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        return CSVW(str(folder / description), validate=True).is_valid


def test_there_is_a_file_and_its_description_where_tools_look_for_it() -> None:
    assert list(files_of(some_data())) == [NAME, DESCRIPTION]


def test_the_file_is_as_rfc_4180_has_it() -> None:
    content = as_csv(some_data())

    assert content.splitlines(keepends=True)[0] == b"day,area,area_label,records,share\r\n"
    assert content.count(b"\r\n") == content.count(b"\n") == len(ROWS) + 1
    assert b'"North, with \xe2\x80\x9cquotes\xe2\x80\x9d and ""more"""' in content
    assert not content.startswith(b"\xef\xbb\xbf")


def test_symbols_stand_without_brackets() -> None:
    lines = list(csv.DictReader(as_csv(some_data()).decode().splitlines()))

    assert [(one["records"], one["share"]) for one in lines] == [
        ("1234", "61.9"),
        ("low", "c"),
        ("0", "z"),
    ]


def test_the_description_is_valid_and_so_is_the_file(folder: Path) -> None:
    assert is_valid(folder)


def test_a_tool_that_reads_the_description_reads_the_values(folder: Path) -> None:
    (table,) = CSVW(str(folder / DESCRIPTION)).tables

    found = list(table.iterdicts(strict=True))

    assert [tuple(one.values()) for one in found] == [
        # It reads a day as its midnight.
        (datetime.combine(day, time()), *(None if isinstance(one, Symbol) else one for one in rest))
        for day, *rest in ROWS
    ]


def test_it_says_who_publishes_what_under_which_licence(folder: Path) -> None:
    said: dict[str, Any] = json.loads((folder / DESCRIPTION).read_text())
    columns = said["tableSchema"]["columns"]

    assert said["dc:publisher"] == "Northshire Police"
    assert said["dc:title"].startswith("Use of force")
    assert "open-government-licence" in said["dc:license"]["@id"]
    assert said["tableSchema"]["primaryKey"] == ["day", "area"]
    assert [one.get("schema:unitText") for one in columns] == [
        None,
        None,
        None,
        "records",
        "percent",
    ]
    assert all(one["titles"] and one["dc:description"] for one in columns)
    assert [one.get("null") for one in columns[2:4]] == [None, ["c", "low", "x", "z"]]


@pytest.mark.parametrize(
    "line",
    [
        "2026-05-01,inland,Inland,3,1.0",
        "2026-05-01,ab|c (old),Pattern,3,1.0",
        "2026-05-01,,Nowhere,3,1.0",
        "2026-05-01,coast,Coast,three,1.0",
        "2026-05-01,coast,Coast,3.5,1.0",
        "2026-05-01,coast,Coast,[c],1.0",
        "2026-05-01,coast,Coast,3,much",
        "May,coast,Coast,3,1.0",
    ],
)
def test_a_bad_line_is_refused(folder: Path, line: str) -> None:
    with (folder / NAME).open("a", newline="") as file:
        file.write(f"{line}\r\n")

    assert not is_valid(folder)


def test_a_second_line_about_the_same_is_refused(folder: Path) -> None:
    with (folder / NAME).open("a", newline="") as file:
        file.write("2026-04-01,coast,Again,3,1.0\r\n")

    with pytest.raises(ValueError, match="duplicate primary key"):
        is_valid(folder)


def test_a_good_line_is_not(folder: Path) -> None:
    with (folder / NAME).open("a", newline="") as file:
        file.write("2026-05-01,coast,Coast,x,low\r\n")

    assert is_valid(folder)


def an_edition() -> Document:
    """A second edition of a quarter, in which a record came late."""
    before, after = summary(MANY), summary(MANY | {("north", "chinese", "yes"): 2})
    revision = Revision()
    for key, now in after.figures.items():
        if moved := now - before.figures.get(key, 0):
            revision.note(key, Cause.ADDED, moved)
    return document(
        Counted(
            summary=after,
            edition=2,
            basis=Basis(position=9, counting_rules=1, code_lists=1, layout=LAYOUT),
            reason=ReasonForEdition.SCHEDULED,
            notice=None,
            facts=NO_FACTS,
            before=[before],
            revision=revision,
            hidden_before={},
        )
    )


def test_the_data_of_an_edition_is_valid_and_says_what_its_tables_show(tmp_path: Path) -> None:
    made = an_edition()
    found = {**files_of(tidy.figures(made)), **files_of(tidy.changes(made))}
    for name, content in found.items():
        (tmp_path / name).write_bytes(content)
    descriptions = [name for name in found if name.endswith(".json")]

    lines = list(csv.DictReader(found["figures.csv"].decode().splitlines()))

    assert len(descriptions) == 2
    assert all(is_valid(tmp_path, one) for one in descriptions)
    assert {(one["table"], one["row"], one["column"]): one["value"] for one in lines} == {
        (table["code"], row["code"], column["code"]): str(cell).strip("[]")
        for table in made["tables"]
        for row in table["rows"]
        for column, cell in zip(table["columns"], row["cells"], strict=True)
    }
    assert {"c", "low"} <= {one["value"] for one in lines}
    assert len(found["changes.csv"].splitlines()) > 3
