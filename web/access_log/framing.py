"""The looks of professional standards in a month, as they are sealed: what a sample is drawn from."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Connection, Engine, func, select

from domain.codelists.forces import Force
from domain.codelists.roles import Role
from domain.local_time import begins
from domain.proof.tiles import TiledTree
from domain.sampling.drawing import month_after
from domain.sampling.errors import NotSealedYetError
from domain.sampling.events import SampledLook
from domain.sampling.sample import Frame
from projections.people.holders import Held, holders
from projections.views import Views
from web.access_log import reading as leaves_of
from web.adapters.access_tables import access_entries, access_leaves
from web.adapters.stores import reading

WATCHED = (Role.PROFESSIONAL_STANDARDS, Role.HEAD_OF_STANDARDS)
"""Whose looks are sampled, while they held the role; the outside reviewer reads no record."""
ENTRY, LEAF = access_entries.c, access_leaves.c


def frame(engine: Engine, views: Views, force: Force, month: date) -> Frame:
    """Every look of a month of those who are watched, with the tree as it was with the month's last look.

    Raises:
        NotSealedYetError: a look of the month has no leaf yet.

    """
    last = month_after(month) - timedelta(days=1)
    with views.reading() as connection:
        held = holders(
            connection, force, WATCHED, since=begins(month), until=begins(month_after(month))
        )
    with reading(engine).connect() as connection:
        leaves = _leaves(connection, month, last)
        return Frame(
            leaves=leaves,
            root=_root(connection, leaves).hex(),
            looks=_looks(connection, month, last, held),
        )


def first_month(engine: Engine) -> date | None:
    """The day of the first look that is kept; none where nobody looked yet."""
    with reading(engine).connect() as connection:
        found: date | None = connection.execute(select(func.min(ENTRY.day))).scalar_one()
    return found


def _leaves(connection: Connection, first: date, last: date) -> int:
    query = (
        select(
            func.coalesce(func.max(LEAF.leaf_index) + 1, 0), func.count() - func.count(LEAF.number)
        )
        .select_from(access_entries)
        .outerjoin(access_leaves, LEAF.number == ENTRY.number)
        .where(ENTRY.day.between(first, last))
    )
    leaves, unsealed = connection.execute(query).one()
    if unsealed:
        raise NotSealedYetError
    return int(leaves)


def _root(connection: Connection, leaves: int) -> bytes:
    tree = TiledTree(lambda begin, end: leaves_of.leaf_hashes(connection, begin, end))
    while tree.size < leaves:
        end = min(tree.size + leaves_of.LEAVES, leaves)
        tree.extend(leaves_of.leaf_hashes(connection, tree.size, end))
    return tree.root()


def _looks(
    connection: Connection, first: date, last: date, held: Sequence[Held]
) -> tuple[SampledLook, ...]:
    query = (
        select(LEAF.leaf_index, ENTRY.person, ENTRY.at)
        .join_from(access_entries, access_leaves, LEAF.number == ENTRY.number)
        .where(
            ENTRY.day.between(first, last),
            ENTRY.person.in_({one.person for one in held}),
        )
        .order_by(LEAF.leaf_index)
    )
    return tuple(
        SampledLook(leaf=row.leaf_index, person=row.person)
        for row in connection.execute(query)
        if any(one.person == row.person and one.at(row.at) for one in held)
    )
