"""The shares in which answers come, counted as the Home Office counts them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import sqrt
from typing import Any

from domain.codelists.editions import RecordType
from domain.codelists.forces import Force
from domain.codelists.tactics import CED_TACTICS, MOST_TO_LEAST_SEVERE, Tactic
from tests.demo.given import wanted
from web.demo.generating import frequencies
from web.demo.generating.chronicle import Chronicle
from web.demo.generating.frequencies import Row, Year

Name = tuple[str, Any]

ROWS = {
    Tactic.CS_DRAWN: Row.SPRAY_DRAWN,
    Tactic.PAVA_DRAWN: Row.SPRAY_DRAWN,
    Tactic.CS_USED: Row.SPRAY_USED,
    Tactic.PAVA_USED: Row.SPRAY_USED,
    Tactic.AEP_AIMED: Row.AEP,
    Tactic.AEP_FIRED: Row.AEP,
    Tactic.FIREARM_AIMED: Row.FIREARM,
    Tactic.FIREARM_FIRED: Row.FIREARM,
    **dict.fromkeys(CED_TACTICS, Row.CED),
}

SHARED = ("age", "gender", "ethnicity", "health", "factor", "outcome", "location")
"""What the records of one encounter have in common: it varies as if there were fewer of them."""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Records of one published year, counted."""

    records: int
    with_ced: int
    injured: int
    officers_injured: int
    counts: Counter[Name]
    clustering: float
    """By how much the variance grows at most when what is shared is shared: the mean size of the
    encounter that a record belongs to (the design effect of a wholly shared answer)."""

    def share(self, name: Name) -> float:
        return 100 * self.counts[name] / self.base(name)

    def base(self, name: Name) -> int:
        return {
            "highest use": self.with_ced,
            "subject's injury": self.injured,
            "officer's injury": self.officers_injured,
        }.get(name[0], self.records)

    def error(self, name: Name, percent: float) -> float:
        """The standard error of a share that is really so many per cent."""
        grown = self.clustering if name[0] in SHARED else 1.0
        return sqrt(percent * (100 - percent) * grown / self.base(name))


def beyond(sample: Sample, published: Mapping[Name, float], *, errors: float) -> dict[Name, str]:
    """The shares that lie further from what was published than so many standard errors."""
    return {
        name: f"{sample.share(name):.3f} and not {percent:.3f}"
        for name, percent in published.items()
        if abs(sample.share(name) - percent) > errors * sample.error(name, percent)
    }


def published(year: Year) -> dict[Name, float]:
    """Every share that the model was given, by the name under which it is counted."""
    tables = {
        "tactic": year.tactics,
        "highest use": _whole(year.ced),
        "age": _whole(year.age),
        "gender": _whole(year.gender),
        "ethnicity": _whole(year.ethnicity),
        "health": _whole(year.health),
        "reason": frequencies.REASONS,
        "factor": frequencies.IMPACT_FACTORS,
        "outcome": frequencies.OUTCOMES,
        "location": frequencies.LOCATIONS,
        "injured": frequencies.SUBJECT_INJURED,
        "subject's injury": frequencies.SUBJECT_INJURY_LEVELS,
        "officer": {
            "injured": frequencies.OFFICER_INJURED,
        },
        "officer's injury": {
            "intentional": frequencies.OFFICER_INJURY_INTENTIONAL,
            **frequencies.OFFICER_INJURY_LEVELS,
        },
    }
    rows = {(kind, code): float(p) for kind, table in tables.items() for code, p in table.items()}
    return {("tactic", Tactic.COMMUNICATIONS): year.communications, **rows}


def _whole(shares: Mapping[Any, float]) -> dict[Any, float]:
    """Printed to a tenth of a per cent, or with a part left out, they do not come to a hundred."""
    total = sum(shares.values())
    return {code: 100 * share / total for code, share in shares.items()}


@lru_cache
def sample_of(ending: int, records: int) -> Sample:
    """So many records of a year, of three forces."""
    asked = wanted(
        Force.METROPOLITAN,
        Force.LEICESTERSHIRE,
        Force.CITY_OF_LONDON,
        records=records,
        months=12,
        until=date(ending, 3, 31),
        words=False,
    )
    chronicle, counts, sizes = Chronicle(asked), Counter[Name](), 0
    for _, encounters in chronicle.plan.encounters():
        for encounter in encounters:
            for _, story in chronicle.stories(encounter):
                if story.answers["record_type"] is RecordType.INDIVIDUAL:
                    counts.update(_counted(story.answers))
                    counts["all", "records"] += 1
                    sizes += len(encounter.pairs)
    total = counts["all", "records"]
    return Sample(
        records=total,
        with_ced=counts["tactic", Row.CED],
        injured=counts["subject's injury", "any"],
        officers_injured=counts["officer", "injured"],
        counts=counts,
        clustering=sizes / total,
    )


def _counted(answers: Mapping[str, Any]) -> Iterator[Name]:
    """The rows of the tables that a record is counted in, each once."""
    tactics = [step.tactic for step in answers["tactics"]]
    yield from {("tactic", ROWS.get(tactic, tactic)) for tactic in tactics}
    levels = [one for one in MOST_TO_LEAST_SEVERE if one in tactics and one in CED_TACTICS]
    yield from (("highest use", one) for one in levels[:1])
    yield "age", answers["perceived_age"]
    yield "gender", answers["perceived_gender"]
    yield "ethnicity", answers["perceived_ethnicity"]
    yield "health", (answers["mental_condition"], answers["physical_condition"])
    for kind, question in (
        ("reason", "reasons"),
        ("factor", "impact_factors"),
        ("outcome", "outcomes"),
        ("location", "locations"),
    ):
        yield from ((kind, code) for code in answers[question])
    yield "injured", answers["subject_injured"]
    if level := answers.get("subject_injury_level"):
        yield from (("subject's injury", level), ("subject's injury", "any"))
    if level := answers.get("officer_injury_level"):
        yield from (("officer", "injured"), ("officer's injury", level))
        if answers["officer_injury_intentional"] == "yes":
            yield "officer's injury", "intentional"
