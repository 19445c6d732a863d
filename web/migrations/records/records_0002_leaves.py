"""A leaf for every event: what is there gets its own now, in its order; what comes, with its event."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from alembic import context, op
from sqlalchemy import Connection, column, insert, table, text

from application import leaves

revision = "records_0002"
down_revision = "records_0001"

SQLITE = (
    "CREATE TABLE log (origin TEXT NOT NULL)",
    """
    CREATE TABLE leaves (
        leaf_index INTEGER PRIMARY KEY CHECK (leaf_index >= 0),
        position INTEGER NOT NULL UNIQUE,
        salt BLOB NOT NULL,
        leaf_hash BLOB NOT NULL
    )
    """,
)
SQLITE_GUARDS = (
    *(
        f"""
        CREATE TRIGGER {table}_never_{done} BEFORE {verb} ON {table}
        BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END
        """
        for table in ("leaves", "log")
        for verb, done in (("UPDATE", "updated"), ("DELETE", "deleted"))
    ),
    # INSERT OR REPLACE deletes without a delete trigger: nothing is added but at the end.
    """
    CREATE TRIGGER leaves_only_at_the_end BEFORE INSERT ON leaves
    WHEN NEW.leaf_index <> 1 + coalesce((SELECT max(leaf_index) FROM leaves), -1)
        OR NEW.position <= (SELECT max(position) FROM leaves)
    BEGIN SELECT RAISE(ABORT, 'leaves are only added at the end'); END
    """,
    """
    CREATE TRIGGER log_named_once BEFORE INSERT ON log WHEN EXISTS (SELECT 1 FROM log)
    BEGIN SELECT RAISE(ABORT, 'the log has its name'); END
    """,
)

POSTGRESQL = (
    "CREATE TABLE records.log (origin TEXT NOT NULL)",
    """
    CREATE TABLE records.leaves (
        leaf_index BIGINT PRIMARY KEY CHECK (leaf_index >= 0),
        position BIGINT NOT NULL UNIQUE,
        salt BYTEA NOT NULL,
        leaf_hash BYTEA NOT NULL
    )
    """,
)
POSTGRESQL_GUARDS = (
    *(
        statement
        for table in ("leaves", "log")
        for statement in (
            f"""
            CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON records.{table}
            FOR EACH ROW EXECUTE FUNCTION records.refuse()
            """,
            f"""
            CREATE TRIGGER never_emptied BEFORE TRUNCATE ON records.{table}
            FOR EACH STATEMENT EXECUTE FUNCTION records.refuse()
            """,
            f"ALTER TABLE records.{table} ENABLE ALWAYS TRIGGER never_changed",
            f"ALTER TABLE records.{table} ENABLE ALWAYS TRIGGER never_emptied",
        )
    ),
    "CREATE UNIQUE INDEX named_once ON records.log ((true))",
    "DROP FUNCTION records.append(uuid[], bigint[], text[], bytea[])",
    # The one way in. The lock comes before any position is drawn, so that positions become visible in
    # their order: a reader that saw 8 before 7 was committed would never come back for 7. Who appends
    # sends the body of each entry; the leaf before it in its stream is known here alone. A version
    # without the one before it has no such leaf, and is refused.
    r"""
    CREATE FUNCTION records.append(
        ids uuid[], versions bigint[], topics text[], states bytea[], salts bytea[], bodies bytea[]
    )
    RETURNS SETOF bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = records, pg_temp AS $$
    DECLARE
        drawn bigint;
        place bigint;
        previous bytea;
    BEGIN
        PERFORM pg_advisory_xact_lock(7301954);
        SELECT max(leaf_index) INTO place FROM leaves;
        place := coalesce(place + 1, 0);
        FOR i IN 1 .. cardinality(ids) LOOP
            INSERT INTO stored_events (originator_id, originator_version, topic, state)
            VALUES (ids[i], versions[i], topics[i], states[i])
            RETURNING notification_id INTO drawn;
            previous := '';
            IF versions[i] > 1 THEN
                SELECT leaf_hash INTO previous FROM leaves WHERE position = (
                    SELECT notification_id FROM stored_events
                    WHERE originator_id = ids[i] AND originator_version = versions[i] - 1
                );
            END IF;
            INSERT INTO leaves (leaf_index, position, salt, leaf_hash)
            VALUES (place, drawn, salts[i], sha256(
                '\x00'::bytea || bodies[i] || int4send(length(previous)) || previous
            ));
            place := place + 1;
            RETURN NEXT drawn;
        END LOOP;
    END $$
    """,
)

PAGE = 1000
EVENTS = {
    "sqlite": """
        SELECT rowid AS position, originator_id, originator_version, topic, state
        FROM stored_events WHERE rowid > :after ORDER BY rowid LIMIT :page
    """,
    "postgresql": """
        SELECT notification_id AS position, originator_id, originator_version, topic, state
        FROM records.stored_events WHERE notification_id > :after
        ORDER BY notification_id LIMIT :page
    """,
}


@dataclass(frozen=True, slots=True)
class _Stored:
    originator_id: UUID
    originator_version: int
    topic: str
    state: bytes


def upgrade() -> None:
    bind, origin = op.get_bind(), context.config.attributes["origin"]
    is_sqlite = bind.dialect.name == "sqlite"
    schema = None if is_sqlite else "records"
    if not is_sqlite:
        # Whoever appends waits, and then finds the new way in: no event comes without its leaf.
        bind.execute(text("SELECT pg_advisory_xact_lock(7301954)"))
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        op.execute(statement)
    bind.execute(insert(table("log", column("origin"), schema=schema)), {"origin": origin})
    names = ("leaf_index", "position", "salt", "leaf_hash")
    made = insert(table("leaves", *map(column, names), schema=schema))
    for page in _leaves(bind, origin):
        bind.execute(made, page)
    for statement in SQLITE_GUARDS if is_sqlite else POSTGRESQL_GUARDS:
        # Not by Alembic, which takes a colon for a parameter.
        bind.exec_driver_sql(statement)


def _leaves(bind: Connection, origin: str) -> Iterator[list[dict[str, Any]]]:
    """The leaves of the events that are there, a page at a time."""
    query, after, number = text(EVENTS[bind.dialect.name]), 0, 0
    last: dict[UUID, bytes] = {}
    while rows := bind.execute(query, {"after": after, "page": PAGE}).all():
        page = []
        for row in rows:
            stream, salt = UUID(str(row.originator_id)), secrets.token_bytes(leaves.SALT_BYTES)
            stored = _Stored(stream, row.originator_version, row.topic, bytes(row.state))
            body = leaves.body(origin, stored, salt)
            last[stream] = leaves.leaf(body, last.get(stream, leaves.FIRST))
            page.append(
                {
                    "leaf_index": number,
                    "position": row.position,
                    "salt": salt,
                    "leaf_hash": last[stream],
                }
            )
            number += 1
        after = rows[-1].position
        yield page
