"""Figures of the return from how many records are alike: added up by the rules, for any table."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from domain.counting.national.rules import Counted, is_not_reported, times_and_records
from domain.counting.national.tactics import LINES, NOT_REPORTED, TOTAL

ALL = "all"
"""Every record, whatever it answers."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records there are, and on each line how often tactics were reported and by how many
    records, for each key: a column, or a force and a column.
    """

    records: Counter[Hashable] = field(default_factory=Counter)
    times: Counter[tuple[str, Hashable]] = field(default_factory=Counter)
    involved: Counter[tuple[str, Hashable]] = field(default_factory=Counter)

    def add(self, counted: Counted, keys: Iterable[Hashable], records: int) -> None:
        """Some records that count for the same tactics and stand in the same columns."""
        on = _lines(counted)
        for key in keys:
            self.records[key] += records
            for line, times in on:
                self.times[line, key] += times * records
                self.involved[line, key] += records

    def records_on(self, line: str, key: Hashable) -> int:
        """The records on a line; on the line of the total, every record (R6)."""
        return self.records[key] if line == TOTAL else self.involved[line, key]


def _lines(counted: Counted) -> tuple[tuple[str, int], ...]:
    if counted not in _REMEMBERED:
        _REMEMBERED[counted] = _worked_out(counted)
    return _REMEMBERED[counted]


_REMEMBERED: dict[Counted, tuple[tuple[str, int], ...]] = {}


def _worked_out(counted: Counted) -> tuple[tuple[str, int], ...]:
    if is_not_reported(counted):
        return ((NOT_REPORTED, 1),)
    found = ((line, times_and_records(line, counted)) for line in LINES)
    return tuple((line, times) for line, (times, records) in found if records)


def tallied(alike: Iterable[tuple[Counted, Iterable[Hashable], int]]) -> Tally:
    """The tally of records that are alike."""
    tally = Tally()
    for counted, keys, records in alike:
        tally.add(counted, keys, records)
    return tally


def sums_of(groups: Mapping[str, Iterable[str]], figures: Mapping[str, int]) -> dict[str, int]:
    """The plain sum of its members for each group, as table 9 has it (spec: domain, 1.3 A)."""
    return {group: sum(figures.get(one, 0) for one in members) for group, members in groups.items()}
