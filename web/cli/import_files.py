"""What an import leaves behind: the file of rejected lines, the report, and what there is to say."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from application.importing.candidate import Problem, Rejected
from application.importing.identity import KEY, PROBLEM
from application.importing.imports import Taken
from application.importing.jobs import Tally
from web.cli.written import Written
from web.forms.words import leading

MOST_GROUPS = 2_000
"""Different problems that are told apart; what comes after is counted together."""
FIRST_LINES = 5
REPORT = ("line", "what", "column or question", "sentence", "rule", "reference")

Group = tuple[str, str]
"""A heading and a sentence."""


class Groups:
    """Problems that repeat, with how often and on which lines first."""

    def __init__(self) -> None:
        self.counts: Counter[Group] = Counter()
        self.lines: dict[Group, list[int]] = {}
        self.others = 0

    def add(self, problem: Problem) -> None:
        group = (problem.heading, problem.sentence)
        if group not in self.counts and len(self.counts) >= MOST_GROUPS:
            self.others += 1
            return
        self.counts[group] += 1
        lines = self.lines.setdefault(group, [])
        if len(lines) < FIRST_LINES:
            lines.append(problem.line)


class Outcome:
    """Hears of every line, and writes down what somebody may have to look at."""

    def __init__(
        self, headings: Sequence[str], *, source: Path, rejects: Path | None, report: Path | None
    ) -> None:
        """Open the files under names of their own: until the end, older ones stay as they are.

        Raises:
            UnusableFileError: one cannot be written, or is the file that is read.

        """
        self.problems = Groups()
        self.remarks = Groups()
        self.rejects: Path | None = None
        self.on_progress: Callable[[int, int], None] | None = None
        self._keyed = [index for index, one in enumerate(headings) if one in (KEY, PROBLEM)]
        self._rejects = Written(rejects or _beside(source), source=source, keep=rejects is None)
        self._report = Written(report, source=source) if report else None
        self._rejects.row((KEY, PROBLEM, *self._plain(headings)))
        if self._report:
            self._report.row(REPORT)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        complete = kind is None
        self.rejects = self._rejects.close(wanted=complete and self._rejects.rows > 1)
        if self._report:
            self._report.close(wanted=complete)

    def rejected(self, one: Rejected) -> None:
        said = "; ".join(
            f"{leading(problem.heading)} {problem.sentence}"
            if problem.heading
            else problem.sentence
            for problem in one.problems
        )
        self._rejects.row((one.key, said, *self._plain(one.cells)))
        for problem in one.problems:
            self.problems.add(problem)
            self._tell(problem.line, "rejected", problem.heading, problem.sentence)

    def remarked(self, problem: Problem) -> None:
        self.remarks.add(problem)
        self._tell(problem.line, "remark", problem.heading, problem.sentence)

    def taken(self, one: Taken) -> None:
        line, reference = one.candidate.source.line, one.candidate.reference
        if one.already:
            self._tell(line, "there already", "", "", "", reference)
        for finding in one.findings:
            self._tell(line, "to mend", finding.question, finding.sentence, finding.rule, reference)

    def proceeded(self, done: int, tally: Tally) -> None:
        if self.on_progress:
            self.on_progress(done, tally.lines)

    def _plain(self, cells: Sequence[str]) -> list[str]:
        return [cell for index, cell in enumerate(cells) if index not in self._keyed]

    def _tell(self, line: int, *what: str) -> None:
        if self._report:
            self._report.row((str(line), *what))


def _beside(path: Path) -> Path:
    stem = path.name.removesuffix(".gz").removesuffix(".csv")
    return path.with_name(f"{stem}.rejected.csv")
