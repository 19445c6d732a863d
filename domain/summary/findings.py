"""What each section of a summary shows, in one sentence that is computed from what is published of it.

Decision. A finding is worked out from the tables as readers see them, and a figure that is hidden or
rounded takes part in none. Consequence: a sentence tells nothing that its tables do not. Kept by
``tests/domain/summary/test_findings.py``. (Spec: ux, 6.)
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from domain.codelists.perceptions import PerceivedEthnicity
from domain.counting.rules import COMMUNICATIONS
from domain.disclosure.tables import TOTAL
from domain.disclosure.treatments import Treatment
from domain.summary.published import PublishedTable
from domain.summary.tables import ENCOUNTERS, OFFICERS, RECORDS
from domain.summary.ways import CountingRules
from domain.summary.words import most_of, noun, share

Tables = Mapping[str, PublishedTable]
NOT_SAID = PerceivedEthnicity.DONT_KNOW.value
"""An answer that says nothing of the person."""


def findings(tables: Iterable[PublishedTable], rules: CountingRules) -> Mapping[str, str]:
    """The finding of each section that has one, by its code."""
    exact = {one.code: one for one in tables if one.control.treatment is Treatment.NONE}
    if not _figure(exact, "counted", RECORDS):
        return {}
    return {code: sentence for code, find in FINDINGS.items() if (sentence := find(exact, rules))}


def _records(tables: Tables, rules: CountingRules) -> str:
    records, late = _figure(tables, "counted", RECORDS), _figure(tables, "quality", "late")
    officers, linked = (_figure(tables, "counted", row) for row in (OFFICERS, "linked"))
    told = records - _figure(tables, "quality", "time-unknown")
    said = f"{noun(records, 'record')} by {noun(officers, 'officer')}"
    if linked:
        encounters = _figure(tables, "counted", ENCOUNTERS)
        said += (
            f", counted as {noun(encounters, 'encounter')} ({linked:,} of them linked to others)"
        )
    if not told:
        return f"{said}."
    return f"{said}; {share(late, told)} of those that say when were made more than 24 hours after."


def _tactics(tables: Tables, rules: CountingRules) -> str:
    named = _figure(tables, "tactics", "total")
    once = {line.code: line.label for line in rules.counted_once}
    records = _column(tables, "tactics")
    most, often = most_of({label: records.get(code, 0) for code, label in once.items()})
    yes, no = (_uses(tables, column) for column in ("yes", "no"))
    parts = [
        f"{share(often, named)} of records that name a tactic name {most}" if most else "",
        f"officers said of {share(yes, yes + no)} of {noun(yes + no, 'use')} that the tactic was effective"
        if yes + no
        else "",
    ]
    said = "; ".join(one for one in parts if one)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _circumstances(tables: Tables, rules: CountingRules) -> str:
    records = _figure(tables, "counted", RECORDS)
    where, places = most_of(_answers(tables, "locations"))
    why, reasons = most_of(_answers(tables, "reasons"))
    parts = [
        f"the place named most is {where}, in {share(places, records)} of records" if where else "",
        f"the reason named most is {why}, in {share(reasons, records)}" if why else "",
    ]
    said = _listed([one for one in parts if one])
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _people(tables: Tables, rules: CountingRules) -> str:
    def seen(code: str, what: str) -> str:
        found = _answers(tables, code)
        most, records = most_of(found)
        return f"{what} {most} in {share(records, sum(found.values()))}" if most else ""

    parts = (
        seen("perceived-age", "age was"),
        seen("perceived-gender", "gender was"),
        seen("perceived-ethnicity", "ethnicity was"),
    )
    said = [one for one in parts if one]
    if not said:
        return ""
    return f"Of records that say what the officer perceived, most often {_listed(said)}."


def _injuries(tables: Tables, rules: CountingRules) -> str:
    def hurt(code: str) -> tuple[int, int]:
        found = _column(tables, code)
        return found.get("yes", 0), found.get("yes", 0) + found.get("no", 0)

    (persons, of_persons), (officers, of_officers) = map(
        hurt, ("subject-injured", "officer-injured")
    )
    parts = [
        f"the person was injured in {share(persons, of_persons)} of {noun(of_persons, 'record')}"
        if of_persons
        else "",
        f"the officer in {share(officers, of_officers)} of {noun(of_officers, 'record')}"
        if of_officers
        else "",
    ]
    said = [one for one in parts if one]
    return f"Of those that say so, {_listed(said)}." if said else ""


FINDINGS: Mapping[str, Callable[[Tables, CountingRules], str]] = MappingProxyType(
    {
        "records": _records,
        "tactics": _tactics,
        "circumstances": _circumstances,
        "people": _people,
        "injuries": _injuries,
    }
)
"""By section: an empty sentence where there is nothing to say."""


def _figure(tables: Tables, table: str, row: str, column: str = RECORDS) -> int:
    found = tables[table].cells.get((row, column)) if table in tables else None
    return found if isinstance(found, int) else 0


def _column(tables: Tables, table: str, column: str = RECORDS) -> dict[str, int]:
    """The figures of a column, by row."""
    if table not in tables:
        return {}
    rows = (one.code for one in tables[table].rows if one.code != TOTAL)
    return {row: _figure(tables, table, row, column) for row in rows}


def _uses(tables: Tables, column: str) -> int:
    """Uses of tactics: communications are in no total (R5)."""
    found = _column(tables, "effectiveness", column)
    return sum(uses for code, uses in found.items() if code != COMMUNICATIONS)


def _answers(tables: Tables, table: str) -> dict[str, int]:
    """Records by the words of what was answered: ways of not answering are no answer."""
    if table not in tables:
        return {}
    labels = {one.code: one.label for one in tables[table].rows}
    return {
        labels[code]: records
        for code, records in _column(tables, table).items()
        if not code.startswith("~") and code != NOT_SAID
    }


def _listed(said: list[str]) -> str:
    *others, last = said or [""]
    return f"{', '.join(others)} and {last}" if others else last
