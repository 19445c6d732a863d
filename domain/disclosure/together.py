"""Tables of one publication, in which some figures stand more than once.

Decision. A figure that is hidden in one table is hidden wherever it stands, and what one table tells of
it, readers of the others know. What stands in a table to which nothing is done is shown, and cannot be
hidden in any: then there may be figures that nothing guards, and which these are can be asked. Kept by
``tests/domain/disclosure/test_together.py``.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import reduce
from types import MappingProxyType

from domain.disclosure.bounds import HIDDEN, Elsewhere, Limits, Reader, agree
from domain.disclosure.editions import TableEdition
from domain.disclosure.tables import Place, Table
from domain.disclosure.treatments import Control, Treated, Treatment, treated
from domain.errors import DomainError

Where = tuple[str, Place]
"""A table, by its code, and a place in it."""
Group = tuple[Where, ...]
"""Everywhere that one figure stands."""
NOTHING: Mapping[str, Collection[Place]] = MappingProxyType({})


class NotTheSameFigureError(DomainError):
    """What is said to be the same figure differs between two tables."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Publication:
    """Tables that are published together, and where the same figure stands in several."""

    tables: Mapping[str, tuple[Table, Control]]
    same: tuple[Group, ...]

    def __post_init__(self) -> None:
        for group in self.same:
            if len({self.tables[code][0].figures[place] for code, place in group}) > 1:
                raise NotTheSameFigureError(*sorted(group))

    def treatments(self, group: Group) -> set[Treatment]:
        """What is done to the tables in which a figure stands."""
        return {self.tables[code][1].treatment for code, _ in group}

    @property
    def fixed(self) -> set[Where]:
        """Everywhere that what cannot be hidden stands."""
        return {
            where for one in self.same if Treatment.NONE in self.treatments(one) for where in one
        }


def treated_together(
    publication: Publication, *, hidden_before: Mapping[str, Collection[Place]] = NOTHING
) -> dict[str, Treated]:
    """Every table as its definition says, so that none tells what another hides.

    Each is treated with what the others tell, until none hides more. ``hidden_before`` is what the
    last edition hid, by table.
    """
    shown: dict[str, Treated] = {}
    hiding = {(code, place) for code, places in hidden_before.items() for place in places}
    while True:
        hidden = _wherever_they_stand(publication, hiding)
        shown = {
            code: treated(
                table,
                control,
                hidden_before=_of(code, hidden),
                elsewhere=_elsewhere(publication, code, shown, hidden),
            )
            for code, (table, control) in publication.tables.items()
        }
        hiding = hidden | _hidden_in(shown)
        if hiding == hidden:
            return shown


def told_by_each_other(publication: Publication, shown: Mapping[str, Treated]) -> tuple[Where, ...]:
    """The figures that readers of all tables can work out too closely: there may be some that nothing
    guards, where others cannot be hidden.
    """
    readers = _readers(publication, shown, _hidden_in(shown))
    return tuple(
        sorted(
            (code, place)
            for code, one in shown.items()
            for place, apart in one.apart(publication.tables[code][0]).items()
            if readers[code].bounds(place).width < apart
        )
    )


def edition(publication: Publication, shown: Mapping[str, Treated], code: str) -> TableEdition:
    """One of the tables, to be held against other editions of it."""
    exact = _of(code, _shown_exactly(publication, _hidden_in(shown)))
    return TableEdition(publication.tables[code][0], shown[code], frozenset(exact))


def _hidden_in(shown: Mapping[str, Treated]) -> set[Where]:
    return {(code, place) for code, one in shown.items() for place in one.hidden}


def _wherever_they_stand(publication: Publication, hiding: Collection[Where]) -> set[Where]:
    shared = [group for group in publication.same if not set(group).isdisjoint(hiding)]
    return set(hiding).union(*shared)


def _elsewhere(
    publication: Publication, code: str, shown: Mapping[str, Treated], hidden: Collection[Where]
) -> Elsewhere:
    """What the other tables of a publication say of figures of one, as they were treated so far."""
    others = {other: one for other, one in shown.items() if other != code}
    readers = _readers(publication, others, hidden)
    limits: dict[Place, Limits] = {}
    for group in publication.same:
        for table, place in group:
            if table == code and (code, place) in hidden:
                said = [readers[other].bounds(at) for other, at in group if other in readers]
                limits[place] = reduce(Limits.within, said, HIDDEN)
    return Elsewhere(
        exact=frozenset(_of(code, _shown_exactly(publication, hidden))),
        fixed=frozenset(_of(code, publication.fixed)),
        limits=limits,
    )


def _readers(
    publication: Publication, shown: Mapping[str, Treated], hidden: Collection[Where]
) -> dict[str, Reader]:
    """A reader of each of these tables, who knows what the readers of the others can work out."""
    readers = {}
    for code, treated_one in shown.items():
        table, _ = publication.tables[code]
        exact = frozenset(_of(code, _shown_exactly(publication, hidden)))
        readers[code] = Reader(table, table.figures, TableEdition(table, treated_one, exact).known)
    agree(
        [(readers[code], place) for code, place in group if code in readers]
        for group in publication.same
    )
    return readers


def _shown_exactly(publication: Publication, hidden: Collection[Where]) -> set[Where]:
    """Everywhere that figures stand that one of the tables shows as they are."""
    shown = [
        group
        for group in publication.same
        if set(group).isdisjoint(hidden) and publication.treatments(group) - {Treatment.ROUND}
    ]
    return publication.fixed.union(*shown)


def _of(code: str, places: Collection[Where]) -> set[Place]:
    return {place for table, place in places if table == code}
