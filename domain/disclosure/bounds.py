"""Between which whole numbers a figure lies, for a reader who adds up what is shown."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from domain.disclosure.sums import GROW, NOWHERE, SHRINK, Step, Sums, Way
from domain.disclosure.tables import Place, Table


@dataclass(frozen=True, slots=True)
class Limits:
    """The least and the most that a figure can be; infinite where nothing says."""

    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low

    def within(self, other: "Limits") -> "Limits":
        """What both allow."""
        return Limits(max(self.low, other.low), min(self.high, other.high))

    def plus(self, other: "Limits") -> "Limits":
        """What a sum can be."""
        return Limits(self.low + other.low, self.high + other.high)

    def minus(self, other: "Limits") -> "Limits":
        """What a difference can be."""
        return Limits(self.low - other.high, self.high - other.low)


HIDDEN = Limits(1, inf)
"""What is known of a hidden figure: zeros are never hidden."""
UNKNOWN = Limits(-inf, inf)

Known = Mapping[Place, Limits]
"""What is known of figures before adding up."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Elsewhere:
    """What other tables say of figures that also stand in this one."""

    fixed: frozenset[Place] = frozenset()
    """What one shows as it is, whatever is hidden here."""
    exact: frozenset[Place] = frozenset()
    """What one shows as it is unless it is hidden here, and then there too."""
    limits: Known = field(default_factory=dict)
    """What they say of hidden ones."""

    @property
    def shown(self) -> frozenset[Place]:
        """All that one shows as it is."""
        return self.fixed | self.exact

    def hidden(self, place: Place) -> Limits:
        """What is known of a figure if it is hidden."""
        return HIDDEN.within(self.limits.get(place, HIDDEN))


NOWHERE_ELSE = Elsewhere()


def exactly(figure: int) -> Limits:
    """What is known of a figure that is shown as it is."""
    return Limits(figure, figure)


class Reader:
    """Somebody who knows something of every figure, and adds up.

    The figures are the true ones, which fit what is known of them: they are moved from there. They
    need not be those of the table, as long as they add up in the same way.
    """

    def __init__(self, table: Table, figures: Mapping[Place, int], known: Known) -> None:
        self.figures = figures
        self.known = dict(known)
        self.sums = Sums(table, self.unsure)

    @property
    def unsure(self) -> list[Place]:
        """The figures that are not known as they are."""
        return [place for place, limits in self.known.items() if limits.width]

    def learn(self, place: Place, limits: Limits) -> None:
        """Know something else of a figure."""
        if limits.width and not self.known[place].width:
            self.sums.add(place)
        self.known[place] = limits

    def bounds(self, place: Place) -> Limits:
        """Between which numbers a figure lies."""
        grown, shrunk = (Movement(self, place, way).go(inf).distance for way in (GROW, SHRINK))
        figure = self.figures[place]
        return Limits(figure - shrunk, figure + grown)


def agree(same: Iterable[Sequence[tuple[Reader, Place]]]) -> None:
    """Let readers of several tables hold against each other what they know of figures that are the same,
    until nothing more follows.
    """
    groups = list(same)
    is_news = True
    while is_news:
        learned = [_agreed(group) for group in groups]
        is_news = any(learned)


def _agreed(group: Sequence[tuple[Reader, Place]]) -> bool:
    """Whether any of them learned something."""
    if not any(reader.known[place].width for reader, place in group):
        return False
    found = UNKNOWN
    for reader, place in group:
        found = found.within(reader.bounds(place))
    learning = [(reader, place) for reader, place in group if reader.known[place] != found]
    for reader, place in learning:
        reader.learn(place, found)
    return bool(learning)


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
        now = self.reader.figures[step.place] + self._moved[step.place]
        return limits.high - now if step.way == GROW else now - limits.low

    @property
    def _itself(self) -> Step:
        return Step(self.place, self.way, NOWHERE)

    def _further(self) -> Way | None:
        def is_open(step: Step) -> int | None:
            return 0 if self.room(step) else None

        return (
            None
            if self.is_at_its_limit
            else self.reader.sums.cheapest(self.place, self.way, is_open)
        )
