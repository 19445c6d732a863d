"""What adds up in a table, as flows: how far a figure can move while every sum stays as it is.

Every figure is a flow from one line to another: a cell from its row to its column, the total of a
column from that column to the line of totals, the grand total on to the column of totals, the total
of a row back into its row. Then what flows into each line flows out of it, and that is all that the
sums say (Gusfield 1988, SIAM Journal on Computing 17, 552). A figure can grow by as much as can flow
back from where it ends to where it starts, so that its bounds are exact, and whole numbers. Lines
without a total add up to nothing: they are all one place, into and out of which anything flows.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf

from domain.disclosure.tables import TOTAL, Place, Table

Line = tuple[str, str]
NOWHERE: Line = ("", "")
"""All lines that have no total."""

GROW, SHRINK = 1, -1
"""Which way a figure moves."""


@dataclass(frozen=True, slots=True)
class Step:
    """A figure that moves, and the line to which it leads."""

    place: Place
    way: int
    to: Line


Open = Callable[[Step], int | None]
"""What is lost by letting a figure move so; nothing if it cannot."""


@dataclass(frozen=True, slots=True)
class Way:
    """Figures that make up for one that moves, and what is lost by letting them."""

    lost: int
    steps: tuple[Step, ...]


class Sums:
    """Lines of a table, and the figures between them that may move."""

    def __init__(self, table: Table, places: Iterable[Place]) -> None:
        self._table = table
        self._steps: dict[Line, list[Step]] = {}
        # By name, so that the order in which rows and columns came changes nothing.
        for place in sorted(places):
            self.add(place)

    def add(self, place: Place) -> None:
        """One more figure."""
        start, end = _ends(self._table, place)
        self._steps.setdefault(start, []).append(Step(place, GROW, end))
        self._steps.setdefault(end, []).append(Step(place, SHRINK, start))

    def cheapest(self, place: Place, way: int, is_open: Open) -> Way | None:
        """What makes up for it if a figure moves this way, with the least lost (Dijkstra).

        With the figure itself they close a cycle, along which every sum stays as it is. Of ways that
        lose the same, that of the fewest figures; it is always the same one.
        """
        start, goal = _ends(self._table, place)[::-way]
        came: dict[Line, tuple[Line, Step]] = {}
        costs: dict[Line, tuple[float, int]] = {start: (0, 0)}
        waiting = [(0, 0, start)]
        while waiting:
            lost, length, line = heappop(waiting)
            if line == goal:
                return Way(lost, _steps_to(goal, start, came))
            if costs[line] < (lost, length):
                continue
            for step in self._steps.get(line, ()):
                least = lost, length + 1
                if step.place == place or costs.get(step.to, (inf,)) <= least:
                    continue
                if (more := is_open(step)) is None:
                    continue
                cost = lost + more, length + 1
                if cost < costs.get(step.to, (inf,)):
                    costs[step.to], came[step.to] = cost, (line, step)
                    heappush(waiting, (*cost, step.to))
        return None


def _ends(table: Table, place: Place) -> tuple[Line, Line]:
    row, column = place
    across, down = table.adds_across, table.adds_down
    ends = (
        ("row", row) if across and (down or row != TOTAL) else NOWHERE,
        ("column", column) if down and (across or column != TOTAL) else NOWHERE,
    )
    # Totals of one line flow the other way round than what they are the sums of.
    return ends if (row == TOTAL) == (column == TOTAL) else ends[::-1]


def _steps_to(goal: Line, start: Line, came: dict[Line, tuple[Line, Step]]) -> tuple[Step, ...]:
    line, steps = goal, list[Step]()
    while line != start:
        line, step = came[line]
        steps.append(step)
    return tuple(reversed(steps))
