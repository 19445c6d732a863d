"""Records beside the people or arrests they are counted against, group by group.

Crowd records are about nobody in particular and take no part (spec: domain, 6). A record is not a
person: somebody on whom several officers used force is in as many records.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from domain.counting.populations import GROUPS, By, Group, Population
from domain.estimating.funnels import FAR, USUAL, limits, limits_of_rate
from domain.estimating.intervals import Estimate, rate, ratio, share

FEW_EXPECTED = 5
"""Records that an area would have by the rate of all, below which nothing is said of its rate."""

FEW = 20
"""Records below which nothing is said of a unit: of so few, one or two more are much of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """A group: its records, its people or arrests, and how its rate stands to the largest group's."""

    group: Group
    records: int
    number: int | None
    """None where the population says nothing of the group."""
    rate: Estimate | None
    """Records for each person or arrest."""
    relative: Estimate | None
    """How many times the rate of the largest group; none for that group itself."""
    highest: float | None
    """The rate if all records of which it is unknown were of this group."""
    is_largest: bool


def compare(
    counts: Mapping[str, int], numbers: Mapping[str, int], *, by: By, unknown: int
) -> tuple[Compared, ...]:
    """Every group, from how many records have each answer of the form."""
    records = {
        group.code: sum(counts.get(code, 0) for code in group.perceived) for group in GROUPS[by]
    }
    known = [group.code for group in GROUPS[by] if numbers.get(group.code)]
    largest = max(known, key=lambda code: numbers[code], default=None)

    def compared(group: Group) -> Compared:
        found, number = records[group.code], numbers.get(group.code)
        relative = None
        if number and largest and group.code != largest:
            relative = ratio(found, number, records[largest], numbers[largest])
        return Compared(
            group=group,
            records=found,
            number=number,
            rate=rate(found, number) if number else None,
            relative=relative,
            highest=(found + unknown) / number if number else None,
            is_largest=group.code == largest,
        )

    return tuple(map(compared, GROUPS[by]))


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """An area, a team or an officer: of its records whose group is known, those of one group."""

    code: str
    records: int
    of_group: int
    middle: float
    """The share of all, in which chance alone would leave it near."""

    @property
    def share(self) -> Estimate | None:
        return share(self.of_group, self.records)

    @property
    def usual(self) -> tuple[float, float]:
        """Between which shares 95 of 100 such units would lie by chance alone."""
        return limits(self.middle, self.records, USUAL)

    @property
    def far(self) -> tuple[float, float]:
        """Between which shares 998 of 1,000 would."""
        return limits(self.middle, self.records, FAR)

    @property
    def is_beyond(self) -> bool:
        """Whether it lies further from all than chance alone would bring almost any; of few records
        nothing is said.
        """
        low, high = self.far
        return not self.is_few and not low <= self.of_group / self.records <= high

    @property
    def is_few(self) -> bool:
        return self.records < FEW


def funnel(counts: Mapping[str, Mapping[str, int]], group: Group, *, by: By) -> tuple[Unit, ...]:
    """Units by their records of each answer; those of which no group is known are left out."""
    answers = {code for one in GROUPS[by] for code in one.perceived}
    known = {
        unit: sum(number for code, number in found.items() if code in answers)
        for unit, found in counts.items()
    }
    of_group = {
        unit: sum(found.get(code, 0) for code in group.perceived) for unit, found in counts.items()
    }
    every = sum(known.values())
    middle = sum(of_group.values()) / every if every else 0.0
    return tuple(
        Unit(code=unit, records=known[unit], of_group=of_group[unit], middle=middle)
        for unit in counts
        if known[unit]
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class AreaRate:
    """An area: of its people or arrests of one group, the records for each."""

    code: str
    records: int
    number: int
    middle: float
    """The rate of all areas together, near which chance alone would leave it."""

    @property
    def rate(self) -> Estimate | None:
        return rate(self.records, self.number)

    @property
    def far(self) -> tuple[float, float]:
        """Between which rates 998 of 1,000 such areas would lie by chance alone."""
        return limits_of_rate(self.middle, self.number, FAR)

    @property
    def is_few(self) -> bool:
        return self.middle * self.number < FEW_EXPECTED

    @property
    def is_beyond(self) -> bool:
        """Whether it lies further from all than chance alone would bring almost any."""
        low, high = self.far
        return not self.is_few and not low <= self.records / self.number <= high


def area_rates(
    counts: Mapping[str, Mapping[str, int]],
    population: Population,
    group: Group,
    *,
    by: By,
    within: Collection[str] = (),
) -> tuple[AreaRate, ...]:
    """The areas whose people or arrests of a group are given: all, or those within some.

    Those with people and no record at all are among them: their rate is none.
    """
    numbers = {
        area: number
        for area in population.areas
        if (not within or area in within)
        and (number := population.within((area,), by).get(group.code))
    }
    records = {
        area: sum(counts.get(area, {}).get(code, 0) for code in group.perceived) for area in numbers
    }
    every = sum(numbers.values())
    middle = sum(records.values()) / every if every else 0.0
    return tuple(
        AreaRate(code=area, records=records[area], number=numbers[area], middle=middle)
        for area in sorted(numbers)
    )
