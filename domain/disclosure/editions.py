"""What editions of one table tell together, that none of them tells alone.

Every edition stays published, and most figures do not move between two. So the reader who is guarded
against knows which did not, adds up each edition and the differences between every two of them, and
holds what follows from one against the others until nothing more follows. What other tables tell of
one is not looked at (spec: ux, 7.2).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from domain.disclosure.bounds import UNKNOWN, Known, Limits, Reader, exactly
from domain.disclosure.tables import Place, Table, added_up
from domain.disclosure.treatments import Treated
from domain.errors import DomainError


class NotTheSameTableError(DomainError):
    """Editions of a table add up in the same directions and are treated in the same way."""


@dataclass(frozen=True, slots=True)
class TableEdition:
    """A table as it was, and as it was published."""

    table: Table
    treated: Treated
    exact: frozenset[Place] = frozenset()
    """What other tables of the edition show as it is."""

    @property
    def known(self) -> Known:
        """What a reader of the edition knows of each figure before adding up."""
        shown = {place: exactly(self.table.figures[place]) for place in self.exact}
        return {**self.treated.known, **shown}


@dataclass(frozen=True, slots=True)
class Told:
    """A figure that is told too closely: in which edition, where, and between which bounds it lies."""

    edition: int
    place: Place
    limits: Limits


def told_together(*editions: TableEdition) -> tuple[Told, ...]:
    """The figures of editions of a table that a reader of all of them can work out too closely.

    Of one alone there are none, if it was treated here. A row or a column that an edition does not
    have was zero in it.
    """
    whole = table_of_all([one.table for one in editions])
    if len({one.treated.control for one in editions}) > 1:
        raise NotTheSameTableError
    readers = [reader_of(whole, one) for one in editions]
    _hold_against_each_other(whole, readers)
    return tuple(
        Told(number, place, limits)
        for number, (edition, reader) in enumerate(zip(editions, readers, strict=True))
        for place, apart in sorted(edition.treated.apart(edition.table).items())
        if (limits := reader.bounds(place)).width < apart
    )


def table_of_all(tables: Sequence[Table]) -> Table:
    """A table with the rows and columns of all of them, and nothing in it."""
    if len({(one.adds_across, one.adds_down) for one in tables}) > 1:
        raise NotTheSameTableError
    first = tables[0]
    return added_up(
        {},
        rows=tuple(sorted({row for one in tables for row in one.rows})),
        columns=tuple(sorted({column for one in tables for column in one.columns})),
        across=first.adds_across,
        down=first.adds_down,
    )


def reader_of(whole: Table, edition: TableEdition) -> Reader:
    """A reader of an edition who knows that what it does not have was zero in it."""
    nothing = {place: exactly(0) for place in whole.places}
    return Reader(whole, {**whole.figures, **edition.table.figures}, {**nothing, **edition.known})


def _hold_against_each_other(whole: Table, readers: Sequence[Reader]) -> None:
    pairs = [
        (one, other, _differences(whole, one, other)) for one, other in combinations(readers, 2)
    ]
    is_news = True
    while is_news:
        learned = [_learned(place, *pair) for pair in pairs for place in whole.places]
        is_news = any(learned)


def _differences(whole: Table, one: Reader, other: Reader) -> Reader:
    """Somebody who knows what did not move, and adds up by how much the rest did."""
    moved = {place: other.figures[place] - one.figures[place] for place in whole.places}
    known = {place: UNKNOWN if by else exactly(0) for place, by in moved.items()}
    return Reader(whole, moved, known)


def _learned(place: Place, one: Reader, other: Reader, moved: Reader) -> bool:
    """Whether any of them learned something: a figure and by how much it moved are what it was then."""
    if not any(reader.known[place].width for reader in (one, other, moved)):
        return False
    before, after, by = one.bounds(place), other.bounds(place), moved.bounds(place)
    news = (
        (one, before.within(after.minus(by))),
        (other, after.within(before.plus(by))),
        (moved, by.within(after.minus(before))),
    )
    learning = [(reader, limits) for reader, limits in news if reader.known[place] != limits]
    for reader, limits in learning:
        reader.learn(place, limits)
    return bool(learning)
