"""A mapping as a value: which files there are, and what their cells say of each of our questions.

``reading.py`` makes it from a mapping file and refuses mistakes; ``layout.py`` reads lines by it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from application.importing.mapping.ways import Way, Words
from domain.codelists.answers import Absence
from domain.codelists.forces import Force


class Rows(StrEnum):
    """What a row of a file is."""

    RECORDS = "records"
    """A record: every mapping has one file of these."""
    ONE = "one"
    """More about the records of its key; no other row of the file has the same key."""
    MANY = "many"
    """One value of a list: the rows of the same key together are the list."""


class About(StrEnum):
    """Whose values a file holds, where several records have the same key."""

    ALL = "all"
    """They hold for each of the records."""
    ONE = "one"
    """They are about one of the records, and the file does not say which.

    Decision. Where a key has several records, such values are nobody's: the answer is left open and
    the words are kept with each of the records. Consequence: what was done to one person is never
    written into the record of another, and such records count as "not reported" until somebody
    mends them. Kept by ``tests/application/mapping/test_new_jersey.py``.
    """


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """A file of the source."""

    name: str
    pattern: str
    """What its name looks like, with ``*`` for any letters."""
    key: tuple[str, ...]
    """The columns by which its rows belong to records; none when there is only one file."""
    rows: Rows
    about: About
    order: str
    """The column that numbers the rows of a key; empty when they stand in their order."""
    unused: Mapping[str, str]
    """Columns without an equivalent, and why."""
    line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column of a file, as it is called among the joined cells."""

    file: File
    heading: str
    cell: str
    """Its heading in a joined line: with the file's name before it, unless there is only one."""
    line: int

    @property
    def holds_several(self) -> bool:
        return self.file.rows is Rows.MANY

    @property
    def is_of_one(self) -> bool:
        return self.file.about is About.ONE


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """A part is read only where another column has one of these words."""

    column: Column
    words: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Effective:
    """How the source says whether a step worked: row by row beside the tactic, or always the same."""

    column: Column | None = None
    words: Words | None = None
    always: Absence = Absence.NOT_ANSWERED


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A column that says something about a question, and how it is read."""

    column: Column
    way: Way
    split: str = ""
    """What stands between the words of one cell; empty where a cell is one word."""
    words: Mapping[str, int] = field(default_factory=dict)
    """Each word that it knows, by the line on which it stands."""
    keeps: frozenset[str] | None = frozenset()
    """The words that are kept beside the code because it does not say quite the same; none: all."""
    when: tuple[Condition, ...] = ()
    effective: Effective = Effective()
    line: int

    def heard(self, value: str) -> Sequence[str]:
        """The words of a value, but for blank ones."""
        if not self.split:
            return (value,) if value else ()
        return [word for one in value.split(self.split) if (word := one.strip())]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """How one of our questions is answered."""

    question: str
    line: int
    constant: Any = None
    parts: tuple[Part, ...] = ()
    first_only: bool = False
    """The first part that says something is the answer; otherwise all of them together are."""
    pick: tuple[Any, ...] = ()
    """Of several codes where only one may stand, the first of these."""
    otherwise: Absence = Absence.NOT_ANSWERED
    """Why there is no answer where the source says nothing."""


class Happened(StrEnum):
    """What the source may say of a record's history."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    AMENDED = "amended"


@dataclass(frozen=True, kw_only=True, slots=True)
class Happening:
    """Rows of a file, each of which is something that happened to a record while it was kept there."""

    is_a: Happened
    at: tuple[Column, Way]
    by: Column | None
    words: Column | None
    question: Column | None
    questions: Words | None
    """Which of our questions each word of that column means."""
    old: Column | None
    new: Column | None
    when: tuple[Condition, ...]
    line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordRule:
    """What a record is, apart from its answers."""

    key: tuple[Column, ...]
    """What tells a record from every other of this source, for ever."""
    prefix: str
    reference: tuple[Column, ...]
    officer: Column | None
    by_collar_number: bool
    """Whether people are named by the collar numbers under which they are registered here."""
    rank: Part | None
    submitted: tuple[Column, Way] | None
    not_a_record: tuple[Column, Mapping[str, str]] | None
    """Words that make a row no record, and why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceMapping:
    """Everything that a mapping file says."""

    name: str
    version: int
    force: Force
    description: str
    source: str
    licence: str
    zone: ZoneInfo
    files: tuple[File, ...]
    record: RecordRule
    rules: tuple[Rule, ...]
    happenings: tuple[Happening, ...]
    columns: Sequence[Column]
    """Every column that the mapping reads, once for each place that names it."""

    @property
    def records_file(self) -> File:
        return next(file for file in self.files if file.rows is Rows.RECORDS)

    @property
    def is_joined(self) -> bool:
        return len(self.files) > 1
