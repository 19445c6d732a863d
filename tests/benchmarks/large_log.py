"""A log that is long by its leaves alone, in seconds: rows that the database makes, and no event that can be read.

What is measured in it does not open those events: it reads the hashes of their leaves, or adds others at the end.
"""

from contextlib import closing

from tests.benchmarks.bench import SQLITE
from web.adapters.stores import RECORDS, Stores

FILL = {
    SQLITE: (
        """
        WITH RECURSIVE numbers(number) AS (
            SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < {count}
        )
        INSERT INTO stored_events (originator_id, originator_version, topic, state)
        SELECT lower(hex(randomblob(16))), 1, 'nothing', x'' FROM numbers
        """,
        # Positions count without a hole, and so do leaves.
        """
        INSERT INTO leaves (leaf_index, position, salt, leaf_hash)
        SELECT rowid - 1, rowid, x'', randomblob(32) FROM stored_events
        WHERE rowid > (SELECT max(position) FROM leaves) ORDER BY rowid
        """,
    ),
    "postgresql": (
        """
        INSERT INTO records.stored_events (originator_id, originator_version, topic, state)
        SELECT gen_random_uuid(), 1, 'nothing', '' FROM generate_series(1, {count})
        """,
        """
        INSERT INTO records.leaves (leaf_index, position, salt, leaf_hash)
        SELECT (SELECT max(leaf_index) FROM records.leaves) + row_number() OVER (ORDER BY notification_id),
            notification_id, '', sha256(int8send(notification_id))
        FROM records.stored_events
        WHERE notification_id > (SELECT max(position) FROM records.leaves)
        """,
    ),
}


def fill(stores: Stores, count: int) -> None:
    """Add so many leaves to a log that has some."""
    engine = stores.engine(RECORDS)
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        for statement in FILL[engine.dialect.name]:
            cursor.execute(statement.format(count=count))
        connection.commit()
        if engine.dialect.name == SQLITE:
            # As it is when a log has grown by and by: no page of it is looked for beside the file.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
