"""What databases count for the national return: how many records are alike, of forces and years.

Each question is one statement on the narrow facts, answered by them or by their copy in columns; what
a count of records makes of a table is in ``domain/counting/national/``.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from domain.counting.national.rules import Counted
from domain.counting.quality import BEFORE_RECORDING, BY_CODE
from projections.codes import holds
from projections.statistics.dimensions import NONE_CHOSEN
from projections.statistics.national_facts import counted_in
from projections.statistics.tables import fact_counted
from projections.statistics.tactics import Ask

c = fact_counted.c


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Whose records: forces, in the financial year that ends in March of ``year``."""

    year: int
    forces: frozenset[str]

    def conditions(self) -> list[ColumnElement[bool]]:
        # ``year`` of the facts is the one in which the financial year begins.
        return [*_counting(self.forces), c.year == self.year - 1]


@dataclass(frozen=True, kw_only=True, slots=True)
class Alike:
    """Some records of a force that count for the same tactics and answer the same."""

    force: str
    counted: Counted
    answers: tuple[str, ...]
    records: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Quarterly:
    """Some records of a force and quarter with the same tactics."""

    force: str
    year: int
    quarter: int
    counted: Counted
    records: int


def by_answers(ask: Ask, wanted: Wanted, *columns: str) -> Iterator[Alike]:
    """Records alike by force, tactics and the answers to single-choice questions."""
    kind = (c.force, c.national, *(c[one] for one in columns))
    for force, national, *answers, records in ask(_grouped(wanted.conditions(), *kind)):
        yield Alike(
            force=force,
            counted=counted_in(national),
            answers=tuple(answers),
            records=int(records),
        )


def by_choices(
    ask: Ask, wanted: Wanted, column: str, codes: Collection[str]
) -> Iterator[tuple[Counted, Mapping[str, int]]]:
    """Records by tactics, and of those how many chose each code of a question with several."""
    chosen = [func.sum(case((c[column].like(f"% {code} %"), 1), else_=0)) for code in codes]
    query = select(c.national, *chosen).where(*wanted.conditions()).group_by(c.national)
    for national, *records in ask(query):
        counts = map(int, records)
        yield counted_in(national), dict(zip(codes, counts, strict=True))


def by_injury(ask: Ask, wanted: Wanted, *columns: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """How many records give the same answers about an injury."""
    kind = [c[one] for one in columns]
    for *answers, records in ask(_grouped(wanted.conditions(), *kind)):
        yield tuple(answers), int(records)


def by_quarter(ask: Ask, forces: frozenset[str], *, since: int, until: int) -> Iterator[Quarterly]:
    """Records by force, quarter and tactics; the years are those in which financial years begin."""
    kind = (c.force, c.year, c.quarter, c.national)
    years = [*_counting(forces), c.year >= since, c.year <= until]
    for force, year, quarter, national, records in ask(_grouped(years, *kind)):
        yield Quarterly(
            force=force,
            year=year,
            quarter=quarter,
            counted=counted_in(national),
            records=int(records),
        )


def records_of(ask: Ask, year: int) -> dict[str, int]:
    """How many records count in a year, of every force that has any."""
    query = _grouped([c.counts.is_(True), c.year == year - 1], c.force)
    return {force: int(records) for force, records in ask(query)}


def unmet_checks(ask: Ask, wanted: Wanted) -> dict[tuple[str, str], int]:
    """By force and check of a numbered rule: how many records do not meet it. Those before recording
    began are in no year.
    """
    found: dict[tuple[str, str], int] = {}
    for force, unmet, records in ask(_grouped(_checked(wanted), c.force, c.unmet)):
        for code in unmet.split() if unmet != NONE_CHOSEN else ():
            if BY_CODE[code].rule is not None:
                found[force, code] = found.get((force, code), 0) + int(records)
    return found


def left_blank(ask: Ask, wanted: Wanted, questions: Collection[str]) -> dict[str, dict[str, int]]:
    """By force and question: how many records do not answer it, in whichever way."""
    blank = [func.sum(case((_is_blank(one), 1), else_=0)) for one in questions]
    query = select(c.force, *blank).where(*wanted.conditions()).group_by(c.force)
    return {
        force: dict(zip(questions, map(int, counts), strict=True)) for force, *counts in ask(query)
    }


def _is_blank(question: str) -> ColumnElement[bool]:
    column = c[question]
    blank = column.like("~%")
    # That no impact factor weighed is an answer, and not a blank (spec: domain, 1.3 D).
    return blank & (column != NONE_CHOSEN) if question == "impact_factors" else blank


def _checked(wanted: Wanted) -> list[ColumnElement[bool]]:
    before = holds(c.unmet, BEFORE_RECORDING)
    return [*_counting(wanted.forces), (c.year == wanted.year - 1) | before]


def _counting(forces: frozenset[str]) -> list[ColumnElement[bool]]:
    return [c.counts.is_(True), c.force.in_(sorted(forces))]


def _grouped(conditions: list[ColumnElement[bool]], *kind: Any) -> Select[Any]:
    return select(*kind, func.count()).where(*conditions).group_by(*kind)
