"""Figures of the return from how many records are alike: added up by the rules, for any table."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from domain.counting.national.rules import (
    Counted,
    is_not_reported,
    rule,
    times_and_records,
)
from domain.counting.national.tactics import LINES, NOT_REPORTED, TOTAL

ALL = "all"
"""Every force, or every column."""

Key = tuple[str, str]
"""A force and a column."""
EVERYTHING: Key = (ALL, ALL)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records there are, and on each line how often tactics were reported and by how many
    records, for each force and column.
    """

    records: Counter[Key] = field(default_factory=Counter)
    times: Counter[tuple[str, Key]] = field(default_factory=Counter)
    involved: Counter[tuple[str, Key]] = field(default_factory=Counter)

    @rule(10, "Home Office 2020, notes to tables 2 to 9")
    def add(self, counted: Counted, key: Key, records: int) -> None:
        """Some records that count for the same tactics and stand in the same column. It counts records
        above and tactics below: all of a record's, since none is tied to one reason, outcome or place.
        """
        self.records[key] += records
        for line, times in _lines(counted):
            self.times[line, key] += times * records
            self.involved[line, key] += records

    def records_on(self, line: str, key: Key) -> int:
        """The records on a line; on the line of the total, every record (R6)."""
        return self.records[key] if line == TOTAL else self.involved[line, key]

    def summed(self) -> "Tally":
        """The same with the sums over all forces, all columns and both in it."""
        found = Tally()
        for key, records in self.records.items():
            for wider in _wider(key):
                found.records[wider] += records
        for (line, key), times in self.times.items():
            for wider in _wider(key):
                found.times[line, wider] += times
                found.involved[line, wider] += self.involved[line, key]
        return found


def _wider(key: Key) -> tuple[Key, ...]:
    force, column = key
    return key, (ALL, column), (force, ALL), EVERYTHING


@lru_cache(maxsize=20_000)
def _lines(counted: Counted) -> tuple[tuple[str, int], ...]:
    """The lines on which a record stands, and how often it counts there."""
    if is_not_reported(counted):
        return ((NOT_REPORTED, 1),)
    found = ((line, times_and_records(line, counted)) for line in LINES)
    return tuple((line, times) for line, (times, records) in found if records)


def tallied(alike: Iterable[tuple[Counted, Key, int]]) -> Tally:
    """The tally of records that are alike."""
    tally = Tally()
    for counted, key, records in alike:
        tally.add(counted, key, records)
    return tally


@rule(9, "Home Office 2020, notes to tables 6 to 9")
def tallied_by_choice(
    chosen: Iterable[tuple[Counted, Mapping[str, int]]],
    everybody: Iterable[tuple[Counted, int]],
    groups: Mapping[str, Iterable[str]],
) -> Tally:
    """A record is in the column of every answer that it chose, and in none if it chose none; under
    ``ALL`` every record is. A group is the plain sum of its members (spec: domain, 1.3 A).
    """
    tally = Tally()
    for counted, figures in chosen:
        for code, records in {**figures, **_sums(groups, figures)}.items():
            tally.add(counted, (ALL, code), records)
    for counted, records in everybody:
        tally.add(counted, EVERYTHING, records)
    return tally


def _sums(groups: Mapping[str, Iterable[str]], figures: Mapping[str, int]) -> dict[str, int]:
    return {group: sum(figures.get(one, 0) for one in members) for group, members in groups.items()}
