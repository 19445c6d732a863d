"""Reading the access log as it is stored, from a connection that cannot write."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, func, select

from domain.proof.tiles import TiledTree
from web.adapters.access_tables import access_entries, access_leaves
from web.adapters.stores import WORK, Stores
from web.backups.sqlite import looking_at
from web.proof import reading as records

LEAVES = 10_000
"""How many leaves are read at once."""
ACCESS = "/access"
"""What stands after the log's own name in the name of its access log."""


def origin(stores: Stores) -> str:
    """The name of the access log: it is signed under a name of its own."""
    with records.looking_at_log(stores) as connection:
        return records.origin(connection) + ACCESS


@contextmanager
def looking_at_access(stores: Stores) -> Iterator[Connection]:
    """The access log as it stands at one moment; whatever is written through this is refused."""
    if stores.is_embedded:
        with looking_at(stores.work_file) as connection:
            yield connection.execution_options(schema_translate_map={WORK: None})
        return
    engine = stores.engine(WORK).execution_options(
        isolation_level="REPEATABLE READ", postgresql_readonly=True
    )
    with engine.connect() as connection:
        yield connection


def number_of_leaves(connection: Connection) -> int:
    query = select(func.coalesce(func.max(access_leaves.c.leaf_index) + 1, 0))
    return int(connection.execute(query).scalar_one())


def leaf_hashes(connection: Connection, begin: int, end: int) -> Sequence[bytes]:
    """The hashes of leaves from one index until before another."""
    index = access_leaves.c.leaf_index
    query = select(access_leaves.c.leaf_hash).where(index >= begin, index < end).order_by(index)
    return [bytes(one) for one in connection.execute(query).scalars()]


def read_on(connection: Connection, tree: TiledTree) -> None:
    """Let a tree grow to as many leaves as there are."""
    size = number_of_leaves(connection)
    while tree.size < size:
        found = leaf_hashes(connection, tree.size, min(tree.size + LEAVES, size))
        if not found:
            break
        tree.extend(found)


def leaves(connection: Connection, begin: int) -> Sequence[Any]:
    """Some leaves from an index on, each with its entry; without one, where its entry is gone."""
    index = access_leaves.c.leaf_index
    query = (
        select(
            index,
            access_leaves.c.number.label("sealed_number"),
            access_leaves.c.leaf_hash,
            *access_entries.c,
        )
        .outerjoin(access_entries, access_entries.c.number == access_leaves.c.number)
        .where(index >= begin)
        .order_by(index)
    )
    return connection.execute(query.limit(LEAVES // 10)).all()
