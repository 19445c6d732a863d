"""Records, encounters and people of a slice, each counted on its own basis."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, distinct, func, select

from domain.codelists.editions import RecordType
from domain.counting.people import Tally
from domain.counting.periods import Quarter
from projections.statistics.slices import Slice, conditions
from projections.statistics.tables import fact_counted
from projections.statistics.tactics import Ask

c = fact_counted.c
OF_CROWD = c.record_type == RecordType.CROWD.value
OF_ONE = c.record_type != RecordType.CROWD.value
NOTHING = Tally()


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """By quarter and of all: what was linked in several quarters is once in each, and once in all."""

    quarters: Mapping[Quarter, Tally]
    all: Tally

    def tally(self, quarter: Quarter) -> Tally:
        return self.quarters.get(quarter, NOTHING)


def people(ask: Ask, wanted: Slice) -> Counted:
    """Count the records of a slice, and what they were linked to."""
    quarters = {
        Quarter(year, number): _tally(found)
        for year, number, *found in ask(_counts(wanted, c.year, c.quarter))
    }
    (every,) = ask(_counts(wanted))
    return Counted(quarters=quarters, all=_tally(every))


def _counts(wanted: Slice, *by: ColumnElement[Any]) -> Select[Any]:
    about = case((OF_ONE, c.subject))
    counted = (
        func.count(),
        func.count(case((OF_CROWD, c.record))),
        func.count(c.encounter),
        func.count(distinct(c.encounter)),
        func.count(about),
        func.count(distinct(about)),
        func.count(case((and_(OF_ONE, c.subject.is_(None), c.identified.is_(True)), c.record))),
    )
    return select(*by, *counted).select_from(fact_counted).where(*conditions(wanted)).group_by(*by)


def _tally(found: Any) -> Tally:
    records, crowds, in_encounters, encounters, linked, subjects, identified = map(int, found)
    return Tally(
        records=records,
        crowds=crowds,
        in_encounters=in_encounters,
        encounters=encounters,
        linked=linked,
        subjects=subjects,
        identified=identified,
    )
