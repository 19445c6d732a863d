"""What a layout makes of a file's lines: records to take over, and lines that cannot be one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from domain.codelists.ranks import Rank
from domain.command import Command
from domain.event import Event, Source
from domain.records.account import Answers
from domain.records.record import UseOfForceRecord


@dataclass(frozen=True, kw_only=True, slots=True)
class Elsewhere:
    """Something that happened to a record while it was kept in the system it comes from."""

    source: Source
    decide: Callable[[UseOfForceRecord, Command], Sequence[Event]]
    """One of the record's own ``…_elsewhere`` commands."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """What is wrong with a cell, in words that say what to do."""

    line: int
    heading: str
    """The column, by its heading in the file; empty when it is the line as a whole."""
    sentence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A record as it was found: nothing of it has been judged, and nothing has been invented."""

    record: UUID
    """Follows from the source alone: the same line read again is the same record."""
    reference: str
    officer: UUID | None
    rank: Rank | None
    answers: Answers
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The source's own words by question, where no code of ours says quite the same."""
    source: Source
    then: tuple[Elsewhere, ...] = ()
    key: str = ""
    """What the id follows from, for the file of rejected lines."""
    likewise: tuple[UUID, ...] = ()
    """Of a line that came with a key: the ids that lines without one would have which say the same."""
    remarks: tuple[Problem, ...] = ()
    """What the record cannot show, and nobody has to mend."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rejected:
    """A line that cannot be a record until it is mended."""

    line: int
    cells: Sequence[str]
    """The line as it was read, to be written to the file of rejected lines."""
    problems: tuple[Problem, ...]
    key: str = ""
    """What makes it the same record when it is mended."""


class Layout(Protocol):
    """How one kind of file says what a record says."""

    @property
    def name(self) -> str:
        """Its name on the command line and in the history."""

    def read(self, line: int, cells: Mapping[str, str]) -> Candidate | Rejected:
        """One line, its cells by heading."""
