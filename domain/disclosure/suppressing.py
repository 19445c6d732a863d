"""Suppression: small figures are hidden, and others so that the sums do not tell them."""

from collections.abc import Collection

from domain.disclosure import hiding
from domain.disclosure.bounds import NOWHERE_ELSE, Elsewhere, exactly
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
    elsewhere: Elsewhere = NOWHERE_ELSE,
) -> frozenset[Place]:
    """The figures to hide; ``also`` names what is hidden in an earlier edition, or in another table."""
    exact = {place: exactly(figure) for place, figure in table.figures.items()}
    return hiding.hidden(
        table,
        exact,
        first={*small(table, under=under), *also},
        guarded={},
        narrowest=narrowest,
        elsewhere=elsewhere,
    )
