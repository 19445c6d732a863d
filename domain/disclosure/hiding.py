"""Hiding figures until the sums tell none of the others too closely."""

from collections import deque
from collections.abc import Collection, Iterable, Mapping

from domain.disclosure.bounds import NOWHERE_ELSE, Elsewhere, Known, Movement, Reader
from domain.disclosure.sums import GROW, SHRINK, Step, Sums, Way
from domain.disclosure.tables import Place, Table


def hidden(
    table: Table,
    known: Known,
    *,
    first: Iterable[Place],
    guarded: Mapping[Place, int],
    narrowest: int,
    elsewhere: Elsewhere = NOWHERE_ELSE,
) -> frozenset[Place]:
    """The first figures, and others until none lies between bounds narrower than it must.

    ``known`` is what each figure shows of itself if it is not hidden, ``guarded`` how far apart bounds
    must be of figures that are not hidden, ``narrowest`` of those that are. Through each figure that the
    sums tell too closely the cheapest cycle of figures is closed, in which it can move if the others do;
    the cost of a figure is itself. To hide everything but zeros is always enough, so it ends; where some
    cannot be hidden, there may be figures that nothing guards.
    """
    hiding = _Hiding(table, known, elsewhere)
    waiting = deque(sorted({*guarded, *hiding.hide(first)}))
    while waiting:
        place = waiting.popleft()
        apart = guarded.get(place, 0)
        while more := hiding.needed_for(place, narrowest if place in hiding.places else apart):
            waiting.extend(hiding.hide(more))
    return frozenset(hiding.places)


class _Hiding:
    """What is hidden of a table so far, and what could be."""

    def __init__(self, table: Table, known: Known, elsewhere: Elsewhere) -> None:
        self.places: set[Place] = set()
        self._figures = table.figures
        self._elsewhere = elsewhere
        self._reader = Reader(table, table.figures, known)
        # Zeros are never hidden.
        self._can_be = {place for place, one in table.figures.items() if one} - elsewhere.fixed
        self._all = Sums(table, {*self._can_be, *self._reader.unsure})

    def hide(self, places: Iterable[Place]) -> list[Place]:
        """Hide some figures more, of those that can be; which these are."""
        # In a fixed order: of figures that cost the same the first is hidden.
        hiding = sorted(self._can_be.intersection(places))
        self.places.update(hiding)
        for place in hiding:
            self._reader.learn(place, self._elsewhere.hidden(place))
        return hiding

    def needed_for(self, place: Place, narrowest: int) -> Collection[Place]:
        """The cheapest figures that let another move further; none if it does, or never can."""
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
            if step.place not in self._can_be:
                return None
            hidden = self._elsewhere.hidden(step.place)
            return self._figures[step.place] if movement.room(step, hidden) else None

        if movement.is_at_its_limit:
            return None
        return self._all.cheapest(movement.place, movement.way, is_open)
