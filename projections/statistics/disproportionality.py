"""Records by how the person was perceived: of all, and by area and officer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from domain.counting.populations import GROUPS, By
from projections.statistics.dimensions import BY_NAME
from projections.statistics.slices import Slice, conditions
from projections.statistics.tables import fact_counted
from projections.statistics.tactics import Ask

Counts = Mapping[str, int]
"""Records by what was answered, or by why nothing was."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Perceived:
    """Records about one person, by what their officers perceived."""

    by: By
    all: Counts
    areas: Mapping[str, Counts]
    officers: Mapping[UUID | None, Counts]
    crowd: int
    """Records of a crowd that meet the same filters, and are in none of it."""

    @property
    def records(self) -> int:
        return sum(self.all.values())

    @property
    def unknown(self) -> Counts:
        """Records that say nothing of it, by the way in which they do not."""
        known = {code for group in GROUPS[self.by] for code in group.perceived}
        return {code: number for code, number in self.all.items() if code not in known}


def perceived(ask: Ask, wanted: Slice, *, by: By) -> Perceived:
    """Count the records of a slice by ethnicity, age or gender."""
    of_persons = replace(wanted, persons=True)
    column = fact_counted.c[BY_NAME[by.value].column]
    areas: dict[str, dict[str, int]] = {}
    for area, code, records in ask(_counts(of_persons, fact_counted.c.area, column)):
        areas.setdefault(area, {})[code] = records
    officers: dict[UUID | None, dict[str, int]] = {}
    for officer, code, records in ask(_counts(of_persons, fact_counted.c.officer, column)):
        officers.setdefault(officer, {})[code] = records
    every = select(func.count()).select_from(fact_counted).where(*conditions(wanted))
    found = _added(areas.values())
    return Perceived(
        by=by,
        all=found,
        areas={area: areas[area] for area in sorted(areas)},
        officers=officers,
        crowd=ask(every)[0][0] - sum(found.values()),
    )


def together(counts: Mapping[UUID | None, Counts], of: Mapping[UUID, UUID]) -> dict[UUID, Counts]:
    """The counts of officers put together by whom they belong to; who belongs to nobody is left out."""
    teams: dict[UUID, list[Counts]] = {}
    for officer, found in counts.items():
        if officer is not None and officer in of:
            teams.setdefault(of[officer], []).append(found)
    return {team: _added(teams[team]) for team in sorted(teams)}


def _counts(wanted: Slice, *by: Any) -> Select[Any]:
    return select(*by, func.count()).where(*conditions(wanted)).group_by(*by)


def _added(counts: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in counts:
        for code, number in one.items():
            found[code] = found.get(code, 0) + number
    return {code: found[code] for code in sorted(found)}
