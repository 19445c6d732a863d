"""One import from its first line to its last: read, judged, saved in batches, and resumed when killed.

Context. A large file takes minutes, and machines stop. Decision. A batch is saved in one
transaction, and after it how far the import has come. Whoever starts the same import again goes
through the lines that are known to be kept without the log, and finds the one batch that may be
half known by looking. Consequence: an import that was killed ends with the same records and the
same counts as one that was not. Kept by ``tests/e2e/test_import_killed.py``.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Protocol

from application.importing.candidate import Candidate, Layout, Problem, Rejected
from application.importing.csv_file import Line
from application.importing.imports import Imports, Refused, Taken
from application.importing.jobs import Asked, ImportJobs, Job, Tally
from application.ports import Clock

BATCH = 500
"""Records a transaction: 1,868 records a second against 310 one by one (spec: performance, 4)."""


class Lines(Protocol):
    """The lines of a file, or of several joined ones."""

    @property
    def headings(self) -> Sequence[str]:
        """What the cells are called."""

    def lines(self) -> Iterator[Line]:
        """Every line, in the order of the file."""


class Listener(Protocol):
    """Hears of everything, in the order of the lines of each batch."""

    def rejected(self, one: Rejected) -> None:
        """A line that cannot be a record."""

    def remarked(self, problem: Problem) -> None:
        """Something that a record cannot show."""

    def taken(self, one: Taken) -> None:
        """A record that is kept now, or was before."""

    def proceeded(self, done: int, tally: Tally) -> None:
        """How far reading has come."""


Decide = Callable[[Sequence[Candidate]], list[Taken | Refused]]


@dataclass(frozen=True, kw_only=True)
class Importing:
    """Takes the lines of a file over."""

    imports: Imports
    jobs: ImportJobs
    clock: Clock

    def judge(self, lines: Lines, layout: Layout, asked: Asked, listener: Listener) -> Tally:
        """A dry run: what importing would do. Nothing is saved."""
        run = _Run(importing=self, layout=layout, asked=asked, listener=listener)
        return run.through(lines, lambda batch: self.imports.judge(batch, force=asked.force))

    def take_over(
        self,
        lines: Lines,
        layout: Layout,
        asked: Asked,
        listener: Listener,
        *,
        trusted: bool = False,
    ) -> Tally:
        """Save what can be a record; ``trusted`` asks nothing that an officer would be stopped for.

        Raises:
            ConcurrentChangeError: another import saves the same records right now, time and again.

        """
        job = self.jobs.begin(asked, at=self.clock.now())

        def save(batch: Sequence[Candidate]) -> list[Taken | Refused]:
            return self.imports.take_over(batch, force=asked.force, job=job.id, trusted=trusted)

        run = _Run(importing=self, layout=layout, asked=asked, listener=listener, job=job)
        tally = run.through(lines, save)
        self.jobs.finish(job, tally, at=self.clock.now())
        return tally


@dataclass(kw_only=True)
class _Run:
    importing: Importing
    layout: Layout
    asked: Asked
    listener: Listener
    job: Job | None = None
    tally: Tally = field(default_factory=Tally)

    def through(self, lines: Lines, decide: Decide) -> Tally:
        source, headings = lines.lines(), tuple(lines.headings)
        while batch := list(islice(source, BATCH)):
            made = [self._made(line, headings) for line in batch]
            kept = self.job is not None and batch[-1].number <= self.job.last_line
            told = self._look(made) if kept else self._decided(made, decide)
            for line, one in zip(batch, told, strict=True):
                self._count(line, one)
            if self.job and not kept:
                self.importing.jobs.proceed(self.job, self.tally, last_line=batch[-1].number)
            self.listener.proceeded(batch[-1].done, self.tally)
        return self.tally

    def _made(self, line: Line, headings: Sequence[str]) -> Candidate | Rejected:
        if line.problem:
            problem = Problem(line=line.number, heading="", sentence=line.problem)
            return Rejected(line=line.number, cells=line.cells, problems=(problem,))
        return self.layout.read(line.number, dict(zip(headings, line.cells, strict=True)))

    def _look(self, made: Sequence[Candidate | Rejected]) -> list[Taken | Refused | Rejected]:
        imports, force = self.importing.imports, self.asked.force
        return _in_place(made, lambda batch: imports.look(batch, force=force))

    def _decided(
        self, made: Sequence[Candidate | Rejected], decide: Decide
    ) -> list[Taken | Refused | Rejected]:
        told = _in_place(self._as_known(made), decide)
        if self.job:
            self._remember(told)
        return told

    def _as_known(self, made: Sequence[Candidate | Rejected]) -> list[Candidate | Rejected]:
        """Lines that say the same as one that came with a key are the record of that one."""
        plain = [one.record for one in made if isinstance(one, Candidate) and not one.likewise]
        known = self.importing.jobs.known_as(plain)
        return [
            replace(one, record=known[one.record])
            if isinstance(one, Candidate) and one.record in known
            else one
            for one in made
        ]

    def _remember(self, told: Sequence[Taken | Refused | Rejected]) -> None:
        taken = [one.candidate for one in told if isinstance(one, Taken)]
        for one in taken:
            if one.likewise:
                self._remember_one(one)

    def _remember_one(self, candidate: Candidate) -> None:
        jobs, alike = self.importing.jobs, candidate.likewise
        known, there = jobs.known_as(alike), self.importing.imports.existing(alike)
        if candidate.record in known.values():
            return
        free = [one for one in alike if one not in known and one not in there]
        if free:
            jobs.remember({free[0]: candidate.record})

    def _count(self, line: Line, one: Taken | Refused | Rejected) -> None:
        if isinstance(one, Refused):
            problem = Problem(line=line.number, heading="", sentence=one.error.sentence)
            one = Rejected(
                line=line.number, cells=line.cells, problems=(problem,), key=one.candidate.key
            )
        if isinstance(one, Rejected):
            self.tally.reject()
            self.listener.rejected(one)
            return
        if self.job and line.number <= self.job.last_line:
            one = replace(one, already=self.job.was_there(line.number))
        if one.already:
            self.tally.leave(line.number)
        else:
            self.tally.take(one.findings)
        for remark in one.candidate.remarks:
            self.listener.remarked(remark)
        self.listener.taken(one)


def _in_place(
    made: Sequence[Candidate | Rejected], decide: Decide
) -> list[Taken | Refused | Rejected]:
    """What became of the candidates, with the rejected lines where they were."""
    told = iter(decide([one for one in made if isinstance(one, Candidate)]))
    return [one if isinstance(one, Rejected) else next(told) for one in made]
