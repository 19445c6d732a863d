"""Figures of an edition, added up from what was crossed."""

from collections import Counter

from domain.codelists.forces import Force
from domain.counting.periods import Quarter
from domain.releases.period import Period
from domain.summary.counting import Key, Scope, Summary
from domain.summary.ways import NEWEST

SCOPE = Scope(force=Force.NORTHSHIRE, period=Period(2026, 1))
INJURED, AREAS = "injured-by-ethnicity", "area-by-ethnicity"
ONE = "records"

Kind = tuple[str, str, str]
"""Area, perceived ethnicity, whether injured."""

MANY: dict[Kind, int] = {
    ("north", "white", "yes"): 31,
    ("north", "white", "no"): 120,
    ("coast", "white", "no"): 90,
    ("north", "black", "yes"): 3,
    ("coast", "black", "no"): 22,
    ("coast", "asian", "yes"): 8,
    ("north", "asian", "no"): 27,
    ("coast", "mixed", "yes"): 6,
    ("north", "mixed", "no"): 14,
}


def summary(records: dict[Kind, int], scope: Scope = SCOPE) -> Summary:
    """The same as it was counted."""
    return Summary(scope=scope, ways=NEWEST, figures=figures(records), first=Quarter(2017, 1))


def figures(records: dict[Kind, int]) -> Counter[Key]:
    """The figures of the tables that are crossed, and of those by themselves."""
    found: Counter[Key] = Counter()
    for (area, ethnicity, injured), number in records.items():
        for key in (
            (INJURED, injured, ethnicity),
            (AREAS, area, ethnicity),
            ("perceived-ethnicity", ethnicity, ONE),
            ("subject-injured", injured, ONE),
            ("age-by-gender", "18-to-34", "male"),
            ("perceived-age", "18-to-34", ONE),
            ("perceived-gender", "male", ONE),
            ("counted", ONE, ONE),
        ):
            found[key] += number
    return found
