"""Whose records a return counts, and what it may call their sum."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.counting.national.rules import MADE_UP
from web.returns.layout import Region, expected, names, regions

COUNTRY = "England and Wales"


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """The forces of a return, and how many records each of them has in the year."""

    year: int
    forces: frozenset[str]
    records: Mapping[str, int]
    whole: bool
    """Whether it is the return of the country, as far as this installation has its records."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The forces of the return that have no record in the year."""
        return tuple(code for code in names() if code in self.forces and not self.records.get(code))

    @property
    def supplying(self) -> int:
        return len(self.forces) - len(self.missing)

    @property
    def country(self) -> str:
        """What the sum of everything is called: never the country's, if only some were asked for."""
        if self.whole:
            return f"Total {COUNTRY}"
        noun = "force" if len(self.forces) == 1 else "forces"
        return f"Total of {len(self.forces)} {noun} in this return"

    def regions(self) -> Iterator[tuple[Region, str]]:
        """The regions that have a force in the return, with the names of their sums."""
        for region in regions():
            within = {code: name for code, name in region.forces.items() if code in self.forces}
            if within:
                yield Region(region.name, within), self._sum_of(region, len(within))

    def by_name(self) -> list[tuple[str, str]]:
        """The forces by the names they have in the return, in the order of the alphabet."""
        found = [(code, name) for code, name in names().items() if code in self.forces]
        return sorted(found, key=lambda one: one[1])

    def _sum_of(self, region: Region, within: int) -> str:
        every = len(region.forces)
        part = "" if within == every else f" ({within} of {every} forces)"
        return f"Total {region.name}{part}"


def scope_of(year: int, records: Mapping[str, int], asked: frozenset[str]) -> Scope:
    """The scope of a return for the forces that were asked for, or for all if none was.

    All are those that supply the year's return (R18), and a made-up one that has records.
    """
    everybody = frozenset(names())
    made_up = {one.value for one in MADE_UP if records.get(one.value)}
    forces = asked & everybody or expected(year) | made_up
    return Scope(year=year, forces=forces, records=records, whole=not asked)
