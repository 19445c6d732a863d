"""Records by how people were perceived, as rows of values: one a group, or a unit and group."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from application.populations import Loaded
from domain.counting.disproportion import AreaRate, Compared, Unit, area_rates, compare, funnel
from domain.counting.populations import GROUPS, By, Group
from projections.statistics.disproportionality import Perceived
from projections.statistics.slices import Slice
from web.reports.disproportionality import areas_in
from web.reports.rows import Row, Value, part

COLUMNS = (
    "about",
    "unit",
    "by",
    "group",
    "group_label",
    "records",
    "records_unknown",
    "population",
    "population_kind",
    "population_source",
    "population_from",
    "population_to",
    "number",
    "rate",
    "rate_low",
    "rate_high",
    "rate_if_all_unknown",
    "relative",
    "relative_low",
    "relative_high",
    "records_of_known",
    "share",
    "share_low",
    "share_high",
    "limit_low",
    "limit_high",
    "beyond_chance",
)
SAID = ("share", "share_low", "share_high", "limit_low", "limit_high")
COLUMNS_OF_TEAMS = (
    "unit",
    "by",
    "group",
    "group_label",
    "records",
    "records_of_known",
    *SAID,
    "beyond_chance",
)

BLANK: Mapping[str, Value] = dict.fromkeys(COLUMNS)


def rows(
    found: Perceived, loaded: Sequence[Loaded], wanted: Slice, labels: Mapping[str, str]
) -> Iterator[Row]:
    """Every group beside each population, and every area; nobody's officers."""
    of_areas = (*_areas(found, labels), *_area_rates(found, loaded, wanted, labels))
    for row in (*_groups(found), *_compared(found, loaded, wanted), *of_areas):
        yield {**BLANK, **row, "by": found.by.value}


def _groups(found: Perceived) -> Iterator[dict[str, Any]]:
    for group in GROUPS[found.by]:
        yield {
            "about": "records",
            "group": group.code,
            "group_label": group.label,
            "records": sum(found.all.get(code, 0) for code in group.perceived),
        }
    for code, records in found.unknown.items():
        yield {"about": "records", "group": code, "records": records}


def _compared(
    found: Perceived, loaded: Sequence[Loaded], wanted: Slice
) -> Iterator[dict[str, Any]]:
    unknown = sum(found.unknown.values())
    for one in loaded:
        numbers = one.population.within(areas_in(wanted), found.by)
        about = {"about": "rate", "records_unknown": unknown, **_of(one)}
        for compared in compare(found.all, numbers, by=found.by, unknown=unknown):
            yield {**about, **_group(compared)}


def _of(one: Loaded) -> dict[str, Any]:
    population = one.population
    return {
        "population": population.name,
        "population_kind": population.kind.value,
        "population_source": population.source,
        "population_from": population.since,
        "population_to": population.until,
    }


def _area_rates(
    found: Perceived, loaded: Sequence[Loaded], wanted: Slice, labels: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    for one in loaded:
        for group in GROUPS[found.by]:
            for area in area_rates(
                found.areas, one.population, group, by=found.by, within=areas_in(wanted)
            ):
                low, high = area.far
                yield {
                    "about": "area-rate",
                    "unit": labels[area.code],
                    "group": group.code,
                    "group_label": group.label,
                    "records": area.records,
                    "number": area.number,
                    **_of(one),
                    **part("rate", area.rate),
                    "limit_low": low,
                    "limit_high": high,
                    "beyond_chance": _beyond(area),
                }


def _group(one: Compared) -> dict[str, Any]:
    return {
        "group": one.group.code,
        "group_label": one.group.label,
        "records": one.records,
        "number": one.number,
        **part("rate", one.rate),
        "rate_if_all_unknown": one.highest,
        **part("relative", one.relative),
    }


def _areas(found: Perceived, labels: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for group in GROUPS[found.by]:
        for unit in funnel(found.areas, group, by=found.by):
            yield {"about": "area", **_unit(unit, group, labels), "beyond_chance": _beyond(unit)}


def teams(
    units: Sequence[Unit], group: Group, labels: Mapping[str, str], *, by: By
) -> Iterator[Row]:
    """Every team by its name, with the limits of chance; of few records nothing is said."""
    for unit in sorted(units, key=lambda one: (labels[one.code].casefold(), one.code)):
        row = {**_unit(unit, group, labels), "by": by.value}
        if unit.is_few:
            row |= dict.fromkeys(SAID)
        yield {**row, "beyond_chance": _beyond(unit)}


def _beyond(one: Unit | AreaRate) -> str:
    """What chance alone would not bring; of few records nothing is said."""
    if one.is_few:
        return ""
    return "yes" if one.is_beyond else "no"


def _unit(unit: Unit, group: Group, labels: Mapping[str, str]) -> dict[str, Any]:
    low, high = unit.far
    return {
        "unit": labels[unit.code],
        "group": group.code,
        "group_label": group.label,
        "records": unit.of_group,
        "records_of_known": unit.records,
        **part("share", unit.share),
        "limit_low": low,
        "limit_high": high,
    }
