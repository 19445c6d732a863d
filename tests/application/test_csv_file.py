import csv
import gzip
import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.importing.csv_file import CsvFile, Line, UnusableFileError, look_at

TABLE = "a,b,c\n1,2,3\n4,5,6\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "legacy.csv"


def looked_at(path: Path, content: bytes | str) -> CsvFile:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return look_at(path)


def read(path: Path, content: bytes | str) -> list[Line]:
    return list(looked_at(path, content).lines())


def cells(lines: list[Line]) -> list[list[str]]:
    return [list(line.cells) for line in lines]


def test_lines_are_counted_as_an_editor_shows_them(path: Path) -> None:
    lines = read(path, 'a,b\n1,"two\nlines"\n3,4\n')

    assert [(line.number, *line.cells) for line in lines] == [(2, "1", "two\nlines"), (4, "3", "4")]


def test_the_digest_is_the_one_of_its_bytes(path: Path) -> None:
    found = looked_at(path, TABLE)

    assert found.digest == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with a byte-order mark"),
        ("cp1252", "Windows-1252"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16 without a byte-order mark"),
        ("utf-16-be", "UTF-16 without a byte-order mark"),
    ],
)
def test_encodings_are_recognised(path: Path, encoding: str, told: str) -> None:
    found = looked_at(path, "name,said\nZoë,Don’t know\n".encode(encoding))

    assert found.how.startswith(f"{told},")
    assert found.headings == ("name", "said")
    assert cells(list(found.lines())) == [["Zoë", "Don’t know"]]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_are_recognised(path: Path, separator: str, end: str) -> None:
    content = TABLE.replace(",", separator).replace("\n", end)

    assert cells(read(path, content)) == [["1", "2", "3"], ["4", "5", "6"]]


def test_a_packed_file_is_read_as_it_is(path: Path) -> None:
    assert cells(read(path, gzip.compress(TABLE.encode()))) == [["1", "2", "3"], ["4", "5", "6"]]


def test_empty_lines_and_empty_columns_of_a_spreadsheet_are_passed_over(path: Path) -> None:
    lines = read(path, "\n\na,b,,\n1,2,,\n,,,\n\n3,4,,\n")

    assert [(line.number, *line.cells) for line in lines] == [(4, "1", "2"), (7, "3", "4")]


def test_a_line_with_too_few_or_too_many_cells_is_told_and_not_guessed(path: Path) -> None:
    lines = read(path, "a,b,c\n1,2\n1,2,3,4\n1,2,3\n")

    assert [bool(line.problem) for line in lines] == [True, True, False]
    assert "2 cells where there are 3 headings" in lines[0].problem


def test_a_stray_quotation_mark_costs_its_own_line_and_no_other(path: Path) -> None:
    lines = read(path, 'a,b\n1,"two\n3,4\n5,"six"\n7,8\n')

    assert [(line.number, bool(line.problem)) for line in lines] == [
        (2, True),
        (3, False),
        (4, False),
        (5, False),
    ]
    assert "quotation mark" in lines[0].problem


def test_a_quotation_mark_that_is_never_closed_costs_its_own_line_and_no_other(path: Path) -> None:
    content = "a,b\n" + '1,"two\n' + "3,4\n" * 300

    lines = read(path, content)

    assert len(lines) == 301
    assert [line.number for line in lines if line.problem] == [2]


def test_an_inch_mark_is_no_quotation_mark(path: Path) -> None:
    assert cells(read(path, 'a,b\n5" blade,2\n3,4\n')) == [['5" blade', "2"], ["3", "4"]]


def test_a_nul_character_and_an_endless_line_are_told(path: Path) -> None:
    lines = read(path, "a,b\n1,\x002\n" + "x" * 3_000_000 + ",1\n3,4\n")

    assert [line.number for line in lines] == [2, 3, 4]
    assert "NUL" in lines[0].problem
    assert "longer than a megabyte" in lines[1].problem
    assert not lines[2].problem


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n\n", "nothing but empty lines"),
        (b"PK\x03\x04rest", "save the sheet as CSV"),
        (b"only one heading\n1\n", "no headings"),
        (b"a,b,a\n1,2,3\n", "Two columns have the heading 'a'"),
        (gzip.compress(TABLE.encode() * 1000, mtime=0)[:-9], "damaged"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_reason(
    path: Path, content: bytes, said: str
) -> None:
    with pytest.raises(UnusableFileError, match=said):
        looked_at(path, content)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.lists(
            st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
            min_size=3,
            max_size=3,
        ).filter(lambda row: any(cell.strip() for cell in row)),
        max_size=6,
    )
)
def test_whatever_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("written") / "table.csv"
    with path.open("w", newline="", encoding="utf-8") as opened:
        csv.writer(opened).writerows([["a", "b", "c"], *rows])

    assert cells(list(look_at(path).lines())) == rows


PIECES = st.binary(max_size=6).filter(lambda piece: b'"' not in piece)
"""Two quotation marks may make one cell of several lines, as a table is allowed to have."""


@settings(max_examples=60, deadline=None)
@given(damage=st.lists(st.tuples(st.integers(0, 400), PIECES), max_size=8))
def test_every_line_of_a_damaged_file_comes_out_once_and_in_order(
    tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[int, bytes]]
) -> None:
    path = tmp_path_factory.mktemp("damaged") / "table.csv"
    content = bytearray(b"a,b,c\n" + b"".join(b"%d,two,three\n" % n for n in range(30)))
    for at, piece in damage:
        content[7 + at : 7 + at + len(piece)] = piece
    path.write_bytes(content)

    found = look_at(path)
    lines = list(found.lines())

    numbers = [line.number for line in lines]
    assert numbers == sorted(set(numbers))
    assert all(line.problem or len(line.cells) == 3 for line in lines)
    intact = re.findall(r"(?m)^([0-9]+),two,three$", content.decode("latin-1"))
    assert set(intact) <= {line.cells[0] for line in lines if not line.problem}
