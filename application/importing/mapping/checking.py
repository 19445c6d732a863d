"""A mapping held against the files it is for: what it leaves open, before anything is imported."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from application.importing.candidate import Candidate
from application.importing.mapping.answering import values_of
from application.importing.mapping.joining import Joined, matched, rows_of
from application.importing.mapping.layout import MappedLayout
from application.importing.mapping.mistakes import Mistake, WrongMappingError, instead
from application.importing.mapping.reading import mapping_of
from application.importing.mapping.source_mapping import File, SourceMapping


@dataclass(frozen=True, kw_only=True, slots=True)
class Uncovered:
    """Cells that no rule covers, or that no record can be made of."""

    heading: str
    sentence: str
    count: int
    """How many cells."""
    first_line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What a check found."""

    mistakes: tuple[Mistake, ...] = ()
    """What has to be mended in the mapping before anything is read with it."""
    uncovered: tuple[Uncovered, ...] = ()
    """Why lines would be rejected, the commonest first."""
    never_met: tuple[Mistake, ...] = ()
    """Words of the mapping that the files do not have: superfluous, or misspelt."""
    lines: int = 0
    records: int = 0
    """How many lines can be records."""

    @property
    def is_clean(self) -> bool:
        """Whether every line can be a record by this mapping."""
        return not self.mistakes and not self.uncovered


def check(text: str, paths: Sequence[Path]) -> Checked:
    """Everything that a mapping file gets wrong, or leaves open, about these files.

    Raises:
        FileNotGivenError, FileNotInMappingError, NotACsvFileError, TooManyRowsError.

    """
    try:
        mapping = mapping_of(text)
    except WrongMappingError as error:
        return Checked(mistakes=error.mistakes)
    if mistakes := tuple(sorted(set(_columns(mapping, paths)))):
        return Checked(mistakes=mistakes)
    return _read(mapping, paths)


def _columns(mapping: SourceMapping, paths: Sequence[Path]) -> Iterator[Mistake]:
    """Columns that are not there, and columns of which the mapping says nothing."""
    found = matched(mapping, paths)
    for file in mapping.files:
        _, there = next(rows_of(found[file.name]), (1, ()))
        read = [column for column in mapping.columns if column.file is file]
        named = {column.heading for column in read} | {*file.key, *file.unused}
        named |= {file.order} if file.order else set()
        for column in read:
            if column.heading not in there:
                yield _missing(column.heading, file, there, column.line)
        for heading in (*file.key, *file.unused, *filter(None, [file.order])):
            if heading not in there:
                yield _missing(heading, file, there, file.line)
        for heading in there:
            if heading not in named:
                yield Mistake(
                    file.line,
                    f"file {file.name}: nothing is said of its column “{heading}”: use it, or put "
                    "it under “unused” with the reason.",
                )


def _missing(heading: str, file: File, there: Sequence[str], line: int) -> Mistake:
    sentence = f"file {file.name} has no column “{heading}”. {instead(heading, there)}"
    return Mistake(line, sentence)


def _read(mapping: SourceMapping, paths: Sequence[Path]) -> Checked:
    source = Joined(mapping, paths)
    layout = MappedLayout(mapping, file=source.name, digest=source.digest)
    met = _Met(mapping)
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], int] = {}
    lines = records = 0
    for line in source.lines():
        lines += 1
        cells = dict(zip(source.headings, line.cells, strict=False))
        met.add(cells)
        problems = [("", line.problem)]
        if not line.problem:
            found = layout.read(line.number, cells)
            if isinstance(found, Candidate):
                records += 1
                continue
            problems = [(problem.heading, problem.sentence) for problem in found.problems]
        for what in problems:
            counts[what] += 1
            first.setdefault(what, line.number)
    return Checked(
        uncovered=tuple(
            Uncovered(heading=what[0], sentence=what[1], count=count, first_line=first[what])
            for what, count in counts.most_common()
        ),
        never_met=met.never(),
        lines=lines,
        records=records,
    )


class _Met:
    """The words that were met, of each part that is read by words."""

    def __init__(self, mapping: SourceMapping) -> None:
        parts = [part for rule in mapping.rules for part in rule.parts if part.words]
        rank = mapping.record.rank
        self._parts = [(part, set[str]()) for part in (*parts, *([rank] if rank else []))]

    def add(self, cells: Mapping[str, str]) -> None:
        for part, met in self._parts:
            for value in values_of(part.column, cells.get(part.column.cell, "")):
                met.update(part.heard(value))

    def never(self) -> tuple[Mistake, ...]:
        return tuple(
            Mistake(line, f"“{word}” never occurs in {part.column.cell}.")
            for part, met in self._parts
            for word, line in part.words.items()
            if word not in met
        )
