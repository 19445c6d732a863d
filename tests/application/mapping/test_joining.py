"""Several files become one table: nothing of them is lost, and nothing is guessed."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from application.importing.mapping import joining
from application.importing.mapping.joining import (
    ColumnNotThereError,
    FileNotGivenError,
    FileNotInMappingError,
    Joined,
    Line,
    NotACsvFileError,
    TooManyRowsError,
    digest_of,
    rows_of,
)
from application.importing.mapping.reading import mapping_of
from tests.application.mapping.writing import DATE, a_mapping, written

FILES = """
[[file]]
name = "people"
file = "people.csv*"
key = "Form"
rows = "records"
[[file]]
name = "forms"
file = "forms.csv*"
key = "Number"
[[file]]
name = "places"
file = "places.csv*"
key = "Form"
rows = "many"
[[file]]
name = "force"
file = "force.csv*"
key = "Form"
rows = "many"
order = "At"
about = "one"
"""
QUESTIONS = """
[questions.locations]
from = "places.Where"
values = { Street = "street", Shop = "retail" }
[questions.tactics]
from = "force.What"
values = { Cuffs = "handcuffing-compliant", Baton = "baton-used" }
"""
MAPPING = mapping_of(
    a_mapping(
        QUESTIONS,
        files=FILES,
        record='[record]\nkey = ["people.Form", "people.Person"]\n',
        date=DATE.replace('"Date"', '"forms.Date"'),
    )
)
PEOPLE = (("Form", "Person"), ("1", "1"), ("2", "1"), ("2", "2"))
FORMS = (("Number", "Date"), ("1", "01/02/2020"), ("2", "02/02/2020"))
PLACES = (("Form", "Where"), ("2", "Shop"), ("1", "Street"), ("1", "Shop"))
FORCE = (("Form", "At", "What"), ("1", "2", "Baton"), ("1", "1", "Cuffs"), ("2", "1", "Cuffs"))


def given(
    folder: Path,
    *,
    people: Sequence[Sequence[str]] = PEOPLE,
    forms: Sequence[Sequence[str]] = FORMS,
    places: Sequence[Sequence[str]] = PLACES,
    force: Sequence[Sequence[str]] = FORCE,
    packed: str = "",
) -> list[Path]:
    tables = {"people": people, "forms": forms, "places": places, "force": force}
    return [written(folder, f"{name}.csv{packed}", *rows) for name, rows in tables.items()]


def lines(paths: Sequence[Path]) -> list[Line]:
    return list(Joined(MAPPING, paths).lines())


def cells(paths: Sequence[Path]) -> list[dict[str, str]]:
    joined = Joined(MAPPING, paths)
    return [dict(zip(joined.headings, line.cells, strict=True)) for line in joined.lines()]


def test_each_row_of_the_records_file_has_what_its_key_has_elsewhere(tmp_path: Path) -> None:
    first, second, third = cells(given(tmp_path))

    assert first == {
        "people.Form": "1",
        "people.Person": "1",
        "forms.Date": "01/02/2020",
        "places.Where": "Street\nShop",
        "force.What": "Cuffs\nBaton",
        "records": "1",
    }
    assert second["forms.Date"] == third["forms.Date"] == "02/02/2020"
    assert second["records"] == third["records"] == "2"


def test_a_list_stands_in_the_order_of_its_numbers_or_else_of_its_rows(tmp_path: Path) -> None:
    numbered = [("Form", "At", "What"), *(("1", str(n), "Baton") for n in (10, 9))]
    numbered += [("1", "1", "Cuffs")]

    first, *_ = cells(given(tmp_path, force=numbered))

    assert first["force.What"] == "Cuffs\nBaton\nBaton"
    assert first["places.Where"] == "Street\nShop"


def test_the_files_may_be_packed(tmp_path: Path) -> None:
    (tmp_path / "packed").mkdir()

    assert cells(given(tmp_path / "packed", packed=".gz")) == cells(given(tmp_path))


def test_a_line_has_the_number_on_which_it_begins(tmp_path: Path) -> None:
    people = [("Form", "Person"), ("1", "one\ntwo"), ("2", "1")]

    assert [line.number for line in lines(given(tmp_path, people=people))] == [2, 4]


def test_a_row_that_belongs_to_no_record_is_told_after_the_last(tmp_path: Path) -> None:
    *_, last = lines(given(tmp_path, places=(*PLACES, ("9", "Street"))))

    assert last.number == 5
    assert last.problem == (
        "places has “9”, and people has no such row. Add it there, or take it out here."
    )
    assert "Street" in last.cells


def test_two_rows_where_there_is_one_are_told_with_each_of_their_records(tmp_path: Path) -> None:
    forms = (*FORMS, ("2", "03/02/2020"))

    first, *others = lines(given(tmp_path, forms=forms))

    assert first.problem == ""
    assert {line.problem for line in others} == {"forms has 2 rows of “2”. Keep one of them."}


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"people": (*PEOPLE[:2], ("2",), PEOPLE[3])}, [2]),
        ({"force": (*FORCE[:3], ("2", "1", "Cuffs", "more"))}, [2, 3]),
    ],
)
def test_a_row_that_has_not_a_cell_for_each_heading_is_told(
    tmp_path: Path, changed: dict[str, Sequence[Sequence[str]]], wrong: list[int]
) -> None:
    found = lines(given(tmp_path, **changed))  # type: ignore[arg-type]

    told = [at for at, line in enumerate(found, start=1) if "cells under" in line.problem]
    assert told == wrong


def test_rejected_lines_are_read_again_as_they_were_written(tmp_path: Path) -> None:
    joined = Joined(MAPPING, given(tmp_path))
    mended = written(
        tmp_path, "rejected.csv", joined.headings, *(line.cells for line in joined.lines())
    )

    again = Joined(MAPPING, [mended])

    assert again.is_joined_already
    assert cells([mended]) == cells(given(tmp_path))
    assert [line.number for line in again.lines()] == [2, 5, 6]


def test_every_file_is_given_and_no_other(tmp_path: Path) -> None:
    paths = given(tmp_path)
    twin = written(tmp_path, "people.csv.gz", *PEOPLE)
    other = written(tmp_path, "other.csv", *PEOPLE)

    with pytest.raises(FileNotGivenError, match="force"):
        Joined(MAPPING, paths[:3])
    with pytest.raises(FileNotGivenError, match="people"):
        Joined(MAPPING, [*paths, twin])
    with pytest.raises(FileNotInMappingError, match="other"):
        Joined(MAPPING, [*paths, other])


def test_a_column_that_is_not_there_is_named_with_what_there_is(tmp_path: Path) -> None:
    places = [("Form", "Were"), ("1", "Street")]

    with pytest.raises(ColumnNotThereError, match=r"places.Where.*Did you mean “Were”"):
        lines(given(tmp_path, places=places))


def test_an_empty_file_has_none_of_its_columns(tmp_path: Path) -> None:
    with pytest.raises(ColumnNotThereError):
        lines(given(tmp_path, places=()))


@pytest.mark.parametrize("content", [b'a,b\n1,"2', b"a,b\n\xff,2\n"])
def test_what_is_no_csv_is_refused_with_its_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "wrong.csv"
    file.write_bytes(content)

    with pytest.raises(NotACsvFileError, match=r"wrong.csv, line"):
        list(rows_of(file))


def test_a_packed_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, "cut.csv.gz", *([str(number)] * 9 for number in range(999)))
    file.write_bytes(file.read_bytes()[:-20])

    with pytest.raises(NotACsvFileError):
        list(rows_of(file))


def test_more_rows_than_can_be_held_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = given(tmp_path)
    beside = len(FORMS) + len(PLACES) + len(FORCE) - 3

    monkeypatch.setattr(joining, "MOST_ROWS", beside)
    assert lines(paths)
    monkeypatch.setattr(joining, "MOST_ROWS", beside - 1)
    with pytest.raises(TooManyRowsError):
        lines(paths)


def test_the_digest_of_one_file_is_its_own_and_of_several_that_of_their_list(
    tmp_path: Path,
) -> None:
    one, other, *_ = given(tmp_path)
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (other, one)]
    listed = f"{digests[0]}  forms.csv\n{digests[1]}  people.csv\n"

    assert digest_of([one]) == digests[1]
    assert digest_of([one, other]) == hashlib.sha256(listed.encode()).hexdigest()
    assert digest_of([other, one]) == digest_of([one, other])


def test_it_says_how_far_it_has_come(tmp_path: Path) -> None:
    joined = Joined(MAPPING, given(tmp_path))

    assert [line.done for line in joined.lines()] == [1, 2, 3]
    assert joined.size == 3
