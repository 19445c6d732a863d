"""What each section of a summary shows, in one sentence that is computed from what is published of it.

Decision. A finding is worked out from the tables as readers see them, and a figure that is hidden or
rounded takes part in none. Consequence: a sentence tells nothing that its tables do not. Kept by
``tests/domain/summary/test_findings.py``. (Spec: ux, 6.)
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from domain.codelists.perceptions import PerceivedEthnicity
from domain.counting.groupings import COUNTED_ONCE
from domain.counting.rules import COMMUNICATIONS
from domain.disclosure.tables import TOTAL
from domain.disclosure.treatments import Treatment
from domain.summary.published import PublishedTable
from domain.summary.tables import ENCOUNTERS, OFFICERS, RECORDS
from domain.summary.words import noun, share

Tables = Mapping[str, PublishedTable]
NOT_SAID = PerceivedEthnicity.DONT_KNOW.value
"""An answer that says nothing of the person."""


def findings(tables: Iterable[PublishedTable]) -> Mapping[str, str]:
    """The finding of each section that has one, by its code."""
    exact = {one.code: one for one in tables if one.control.treatment is Treatment.NONE}
    if not _figure(exact, "counted", RECORDS):
        return {}
    return {code: sentence for code, find in FINDINGS.items() if (sentence := find(exact))}


def _records(tables: Tables) -> str:
    records, late = _figure(tables, "counted", RECORDS), _figure(tables, "quality", "late")
    told = records - _figure(tables, "quality", "time-unknown")
    officers = _figure(tables, "counted", OFFICERS)
    encounters = _figure(tables, "counted", ENCOUNTERS)
    said = (
        f"{noun(records, 'record')} by {noun(officers, 'officer')},"
        f" counted as {noun(encounters, 'encounter')}"
    )
    if not told:
        return f"{said}."
    return f"{said}; {share(late, told)} of those that say when were made more than 24 hours after."


def _tactics(tables: Tables) -> str:
    named = _figure(tables, "tactics", "total")
    once = {line.code: line.label for line in COUNTED_ONCE}
    found = {
        once[code]: records for code, records in _column(tables, "tactics").items() if code in once
    }
    most = _most(found)
    if not named or most is None:
        return ""
    said = f"{share(found[most], named)} of records that name a tactic name {_lower(most)}"
    yes, no = (_uses(tables, column) for column in ("yes", "no"))
    if not yes + no:
        return f"{said}."
    return (
        f"{said}; officers said of {share(yes, yes + no)} of {noun(yes + no, 'use')} that the tactic was"
        " effective."
    )


def _circumstances(tables: Tables) -> str:
    where, why = (_most(_answers(tables, code)) for code in ("locations", "reasons"))
    records = _figure(tables, "counted", RECORDS)
    if where is None or why is None:
        return ""
    places, reasons = (_answers(tables, code) for code in ("locations", "reasons"))
    return (
        f"The place named most is “{where}”, in {share(places[where], records)} of records, and the"
        f" reason named most is “{why}”, in {share(reasons[why], records)}."
    )


def _people(tables: Tables) -> str:
    def most_of(code: str, what: str) -> str:
        found = _answers(tables, code)
        most, told = _most(found), sum(found.values())
        return f"{what} “{most}” in {share(found[most], told)}" if most else ""

    parts = (
        most_of("perceived-age", "age was"),
        most_of("perceived-gender", "gender was"),
        most_of("perceived-ethnicity", "ethnicity was"),
    )
    said = [one for one in parts if one]
    if not said:
        return ""
    return f"Of records that say what the officer perceived, most often {_listed(said)}."


def _injuries(tables: Tables) -> str:
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


FINDINGS: Mapping[str, Callable[[Tables], str]] = MappingProxyType(
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


def _most(found: Mapping[str, int]) -> str | None:
    """What has the most; nothing where there is none, or several have as many."""
    most = max(found.values(), default=0)
    first = [one for one, records in found.items() if records == most]
    return first[0] if most and len(first) == 1 else None


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _listed(said: list[str]) -> str:
    *others, last = said
    return f"{', '.join(others)} and {last}" if others else last
