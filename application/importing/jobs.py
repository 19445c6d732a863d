"""An import as it is remembered: how far it has come, and what came of it. Counts alone, no content."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, Self
from uuid import UUID, uuid4

from domain.codelists.codelist import CodeList
from domain.codelists.forces import Force
from domain.records.finding import Finding


class JobState(CodeList):
    """Where an import stands."""

    RUNNING = "running", "Not finished"
    FINISHED = "finished", "Finished"
    REPLACED = "replaced", "Begun anew"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What makes it the same import: the file's content, and how it is to be read."""

    file: str
    digest: str
    layout: str
    force: Force
    options: str = ""
    """What was said beside the layout, in one text."""

    def is_same(self, other: "Asked") -> bool:
        """The name of the file does not matter."""
        return (self.digest, self.layout, self.force, self.options) == (
            other.digest,
            other.layout,
            other.force,
            other.options,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """How many records do not meet a rule."""

    rule: str
    question: str
    sentence: str
    records: int


@dataclass(kw_only=True, slots=True)
class Tally:
    """What has become of the lines so far. Every line is in one of the three counts."""

    taken: int = 0
    already: int = 0
    rejected: int = 0
    with_findings: int = 0
    findings: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    already_lines: list[tuple[int, int]] = field(default_factory=list)
    """First and last of neighbouring lines whose records were there before."""

    @property
    def lines(self) -> int:
        return self.taken + self.already + self.rejected

    def take(self, findings: Sequence[Finding]) -> None:
        self.taken += 1
        self.with_findings += bool(findings)
        self.findings.update(
            {(one.rule, one.question, one.sentence) for one in findings},
        )

    def leave(self, line: int) -> None:
        """Count a line whose record was there before."""
        self.already += 1
        if self.already_lines and self.already_lines[-1][1] == line - 1:
            self.already_lines[-1] = (self.already_lines[-1][0], line)
        else:
            self.already_lines.append((line, line))

    def reject(self) -> None:
        self.rejected += 1

    @property
    def found(self) -> tuple[Found, ...]:
        """The most frequent first."""
        counted = sorted(self.findings.items(), key=lambda one: (-one[1], one[0]))
        return tuple(
            Found(rule=rule, question=question, sentence=sentence, records=count)
            for (rule, question, sentence), count in counted
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """An import that was begun."""

    id: UUID
    asked: Asked
    state: JobState
    started_at: datetime
    finished_at: datetime | None
    last_line: int
    """The last line whose record is known to be kept; 0 before the first."""
    taken: int
    already: int
    rejected: int
    with_findings: int
    found: tuple[Found, ...]
    already_lines: tuple[tuple[int, int], ...]

    @classmethod
    def begun(cls, asked: Asked, *, at: datetime) -> Self:
        """A new one, of which no line was read."""
        return cls(
            id=uuid4(),
            asked=asked,
            state=JobState.RUNNING,
            started_at=at,
            finished_at=None,
            last_line=0,
            taken=0,
            already=0,
            rejected=0,
            with_findings=0,
            found=(),
            already_lines=(),
        )

    @property
    def lines(self) -> int:
        return self.taken + self.already + self.rejected

    def was_there(self, line: int) -> bool:
        """Whether the record of a line was there before this import."""
        return any(first <= line <= last for first, last in self.already_lines)


class ImportJobs(Protocol):
    """Remembers imports, and which lines with a key say the same as lines without."""

    def begin(self, asked: Asked, *, at: datetime) -> Job:
        """A new import, or the same one that was begun and not finished."""

    def proceed(self, job: Job, tally: Tally, *, last_line: int) -> None:
        """Remember how far it has come."""

    def finish(self, job: Job, tally: Tally, *, at: datetime) -> None:
        """Remember that every line has been read."""

    def known_as(self, records: Iterable[UUID]) -> Mapping[UUID, UUID]:
        """The records as which lines were taken over that say the same as lines with these ids."""

    def remember(self, alike: Mapping[UUID, UUID]) -> None:
        """Remember that a line which would have one id was taken over as another."""
