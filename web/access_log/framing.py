"""The looks of professional standards in a month, as they are sealed: what a sample is drawn from."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Connection, Engine, func, select

from domain.codelists.forces import Force
from domain.codelists.roles import Role
from domain.proof.tiles import TiledTree
from domain.sampling.drawing import month_after
from domain.sampling.errors import NotSealedYetError
from domain.sampling.events import SampledLook
from domain.sampling.sample import Frame
from projections.people import queries as people
from projections.people.holders import holders
from projections.people.queries import PersonRow
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
        watched = people.standing(connection, holders(connection, force, WATCHED))
    with reading(engine).connect() as connection:
        leaves = _leaves(connection, month, last)
        return Frame(
            leaves=leaves,
            root=_root(connection, leaves).hex(),
            looks=_looks(connection, month, last, watched),
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
    connection: Connection, first: date, last: date, watched: Mapping[UUID, PersonRow]
) -> tuple[SampledLook, ...]:
    query = (
        select(LEAF.leaf_index, ENTRY.person, ENTRY.at)
        .join_from(access_entries, access_leaves, LEAF.number == ENTRY.number)
        .where(ENTRY.day.between(first, last), ENTRY.person.in_(watched))
        .order_by(LEAF.leaf_index)
    )
    return tuple(
        SampledLook(leaf=row.leaf_index, person=row.person)
        for row in connection.execute(query)
        if any(
            grant.role in WATCHED and grant.holds_at(row.at) for grant in watched[row.person].grants
        )
    )
