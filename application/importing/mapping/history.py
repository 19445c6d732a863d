"""What a source says of a record's history: it comes in as events with their own dates.

Decision. A record's row holds its answers as they are now. Where the history says what an answer was
before, the record is taken over as it was first, and each amendment follows as an event of its own.
An amendment between two words of the same code changes nothing here and is left out. Consequence: a
history that does not lead to the row is a contradiction that nobody here can settle, and the line is
rejected. Kept by ``tests/application/mapping/test_history.py``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from application.importing.candidate import Elsewhere
from application.importing.mapping.answering import (
    Answering,
    Cells,
    Person,
    Wrong,
    holds,
    values_of,
)
from application.importing.mapping.source_mapping import (
    Column,
    Happened,
    Happening,
    SourceMapping,
)
from application.importing.mapping.ways import UnreadableError
from domain.codelists.answers import Absence
from domain.codelists.reasons import ReasonForAmendment
from domain.command import Command
from domain.event import Event, Source
from domain.records.events import PinnedNote
from domain.records.record import UseOfForceRecord

Decide = Callable[[UseOfForceRecord, Command], Sequence[Event]]

NO_WORDS = "The source gives no reason."
"""What stands where an explanation is due and the source has none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    """One row of a history."""

    happening: Happening
    at: datetime
    cells: Mapping[str, str]
    """The row's own values, by column."""

    def value(self, column: Column | None) -> str:
        return self.cells.get(column.cell, "") if column else ""


class History:
    """Reads what happened to a record while it was kept elsewhere."""

    def __init__(
        self, mapping: SourceMapping, answering: Sequence[Answering], person: Person
    ) -> None:
        self._happenings = mapping.happenings
        self._answering = {one.rule.question: one for one in answering}
        self._person = person

    def read(
        self, cells: Cells, answers: dict[str, Any], source: Source, wrong: Wrong
    ) -> tuple[Elsewhere, ...]:
        """The events in the order of their dates; ``answers`` become what they were at first."""
        if not self._happenings:
            return ()
        entries = [
            entry
            for happening in self._happenings
            for entry in self._entries(happening, cells, wrong)
        ]
        entries.sort(key=lambda entry: entry.at)
        row = dict(answers)
        for entry in reversed(entries):
            if question := self._amended_question(entry, wrong):
                _put(answers, question, self._answer(question, entry, entry.happening.old, wrong))
        now = dict(answers)
        then = tuple(
            elsewhere
            for entry in entries
            if (elsewhere := self._elsewhere(entry, now, source, wrong)) is not None
        )
        for entry in entries:
            question = self._amended_question(entry, wrong)
            if question and now.get(question) != row.get(question):
                _contradicted(entry, question, wrong)
        return then

    def _entries(self, happening: Happening, cells: Cells, wrong: Wrong) -> Iterator[_Entry]:
        column, way = happening.at
        for at, value in enumerate(values_of(column, cells.get(column.cell, ""))):
            if not value or not holds(happening.when, cells, at):
                continue
            try:
                said = way(value)
            except UnreadableError as error:
                wrong(column, str(error))
                continue
            if not isinstance(said, Absence):
                yield _Entry(happening=happening, at=said[0], cells=_row(happening, cells, at))

    def _elsewhere(
        self, entry: _Entry, now: dict[str, Any], source: Source, wrong: Wrong
    ) -> Elsewhere | None:
        by = entry.value(entry.happening.by)
        found = replace(source, at=entry.at, by=self._person(by) if by else None)
        words = entry.value(entry.happening.words)
        if entry.happening.is_a is Happened.ACCEPTED:
            return Elsewhere(source=found, decide=_accepted(words))
        if entry.happening.is_a is Happened.RETURNED:
            question = self._question(entry, wrong)
            note = PinnedNote(question=question, text=words or NO_WORDS)
            return Elsewhere(source=found, decide=_returned(note))
        return self._amendment(entry, now, found, wrong)

    def _amendment(
        self, entry: _Entry, now: dict[str, Any], source: Source, wrong: Wrong
    ) -> Elsewhere | None:
        question = self._question(entry, wrong)
        if not question:
            return None
        answer = self._answer(question, entry, entry.happening.new, wrong)
        if answer == now.get(question, Absence.NOT_ANSWERED):
            return None
        _put(now, question, answer)
        words = entry.value(entry.happening.words) or NO_WORDS
        return Elsewhere(source=source, decide=_amended({question: answer}, words))

    def _amended_question(self, entry: _Entry, wrong: Wrong) -> str:
        """The question that a row amends; empty when it does not, or amends none of ours."""
        if entry.happening.is_a is not Happened.AMENDED:
            return ""
        return self._question(entry, wrong)

    def _question(self, entry: _Entry, wrong: Wrong) -> str:
        column, questions = entry.happening.question, entry.happening.questions
        word = entry.value(column)
        if column is None or questions is None or not word:
            return ""
        try:
            said = questions(word)
        except UnreadableError as error:
            wrong(column, str(error))
            return ""
        return "" if isinstance(said, Absence) or not said else str(said[0])

    def _answer(self, question: str, entry: _Entry, column: Column | None, wrong: Wrong) -> Any:
        if column is None:
            return Absence.NOT_ANSWERED
        return self._answering[question].single(entry.value(column), column, wrong)


def _put(answers: dict[str, Any], question: str, answer: Any) -> None:
    if answer is Absence.NOT_ANSWERED:
        answers.pop(question, None)
    else:
        answers[question] = answer


def _row(happening: Happening, cells: Cells, at: int) -> Mapping[str, str]:
    columns = (
        happening.by,
        happening.words,
        happening.question,
        happening.old,
        happening.new,
    )
    row: dict[str, str] = {}
    for column in columns:
        if column is not None:
            values = values_of(column, cells.get(column.cell, ""))
            row[column.cell] = values[at] if at < len(values) else ""
    return row


def _contradicted(entry: _Entry, question: str, wrong: Wrong) -> None:
    column = entry.happening.new
    if column is not None:
        wrong(
            column,
            f"The history of {question} does not end with what the record says now. Mend one of "
            "them.",
        )


def _accepted(advice: str) -> Decide:
    def decide(record: UseOfForceRecord, command: Command) -> Sequence[Event]:
        return record.accepted_elsewhere(advice=advice, command=command)

    return decide


def _returned(note: PinnedNote) -> Decide:
    def decide(record: UseOfForceRecord, command: Command) -> Sequence[Event]:
        return record.returned_elsewhere([note], command=command)

    return decide


def _amended(changes: Mapping[str, Any], words: str) -> Decide:
    def decide(record: UseOfForceRecord, command: Command) -> Sequence[Event]:
        return record.amended_elsewhere(
            changes, reason=ReasonForAmendment.OTHER, explanation=words, command=command
        )

    return decide
