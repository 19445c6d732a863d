"""Hiding figures until the sums tell none of the others too closely."""

from collections import deque
from collections.abc import Collection, Iterable

from domain.disclosure.bounds import HIDDEN, Known, Movement, Reader
from domain.disclosure.sums import GROW, SHRINK, Step, Sums, Way
from domain.disclosure.tables import Place, Table


def hidden(
    table: Table,
    known: Known,
    *,
    first: Iterable[Place],
    guarded: Iterable[Place],
    narrowest: int,
    beside: Collection[Place] = (),
) -> frozenset[Place]:
    """The first figures, and others until none that is guarded or hidden lies between narrower bounds.

    What stands ``beside`` in other tables as it is cannot be hidden in this one, and is known. A figure
    that is all of such a total is known with it, whatever is hidden.

    ``known`` is what each figure shows of itself if it is not hidden. Through each figure that the sums
    tell too closely the cheapest cycle of figures is closed, in which it can move if the others do; the
    cost of a figure is itself. To hide everything but zeros is always enough, so it ends.
    """
    hiding = _Hiding(table, known, frozenset(beside))
    hiding.hide(first)
    waiting = deque(sorted({*guarded, *hiding.places}))
    while waiting:
        place = waiting.popleft()
        while more := hiding.needed_for(place, narrowest):
            hiding.hide(more)
            waiting.extend(more)
    return frozenset(hiding.places)


class _Hiding:
    """What is hidden of a table so far, and what could be."""

    def __init__(self, table: Table, known: Known, beside: Collection[Place]) -> None:
        self.places: set[Place] = set()
        self._beside = beside
        self._figures = table.figures
        self._reader = Reader(table, table.figures, known)
        # Zeros are never hidden.
        self._all = Sums(table, (place for place, figure in table.figures.items() if figure))

    def hide(self, places: Iterable[Place]) -> None:
        """Hide some figures more, if they are not zero."""
        # In a fixed order: of figures that cost the same the first is hidden.
        for place in sorted(places):
            if self._figures.get(place) and place not in self._beside:
                self.places.add(place)
                self._reader.learn(place, HIDDEN)

    def needed_for(self, place: Place, narrowest: int) -> Collection[Place]:
        """The cheapest figures that let another move further; none if it moves far enough."""
        grown, shrunk = (Movement(self._reader, place, way) for way in (GROW, SHRINK))
        far = grown.go(narrowest).distance
        if far + shrunk.go(narrowest - far).distance >= narrowest:
            return ()
        found = [(way, one) for one in (grown, shrunk) if (way := self._by_hiding(one))]
        if not found:
            return ()
        way, movement = min(found, key=lambda each: (each[0].lost, len(each[0].steps)))
        return [step.place for step in way.steps if not movement.room(step)]

    def _by_hiding(self, movement: Movement) -> Way | None:
        """How a figure would be moved further, if others were hidden too, at the cost of themselves."""

        def is_open(step: Step) -> int | None:
            if movement.room(step):
                return 0
            if step.place in self._beside:
                return None
            return self._figures[step.place] if movement.room(step, HIDDEN) else None

        if movement.is_at_its_limit:
            return None
        return self._all.cheapest(movement.place, movement.way, is_open)
