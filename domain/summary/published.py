"""The tables of an edition as readers see them: headed, with totals where they add up, and treated."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from domain.codelists.expected import ExpectedKind
from domain.counting.rules import LABELS
from domain.disclosure.symbols import Shown
from domain.disclosure.tables import TOTAL, Place, added_up
from domain.disclosure.treatments import Control, treated
from domain.expected.encounter import State
from domain.summary.counting import BY_QUARTER, COVERAGE, Key, Scope
from domain.summary.tables import TABLES, UNTREATED, Heading, Table, columns_of, rows_of

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
    by_table: dict[str, dict[Place, int]] = {}
    for (table, row, column), figure in figures.items():
        by_table.setdefault(table, {})[row, column] = figure
    return (
        *(_table(one, by_table.get(one.code, {}), hidden_before) for one in TABLES),
        *_beside(by_table, scope),
    )


def _table(table: Table, cells: Mapping[Place, int], hidden_before: Hidden) -> PublishedTable:
    rows = rows_of(table, (row for row, _ in cells))
    columns = columns_of(table, (column for _, column in cells))
    sums = added_up(
        cells,
        rows=_codes(rows),
        columns=_codes(columns),
        across=table.adds_up and len(table.columns) > 1,
        down=table.adds_up,
    )
    # The totals of what crosses two questions are the figures of tables of their own.
    beside = [place for place in sums.places if TOTAL in place] if sums.adds_across else []
    shown = treated(
        sums, table.control, hidden_before=hidden_before.get(table.code, ()), beside=beside
    )
    return PublishedTable(
        code=table.code,
        title=table.title,
        basis=table.basis,
        stub=table.stub,
        rows=(*rows, Heading(TOTAL, "Total")) if sums.adds_down else rows,
        columns=(*columns, Heading(TOTAL, "Total")) if sums.adds_across else columns,
        cells=shown.figures,
        control=table.control,
        question=table.question,
    )


def _beside(by_table: Mapping[str, Mapping[Place, int]], scope: Scope) -> Iterator[PublishedTable]:
    """What is counted over several quarters, and what is expected."""
    tactics = tuple(Heading(code, label) for code, label in LABELS.items())
    series = tuple(Heading(one.code, one.label) for one in scope.series)
    kinds = tuple(Heading(one.value, one.label) for one in ExpectedKind)
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
