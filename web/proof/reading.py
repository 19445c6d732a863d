"""Reading the log of leaves as it is stored, from a connection that cannot write."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import Connection, TextClause, text

from application.verifying import Row
from web.adapters.stores import RECORDS, Stores
from web.backups.sqlite import looking_at

PAGE = 1000
QUERIES = {
    "sqlite": """
        SELECT e.rowid, e.originator_id, e.originator_version, e.topic, e.state,
            l.leaf_index, l.salt, l.leaf_hash
        FROM stored_events e LEFT JOIN leaves l ON l.position = e.rowid
        ORDER BY e.rowid
    """,
    "postgresql": """
        SELECT e.notification_id, e.originator_id, e.originator_version, e.topic, e.state,
            l.leaf_index, l.salt, l.leaf_hash
        FROM records.stored_events e LEFT JOIN records.leaves l ON l.position = e.notification_id
        ORDER BY e.notification_id
    """,
}
EXTRA = {
    "sqlite": """
        SELECT leaf_index FROM leaves
        WHERE position NOT IN (SELECT rowid FROM stored_events) ORDER BY leaf_index
    """,
    "postgresql": """
        SELECT leaf_index FROM records.leaves l WHERE NOT EXISTS (
            SELECT 1 FROM records.stored_events WHERE notification_id = l.position
        ) ORDER BY leaf_index
    """,
}
HASHES = """
    SELECT leaf_hash FROM {}leaves WHERE leaf_index >= :begin AND leaf_index < :end
    ORDER BY leaf_index
"""


@contextmanager
def looking_at_log(stores: Stores) -> Iterator[Connection]:
    """The log as it stands at one moment; whatever is written through this is refused."""
    if stores.is_embedded:
        with looking_at(stores.records_file) as connection:
            yield connection
        return
    engine = stores.engine(RECORDS).execution_options(
        isolation_level="REPEATABLE READ", postgresql_readonly=True
    )
    with engine.connect() as connection:
        yield connection


def rows(connection: Connection) -> Iterator[Row]:
    """Every event with its leaf, in the order of the log."""
    query = text(QUERIES[connection.dialect.name]).execution_options(yield_per=PAGE)
    for (
        position,
        stream,
        version,
        topic,
        state,
        index,
        salt,
        leaf_hash,
    ) in connection.execute(query):
        yield Row(
            position,
            stream if isinstance(stream, UUID) else UUID(stream),
            version,
            topic,
            bytes(state),
            index,
            salt if salt is None else bytes(salt),
            leaf_hash if leaf_hash is None else bytes(leaf_hash),
        )


def leaves_without_event(connection: Connection) -> Sequence[int]:
    """The leaves whose event is gone."""
    return connection.execute(text(EXTRA[connection.dialect.name])).scalars().all()


def origin(connection: Connection) -> str:
    """The name of the log."""
    return str(connection.execute(_of(connection, "SELECT origin FROM {}log")).scalar_one())


def number_of_events(connection: Connection) -> int:
    """How many events there are, for showing how far one is."""
    query = _of(connection, "SELECT count(*) FROM {}stored_events")
    return int(connection.execute(query).scalar_one())


def number_of_leaves(connection: Connection) -> int:
    """How many leaves there are."""
    query = _of(connection, "SELECT coalesce(max(leaf_index) + 1, 0) FROM {}leaves")
    return int(connection.execute(query).scalar_one())


def leaf_hashes(connection: Connection, begin: int, end: int) -> Sequence[bytes]:
    """The hashes of leaves from one index until before another."""
    query = _of(connection, HASHES)
    found = connection.execute(query, {"begin": begin, "end": end}).scalars()
    return [bytes(one) for one in found]


def _of(connection: Connection, query: str) -> TextClause:
    """A query of the tables where they are: a file has no schemas."""
    return text(query.format("" if connection.dialect.name == "sqlite" else "records."))
