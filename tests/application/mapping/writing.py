"""Small mapping files and small sources, for the sentence a test is about."""

import csv
import gzip
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from application.importing.candidate import Candidate, Rejected
from application.importing.mapping.layout import MappedLayout
from application.importing.mapping.mistakes import WrongMappingError
from application.importing.mapping.reading import mapping_of
from domain.records.account import QUESTIONS

HEAD = """
[mapping]
name = "legacy"
version = 1
force = "northshire"
description = "Records of the old system"
source = "The old system"
licence = "The force's own"
"""
FILE = """
[[file]]
name = "forms"
file = "forms.csv"
"""
RECORD = """
[record]
key = "Form"
"""
DATE = """
[questions.incident_date]
from = "Date"
date = "%d/%m/%Y"
"""
QUESTION = re.compile(r"^\[questions\.(\w+)\]", re.MULTILINE)


def a_mapping(
    questions: str = "",
    *,
    head: str = HEAD,
    files: str = FILE,
    record: str = RECORD,
    date: str = DATE,
    events: str = "",
) -> str:
    """A mapping file in which everything that is not said was not asked."""
    said = date + questions
    asked = QUESTION.findall(said)
    rest = "".join(
        f'{question} = "The old form did not ask it"\n'
        for question in QUESTIONS
        if question not in asked
    )
    return f"{head}{files}{record}{said}{events}\n[not-asked]\n{rest}"


def read(text: str, **cells: str) -> Candidate | Rejected:
    """What a mapping makes of the second line of its file."""
    layout = MappedLayout(mapping_of(text), file="forms.csv", digest="5e" * 32)
    return layout.read(2, {"Form": "1", "Date": "04/05/2020", **cells})


def answer(text: str, question: str, **cells: str) -> Any:
    """One answer of the record that a line becomes; none when it was not answered."""
    found = read(text, **cells)
    assert isinstance(found, Candidate), found
    return found.answers.get(question)


def refused(text: str, **cells: str) -> list[tuple[str, str]]:
    """The columns of a line that are wrong, and what is said of each."""
    found = read(text, **cells)
    assert isinstance(found, Rejected), found
    return [(problem.heading, problem.sentence) for problem in found.problems]


def mistakes(text: str) -> list[str]:
    """What is wrong with a mapping file: line and sentence."""
    try:
        mapping_of(text)
    except WrongMappingError as error:
        return [str(mistake) for mistake in error.mistakes]
    return []


def line_of(text: str, part: str) -> int:
    """The line on which a part of a text stands."""
    return text[: text.index(part)].count("\n") + 1


def written(folder: Path, name: str, *rows: Sequence[str]) -> Path:
    """A CSV file with these rows, packed if its name says so."""
    path = folder / name
    opened = gzip.open if name.endswith(".gz") else open
    with opened(path, "wt", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path
