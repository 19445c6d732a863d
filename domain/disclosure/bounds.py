"""Between which whole numbers a figure lies, for a reader who adds up what is shown."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf

from domain.disclosure.sums import GROW, NOWHERE, SHRINK, Open, Step, Sums, Way
from domain.disclosure.tables import Place, Table


@dataclass(frozen=True, slots=True)
class Limits:
    """The least and the most that a figure can be."""

    low: int
    high: float
    """Infinite where nothing says."""

    @property
    def width(self) -> float:
        return self.high - self.low

    def within(self, other: "Limits") -> "Limits":
        """What both allow."""
        return Limits(max(self.low, other.low), min(self.high, other.high))


HIDDEN = Limits(1, inf)
"""What is known of a hidden figure: zeros are never hidden."""

Known = Mapping[Place, Limits]
"""What is known of figures before adding up."""


class Reader:
    """Somebody who knows something of every figure of a table, and adds up."""

    def __init__(self, table: Table, known: Known) -> None:
        """The table is the true one, which fits what is known of it: figures are moved from there."""
        self.table = table
        self.known = dict(known)
        self.sums = Sums(table, (place for place, limits in known.items() if limits.width))

    def learn(self, place: Place, limits: Limits) -> None:
        """Know something else of a figure."""
        if limits.width and not self.known[place].width:
            self.sums.add(place)
        self.known[place] = limits

    def bounds(self, place: Place) -> Limits:
        """Between which numbers a figure lies."""
        grown, shrunk = (Movement(self, place, way).go(inf) for way in (GROW, SHRINK))
        figure = self.table.figures[place]
        return Limits(figure - int(shrunk.distance), figure + grown.distance)

    def told(self, narrowest: int) -> list[Place]:
        """The figures that are not shown as they are, and yet lie between narrower bounds than this."""
        unsure = [place for place, limits in self.known.items() if limits.width]
        return [place for place in unsure if self._room(place, narrowest) < narrowest]

    def _room(self, place: Place, far: int) -> float:
        """How far apart the bounds of a figure are, as far as it matters."""
        grown = Movement(self, place, GROW).go(far).distance
        return grown + Movement(self, place, SHRINK).go(far - grown).distance


@dataclass(slots=True)
class Movement:
    """A figure that is moved one way, while others make up for it within what is known of them."""

    reader: Reader
    place: Place
    way: int
    distance: float = 0
    _moved: Counter[Place] = field(default_factory=Counter)

    def go(self, far: float) -> "Movement":
        """As far as this, or as it goes."""
        while self.distance < far and (found := self._further()):
            steps = [self._itself, *found.steps]
            amount = min([far - self.distance, *map(self.room, steps)])
            self.distance += amount
            if amount < inf:
                self._moved.update({step.place: step.way * int(amount) for step in steps})
        return self

    @property
    def is_at_its_limit(self) -> bool:
        """Whether what is known of the figure itself keeps it from moving further."""
        return not self.room(self._itself)

    def room(self, step: Step, limits: Limits | None = None) -> float:
        """How far a figure can still move, if this is known of it."""
        limits = limits or self.reader.known[step.place]
        now = self.reader.table.figures[step.place] + self._moved[step.place]
        return limits.high - now if step.way == GROW else now - limits.low

    @property
    def _itself(self) -> Step:
        return Step(self.place, self.way, NOWHERE)

    def _further(self) -> Way | None:
        if self.is_at_its_limit:
            return None
        is_open: Open = lambda step: 0 if self.room(step) else None
        return self.reader.sums.cheapest(self.place, self.way, is_open)
