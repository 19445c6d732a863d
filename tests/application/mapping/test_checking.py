"""A mapping is held against its files before anything is imported."""

from pathlib import Path

import pytest

from application.importing.mapping.checking import Checked, check
from tests.application.mapping.writing import FILE, a_mapping, line_of, written

PLACES = """
[questions.locations]
from = "Where"
[questions.locations.values]
Street = "street"
Moon = "other"
"""
TEXT = a_mapping(PLACES)
ROWS = (
    ("Form", "Date", "Where"),
    ("1", "01/02/2020", "Street"),
    ("2", "02/02/2020", "Sea"),
    ("3", "03/02/2020", "Sea"),
    ("4", "", "Sky"),
)


def checked(folder: Path, text: str = TEXT, *rows: tuple[str, ...]) -> Checked:
    return check(text, [written(folder, "forms.csv", *(rows or ROWS))])


def test_words_that_no_rule_covers_are_listed_with_how_often_and_where(tmp_path: Path) -> None:
    found = checked(tmp_path)

    assert [(one.heading, one.count, one.first_line) for one in found.uncovered] == [
        ("Where", 2, 3),
        ("Where", 1, 5),
        ("Date", 1, 5),
    ]
    assert "No rule covers “Sea”" in found.uncovered[0].sentence
    assert (found.lines, found.records, found.is_clean) == (4, 1, False)


def test_words_that_never_occur_are_listed_with_their_line(tmp_path: Path) -> None:
    (never,) = checked(tmp_path).never_met

    assert never.line == line_of(TEXT, "Moon")
    assert never.sentence == "“Moon” never occurs in Where."


def test_a_mapping_that_covers_everything_is_clean(tmp_path: Path) -> None:
    found = checked(tmp_path, TEXT, ROWS[0], ("1", "01/02/2020", "Street"))

    assert found.is_clean
    assert (found.lines, found.records) == (1, 1)


def test_mistakes_of_the_mapping_come_first(tmp_path: Path) -> None:
    found = checked(tmp_path, TEXT.replace('"street"', '"streat"'))

    assert [mistake.line for mistake in found.mistakes] == [line_of(TEXT, "Street =")]
    assert found.lines == 0


@pytest.mark.parametrize(
    ("text", "at", "sentence"),
    [
        (
            TEXT.replace('from = "Where"', 'from = "Were"'),
            'from = "Were"',
            "file forms has no column “Were”. Did you mean “Where”?",
        ),
        (
            TEXT.replace(FILE, FILE + 'unused = { Colour = "Nobody asked" }\n'),
            "[[file]]",
            "file forms has no column “Colour”. There is: Form, Date, Where.",
        ),
        (
            a_mapping(),
            "[[file]]",
            "file forms: nothing is said of its column “Where”: use it, or put it under “unused” with the reason.",
        ),
    ],
)
def test_every_column_is_used_or_its_absence_explained(
    tmp_path: Path, text: str, at: str, sentence: str
) -> None:
    found = checked(tmp_path, text)

    assert (line_of(text, at), sentence) in [(one.line, one.sentence) for one in found.mistakes]
    assert not found.is_clean
