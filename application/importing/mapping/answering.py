"""What the cells of a line say of one question."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from application.importing.mapping.joining import RECORDS, SEVERAL
from application.importing.mapping.kinds import kind_of
from application.importing.mapping.source_mapping import Column, Condition, Part, Rule
from application.importing.mapping.ways import NONE_OF_THEM, UnreadableError, Way
from domain.codelists.answers import Absence, YesNo
from domain.records.tactics import TacticUsed

Cells = Mapping[str, str]
Person = Callable[[str], UUID]
Wrong = Callable[[Column, str], None]
"""Notes what is wrong with a column of the line."""

ALONE = ("", "1")
"""What a line says of how many records have its key, when it is the only one."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, and the words of the source that it does not quite say."""

    answer: Any
    words: tuple[str, ...] = ()


@dataclass(slots=True)
class _Said:
    """What was heard so far."""

    members: list[Any] = field(default_factory=list)
    absence: Absence | None = None
    kept: list[str] = field(default_factory=list)

    def hear(self, said: tuple[Any, ...] | Absence) -> None:
        if isinstance(said, Absence):
            self.absence = said
        else:
            self.members.extend(said)

    @property
    def is_something(self) -> bool:
        return bool(self.members) or self.absence is not None


class Answering:
    """A rule, ready to be asked of one line after the other."""

    def __init__(self, rule: Rule, person: Person) -> None:
        self.rule = rule
        self._person = person
        self._kind = kind_of(rule.question)
        self._names_people = self._kind.member is UUID

    def read(self, cells: Cells, wrong: Wrong) -> Answered:
        """The answer of a line."""
        said = _Said()
        for part in self.rule.parts:
            self._listen(part, cells, said, wrong)
            if self.rule.first_only and said.is_something:
                break
        answer = self._answer(said, self.rule.parts[0].column, wrong)
        return Answered(answer, tuple(dict.fromkeys(said.kept)))

    def single(self, value: str, column: Column, wrong: Wrong) -> Any:
        """The answer that a value of another column gives, read as the rule's first part is."""
        said, part = _Said(), self.rule.parts[0]
        for word in part.heard(value):
            self._hear(part, word, column, said, wrong)
        return self._answer(said, column, wrong)

    def _listen(self, part: Part, cells: Cells, said: _Said, wrong: Wrong) -> None:
        column = part.column
        cell = cells.get(column.cell, "")
        if not cell or not holds(part.when, cells):
            return
        if column.is_of_one and cells.get(RECORDS, "") not in ALONE:
            # Read for mistakes all the same; but it is nobody's (see ``About.ONE``).
            for value in values_of(column, cell):
                for word in part.heard(value):
                    self._hear(part, word, column, _Said(), wrong)
                    said.kept.append(word)
            return
        for at, value in enumerate(values_of(column, cell)):
            for word in part.heard(value):
                self._hear(part, word, column, said, wrong)
                if self._kind.steps:
                    _judge(said, _effective(part, cells, at, wrong))

    def _hear(self, part: Part, value: str, column: Column, said: _Said, wrong: Wrong) -> None:
        try:
            heard = part.way(value)
        except UnreadableError as error:
            wrong(column, str(error))
            return
        said.hear((self._person(value),) if self._names_people else heard)
        if part.keeps is None or value in part.keeps:
            said.kept.append(value)

    def _answer(self, said: _Said, column: Column, wrong: Wrong) -> Any:
        members = [member for member in said.members if member is not NONE_OF_THEM]
        if not members and not said.members:
            return self.rule.otherwise if said.absence is None else said.absence
        if self._kind.steps:
            return tuple(
                member if isinstance(member, TacticUsed) else TacticUsed(tactic=member)
                for member in members
            )
        members = list(dict.fromkeys(members))
        if self._kind.several:
            return tuple(members)
        return members[0] if len(members) == 1 else self._picked(members, column, wrong)

    def _picked(self, members: Sequence[Any], column: Column, wrong: Wrong) -> Any:
        for code in self.rule.pick:
            if code in members:
                return code
        listed = " and ".join(str(member) for member in members)
        wrong(
            column,
            f"It says {listed}, and one of them can be the answer. Say which counts, by “pick” in "
            "the mapping.",
        )
        return self.rule.otherwise


def values_of(column: Column, cell: str) -> Sequence[str]:
    """The values of a cell, one for each row of its file; blank ones keep their place."""
    if not column.holds_several:
        return (cell.strip(),)
    return [value.strip() for value in cell.split(SEVERAL)]


def holds(conditions: Sequence[Condition], cells: Cells, at: int | None = None) -> bool:
    """Whether other columns have the words that a part or an event depends on, in a row of a list."""
    for condition in conditions:
        values = values_of(condition.column, cells.get(condition.column.cell, ""))
        if at is not None and condition.column.holds_several:
            values = values[at : at + 1]
        if condition.words.isdisjoint(values):
            return False
    return True


def _judge(said: _Said, effective: YesNo | Absence) -> None:
    """The steps of a value are as effective as its row says."""
    said.members = [
        member if isinstance(member, TacticUsed) else TacticUsed(tactic=member, effective=effective)
        for member in said.members
    ]


def _effective(part: Part, cells: Cells, at: int, wrong: Wrong) -> YesNo | Absence:
    rule = part.effective
    if rule.column is None or rule.words is None:
        return rule.always
    values = values_of(rule.column, cells.get(rule.column.cell, ""))
    value = values[at] if at < len(values) else ""
    if not value:
        return rule.always
    return _worked(rule.words, value, rule.column, wrong)


def _worked(way: Way, value: str, column: Column, wrong: Wrong) -> YesNo | Absence:
    try:
        said = way(value)
    except UnreadableError as error:
        wrong(column, str(error))
        return Absence.NOT_ANSWERED
    if isinstance(said, Absence):
        return said
    return YesNo(said[0]) if said else Absence.NOT_ANSWERED
