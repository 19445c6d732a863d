"""A mapping as a layout: lines of its files become records to take over."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID, uuid5

from application.importing.candidate import Candidate, Problem, Rejected
from application.importing.mapping.answering import Answering
from application.importing.mapping.history import History
from application.importing.mapping.source_mapping import Column, SourceMapping
from application.importing.mapping.ways import UnreadableError, Way
from domain.codelists.answers import Absence
from domain.codelists.ranks import Rank
from domain.event import Source

NAMESPACE = UUID("0b2f6e6c-6b1f-5f0e-9a57-3c1d7f1a4b10")
"""Ids of what a mapped source tells of follow from the mapping's name and the source's own keys."""

APART = "\x1f"
"""Between the parts of a key, where no file has it."""

Known = Callable[[str], UUID | None]
"""Who is registered here under a collar number."""


def nobody(_: str) -> UUID | None:
    """Nobody is looked up."""
    return None


class MappedLayout:
    """Reads joined lines by a mapping.

    Decision. A record's id follows from the mapping's name and the record's key, a person's from the
    name and the source's own number: not from the version, the file's name or the line. Consequence:
    a mapping may be mended, and a file exported anew, and what was taken over stays what it is; the
    name of a mapping is never changed. Kept by ``tests/application/mapping/test_layout.py``.
    """

    def __init__(
        self, mapping: SourceMapping, *, file: str, digest: str, known: Known = nobody
    ) -> None:
        self.mapping = mapping
        self._file = file
        self._digest = digest
        self._known = known if mapping.record.by_collar_number else nobody
        # Most questions are not asked or always answered alike: they are not asked of every line.
        self._always = {
            rule.question: rule.constant for rule in mapping.rules if rule.constant is not None
        }
        self._answering = tuple(
            Answering(rule, self.person) for rule in mapping.rules if rule.parts
        )
        self._history = History(mapping, self._answering, self.person)

    @property
    def name(self) -> str:
        return self.mapping.name

    @property
    def missing(self) -> tuple[str, ...]:
        """The questions that the source never asked."""
        return tuple(name for name, one in self._always.items() if one is Absence.NOT_ASKED)

    def person(self, number: str) -> UUID:
        """Whoever the source calls so: registered here, or a stranger who stays the same stranger."""
        return self._known(number) or self._id("person", number)

    def read(self, line: int, cells: Mapping[str, str]) -> Candidate | Rejected:
        """A line as a record, or everything that is wrong with it."""
        problems: list[Problem] = []

        def wrong(column: Column, sentence: str) -> None:
            problems.append(Problem(line=line, heading=column.cell, sentence=sentence))

        self._refuse(line, cells, problems)
        if not problems:
            candidate = self._candidate(line, cells, wrong)
            if not problems:
                return candidate
        return Rejected(
            line=line,
            cells=tuple(cells.values()),
            problems=tuple(problems),
        )

    def _candidate(
        self, line: int, cells: Mapping[str, str], wrong: Callable[[Column, str], None]
    ) -> Candidate:
        record = self.mapping.record
        answers: dict[str, object] = dict(self._always)
        words: dict[str, tuple[str, ...]] = {}
        for one in self._answering:
            found = one.read(cells, wrong)
            if found.answer is not Absence.NOT_ANSWERED:
                answers[one.rule.question] = found.answer
            if found.words:
                words[one.rule.question] = found.words
        source = Source(
            file=self._file,
            digest=self._digest,
            line=line,
            at=_moment(record.submitted, cells, wrong),
        )
        then = self._history.read(cells, answers, source, wrong)
        if "incident_date" not in answers or isinstance(answers["incident_date"], Absence):
            wrong(self._date_column, "There is no date. Enter the day on which force was used.")
        officer = _cell(cells, record.officer)
        return Candidate(
            record=self._id("record", *(_cell(cells, one) for one in record.key)),
            reference=record.prefix + "-".join(_cell(cells, one) for one in record.reference),
            officer=self.person(officer) if officer else None,
            rank=self._rank(cells, wrong),
            answers=answers,
            words=words,
            source=source,
            then=then,
        )

    def _refuse(self, line: int, cells: Mapping[str, str], problems: list[Problem]) -> None:
        """What makes a line no record before any of it is read."""
        record = self.mapping.record
        for column in record.key:
            if not _cell(cells, column):
                sentence = "It is empty, and no record can be told without it. Fill it in."
                problems.append(Problem(line=line, heading=column.cell, sentence=sentence))
        if record.not_a_record is not None:
            column, reasons = record.not_a_record
            if reason := reasons.get(_cell(cells, column)):
                problems.append(Problem(line=line, heading=column.cell, sentence=reason))

    def _rank(self, cells: Mapping[str, str], wrong: Callable[[Column, str], None]) -> Rank | None:
        part = self.mapping.record.rank
        cell = _cell(cells, part.column) if part else ""
        if part is None or not cell:
            return None
        try:
            said = part.way(cell)
        except UnreadableError as error:
            wrong(part.column, str(error))
            return None
        return None if isinstance(said, Absence) or not said else Rank(said[0])

    def _id(self, *parts: str) -> UUID:
        return uuid5(NAMESPACE, APART.join((self.name, *parts)))

    @property
    def _date_column(self) -> Column:
        (rule,) = (rule for rule in self.mapping.rules if rule.question == "incident_date")
        return rule.parts[0].column if rule.parts else self.mapping.record.key[0]


def _cell(cells: Mapping[str, str], column: Column | None) -> str:
    return cells.get(column.cell, "").strip() if column else ""


def _moment(
    found: tuple[Column, Way] | None,
    cells: Mapping[str, str],
    wrong: Callable[[Column, str], None],
) -> datetime | None:
    if found is None:
        return None
    column, way = found
    cell = _cell(cells, column)
    if not cell:
        return None
    try:
        said = way(cell)
    except UnreadableError as error:
        wrong(column, str(error))
        return None
    return None if isinstance(said, Absence) else said[0]
