"""Suppression: small figures are hidden, and others so that the sums do not tell them."""

from collections.abc import Collection

from domain.disclosure import hiding
from domain.disclosure.bounds import exactly
from domain.disclosure.tables import Place, Table


def small(table: Table, *, under: int = 5) -> frozenset[Place]:
    """The figures, totals among them, that are hidden for their own sake; zeros stay."""
    return frozenset(place for place, figure in table.figures.items() if 0 < figure < under)


def hidden(
    table: Table,
    *,
    under: int = 5,
    narrowest: int = 3,
    also: Collection[Place] = (),
    beside: Collection[Place] = (),
) -> frozenset[Place]:
    """The figures to hide. ``also`` names what was hidden before, as in an earlier edition, ``beside``
    what other tables show as it is.
    """
    exact = {place: exactly(figure) for place, figure in table.figures.items()}
    first = {*small(table, under=under), *also}
    return hiding.hidden(table, exact, first=first, guarded=(), narrowest=narrowest, beside=beside)
