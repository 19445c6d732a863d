"""What a table of a whole and those of its parts tell together: a year beside its quarters.

Where the whole is published and all parts but one, the part that is missing is the difference; where all
are, a figure that one hides is what the others leave. So the reader who is guarded against adds the parts
up, takes each from the whole, and holds what follows against what each table says by itself until nothing
more follows. What was counted at different places in the log need not add up: the reader knows where it
does. What is left over for parts that are not published is guarded as a part would be.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from math import inf

from domain.disclosure.bounds import UNKNOWN, Limits, Reader, exactly
from domain.disclosure.editions import TableEdition, reader_of, table_of_all
from domain.disclosure.rounding import EXACT
from domain.disclosure.tables import Place, Table
from domain.disclosure.treatments import Treatment

AT_LEAST_NONE = Limits(0, inf)


@dataclass(frozen=True, kw_only=True, slots=True)
class Nested:
    """Tables of a whole and of parts of it, as they are and as they are published."""

    whole: TableEdition
    parts: tuple[TableEdition, ...]
    is_complete: bool
    """Whether these are all parts: otherwise something is left over, which is not published."""


def told_by_nesting(nested: Nested) -> tuple[Place, ...]:
    """The figures that a reader of the whole and of its parts can work out too closely."""
    published = (nested.whole, *nested.parts)
    frame = table_of_all([one.table for one in published])
    whole, *parts = (reader_of(frame, one) for one in published)
    left = _left_over(frame, whole, parts, is_complete=nested.is_complete)
    _hold_against_each_other(frame, whole, (*parts, left))
    told = {
        place
        for one, reader in zip(published, (whole, *parts), strict=True)
        for place, apart in one.treated.apart(one.table).items()
        if reader.bounds(place).width < apart
    }
    if not nested.is_complete:
        told.update(_told_of_the_rest(nested, left))
    return tuple(sorted(told))


def _left_over(
    frame: Table, whole: Reader, parts: Sequence[Reader], *, is_complete: bool
) -> Reader:
    """What the parts leave of the whole: it adds up as they do."""
    figures = {
        place: whole.figures[place] - sum(one.figures[place] for one in parts)
        for place in frame.places
    }

    def known(figure: int) -> Limits:
        if is_complete:
            return UNKNOWN if figure else exactly(0)
        return AT_LEAST_NONE if figure >= 0 else UNKNOWN

    return Reader(frame, figures, {place: known(one) for place, one in figures.items()})


def _told_of_the_rest(nested: Nested, left: Reader) -> Iterator[Place]:
    """The small figures of what is not published, but for those that the whole shows as they are."""
    control = nested.whole.treated.control
    apart = control.narrowest if control.treatment is Treatment.SUPPRESS else EXACT
    for place, figure in left.figures.items():
        is_small = 0 < figure < control.under
        if is_small and place not in nested.whole.exact and left.bounds(place).width < apart:
            yield place


def _hold_against_each_other(frame: Table, whole: Reader, parts: Sequence[Reader]) -> None:
    is_news = True
    while is_news:
        learned = [_learned(place, whole, parts) for place in frame.places]
        is_news = any(learned)


def _learned(place: Place, whole: Reader, parts: Sequence[Reader]) -> bool:
    """Whether any of them learned something: parts add up to the whole, and leave of it what is another."""
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
