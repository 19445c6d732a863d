"""Adding records up, and taking them away again: the figures of a summary.

Decision. A figure is what records add to it one by one; officers and encounters are counted by how
many records share each. Consequence: a record that changes can be taken away as it was and added as it
is, in any figure, and the difference between two editions is the sum of such steps. Kept by
``tests/domain/summary/test_revisions.py``.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from domain.codelists.forces import Force
from domain.codelists.tactics import Tactic
from domain.counting.periods import Quarter, quarters
from domain.counting.rules import ALL, CROWD
from domain.releases.period import Period
from domain.summary.tables import BASIS, ENCOUNTERS, OFFICERS, PEOPLE, RECORDS, TABLES, Table
from domain.summary.versions import RecordVersion
from domain.summary.ways import Ways

Key = tuple[str, str, str]
"""A figure: the table, the row and the column."""

BY_QUARTER = "by-quarter"
"""The table of tactics over the quarters before: the one that reaches beyond the period."""

COVERAGE = "coverage"
"""The table of expected encounters, beside those of records."""

NOTHING: Mapping[Any, int] = MappingProxyType({})
SERIES = 8
"""Quarters that it shows, the last of the period among them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """What a summary is about: a force and a period."""

    force: Force
    period: Period

    @property
    def series(self) -> tuple[Quarter, ...]:
        return tuple(quarters(self.period.last.earlier(SERIES - 1), self.period.last))


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """The figures of a period as they were counted once, and how."""

    scope: Scope
    ways: Ways
    figures: Mapping[Key, int]
    first: Quarter
    """From which quarter on the force's records are held: before, zero is not known to be none."""
    parts: tuple["Summary", ...] = ()
    """Of a year the quarters, in the tables that cross two questions: others are published as they are."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Records of a quarter that name the same tactics; how many."""

    quarter: Quarter
    tactics: tuple[Tactic, ...]
    of_a_crowd: bool
    records: int


class RunningFigures:
    """The figures of a summary while records are added and taken away."""

    def __init__(
        self,
        scope: Scope,
        ways: Ways,
        figures: Mapping[Key, int] = NOTHING,
        shared: Mapping[tuple[Key, UUID], int] = NOTHING,
        *,
        tables: Sequence[Table] = TABLES,
    ) -> None:
        self._scope, self._ways, self._tables = scope, ways, tables
        self._series = frozenset(scope.series)
        self._figures = Counter(figures)
        self._shared = Counter(shared)

    def copy(self) -> "RunningFigures":
        """The same figures, to go on from."""
        return RunningFigures(
            self._scope, self._ways, self._figures, self._shared, tables=self._tables
        )

    def add(self, version: RecordVersion) -> None:
        """Count a record in every table."""
        self._take(version, 1, series=True)

    def add_of_period(self, version: RecordVersion) -> None:
        """Count a record in the tables of the period alone."""
        self._take(version, 1, series=False)

    def remove(self, version: RecordVersion) -> None:
        """Take a record away again."""
        self._take(version, -1, series=True)

    def add_to_series(self, alike: Alike) -> None:
        """Count records in the table by quarter alone."""
        named = self._ways.named(alike.tactics)
        for line in self._lines(named, of_a_crowd=alike.of_a_crowd):
            self._figures[BY_QUARTER, line, alike.quarter.code] += alike.records

    @property
    def figures(self) -> dict[Key, int]:
        """Every figure that is not zero."""
        return {key: figure for key, figure in sorted(self._figures.items()) if figure}

    def moved(self, before: RecordVersion | None, after: RecordVersion | None) -> dict[Key, int]:
        """Take a record away as it was and add it as it is: by how much each figure moves."""
        held = Counter(self._touched(before) + self._touched(after))
        were = {key: self._figures[key] for key in held}
        if before:
            self.remove(before)
        if after:
            self.add(after)
        now = self._figures
        return {key: now[key] - was for key, was in were.items() if now[key] != was}

    def _touched(self, version: RecordVersion | None) -> list[Key]:
        return [key for key, _ in self.counts(version, series=True)] if version else []

    def _take(self, version: RecordVersion, sign: int, *, series: bool) -> None:
        for key, shared in self.counts(version, series=series):
            if shared is None:
                self._figures[key] += sign
                continue
            before = self._shared[key, shared]
            self._shared[key, shared] = before + sign
            # The first record of an officer or encounter adds one, the last one takes it away.
            self._figures[key] += bool(before + sign) - bool(before)

    def _has(self, version: RecordVersion) -> bool:
        return (
            version.counts
            and version.force is self._scope.force
            and version.quarter in self._series
        )

    def counts(self, version: RecordVersion, *, series: bool) -> Iterator[tuple[Key, UUID | None]]:
        """The figures that a record is in, and what it shares there with others."""
        if not self._has(version):
            return
        quarter = version.quarter
        if series:
            tactics = self._ways.tactics(version.account)
            for line in self._lines(tactics, of_a_crowd=version.account.is_crowd):
                yield (BY_QUARTER, line, quarter.code), None
        if quarter not in self._scope.period:
            return
        for table in self._tables:
            for row, column in table.cells(version, self._ways):
                yield (table.code, row, column), None
        if version.officer:
            yield (BASIS.code, OFFICERS, RECORDS), version.officer
        yield (BASIS.code, ENCOUNTERS, RECORDS), version.encounter or version.record
        if version.is_told_apart:
            yield (BASIS.code, PEOPLE, RECORDS), version.subject or version.record

    def _lines(self, tactics: Iterable[Tactic], *, of_a_crowd: bool) -> Iterator[str]:
        yield ALL
        if of_a_crowd:
            yield CROWD
        yield from (code for code, _ in self._ways.lines(tactics))


def effect(
    scope: Scope, ways: Ways, before: RecordVersion | None, after: RecordVersion | None
) -> dict[Key, int]:
    """By how much a record moves the figures of a summary that no other record shares."""
    counting, found = RunningFigures(scope, ways), Counter[Key]()
    for version, sign in ((before, -1), (after, 1)):
        for key, shared in counting.counts(version, series=True) if version else ():
            found[key] += sign if shared is None else 0
    return {key: moved for key, moved in found.items() if moved}


def figure(figures: Mapping[Key, int], table: str, row: str, column: str = RECORDS) -> int:
    """A figure; zero where no record is."""
    return figures.get((table, row, column), 0)
