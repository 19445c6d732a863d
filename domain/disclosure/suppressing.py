"""Hiding small figures, and as many others as it takes for the sums not to tell them."""

from collections import deque
from collections.abc import Collection, Iterable

from domain.disclosure.bounds import HIDDEN, Limits, Movement, Reader
from domain.disclosure.sums import GROW, SHRINK, Step, Sums, Way
from domain.disclosure.tables import Place, Table


def small(table: Table, *, under: int) -> frozenset[Place]:
    """The figures, totals among them, that are hidden for their own sake; zeros stay."""
    return frozenset(place for place, figure in table.figures.items() if 0 < figure < under)


def hidden(
    table: Table, *, under: int = 5, narrowest: int = 3, also: Collection[Place] = ()
) -> frozenset[Place]:
    """The figures to hide: the small ones, and others until no hidden one lies between narrower bounds.

    Through each that the sums tell too closely the cheapest cycle of figures is closed, in which one
    can move if the others do; the cost of a figure is itself. To hide everything but zeros is always
    enough, so it ends. ``also`` names what was hidden before, as in an earlier edition.
    """
    hiding = _Hiding(table)
    first = small(table, under=under) | {place for place in also if table.figures.get(place)}
    waiting = deque(sorted(first))
    hiding.hide(waiting)
    while waiting:
        place = waiting.popleft()
        while more := hiding.needed_for(place, narrowest):
            hiding.hide(more)
            waiting.extend(more)
    return frozenset(hiding.places)


class _Hiding:
    """What is hidden of a table so far, and what could be."""

    def __init__(self, table: Table) -> None:
        self.places: set[Place] = set()
        self._table = table
        exact = {place: Limits(figure, figure) for place, figure in table.figures.items()}
        self._reader = Reader(table, exact)
        self._all = Sums(table, (place for place, figure in table.figures.items() if figure))

    def hide(self, places: Iterable[Place]) -> None:
        """Hide some figures more."""
        for place in places:
            self.places.add(place)
            self._reader.learn(place, HIDDEN)

    def needed_for(self, place: Place, narrowest: int) -> list[Place]:
        """The cheapest figures that let a hidden one move further; none if it moves far enough."""
        grown, shrunk = (Movement(self._reader, place, way) for way in (GROW, SHRINK))
        far = grown.go(narrowest).distance
        if far + shrunk.go(narrowest - far).distance >= narrowest:
            return []
        ways = [way for one in (grown, shrunk) if (way := self._by_hiding(one))]
        cheapest = min(ways, key=lambda way: (way.lost, len(way.steps)))
        return [step.place for step in cheapest.steps if step.place not in self.places]

    def _by_hiding(self, movement: Movement) -> Way | None:
        """How a figure would be moved further, if others were hidden too, at the cost of themselves."""

        def is_open(step: Step) -> int | None:
            if not movement.room(step, HIDDEN):
                return None
            return 0 if step.place in self.places else self._table.figures[step.place]

        if movement.is_at_its_limit:
            return None
        return self._all.cheapest(movement.place, movement.way, is_open)
