"""The tables of an edition as readers see them: headed, with totals where they add up, and treated.

Decision. A zero is a figure: none was found of what was looked for. What could not be chosen on any day
of what a cell counts does not apply, and what happened before the force's first record is not available
(spec: ux, 7.1). Consequence: no reader takes a new code for one that was never used before. Kept by
``tests/domain/summary/test_symbols.py``.

Decision. A year hides what one of its quarters hides. Consequence: in a quarter a figure can be moved as
far as if the year were not there, for the year moves with it; and what the year hides is hidden well
enough, since it is in the quarter. So a year beside its quarters tells nothing, if all were counted of
the same records; whether it does is checked of what is published. Kept by
``tests/domain/summary/test_nesting.py``.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from domain.counting.periods import Quarter
from domain.disclosure.symbols import Shown, Symbol
from domain.disclosure.tables import TOTAL, Place, added_up
from domain.disclosure.tables import Table as Summed
from domain.disclosure.together import Publication, Where, treated_together
from domain.disclosure.treatments import Control, Treated
from domain.summary.counting import BY_QUARTER, COVERAGE, Key, Summary
from domain.summary.headings import Heading
from domain.summary.tables import (
    BASIS,
    RECORDS,
    TABLES,
    UNTREATED,
    Headings,
    Table,
    code_of,
    columns_of,
    rows_of,
)
from domain.summary.ways import Ways

Hidden = Mapping[str, Collection[Place]]
"""By table: where an earlier edition hid figures."""
NOWHERE: Hidden = {}
LAST = Heading(TOTAL, "Total")


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedTable:
    """A table as it is published."""

    code: str
    title: str
    basis: str
    stub: str
    rows: Headings
    columns: Headings
    """Totals among both, where there are any."""
    cells: Mapping[Place, Shown]
    control: Control
    question: str | None = None
    hangs_on: frozenset[str] = frozenset()
    """The questions whose lists change what it says."""

    def shown(self, row: str, column: str) -> Shown:
        return self.cells[row, column]


def published(summary: Summary, hidden_before: Hidden = NOWHERE) -> tuple[PublishedTable, ...]:
    """Every table of an edition with these figures."""
    by_table = _by_table(summary.figures)
    together, shown = _treated(summary, hidden_before)
    return (
        *(_table(one, together.tables[one.code][0], shown[one.code], summary) for one in TABLES),
        *_beside(by_table, summary),
    )


TreatedTables = tuple[Publication, Mapping[str, Treated]]
"""The tables of an edition, as they are and as they are published."""


def treated_editions(editions: Iterable[Summary]) -> Iterator[TreatedTables]:
    """The tables of successive editions, each after the last."""
    hidden: Hidden = NOWHERE
    for one in editions:
        together, shown = _treated(one, hidden)
        hidden = _hidden_in(shown)
        yield together, shown


def _treated(summary: Summary, hidden_before: Hidden) -> TreatedTables:
    together = _publication(_by_table(summary.figures), summary.ways)
    hiding: dict[str, set[Place]] = {code: set(places) for code, places in hidden_before.items()}
    for part in summary.parts:
        for code, places in _hidden_in(_treated(part, NOWHERE)[1]).items():
            hiding.setdefault(code, set()).update(places)
    return together, treated_together(together, hidden_before=hiding)


def _hidden_in(shown: Mapping[str, Treated]) -> dict[str, frozenset[Place]]:
    return {code: table.hidden for code, table in shown.items()}


def _by_table(figures: Mapping[Key, int]) -> dict[str, dict[Place, int]]:
    found: dict[str, dict[Place, int]] = {}
    for (table, row, column), figure in figures.items():
        found.setdefault(table, {})[row, column] = figure
    return found


def _summed(table: Table, cells: Mapping[Place, int], ways: Ways) -> Summed:
    return added_up(
        cells,
        rows=_codes(rows_of(table, (row for row, _ in cells), ways)),
        columns=_codes(columns_of(table, (column for _, column in cells), ways)),
        across=table.adds_up and table.across is not None,
        down=table.adds_up,
    )


def _publication(by_table: Mapping[str, Mapping[Place, int]], ways: Ways) -> Publication:
    """The tables together: the totals of one that crosses two questions are the figures of others."""
    summed = {one.code: _summed(one, by_table.get(one.code, {}), ways) for one in TABLES}
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


def _table(table: Table, summed: Summed, shown: Treated, summary: Summary) -> PublishedTable:
    rows = rows_of(table, summed.rows, summary.ways)
    columns = columns_of(table, summed.columns, summary.ways)
    if summed.adds_down:
        rows = (*rows, LAST)
    if summed.adds_across:
        columns = (*columns, LAST)
    return PublishedTable(
        code=table.code,
        title=table.title,
        basis=table.basis,
        stub=table.stub,
        rows=rows,
        columns=columns,
        cells={**shown.figures, **_does_not_apply(shown.figures, rows, columns, summary)},
        control=table.control,
        question=table.question,
        hangs_on=table.hangs_on,
    )


def _does_not_apply(
    figures: Mapping[Place, Shown], rows: Headings, columns: Headings, summary: Summary
) -> dict[Place, Shown]:
    """Where nothing was found of what could not be chosen: zeros, which are never hidden."""
    period = summary.scope.period
    between = period.first, period.last
    return {
        (row.code, column.code): Symbol.NOT_APPLICABLE
        for row in rows
        for column in columns
        if figures[row.code, column.code] == 0
        and not (row.is_on(*between) and column.is_on(*between))
    }


def _beside(
    by_table: Mapping[str, Mapping[Place, int]], summary: Summary
) -> Iterator[PublishedTable]:
    """What is counted over several quarters, and what is expected."""
    tactics, lists = summary.ways.line_headings(), summary.ways.lists
    # The newest first: on a narrow page the others are to the right of it.
    quarters = tuple(reversed(summary.scope.series))
    counts = by_table.get(BY_QUARTER, {})
    loaded = {kind for kind, _ in by_table.get(COVERAGE, {})}
    kinds = tuple(one for one in lists.beside["expected-kind"] if one.code in loaded)
    states = lists.beside["expected-state"]
    yield PublishedTable(
        code=BY_QUARTER,
        title="Tactics by quarter",
        basis="Records that name the tactic, as they stood when this edition was prepared",
        stub="Tactic",
        rows=tactics,
        columns=tuple(Heading(one.code, one.label) for one in quarters),
        cells={
            (line.code, one.code): _in_series(counts, line, one, summary.first)
            for line in tactics
            for one in quarters
        },
        control=UNTREATED,
        question="tactics",
        hangs_on=frozenset({"tactics"}),
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


def _in_series(
    counts: Mapping[Place, int], line: Heading, quarter: Quarter, first: Quarter
) -> Shown:
    if found := counts.get((line.code, quarter.code), 0):
        return found
    if not line.is_on(quarter, quarter):
        return Symbol.NOT_APPLICABLE
    return Symbol.NOT_AVAILABLE if quarter < first else 0


def _every(cells: Mapping[Place, int], rows: Headings, columns: Headings) -> dict[Place, Shown]:
    """The cells of a table, with those in which there is nothing."""
    places = ((row.code, column.code) for row in rows for column in columns)
    return {place: cells.get(place, 0) for place in places}


def _codes(headings: Headings) -> tuple[str, ...]:
    return tuple(one.code for one in headings)
