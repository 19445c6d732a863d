"""Several files as one: for each record, the cells of every file that belong to it.

Decision. The file whose rows are the records is read as it streams; the others are held, by key, and
no more of them than the columns that the mapping reads. Consequence: no file has to be sorted, and
the memory grows with the other files alone, by about 3 KB for each key of thirteen files; more
than ``MOST_ROWS`` rows of them are refused, and such a source is split by year first. Kept by
``tests/application/mapping/test_joining.py``.
"""

import csv
import gzip
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, KeysView, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from operator import itemgetter
from pathlib import Path
from typing import TextIO

from application.importing.csv_file import Line
from application.importing.mapping.mistakes import instead
from application.importing.mapping.source_mapping import Column, File, Rows, SourceMapping
from domain.errors import DomainError

MOST_ROWS = 10_000_000
"""As many rows of the files beside the records' own are held."""

RECORDS = "records"
"""The heading under which a joined line says how many records have its key."""

SEVERAL = "\n"
"""Between the values of a list in a joined cell: a spreadsheet shows them one below the other."""

Key = tuple[str, ...]
Table = Iterator[tuple[int, Sequence[str]]]
"""The rows of a file, its headings first, each with the line on which it begins."""

Read = Callable[[Path], Table]


class FileNotGivenError(DomainError):
    """The mapping joins a file that was not given, or was given twice. Give each file once."""


class FileNotInMappingError(DomainError):
    """This file is none of the mapping’s. Leave it out, or describe it in the mapping."""


class ColumnNotThereError(DomainError):
    """The mapping reads a column that its file does not have. Mend the mapping, or give the right file."""


class NotACsvFileError(DomainError):
    """This file cannot be read as CSV in UTF-8. Mend the line that is named, or save it anew."""


class TooManyRowsError(DomainError):
    """There are more rows than can be joined at once. Split the files, for instance by year."""


class Joined:
    """The files of a source, read as one table.

    Raises:
        FileNotGivenError, FileNotInMappingError, ColumnNotThereError, NotACsvFileError,
        TooManyRowsError: also when its lines are read.

    """

    def __init__(
        self, mapping: SourceMapping, paths: Sequence[Path], *, read: Read | None = None
    ) -> None:
        self._read = read or rows_of
        self._mapping = mapping
        main = mapping.records_file
        self.is_joined_already = len(paths) == 1 and self._has_joined_headings(paths[0])
        """Whether it is one file with the headings of a joined line, as rejected lines are written."""
        self._paths = {main.name: paths[0]} if self.is_joined_already else matched(mapping, paths)
        self._is_one_table = self.is_joined_already or not mapping.is_joined
        self.headings = self._headings_of(main) if self._is_one_table else headings(mapping)
        self.name = self._paths[main.name].name
        self.digest = digest_of(paths)

    @property
    def how(self) -> str:
        """How it is written, for people."""
        if self._is_one_table:
            return "UTF-8, commas between cells"
        return f"the first of {len(self._paths)} files, joined by their keys"

    @property
    def size(self) -> int:
        """How many rows the records' file has."""
        return sum(1 for _ in self._read(self._paths[self._mapping.records_file.name])) - 1

    def lines(self) -> Iterator[Line]:
        """The lines in the order of the records' file; then, numbered on after its last, what belongs
        to no record.
        """
        return self._as_they_are() if self._is_one_table else self._put_together()

    def _put_together(self) -> Iterator[Line]:
        main = self._mapping.records_file
        others = _held(self._rows(file) for file in self._mapping.files if file is not main)
        counts = Counter(row.key for row in self._rows(main))
        rows, done, number = self._rows(main), 0, 1
        for done, row in enumerate(rows, start=1):
            number = row.line
            cells = dict(zip(rows.cells, row.values, strict=True))
            cells[RECORDS] = str(counts[row.key])
            problems = [other.add(row.key, cells) for other in others]
            yield self._line(number, cells, (row.problem, *problems), done)
        for other in others:
            for key in other.keys - counts.keys():
                number += 1
                cells = {}
                problem = other.add(key, cells) or _of_no_record(other.file, key, main)
                yield self._line(number, cells, (problem,), done)

    def _as_they_are(self) -> Iterator[Line]:
        (path,) = self._paths.values()
        rows = self._read(path)
        next(rows)
        width = len(self.headings)
        for done, (number, row) in enumerate(rows, start=1):
            problem = "" if len(row) == width else _uneven(number, path.name, row, self.headings)
            yield Line(number=number, cells=tuple(row), problem=problem, done=done)

    def _line(
        self, number: int, cells: Mapping[str, str], problems: Iterable[str], done: int
    ) -> Line:
        return Line(
            number=number,
            cells=tuple(cells.get(heading, "") for heading in self.headings),
            problem=" ".join(filter(None, problems)),
            done=done,
        )

    def _rows(self, file: File) -> "_Rows":
        return _Rows(self._mapping, file, self._read(self._paths[file.name]))

    def _headings_of(self, file: File) -> tuple[str, ...]:
        _, found = next(self._read(self._paths[file.name]), (1, ()))
        for cell in headings(self._mapping):
            if cell not in found:
                raise ColumnNotThereError(cell, instead(cell, found))
        return tuple(found)

    def _has_joined_headings(self, path: Path) -> bool:
        _, found = next(self._read(path), (1, ()))
        return self._mapping.is_joined and set(headings(self._mapping)) <= set(found)


def headings(mapping: SourceMapping) -> tuple[str, ...]:
    """The headings of a joined line, in the order of the mapping; how many records share its key last."""
    cells = [column.cell for file in mapping.files for column in _columns(mapping, file)]
    return (*cells, RECORDS) if mapping.is_joined else tuple(cells)


def matched(mapping: SourceMapping, paths: Sequence[Path]) -> Mapping[str, Path]:
    """The path of each file of a mapping, by the file's name in it.

    Raises:
        FileNotGivenError, FileNotInMappingError.

    """
    found: dict[str, Path] = {}
    for file in mapping.files:
        fitting = [path for path in paths if fnmatch(path.name, file.pattern)]
        if len(fitting) != 1:
            raise FileNotGivenError(file.pattern)
        found[file.name] = fitting[0]
    for path in paths:
        if path not in found.values():
            raise FileNotInMappingError(path.name)
    return found


def digest_of(paths: Iterable[Path]) -> str:
    """SHA-256 of one file's bytes; of several, of the list of their names and digests."""
    digests = {path.name: _digest(path) for path in paths}
    if len(digests) == 1:
        return next(iter(digests.values()))
    listed = "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))
    return hashlib.sha256(listed.encode()).hexdigest()


def rows_of(path: Path) -> Table:
    """The rows of a CSV file in UTF-8 that are not empty, compressed by gzip or not.

    Raises:
        NotACsvFileError: it is none.

    """
    line = 1
    try:
        with _opened(path) as text:
            rows = csv.reader(text, strict=True)
            for row in rows:
                if row:
                    yield line, row
                line = rows.line_num + 1
    except (UnicodeDecodeError, csv.Error, gzip.BadGzipFile, EOFError) as error:
        raise NotACsvFileError(path.name, f"line {line}", str(error)) from error


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _columns(mapping: SourceMapping, file: File) -> tuple[Column, ...]:
    """The columns of a file that the mapping reads, each once, in the order in which it names them."""
    read = {column.cell: column for column in mapping.columns if column.file is file}
    return tuple(read.values())


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    key: Key
    order: int
    values: tuple[str, ...]
    problem: str


class _Rows:
    """The rows of a file, as far as the mapping reads them."""

    def __init__(self, mapping: SourceMapping, file: File, rows: Table) -> None:
        columns = _columns(mapping, file)
        self.file = file
        self.cells = tuple(column.cell for column in columns)
        self._rows = rows
        _, self._headings = next(rows, (1, ()))
        self._read = [self._place(column.heading) for column in columns]
        self._key = [self._place(heading) for heading in file.key]
        self._order = self._place(file.order) if file.order else None

    def __iter__(self) -> Iterator[_Row]:
        width = len(self._headings)
        for line, row in self._rows:
            cells, problem = row, ""
            if len(row) != width:
                cells = [*row, *("" for _ in range(width))][:width]
                problem = _uneven(line, self.file.name, row, self._headings)
            order = "" if self._order is None else cells[self._order].strip()
            yield _Row(
                line=line,
                key=tuple(cells[place].strip() for place in self._key),
                order=int(order) if order.isdecimal() else 0,
                values=tuple(cells[place].strip() for place in self._read),
                problem=problem,
            )

    def _place(self, heading: str) -> int:
        if heading not in self._headings:
            raise ColumnNotThereError(
                f"{self.file.name}.{heading}", instead(heading, self._headings)
            )
        return self._headings.index(heading)


class _Held:
    """The rows of a file by key, to be added to the lines that have it."""

    def __init__(self, rows: _Rows, *, most: int) -> None:
        self.file = rows.file
        self._cells = rows.cells
        self._rows: dict[Key, list[tuple[int, tuple[str, ...]]]] = {}
        self._problems: dict[Key, str] = {}
        self.count = 0
        # Most values of a legacy file are one of a few words: each is kept once.
        once: dict[str, str] = {}
        for row in rows:
            self.count += 1
            if self.count > most:
                raise TooManyRowsError(f"more than {MOST_ROWS}")
            values = tuple(once.setdefault(value, value) for value in row.values)
            self._rows.setdefault(row.key, []).append((row.order, values))
            if row.problem:
                self._problems[row.key] = row.problem

    @property
    def keys(self) -> KeysView[Key]:
        return self._rows.keys()

    def add(self, key: Key, cells: dict[str, str]) -> str:
        """Add what a key has to the cells of a line, and say what is wrong with it."""
        rows = self._rows.get(key)
        if not rows:
            return ""
        if len(rows) > 1:
            rows.sort(key=itemgetter(0))
        for at, cell in enumerate(self._cells):
            cells[cell] = SEVERAL.join(values[at] for _, values in rows)
        if len(rows) > 1 and self.file.rows is Rows.ONE:
            return f"{self.file.name} has {len(rows)} rows of {_named(key)}. Keep one of them."
        return self._problems.get(key, "")


def _held(rows: Iterable[_Rows]) -> list[_Held]:
    held: list[_Held] = []
    for one in rows:
        held.append(_Held(one, most=MOST_ROWS - sum(other.count for other in held)))
    return held


def _of_no_record(file: File, key: Key, main: File) -> str:
    return (
        f"{file.name} has {_named(key)}, and {main.name} has no such row. Add it there, or take it "
        "out here."
    )


def _named(key: Key) -> str:
    return f"“{', '.join(key)}”"


def _uneven(line: int, file: str, row: Sequence[str], headings: Sequence[str]) -> str:
    return (
        f"Line {line} of {file} has {len(row)} cells under {len(headings)} headings. Look for a "
        "missing or additional separator."
    )
