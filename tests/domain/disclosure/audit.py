"""What a reader can work out of published tables, by a solver that knows nothing of how they were treated.

Every figure is a whole number between what is shown of it, every line adds up; HiGHS finds the least
and the most that each can be. It reads the published tables alone, and is nowhere told true figures.
"""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from math import inf

from highspy import Highs, HighsModelStatus, HighsVarType
from highspy import ObjSense as Sense

from domain.disclosure.symbols import Shown, Symbol
from domain.disclosure.tables import TOTAL, Place
from domain.disclosure.treatments import Treated, Treatment

FAR = 100_000
"""What is published here is far smaller: a bound of this size is none."""

Where = tuple[int, Place]
"""The number of a table, and a place in it."""


def limits(shown: Shown, *, is_rounded: bool) -> tuple[int, int]:
    """What a figure to the nearest 5, or a symbol, says of what was counted."""
    if shown is Symbol.HIDDEN:
        return 1, FAR
    if shown is Symbol.LOW:
        return 1, 2
    return (shown - 2, shown + 2) if is_rounded and shown else (shown, shown)


class Audit:
    """Tables, or editions of one, and which of their figures a reader knows to be the same, or to add up
    to others.
    """

    def __init__(
        self,
        *tables: Treated,
        same: Iterable[Iterable[Where]] = (),
        added: Iterable[tuple[Where, Iterable[Where]]] = (),
    ) -> None:
        self._solver = Highs()
        self._solver.setOptionValue("output_flag", False)
        # Small as they are, threads only wait for each other.
        self._solver.setOptionValue("threads", 1)
        self._numbers: dict[Where, int] = {}
        for number, one in enumerate(tables):
            is_rounded = one.control.treatment is Treatment.ROUND
            for place, shown in one.figures.items():
                self._numbers[number, place] = len(self._numbers)
                self._solver.addVar(*limits(shown, is_rounded=is_rounded))
            for total, parts in sums(one.figures):
                self._add_up({(number, total): -1, **{(number, part): 1 for part in parts}})
        for alike in same:
            for first, second in pairwise(alike):
                self._add_up({first: 1, second: -1})
        for whole, parts in added:
            self._add_up({whole: -1, **dict.fromkeys(parts, 1)})
        if len(tables) > 1:
            # One table has whole bounds anyway; tables that share figures need not.
            for number in self._numbers.values():
                self._solver.changeColIntegrality(number, HighsVarType.kInteger)

    def bounds(self, place: Place, table: int = 0) -> tuple[float, float]:
        """The least and the most that a figure can be; infinite where nothing limits it."""
        number = self._numbers[table, place]
        self._solver.changeColCost(number, 1)
        least, most = (self._best(sense) for sense in (Sense.kMinimize, Sense.kMaximize))
        self._solver.changeColCost(number, 0)
        return least, most if most < FAR / 2 else inf

    def width(self, place: Place, table: int = 0) -> float:
        """How far apart they are."""
        least, most = self.bounds(place, table)
        return most - least

    def _best(self, sense: Sense) -> int:
        self._solver.changeObjectiveSense(sense)
        self._solver.run()
        assert self._solver.getModelStatus() == HighsModelStatus.kOptimal
        return round(self._solver.getInfo().objective_function_value)

    def _add_up(self, weights: Mapping[Where, int]) -> None:
        numbers = [self._numbers[where] for where in weights]
        self._solver.addRow(0, 0, len(numbers), numbers, list(weights.values()))


def sums(places: Iterable[Place]) -> Iterable[tuple[Place, list[Place]]]:
    """Every total, with what it is the sum of: written out for itself."""
    places = list(places)
    for row, column in places:
        across = [(row, other) for line, other in places if line == row and other != TOTAL]
        down = [(line, column) for line, other in places if other == column and line != TOTAL]
        if column == TOTAL and across:
            yield (row, column), across
        if row == TOTAL and down:
            yield (row, column), down


def unsure(published: Treated) -> list[Place]:
    """Where figures are not shown as they are."""
    return [place for place, limits in published.known.items() if limits.width]
