"""The spreadsheet: the same bytes from the same records, the figures of the CSV, and fit to be read aloud."""

import csv
import io
import re
from datetime import date
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZIP_STORED, ZipFile

import pytest

from domain.codelists.forces import Force
from tests.installations import follow
from tests.returns.made_up_file import write
from tests.returns.taking_over import returned, take_over
from web.bootstrap import Services
from web.returns import files, ods
from web.returns.files import Return

NAMES = {
    prefix: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for prefix, name in (("t", "table"), ("o", "office"), ("x", "text"), ("m", "meta"))
}
DC = "{http://purl.org/dc/elements/1.1/}"


@pytest.fixture
def made(sqlite_services: Services, tmp_path: Path) -> Return:
    path = tmp_path / "one.csv"
    write(path, 60, since=date(2019, 4, 1), until=date(2020, 3, 31))
    take_over(sqlite_services, path, Force.GWENT)
    follow(sqlite_services)
    return returned(sqlite_services, 2020, "gwent", "kent")


@pytest.fixture
def archive(made: Return) -> ZipFile:
    return ZipFile(io.BytesIO(files.as_ods(made)))


def sheets(archive: ZipFile) -> dict[str, list[list[str]]]:
    """The words of every cell of every sheet, read by what is no part of the product."""
    root = ET.fromstring(archive.read("content.xml"))
    found = {}
    for sheet in root.iter(f"{{{NAMES['t']}}}table"):
        name = sheet.get(f"{{{NAMES['t']}}}name")
        rows = sheet.iter(f"{{{NAMES['t']}}}table-row")
        found[name] = [["".join(cell.itertext()) for cell in row] for row in rows]
    return found


def test_the_same_records_make_the_same_bytes(made: Return, sqlite_services: Services) -> None:
    again = returned(sqlite_services, 2020, "kent", "gwent")

    digests = {sha256(files.as_ods(one)).hexdigest() for one in (made, again)}

    assert len(digests) == 1


def test_nothing_in_the_archive_hangs_on_a_clock_or_a_compressor(archive: ZipFile) -> None:
    entries = archive.infolist()

    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.compress_type for entry in entries} == {ZIP_STORED}
    assert b"date" not in archive.read("meta.xml")


def test_programs_know_the_kind_of_file_by_its_first_entry(archive: ZipFile) -> None:
    assert archive.infolist()[0].filename == "mimetype"
    assert archive.read("mimetype").decode() == ods.MIMETYPE
    named = re.findall(r'full-path="([^"]+)"', archive.read("META-INF/manifest.xml").decode())
    assert set(named) - {"/"} <= set(archive.namelist())


def test_title_and_language_are_set(archive: ZipFile) -> None:
    meta = ET.fromstring(archive.read("meta.xml"))

    title, language = meta.find(f".//{DC}title"), meta.find(f".//{DC}language")
    assert title is not None
    assert title.text == "Police use of force, England and Wales, 1 April 2019 to 31 March 2020"
    assert language is not None
    assert language.text == "en-GB"


def test_every_sheet_has_one_table_its_title_first_and_no_empty_row(archive: ZipFile) -> None:
    found = sheets(archive)

    names = ["Cover", "Contents", "Notes", "Checks", *(f"Table {one}" for one in range(1, 18))]
    assert list(found) == names
    for name, rows in found.items():
        assert rows[0][0], name
        assert all(any(row) for row in rows), name
        assert "This worksheet contains one table." in rows[1][0] or name == "Cover"


def test_heading_rows_are_marked_and_tables_named(archive: ZipFile) -> None:
    root = ET.fromstring(archive.read("content.xml"))
    marked = root.findall(".//t:table-header-rows/t:table-row", NAMES)
    named = root.findall(".//t:database-range", NAMES)

    assert len(marked) == len(named) == 20
    for one in named:
        where = one.get(f"{{{NAMES['t']}}}target-range-address", "")
        matched = re.fullmatch(r"'(.+)'\.A(\d+):'\1'\.([A-Z]+)(\d+)", where)
        assert matched, where
        rows = sheets(archive)[matched[1]]
        assert int(matched[4]) == len(rows)
        assert len(rows[int(matched[2]) - 1]) == ord(matched[3]) - ord("A") + 1


def test_no_cell_is_merged(archive: ZipFile) -> None:
    content = archive.read("content.xml").decode()

    assert "spanned" not in content
    assert "covered" not in content


def test_links_lead_to_sheets_that_are_there(archive: ZipFile) -> None:
    links = re.findall(r"xlink:href=\"#'([^']+)'\.A1\"", archive.read("content.xml").decode())

    assert set(links) == set(sheets(archive)) - {"Cover"}


def test_its_figures_are_those_of_the_long_table(made: Return, archive: ZipFile) -> None:
    found = sheets(archive)
    long = list(csv.DictReader(io.StringIO(files.as_csv(made).decode())))

    for sheet in made.sheets:
        rows = found[sheet.name]
        stub = len(sheet.layout.stub)
        heads = next(at for at, row in enumerate(rows) if row[:stub] == list(sheet.layout.stub))
        figures = [cell for row in rows[heads + 1 :] for cell in row[stub:]]
        assert figures == [line["count"] for line in long if line["table"] == str(sheet.number)]


def test_figures_are_numbers_and_what_is_not_available_is_a_colon(archive: ZipFile) -> None:
    root = ET.fromstring(archive.read("content.xml"))
    kind = f"{{{NAMES['o']}}}value-type"

    for cell in root.iter(f"{{{NAMES['t']}}}table-cell"):
        words = "".join(cell.itertext())
        assert (cell.get(kind) == "float") == words.isdecimal(), words
    assert [row for row in sheets(archive)["Table 12"] if row[1:2] == ["Kent"]] == [
        ["South East", "Kent", ":"]
    ]


def test_what_would_be_markup_stays_words() -> None:
    page = ods.Page(
        name="One & only",
        title="<b>",
        above=[ods.Link("A & B", "One & only")],
        labels=["<i>"],
        lines=[ods.Line(labels=['"&"'])],
    )

    archive = ZipFile(io.BytesIO(ods.workbook("<&>", [page])))

    assert sheets(archive) == {"One & only": [["<b>"], ["A & B"], ["<i>"], ['"&"']]}


def test_columns_are_named_as_spreadsheets_name_them() -> None:
    assert [ods._letters(one) for one in (1, 26, 27, 52, 53)] == ["A", "Z", "AA", "AZ", "BA"]


def test_a_sentence_has_the_height_it_needs_whatever_prints_it() -> None:
    sentences = ["Short.", "A word of some letters " * 6]
    page = ods.Page(
        name="Notes",
        title="Notes",
        labels=["Note", "Words"],
        lines=[ods.Line(labels=["1", one]) for one in sentences],
        is_prose=True,
    )

    content = ZipFile(io.BytesIO(ods.workbook("Notes", [page]))).read("content.xml").decode()

    assert re.findall(r'<table:table-row table:style-name="(\w+)"', content)[2:] == ["ro", "ro2"]
    (height,) = re.findall(r'"ro2".*?style:row-height="([\d.]+)cm"', content)
    # Two lines of eleven points.
    assert float(height) >= 2 * 11 * 2.54 / 72 * 1.15


def test_what_stands_in_place_of_a_figure_stands_where_figures_do() -> None:
    line = ods.Line(labels=["White"], figures=[7, "[c]"])
    page = ods.Page(name="One", title="One", labels=["Group"], headings=["a", "b"], lines=[line])

    content = ZipFile(io.BytesIO(ods.workbook("One", [page]))).read("content.xml").decode()

    styles = set(re.findall(r'table:style-name="(\w+)"[^>]*><text:p>(?:7|\[c\])<', content))
    (style,) = styles
    assert re.search(
        rf'style:name="{style}"[^/]*/?>(?:<[^>]*>)*?<style:paragraph-properties fo:text-align="end"',
        content,
    )
