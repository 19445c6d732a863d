"""Which encounters there were on which day, and which records came of them."""

from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from uuid import UUID

from domain.codelists.forces import Force
from web.adapters.references import reference
from web.demo.generating.chance import chance, happens, identity
from web.demo.generating.habits import CROWDS_AT_NEW_YEAR, CROWDS_ON_MATCH_DAYS, SHAPES
from web.demo.generating.moments import is_match_day, is_new_year, weight_of
from web.demo.generating.wanted import Wanted

ALONE = ((0, 0),)


@dataclass(frozen=True, kw_only=True, slots=True)
class Encounter:
    """Something that happened, and the records of it: an officer and a subject each."""

    force: Force
    number: int
    day: date
    first_record: int
    pairs: tuple[tuple[int, int], ...]
    is_crowd: bool


class Plan:
    """Everything that must be known of all records before any is made."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.days = tuple(
            wanted.since + timedelta(days=number)
            for number in range((wanted.until - wanted.since).days + 1)
        )
        sums = tuple(accumulate(map(weight_of, self.days)))
        self._on = {force: self._spread(force, sums) for force in wanted.forces}
        self._years = {force: _by_year(self.days, self._on[force]) for force in wanted.forces}

    def encounters(self) -> Iterator[tuple[date, Iterator[Encounter]]]:
        """Those of each day, day after day."""
        told = {force: self._of(force) for force in self.wanted.forces}
        ahead = {force: next(told[force], None) for force in self.wanted.forces}

        def on(day: date) -> Iterator[Encounter]:
            for force, source in told.items():
                while (found := ahead[force]) and found.day == day:
                    yield found
                    ahead[force] = next(source, None)

        for day in self.days:
            yield day, on(day)

    @property
    def numbers(self) -> Mapping[int, int]:
        """How many reference numbers are needed in each year."""
        return sum((Counter(years) for years in self._years.values()), Counter())

    def reference(self, encounter: Encounter, record: int, *, after: int) -> str:
        """The reference of a record, when the numbers set aside begin after one.

        Dense within a year, force after force.
        """
        year, earlier = encounter.day.year, 0
        for force in self.wanted.forces:
            if force is encounter.force:
                break
            earlier += self._years[force].get(year, 0)
        before = sum(count for past, count in self._years[encounter.force].items() if past < year)
        return reference(year, after + earlier + record - before + 1)

    def record_id(self, force: Force, record: int) -> UUID:
        return identity(self.wanted.seed, force, "record", record)

    def encounter_id(self, encounter: Encounter) -> UUID:
        return identity(self.wanted.seed, encounter.force, "encounter", encounter.number)

    def _spread(self, force: Force, sums: tuple[float, ...]) -> Counter[int]:
        """How many records fall on each day."""
        source = chance(self.wanted.seed, force, "days")
        records = self.wanted.shares[force]
        return Counter(bisect(sums, source.random() * sums[-1]) for _ in range(records))

    def _of(self, force: Force) -> Iterator[Encounter]:
        source = chance(self.wanted.seed, force, "encounters")
        number = record = 0
        for index, day in enumerate(self.days):
            left = self._on[force][index]
            while left:
                is_crowd = _is_crowd(day, source)
                pairs = ALONE if is_crowd else SHAPES.of(source)
                pairs = pairs if len(pairs) <= left else ALONE
                yield Encounter(
                    force=force,
                    number=number,
                    day=day,
                    first_record=record,
                    pairs=pairs,
                    is_crowd=is_crowd,
                )
                number, record, left = number + 1, record + len(pairs), left - len(pairs)


def _is_crowd(day: date, source: Random) -> bool:
    return (is_match_day(day) and happens(source, CROWDS_ON_MATCH_DAYS)) or (
        is_new_year(day) and happens(source, CROWDS_AT_NEW_YEAR)
    )


def _by_year(days: tuple[date, ...], counts: Counter[int]) -> Mapping[int, int]:
    years: Counter[int] = Counter()
    for index, count in counts.items():
        years[days[index].year] += count
    return years
