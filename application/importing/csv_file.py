"""Reading a file of comma-separated values as it comes from elsewhere: no line is lost, none is guessed.

Context. Legacy files come out of spreadsheets and transfers: other separators, other encodings,
quotes that are never closed. Decision. The file is looked at twice: once for its digest and its
encoding, once for its lines, never whole in memory. A line that cannot be taken apart is told as
such and reading goes on with the next line of the file, even when a stray quote seems to swallow
them. Consequence: every line comes out once, with the number that an editor shows. Kept by
``tests/application/test_csv_file.py``.
"""

import codecs
import csv
import gzip
import hashlib
import io
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

BLOCK = 1 << 20
LONGEST_LINE = 1 << 20
"""Characters; a longer line is no line of a table."""
MOST_LINES_IN_A_CELL = 100
SEPARATORS = (",", ";", "\t")
SEPARATOR_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs"}
ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a byte-order mark",
    "cp1252": "Windows-1252",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 without a byte-order mark",
    "utf-16-be": "UTF-16 without a byte-order mark",
}


class UnusableFileError(Exception):
    """The file as a whole cannot be read; the message says why and what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of the table: its cells, or why no record can be made of it."""

    number: int
    """Where it begins, counted as an editor shows it: from 1, the headings included."""
    cells: Sequence[str]
    problem: str = ""
    done: int = 0
    """How far reading has come, of the file's ``size``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CsvFile:
    """A file that was looked at: how it is written, and how its columns are called."""

    path: Path
    digest: str
    """SHA-256 of its bytes, as they lie there."""
    size: int
    """In characters."""
    encoding: str
    separator: str
    headings: tuple[str, ...]
    headings_end: int
    """The number of the line after the headings."""

    @property
    def name(self) -> str:
        """Its name as text; signs that are none are marked, because every event keeps it."""
        return self.path.name.encode("utf-8", "replace").decode()

    @property
    def how(self) -> str:
        """How it is written, for people."""
        return f"{ENCODING_NAMES[self.encoding]}, {SEPARATOR_NAMES[self.separator]} between cells"

    def lines(self) -> Iterator[Line]:
        """Every line that holds something, in order."""
        with _text(self.path, self.encoding) as text:
            reader = _Reader(text, self.separator)
            reader.number = 0
            while reader.number + 1 < self.headings_end:
                reader.next()
            yield from reader.table(width=len(self.headings))


def look_at(path: Path) -> CsvFile:
    """Look at a file before reading it.

    Raises:
        UnusableFileError: it is no table of text.

    """
    try:
        digest, encoding, size = _inspected(path)
        with _text(path, encoding) as text:
            headings, separator, end = _headings(text)
    except (OSError, EOFError, zlib.error) as error:
        said = getattr(error, "strerror", None) or "it is damaged, as if a copy was cut off"
        raise UnusableFileError(f"{path.name} cannot be read: {said}.") from None
    _refuse_twins(headings)
    return CsvFile(
        path=path,
        digest=digest,
        size=size,
        encoding=encoding,
        separator=separator,
        headings=headings,
        headings_end=end,
    )


class _Reader:
    """Physical lines, put together to lines of the table."""

    def __init__(self, text: IO[str], separator: str) -> None:
        self._text = text
        self._separator = separator
        self._waiting: deque[str] = deque()
        self.number = 0
        self.done = 0

    def next(self) -> str:
        """The next physical line; empty at the end."""
        line = self._waiting.popleft() if self._waiting else self._read()
        if line:
            self.number += 1
            self.done += len(line)
        return line

    def _read(self) -> str:
        line = rest = self._text.readline(LONGEST_LINE)
        while len(rest) == LONGEST_LINE and not rest.endswith(("\n", "\r")):
            rest = self._text.readline(LONGEST_LINE)
        return line

    def table(self, *, width: int) -> Iterator[Line]:
        while line := self.next():
            found = self._line(line, width)
            if any(cell and not cell.isspace() for cell in found.cells) or found.problem:
                yield found

    def _line(self, first: str, width: int) -> Line:
        number = self.number
        if problem := self._unreadable(first):
            return Line(number=number, cells=(first.strip(),), problem=problem, done=self.done)
        taken = [first]
        cells = self._cells(first)
        while cells is None and len(taken) < MOST_LINES_IN_A_CELL and (more := self.next()):
            taken.append(more)
            cells = self._cells("".join(taken))
        if cells is not None and (trimmed := _trimmed(cells, width)) is not None:
            return Line(number=number, cells=trimmed, done=self.done)
        self._give_back(taken[1:])
        alone = self._loosely(first)
        problem = (
            "A quotation mark is opened in this line and not closed where it should be:"
            " close it, or remove it"
            if cells is None or len(taken) > 1
            else f"The line has {len(alone)} cells where there are {width} headings:"
            " look for a missing or additional separator"
        )
        return Line(number=number, cells=alone, problem=problem, done=self.done)

    def _unreadable(self, line: str) -> str:
        if "\x00" in line:
            return "The line holds a NUL character, which is no text: save the file as UTF-8 again"
        if len(line) >= LONGEST_LINE:
            return "The line is longer than a megabyte: look for missing line ends"
        return ""

    def _give_back(self, lines: Sequence[str]) -> None:
        self._waiting.extendleft(reversed(lines))
        self.number -= len(lines)
        self.done -= sum(map(len, lines))

    def _cells(self, text: str) -> list[str] | None:
        """The cells of one line of the table; none while a quotation mark is open."""
        try:
            return next(csv.reader(io.StringIO(text), delimiter=self._separator, strict=True), [])
        except csv.Error:
            return None

    def _loosely(self, text: str) -> list[str]:
        try:
            return next(csv.reader([text], delimiter=self._separator), [])
        except csv.Error:
            return [text.strip()]


def _trimmed(cells: list[str], width: int) -> list[str] | None:
    """As many cells as there are headings; empty ones after the last are a spreadsheet's."""
    if len(cells) < width:
        # An empty line has one, empty cell or none.
        return [*cells, *[""] * (width - len(cells))] if not any(cells) else None
    return cells[:width] if not any(cells[width:]) else None


def _inspected(path: Path) -> tuple[str, str, int]:
    """Digest, encoding and length in characters."""
    digest = hashlib.sha256()
    with path.open("rb") as raw:
        while block := raw.read(BLOCK):
            digest.update(block)
    with _bytes(path) as opened:
        start = opened.read(4)
        if start.startswith(b"PK\x03\x04"):
            raise UnusableFileError(
                f"{path.name} is a workbook or an archive, not a text file."
                " Open it in a spreadsheet and save the sheet as CSV UTF-8."
            )
        if not start:
            raise UnusableFileError(f"{path.name} is empty.")
        encodings = _candidates(start)
        decoders = {name: codecs.getincrementaldecoder(name)() for name in encodings}
        sizes = dict.fromkeys(encodings, 0)
        block = start
        while block and decoders:
            _decode(decoders, sizes, block, final=False)
            block = opened.read(BLOCK)
        _decode(decoders, sizes, b"", final=True)
    if decoders:
        encoding = next(iter(decoders))
        return digest.hexdigest(), encoding, sizes[encoding]
    with _bytes(path) as opened:
        size = sum(len(block) for block in iter(lambda: opened.read(BLOCK), b""))
    return digest.hexdigest(), "cp1252", size


def _decode(
    decoders: dict[str, "codecs.IncrementalDecoder"],
    sizes: dict[str, int],
    block: bytes,
    *,
    final: bool,
) -> None:
    for name in tuple(decoders):
        try:
            sizes[name] += len(decoders[name].decode(block, final))
        except UnicodeDecodeError:
            del decoders[name]


def _candidates(start: bytes) -> tuple[str, ...]:
    """The encodings that the first bytes allow, but for Windows-1252, which fits anything."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    if start.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    if start[1:2] == b"\x00":
        return ("utf-16-le",)
    if start[:1] == b"\x00":
        return ("utf-16-be",)
    return ("utf-8",)


def _bytes(path: Path) -> IO[bytes]:
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]


def _text(path: Path, encoding: str) -> io.TextIOWrapper:
    # Line ends stay as they are: a quoted cell may hold some.
    return io.TextIOWrapper(_bytes(path), encoding=encoding, errors="replace", newline="")


def _headings(text: IO[str]) -> tuple[tuple[str, ...], str, int]:
    """The headings, what separates them, and the number of the line after them."""
    line, number = text.readline(LONGEST_LINE), 1
    while line and not line.strip():
        line, number = text.readline(LONGEST_LINE), number + 1
    if not line:
        raise UnusableFileError("The file holds nothing but empty lines.")
    parsed = {one: _strictly(line, one) for one in SEPARATORS}
    separator = max(SEPARATORS, key=lambda one: len(parsed[one]))
    headings = [" ".join(cell.split()) for cell in parsed[separator]]
    while headings and not headings[-1]:
        headings.pop()
    headings = [heading or f"column {at}" for at, heading in enumerate(headings, start=1)]
    if len(headings) < 2:
        raise UnusableFileError(
            "The first line holds no headings with commas, semicolons or tabs between them."
        )
    return tuple(headings), separator, number + 1


def _strictly(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator, strict=True), [])
    except csv.Error:
        return []


def _refuse_twins(headings: Sequence[str]) -> None:
    twins = sorted({one for one in headings if headings.count(one) > 1})
    if twins:
        raise UnusableFileError(
            f"Two columns have the heading {twins[0]!r}. Rename or remove one of them."
        )
