"""Reading the log of leaves as it is stored, from a connection that cannot write."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, TextClause, bindparam, text

from application.leaves import FIRST
from application.verifying import Row, stream_id
from domain.proof.tiles import TiledTree
from projections.driving import driven
from web.adapters.stores import RECORDS, Stores
from web.backups.sqlite import looking_at

PAGE = 1000
LEAVES = 10_000
"""How many leaves, and events, are read at once."""
ROWS = {
    "sqlite": """
        SELECT e.rowid, e.originator_id, e.originator_version, e.topic, e.state,
            l.leaf_index, l.salt, l.leaf_hash
        FROM stored_events e LEFT JOIN leaves l ON l.position = e.rowid
    """,
    "postgresql": """
        SELECT e.notification_id, e.originator_id, e.originator_version, e.topic, e.state,
            l.leaf_index, l.salt, l.leaf_hash
        FROM records.stored_events e LEFT JOIN records.leaves l ON l.position = e.notification_id
    """,
}
IN_ORDER = {"sqlite": " ORDER BY e.rowid", "postgresql": " ORDER BY e.notification_id"}
FROM_LEAF = {
    # What stands after the last leaf that was verified, whether or not it has one.
    "sqlite": " WHERE e.rowid > (SELECT position FROM leaves WHERE leaf_index = :first - 1)",
    "postgresql": """
        WHERE e.notification_id > (
            SELECT position FROM records.leaves WHERE leaf_index = :first - 1
        )
    """,
}
OF_TOPICS = " WHERE e.topic IN :topics"
OF_STREAM = " WHERE e.originator_id = :stream ORDER BY e.originator_version"
OF_VERSION = " WHERE e.originator_id = :stream AND e.originator_version = :version"
BEFORE = """
    WHERE e.originator_id = :stream AND e.originator_version < :version
    ORDER BY e.originator_version DESC LIMIT 1
"""
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
    yield from map(_row, rows_from(connection, 0))


def rows_from(connection: Connection, first: int) -> Iterator[Row]:
    """Every event from the one of a leaf on, each exactly as it is stored; from the first leaf on, those
    without a leaf too.
    """
    dialect = connection.dialect.name
    query = ROWS[dialect] + (FROM_LEAF[dialect] if first else "") + IN_ORDER[dialect]
    if dialect == "sqlite":
        # Asked of the driver itself: what the library makes of each row cost a fifth of all the time.
        with driven(connection) as cursor:
            cursor.execute(query, {"first": first})
            while page := cursor.fetchmany(PAGE):
                yield from map(Row._make, page)
        return
    asked = text(query).execution_options(yield_per=PAGE)
    yield from map(Row._make, connection.execute(asked, {"first": first} if first else {}))


def rows_of_topics(connection: Connection, topics: Collection[str]) -> Iterator[Row]:
    """The events of some kinds, in the order of the log: few, so that the rest is not fetched for them."""
    dialect = connection.dialect.name
    query = text(ROWS[dialect] + OF_TOPICS + IN_ORDER[dialect])
    asked = query.bindparams(bindparam("topics", sorted(topics), expanding=True))
    yield from map(_row, connection.execute(asked.execution_options(yield_per=PAGE)))


def rows_of(connection: Connection, stream: UUID) -> list[Row]:
    """The events of one stream with their leaves, by version."""
    dialect = connection.dialect.name
    named = {"stream": stream.hex if dialect == "sqlite" else stream}
    return [_row(one) for one in connection.execute(text(ROWS[dialect] + OF_STREAM), named)]


def row_of(connection: Connection, stream: UUID, version: int) -> Row | None:
    """One event of a stream with its leaf."""
    dialect = connection.dialect.name
    named = {"stream": stream.hex if dialect == "sqlite" else stream, "version": version}
    found = connection.execute(text(ROWS[dialect] + OF_VERSION), named).one_or_none()
    return None if found is None else _row(found)


def last_before(connection: Connection, stream: Any, version: int) -> tuple[int, bytes]:
    """Of a stream the last version before one, and the hash of its leaf; nothing of one that begins."""
    dialect = connection.dialect.name
    named = stream.hex if dialect == "sqlite" and isinstance(stream, UUID) else stream
    asked = {"stream": named, "version": version}
    found = connection.execute(text(ROWS[dialect] + BEFORE), asked).first()
    if found is None:
        return 0, FIRST
    row = _row(found)
    return row.originator_version, bytes(row.leaf_hash or b"")


def _row(found: Sequence[Any]) -> Row:
    """A row as it is stored: what is of another type or written in another way stays so, and is found."""
    position, stream, *others = found
    return Row(position, _named(stream) if isinstance(stream, str) else stream, *others)


_named = lru_cache(maxsize=4096)(stream_id)


def leaves_without_event(connection: Connection) -> Sequence[int]:
    """The leaves whose event is gone."""
    return connection.execute(text(EXTRA[connection.dialect.name])).scalars().all()


def origin(connection: Connection) -> str:
    """The name of the log."""
    return str(connection.execute(_of(connection, "SELECT origin FROM {}log")).scalar_one())


def named(stores: Stores) -> str:
    """The same of an installation."""
    with looking_at_log(stores) as connection:
        return origin(connection)


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


def read_on(connection: Connection, tree: TiledTree, size: int) -> None:
    """Let a tree grow to so many leaves, or as many as there are."""
    while tree.size < size:
        found = leaf_hashes(connection, tree.size, min(tree.size + LEAVES, size))
        if not found:
            break
        tree.extend(found)


def _of(connection: Connection, query: str) -> TextClause:
    """A query of the tables where they are: a file has no schemas."""
    return text(query.format("" if connection.dialect.name == "sqlite" else "records."))
