"""Which records are meant: the filters of reports, as conditions on the narrow facts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select

from domain.codelists.editions import RecordType
from domain.codelists.forces import Force
from domain.counting.periods import Quarter
from domain.counting.rules import ALL, CROWD, tactics_of
from domain.counting.rules import NOT_REPORTED as NO_TACTIC
from projections.codes import holds
from projections.statistics.dimensions import BY_NAME, NOT_REPORTED, Dimension
from projections.statistics.marks import MARKS
from projections.statistics.sequences import StepWanted, has
from projections.statistics.tables import fact_counted as counted

TOTAL = "total"
FIRST, LAST = 1, 4
"""Quarters of a year."""
NO_FORCE = frozenset({"~none"})
"""In which there are no records."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Slice:
    """Some of the records. What is not asked for does not narrow it."""

    since: Quarter | None = None
    until: Quarter | None = None
    forces: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    """Records of one person, or of a crowd."""
    persons: bool = False
    """No records of a crowd: only those of which it is said, or not denied, that they are of one person."""
    lines: frozenset[str] = frozenset()
    """Lines of the table of tactics: a record is on one of them at least."""
    also: str = ""
    """A line that it is on as well."""
    answers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By the name of a dimension: one of these codes, or of the ways in which it is unknown."""
    step: StepWanted | None = None
    """A step that its sequence has."""
    officers: frozenset[UUID] = frozenset()
    """Whose records; in no address, whoever asks must be allowed to."""
    marks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By the name of a mark (``marks.py``): one of these codes."""
    counting: bool = True
    """Only records that count, which withdrawn ones do not."""

    @property
    def asked(self) -> tuple[Dimension, ...]:
        """The dimensions that it chooses answers of."""
        return tuple(one for name, one in BY_NAME.items() if name in self.answers)


EVERY_RECORD = Slice(counting=False)


def within(wanted: Slice, force: Force | None) -> Slice:
    """The part of a slice that lies in one force; the whole of it when there is none."""
    if force is None:
        return wanted
    asked = wanted.forces or {force.value}
    return replace(wanted, forces=frozenset(asked) & {force.value} or NO_FORCE)


def records(wanted: Slice) -> Select[Any]:
    """The records of a slice, for a list of them."""
    return select(counted.c.record).where(*conditions(wanted))


def conditions(wanted: Slice) -> list[ColumnElement[bool]]:
    """What a slice asks of a row of the narrow facts."""
    sequence = [has(wanted.step)] if wanted.step else []
    return [
        *_period(wanted),
        *_kind(wanted),
        *_answers(wanted),
        *sequence,
        *_marks(wanted),
    ]


def _period(wanted: Slice) -> Iterator[ColumnElement[bool]]:
    if wanted.counting:
        yield counted.c.counts.is_(True)
    since, until = wanted.since, wanted.until
    if since and until and since.year == until.year:
        yield from _within_a_year(since, until)
        return
    # The year in a plain comparison, which every database answers from its index; and where a year is not
    # meant whole, the quarter in one more, which costs a third of two that hang on each other.
    ordinal = counted.c.year * 4 + counted.c.quarter
    if since:
        yield counted.c.year >= since.year
        if since.number > FIRST:
            yield ordinal >= since.year * 4 + since.number
    if until:
        yield counted.c.year <= until.year
        if until.number < LAST:
            yield ordinal <= until.year * 4 + until.number


def _within_a_year(since: Quarter, until: Quarter) -> Iterator[ColumnElement[bool]]:
    """Plain comparisons alone: a quarter is counted in three quarters of the time of a sum."""
    yield counted.c.year == since.year
    if since == until:
        yield counted.c.quarter == since.number
        return
    if since.number > FIRST:
        yield counted.c.quarter >= since.number
    if until.number < LAST:
        yield counted.c.quarter <= until.number


def _kind(wanted: Slice) -> Iterator[ColumnElement[bool]]:
    if wanted.forces:
        yield counted.c.force.in_(sorted(wanted.forces))
    if wanted.kinds:
        yield counted.c.record_type.in_(sorted(wanted.kinds))
    if wanted.officers:
        yield counted.c.officer.in_(sorted(wanted.officers))
    if wanted.persons:
        yield counted.c.record_type != RecordType.CROWD.value
    if wanted.lines:
        yield or_(*(_on(code) for code in sorted(wanted.lines)))
    if wanted.also:
        yield _on(wanted.also)


def _on(line: str) -> ColumnElement[bool]:
    """Whether a record is on a line of the table."""
    if line == ALL:
        return counted.c.record.is_not(None)
    if line == CROWD:
        return counted.c.record_type == RecordType.CROWD.value
    if line == NO_TACTIC:
        return counted.c.tactics == NOT_REPORTED
    if line == TOTAL:
        return counted.c.tactics != NOT_REPORTED
    return or_(*(holds(counted.c.tactics, one) for one in sorted(tactics_of(line))))


def _answers(wanted: Slice) -> Iterator[ColumnElement[bool]]:
    for name, codes in wanted.answers.items():
        dimension = BY_NAME[name]
        column = counted.c[dimension.column]
        alone = sorted(code for code in codes if not dimension.several or code.startswith("~"))
        among = sorted(codes.difference(alone))
        yield or_(*([column.in_(alone)] if alone else []), *(holds(column, code) for code in among))


def _marks(wanted: Slice) -> Iterator[ColumnElement[bool]]:
    for name, codes in wanted.marks.items():
        yield or_(*(MARKS[name](code) for code in sorted(codes)))
