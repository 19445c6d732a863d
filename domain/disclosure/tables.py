"""A table to be published: whole numbers by row and column, and the totals that they add up to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.errors import DomainError

TOTAL = "~total"
"""The row or the column of the totals: a code that no list can hold."""

Place = tuple[str, str]
"""Where a figure stands: its row and its column."""


class DoesNotAddUpError(DomainError):
    """The figures of a table do not add up to its totals, or some are missing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Figures by row and column, with totals under ``TOTAL`` in the directions in which they add up.

    Where a record may stand in several rows, as with several answers, nothing adds up down a column
    and there are no totals of columns; likewise across. How many records there are in each column is
    then a row of its own.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    figures: Mapping[Place, int]

    def __post_init__(self) -> None:
        if set(self.figures) != set(self.places):
            raise DoesNotAddUpError(*sorted(set(self.figures) ^ set(self.places)))
        wrong = [place for place in self.places if not self._holds(place)]
        if wrong:
            raise DoesNotAddUpError(*wrong)

    @property
    def adds_across(self) -> bool:
        """Whether each row adds up to a total at its end."""
        return any(column == TOTAL for _, column in self.figures)

    @property
    def adds_down(self) -> bool:
        """Whether each column adds up to a total at its foot."""
        return any(row == TOTAL for row, _ in self.figures)

    @property
    def places(self) -> tuple[Place, ...]:
        """Where its figures stand, in the order of reading."""
        rows = (*self.rows, TOTAL) if self.adds_down else self.rows
        columns = (*self.columns, TOTAL) if self.adds_across else self.columns
        return tuple((row, column) for row in rows for column in columns)

    def parts(self, place: Place) -> Iterator[tuple[Place, ...]]:
        """The figures of which a total is the sum; of the grand total there are two such lines."""
        row, column = place
        if column == TOTAL:
            yield tuple((row, one) for one in self.columns)
        if row == TOTAL:
            yield tuple((one, column) for one in self.rows)

    def _holds(self, place: Place) -> bool:
        sums = [sum(self.figures[one] for one in line) for line in self.parts(place)]
        return self.figures[place] >= 0 and all(self.figures[place] == one for one in sums)


def added_up(
    cells: Mapping[Place, int],
    *,
    rows: tuple[str, ...],
    columns: tuple[str, ...],
    across: bool = True,
    down: bool = True,
) -> Table:
    """The table of these cells, with totals in the directions in which they add up; where a cell is
    not given it is zero.
    """
    figures = {(row, column): 0 for row in rows for column in columns} | dict(cells)
    if across:
        figures |= {(row, TOTAL): sum(figures[row, one] for one in columns) for row in rows}
    if down:
        heads = (*columns, TOTAL) if across else columns
        figures |= {(TOTAL, one): sum(figures[row, one] for row in rows) for one in heads}
    return Table(rows=rows, columns=columns, figures=figures)
