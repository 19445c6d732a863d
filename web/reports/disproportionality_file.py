"""Records by how people were perceived, as a file of values: one line a group, or a unit and group."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from application.populations import Loaded
from domain.counting.disproportion import Compared, compare, funnel
from domain.counting.populations import GROUPS
from domain.estimating.intervals import Estimate
from projections.statistics.disproportionality import Perceived

HEADINGS = (
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
    "log_position",
)


def lines(
    found: Perceived, loaded: Sequence[Loaded], labels: Mapping[str, str], *, position: int
) -> str:
    """Every group beside each population, and every area; nobody's officers."""
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADINGS, restval="")
    writer.writeheader()
    for row in (*_groups(found), *_compared(found, loaded), *_areas(found, labels)):
        writer.writerow({**row, "by": found.by.value, "log_position": position})
    return text.getvalue()


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


def _compared(found: Perceived, loaded: Sequence[Loaded]) -> Iterator[dict[str, Any]]:
    unknown = sum(found.unknown.values())
    for one in loaded:
        population = one.population
        numbers = population.numbers.get(found.by, {})
        about = {
            "about": "rate",
            "population": population.name,
            "population_kind": population.kind.value,
            "population_source": population.source,
            "population_from": population.since,
            "population_to": population.until,
            "records_unknown": unknown,
        }
        for compared in compare(found.all, numbers, by=found.by, unknown=unknown):
            yield {**about, **_group(compared)}


def _group(one: Compared) -> dict[str, Any]:
    return {
        "group": one.group.code,
        "group_label": one.group.label,
        "records": one.records,
        "number": "" if one.number is None else one.number,
        **_estimate("rate", one.rate),
        "rate_if_all_unknown": "" if one.highest is None else f"{one.highest:.8f}",
        **_estimate("relative", one.relative),
    }


def _areas(found: Perceived, labels: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for group in GROUPS[found.by]:
        for unit in funnel(found.areas, group, by=found.by):
            low, high = unit.far
            yield {
                "about": "area",
                "unit": labels[unit.code],
                "group": group.code,
                "group_label": group.label,
                "records": unit.of_group,
                "records_of_known": unit.records,
                **_estimate("share", unit.share),
                "limit_low": f"{low:.8f}",
                "limit_high": f"{high:.8f}",
            }


def _estimate(name: str, one: Estimate | None) -> dict[str, str]:
    if one is None:
        return {}
    return {
        name: f"{one.value:.8f}",
        f"{name}_low": f"{one.low:.8f}",
        f"{name}_high": f"{one.high:.8f}",
    }
