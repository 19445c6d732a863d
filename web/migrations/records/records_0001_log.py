"""The event log: append-only, also against a mistaken statement by hand."""

from alembic import op

revision = "records_0001"
down_revision = None

SQLITE = (
    """
    CREATE TABLE stored_events (
        originator_id TEXT NOT NULL,
        originator_version INTEGER NOT NULL,
        topic TEXT NOT NULL,
        state BLOB NOT NULL,
        PRIMARY KEY (originator_id, originator_version)
    )
    """,
    """
    CREATE TRIGGER never_updated BEFORE UPDATE ON stored_events
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END
    """,
    """
    CREATE TRIGGER never_deleted BEFORE DELETE ON stored_events
    BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END
    """,
    # INSERT OR REPLACE deletes without a delete trigger.
    """
    CREATE TRIGGER never_replaced BEFORE INSERT ON stored_events
    WHEN EXISTS (
        SELECT 1 FROM stored_events
        WHERE rowid = NEW.rowid
        OR (originator_id = NEW.originator_id AND originator_version = NEW.originator_version)
    )
    BEGIN SELECT RAISE(ABORT, 'events are never replaced'); END
    """,
    # A chosen rowid could go back in order, where no reader looks again: the next one is the only one.
    """
    CREATE TRIGGER never_out_of_order AFTER INSERT ON stored_events
    WHEN NEW.rowid <> 1 + coalesce(
        (SELECT rowid FROM stored_events WHERE rowid <> NEW.rowid ORDER BY rowid DESC LIMIT 1), 0
    )
    BEGIN SELECT RAISE(ABORT, 'events are only added at the end'); END
    """,
)

POSTGRESQL = (
    """
    CREATE TABLE records.stored_events (
        notification_id BIGINT GENERATED ALWAYS AS IDENTITY,
        originator_id UUID NOT NULL,
        originator_version BIGINT NOT NULL,
        topic TEXT NOT NULL,
        state BYTEA NOT NULL,
        PRIMARY KEY (originator_id, originator_version),
        UNIQUE (notification_id)
    )
    """,
    """
    CREATE FUNCTION records.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'events are never changed, deleted or replaced'; END $$
    """,
    """
    CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON records.stored_events
    FOR EACH ROW EXECUTE FUNCTION records.refuse()
    """,
    """
    CREATE TRIGGER never_emptied BEFORE TRUNCATE ON records.stored_events
    FOR EACH STATEMENT EXECUTE FUNCTION records.refuse()
    """,
    # ALWAYS: session_replication_role = replica does not switch them off.
    "ALTER TABLE records.stored_events ENABLE ALWAYS TRIGGER never_changed",
    "ALTER TABLE records.stored_events ENABLE ALWAYS TRIGGER never_emptied",
    # The one way in. The lock comes before any position is drawn, so that positions become visible
    # in their order: a reader that saw 8 before 7 was committed would never come back for 7.
    """
    CREATE FUNCTION records.append(ids uuid[], versions bigint[], topics text[], states bytea[])
    RETURNS SETOF bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = records, pg_temp AS $$
    DECLARE drawn bigint;
    BEGIN
        PERFORM pg_advisory_xact_lock(7301954);
        FOR i IN 1 .. cardinality(ids) LOOP
            INSERT INTO records.stored_events (originator_id, originator_version, topic, state)
            VALUES (ids[i], versions[i], topics[i], states[i])
            RETURNING notification_id INTO drawn;
            RETURN NEXT drawn;
        END LOOP;
    END $$
    """,
)


def upgrade() -> None:
    statements = SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL
    for statement in statements:
        op.execute(statement)
