"""The tables of an edition as readers see them: headed, with totals where they add up, and treated."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from domain.codelists.expected import ExpectedKind
from domain.counting.rules import LABELS
from domain.disclosure.symbols import Shown
from domain.disclosure.tables import TOTAL, Place, added_up
from domain.disclosure.tables import Table as Summed
from domain.disclosure.together import Publication, Where, treated_together
from domain.disclosure.treatments import Control, Treated
from domain.expected.encounter import State
from domain.summary.counting import BY_QUARTER, COVERAGE, Key, Scope
from domain.summary.tables import (
    BASIS,
    RECORDS,
    TABLES,
    UNTREATED,
    Heading,
    Table,
    code_of,
    columns_of,
    rows_of,
)

Hidden = Mapping[str, Collection[Place]]
"""By table: where an earlier edition hid figures."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedTable:
    """A table as it is published."""

    code: str
    title: str
    basis: str
    stub: str
    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    """Totals among both, where there are any."""
    cells: Mapping[Place, Shown]
    control: Control
    question: str | None = None

    def shown(self, row: str, column: str) -> Shown:
        return self.cells[row, column]


def published(
    figures: Mapping[Key, int], scope: Scope, hidden_before: Hidden
) -> tuple[PublishedTable, ...]:
    """Every table of an edition with these figures."""
    by_table = _by_table(figures)
    together = _publication(by_table)
    shown = treated_together(together, hidden_before=hidden_before)
    return (
        *(_table(one, together.tables[one.code][0], shown[one.code]) for one in TABLES),
        *_beside(by_table, scope),
    )


def treated_editions(
    editions: Iterable[Mapping[Key, int]],
) -> Iterator[tuple[Publication, Mapping[str, Treated]]]:
    """The tables of successive editions, as they are and as they are published, each after the last."""
    hidden: Hidden = {}
    for figures in editions:
        together = _publication(_by_table(figures))
        shown = treated_together(together, hidden_before=hidden)
        hidden = {code: one.hidden for code, one in shown.items()}
        yield together, shown


def _by_table(figures: Mapping[Key, int]) -> dict[str, dict[Place, int]]:
    found: dict[str, dict[Place, int]] = {}
    for (table, row, column), figure in figures.items():
        found.setdefault(table, {})[row, column] = figure
    return found


def _summed(table: Table, cells: Mapping[Place, int]) -> Summed:
    return added_up(
        cells,
        rows=_codes(rows_of(table, (row for row, _ in cells))),
        columns=_codes(columns_of(table, (column for _, column in cells))),
        across=table.adds_up and len(table.columns) > 1,
        down=table.adds_up,
    )


def _publication(by_table: Mapping[str, Mapping[Place, int]]) -> Publication:
    """The tables together: the totals of one that crosses two questions are the figures of others."""
    summed = {one.code: _summed(one, by_table.get(one.code, {})) for one in TABLES}
    same: dict[Where, list[Where]] = {}
    for table in TABLES:
        for place in summed[table.code].places if table.across else ():
            code, by_itself = _by_itself(table, place)
            if code in summed and by_itself in summed[code].figures:
                same.setdefault((code, by_itself), []).append((table.code, place))
    return Publication(
        tables={one.code: (summed[one.code], one.control) for one in TABLES},
        same=tuple((where, *others) for where, others in same.items()),
    )


def _by_itself(table: Table, place: Place) -> Where:
    """Where a figure of a table that crosses two questions stands by itself, if there is such a table."""
    row, column = place
    if row == column == TOTAL:
        return BASIS.code, (RECORDS, RECORDS)
    if row == TOTAL and table.across:
        return code_of(table.across), (column, RECORDS)
    if column == TOTAL and table.question:
        return code_of(table.question), (row, RECORDS)
    return table.code, ("", "")


def _table(table: Table, summed: Summed, shown: Treated) -> PublishedTable:
    rows = rows_of(table, summed.rows)
    columns = columns_of(table, summed.columns)
    return PublishedTable(
        code=table.code,
        title=table.title,
        basis=table.basis,
        stub=table.stub,
        rows=(*rows, Heading(TOTAL, "Total")) if summed.adds_down else rows,
        columns=(*columns, Heading(TOTAL, "Total")) if summed.adds_across else columns,
        cells=shown.figures,
        control=table.control,
        question=table.question,
    )


def _beside(by_table: Mapping[str, Mapping[Place, int]], scope: Scope) -> Iterator[PublishedTable]:
    """What is counted over several quarters, and what is expected."""
    tactics = tuple(Heading(code, label) for code, label in LABELS.items())
    # The newest first: on a narrow page the others are to the right of it.
    series = tuple(Heading(one.code, one.label) for one in reversed(scope.series))
    loaded = {kind for kind, _ in by_table.get(COVERAGE, {})}
    kinds = tuple(Heading(one.value, one.label) for one in ExpectedKind if one.value in loaded)
    states = tuple(Heading(one.value, one.label) for one in State)
    yield PublishedTable(
        code=BY_QUARTER,
        title="Tactics by quarter",
        basis="Records that name the tactic, as they stood when this edition was prepared",
        stub="Tactic",
        rows=tactics,
        columns=series,
        cells=_every(by_table.get(BY_QUARTER, {}), tactics, series),
        control=UNTREATED,
        question="tactics",
    )
    if not kinds:
        # Nothing was loaded of the period: zeros would read as if nothing were missing.
        return
    yield PublishedTable(
        code=COVERAGE,
        title="Coverage: encounters that other systems know of",
        basis="Encounters that the force loaded from its other systems",
        stub="Kind",
        rows=kinds,
        columns=states,
        cells=_every(by_table.get(COVERAGE, {}), kinds, states),
        control=UNTREATED,
    )


def _every(
    cells: Mapping[Place, int], rows: tuple[Heading, ...], columns: tuple[Heading, ...]
) -> dict[Place, Shown]:
    """The cells of a table, with those in which there is nothing."""
    places = ((row.code, column.code) for row in rows for column in columns)
    return {place: cells.get(place, 0) for place in places}


def _codes(headings: tuple[Heading, ...]) -> tuple[str, ...]:
    return tuple(one.code for one in headings)
