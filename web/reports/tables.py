"""Records by tactic and quarter, as it is read: lines, figures, what is unknown beside each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from domain.counting.groupings import BY_CODE, Kind
from domain.counting.periods import Quarter, quarters
from domain.counting.rules import ALL, LABELS, Figure
from projections.statistics.dimensions import BY_NAME
from projections.statistics.slices import Slice
from projections.statistics.tactics import NO_FIGURE, ByTactic
from web.reports.options import unknown_words

Address = Callable[[Slice], str]
"""Where the records of a slice are listed; nowhere for who may not see them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """Records of which a filter cannot tell."""

    words: str
    records: int
    href: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One figure: records, how often the tactics were reported, and what is unknown."""

    figure: Figure
    href: str
    unknown: tuple[Beside, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TableRow:
    """A line of the table with a figure a quarter, and one for all of them."""

    code: str
    label: str
    depth: int
    is_group: bool
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """The whole table."""

    quarters: tuple[Quarter, ...]
    rows: tuple[TableRow, ...]

    @property
    def is_empty(self) -> bool:
        """Nothing is counted, and nothing left out for being unknown."""
        total = self.row(ALL).total
        return not total.figure.records and not total.unknown

    def row(self, code: str) -> TableRow:
        return next(row for row in self.rows if row.code == code)


def table(counted: ByTactic, wanted: Slice, *, address: Address) -> Table:
    """Put every figure in its place."""
    assert wanted.since is not None
    assert wanted.until is not None
    shown = tuple(quarters(wanted.since, wanted.until))
    rows = tuple(_row(counted, wanted, code, shown, address) for code in LABELS)
    return Table(quarters=shown, rows=rows)


def _row(
    counted: ByTactic, wanted: Slice, code: str, shown: tuple[Quarter, ...], address: Address
) -> TableRow:
    line = BY_CODE.get(code)
    on_it = replace(wanted, also="" if code == ALL else code)
    cells = tuple(
        _cell(counted, replace(on_it, since=quarter, until=quarter), code, (quarter,), address)
        for quarter in shown
    )
    return TableRow(
        code=code,
        label=LABELS[code],
        depth=line.depth if line else 0,
        is_group=line is None or line.kind in (Kind.TOTAL, Kind.GROUP) or line.depth == 0,
        cells=cells,
        total=_cell(counted, on_it, code, shown, address),
    )


def _cell(
    counted: ByTactic, wanted: Slice, code: str, shown: tuple[Quarter, ...], address: Address
) -> Cell:
    figure = sum((counted.figure(code, one) for one in shown), NO_FIGURE)
    return Cell(
        figure=figure,
        href=address(wanted) if figure.records else "",
        unknown=tuple(_beside(counted, wanted, code, shown, address)),
    )


def _beside(
    counted: ByTactic, wanted: Slice, code: str, shown: tuple[Quarter, ...], address: Address
) -> Iterator[Beside]:
    for one in counted.unknown:
        if records := sum(one.records(code, quarter) for quarter in shown):
            unknown = {**wanted.answers, one.dimension: frozenset({one.code})}
            yield Beside(
                words=unknown_words(BY_NAME[one.dimension], one.code),
                records=records,
                href=address(replace(wanted, answers=unknown)),
            )
