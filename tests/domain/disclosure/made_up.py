"""Tables that are made up, the same from the same seed."""

from random import Random

from domain.disclosure.tables import Table, added_up

DIRECTIONS = ((True, True), (True, True), (True, False), (False, True), (False, False))
"""Across and down; most tables add up both ways."""


def a_table(
    seed: int, rows: int | None = None, columns: int | None = None, *, both: bool = False
) -> Table:
    """A table of mostly small figures, with zeros, of any shape unless one is given."""
    chance = Random(seed)
    names = [
        tuple(f"{kind}{number}" for number in range(wanted or chance.randint(1, 7)))
        for kind, wanted in (("r", rows), ("c", columns))
    ]
    mean, zeros = chance.choice((2, 5, 12, 40)), chance.choice((0.0, 0.15, 0.5))
    across, down = (True, True) if both else chance.choice(DIRECTIONS)
    cells = {
        (row, column): 0 if chance.random() < zeros else int(chance.expovariate(1 / mean))
        for row in names[0]
        for column in names[1]
    }
    return added_up(cells, rows=names[0], columns=names[1], across=across, down=down)


def revised(table: Table, seed: int, *, changes: int) -> Table:
    """The same table when some records came late and some were withdrawn."""
    chance = Random(seed)
    cells = {
        (row, column): table.figures[row, column] for row in table.rows for column in table.columns
    }
    for _ in range(changes):
        place = chance.choice(list(cells))
        cells[place] = max(0, cells[place] + chance.choice((1, 1, -1)))
    return added_up(
        cells,
        rows=table.rows,
        columns=table.columns,
        across=table.adds_across,
        down=table.adds_down,
    )
