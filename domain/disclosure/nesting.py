"""What a table of a whole and those of its parts tell together: a year beside its quarters.

Where the whole is published and all parts but one, the part that is missing is the difference; where all
are, a figure that one hides is what the others leave. So the reader who is guarded against adds the parts
up, takes each from the whole, and holds what follows against what each table says by itself until nothing
more follows. What was counted at different places in the log need not add up: the reader knows where it
does. What is left over for parts that are not published is guarded as a part would be.

Decision. Every edition stays published, so the reader takes any edition of the whole and any of each part.
Consequence: a figure that a new edition hides is not told by an old year that the old quarters no longer add
up to. Kept by ``tests/domain/disclosure/test_nesting.py``. What editions of one period tell by themselves is
not told here (``editions.py``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product
from math import inf

from domain.disclosure.bounds import UNKNOWN, Limits, Reader, agree, exactly
from domain.disclosure.editions import TableEdition, reader_of, table_of_all
from domain.disclosure.rounding import EXACT
from domain.disclosure.tables import Place, Table
from domain.disclosure.treatments import Control, Treatment

AT_LEAST_NONE = Limits(0, inf)
Editions = tuple[TableEdition, ...]
"""Every edition of one table that is published."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Nested:
    """Tables of a whole and of parts of it, as they are and as they are published."""

    whole: Editions
    parts: tuple[Editions, ...]
    is_complete: bool
    """Whether these are all parts: otherwise something is left over, which is not published."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """One edition of the whole and one of each part, which a reader holds against each other."""

    whole: Reader
    parts: Sequence[Reader]
    left: Reader
    """What the parts leave of the whole: it adds up as they do."""
    exact: frozenset[Place]
    """What the whole shows as it is."""
    places: Sequence[Place]
    """Where no others that were taken say the same figures."""


def told_by_nesting(nested: Nested) -> tuple[Place, ...]:
    """The figures that a reader of the whole and of its parts can work out too closely."""
    periods = (nested.whole, *nested.parts)
    frame = table_of_all([one.table for editions in periods for one in editions])
    readers = [[reader_of(frame, one) for one in editions] for editions in periods]
    unmoved = [one for period in readers for one in _unmoved(frame, period)]
    agree(unmoved)
    told_before = set(_told(periods, readers))
    taken = list(_taken(frame, nested, readers))
    _hold_against_each_other(unmoved, taken)
    told = {place for _, place in set(_told(periods, readers)) - told_before}
    if not nested.is_complete:
        control = nested.whole[0].treated.control
        told.update(place for one in taken for place in _told_of_the_rest(one, control))
    return tuple(sorted(told))


def _told(
    periods: Sequence[Editions], readers: Sequence[Sequence[Reader]]
) -> Iterator[tuple[int, Place]]:
    """What is told of any edition, which have numbers."""
    both = (zip(*pair, strict=True) for pair in zip(periods, readers, strict=True))
    for number, (one, reader) in enumerate(pair for period in both for pair in period):
        for place, apart in one.treated.apart(one.table).items():
            if reader.bounds(place).width < apart:
                yield number, place


def _unmoved(frame: Table, period: Sequence[Reader]) -> Iterator[list[tuple[Reader, Place]]]:
    """The figures that editions of a period have in common: what one tells of them they all do."""
    for place in frame.places:
        same: dict[int, list[tuple[Reader, Place]]] = {}
        for reader in period:
            same.setdefault(reader.figures[place], []).append((reader, place))
        yield from (one for one in same.values() if len(one) > 1)


def _taken(frame: Table, nested: Nested, readers: Sequence[Sequence[Reader]]) -> Iterator[Taken]:
    """Any edition of the whole with any of each part, as far as it says anything new."""
    said: set[tuple[Place, tuple[int, ...]]] = set()
    for (whole, shown), parts in product(
        zip(readers[0], nested.whole, strict=True), product(*readers[1:])
    ):
        figures = {
            place: (whole.figures[place], *(one.figures[place] for one in parts))
            for place in frame.places
        }
        places = [place for place in frame.places if (place, figures[place]) not in said]
        said.update((place, figures[place]) for place in places)
        if places:
            left = _left_over(frame, whole, parts, is_complete=nested.is_complete)
            yield Taken(whole=whole, parts=parts, left=left, exact=shown.exact, places=places)


def _left_over(
    frame: Table, whole: Reader, parts: Sequence[Reader], *, is_complete: bool
) -> Reader:
    figures = {
        place: whole.figures[place] - sum(one.figures[place] for one in parts)
        for place in frame.places
    }

    def known(figure: int) -> Limits:
        if is_complete:
            return UNKNOWN if figure else exactly(0)
        return AT_LEAST_NONE if figure >= 0 else UNKNOWN

    return Reader(frame, figures, {place: known(one) for place, one in figures.items()})


def _told_of_the_rest(taken: Taken, control: Control) -> Iterator[Place]:
    """The small figures of what is not published, but for those that the whole shows as they are."""
    apart = control.narrowest if control.treatment is Treatment.SUPPRESS else EXACT
    for place in taken.places:
        is_small = 0 < taken.left.figures[place] < control.under
        if is_small and place not in taken.exact and taken.left.bounds(place).width < apart:
            yield place


def _hold_against_each_other(
    unmoved: Sequence[Sequence[tuple[Reader, Place]]], taken: Sequence[Taken]
) -> None:
    is_news = True
    while is_news:
        learned = [_learned(place, one) for one in taken for place in one.places]
        agree(unmoved)
        is_news = any(learned)


def _learned(place: Place, taken: Taken) -> bool:
    """Whether any of them learned something: parts add up to the whole, and leave of it what is another."""
    whole, parts = taken.whole, (*taken.parts, taken.left)
    readers = (whole, *parts)
    if not any(one.known[place].width for one in readers):
        return False
    now = [one.bounds(place) for one in readers]
    total, of_parts = now[0], now[1:]
    found = [total.within(reduce(Limits.plus, of_parts))]
    for number, part in enumerate(of_parts):
        others = [one for other, one in enumerate(of_parts) if other != number]
        found.append(part.within(total.minus(reduce(Limits.plus, others, exactly(0)))))
    learning = [
        (one, limits)
        for one, limits in zip(readers, found, strict=True)
        if one.known[place] != limits
    ]
    for one, limits in learning:
        one.learn(place, limits)
    return bool(learning)
