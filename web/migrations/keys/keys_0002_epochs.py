"""Quarantine of keys, the epochs that wrapped them, and what the ring refuses whoever asks.

A key whose row is deleted cannot be told from one that was lost, so that no row ever is; a key that was
destroyed stays so; and a process that still has the epoch key of yesterday makes no key with it, which
would be lost with that.
"""

import sqlalchemy as sa
from alembic import op

revision = "keys_0002"
down_revision = "keys_0001"

SQLITE = (
    """
    CREATE TRIGGER data_keys_never_deleted BEFORE DELETE ON data_keys
    BEGIN SELECT RAISE(ABORT, 'a key is destroyed and never deleted'); END
    """,
    """
    CREATE TRIGGER data_keys_never_back BEFORE UPDATE ON data_keys
    WHEN OLD.wrapped IS NULL AND NEW.wrapped IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'a key that was destroyed stays so'); END
    """,
    """
    CREATE TRIGGER data_keys_of_this_epoch BEFORE INSERT ON data_keys
    WHEN NEW.epoch <> (SELECT epoch FROM epochs ORDER BY number DESC LIMIT 1)
    BEGIN SELECT RAISE(ABORT, 'another epoch'); END
    """,
    # INSERT OR REPLACE deletes without a delete trigger.
    """
    CREATE TRIGGER data_keys_never_replaced BEFORE INSERT ON data_keys
    WHEN EXISTS (SELECT 1 FROM data_keys WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'a key is destroyed and never deleted'); END
    """,
)
POSTGRESQL = (
    """
    CREATE FUNCTION keys.guard() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = keys, pg_temp AS $$
    BEGIN
        IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
            RAISE EXCEPTION 'a key is destroyed and never deleted';
        END IF;
        IF TG_OP = 'UPDATE' AND OLD.wrapped IS NULL AND NEW.wrapped IS NOT NULL THEN
            RAISE EXCEPTION 'a key that was destroyed stays so';
        END IF;
        IF TG_OP = 'INSERT'
            AND NEW.epoch <> (SELECT epoch FROM epochs ORDER BY number DESC LIMIT 1) THEN
            RAISE EXCEPTION 'another epoch';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER guarded BEFORE INSERT OR DELETE ON keys.data_keys
    FOR EACH ROW EXECUTE FUNCTION keys.guard()
    """,
    # A statement that changes a million wraps asks a function of none of them.
    """
    CREATE TRIGGER guarded_back BEFORE UPDATE ON keys.data_keys FOR EACH ROW
    WHEN (OLD.wrapped IS NULL AND NEW.wrapped IS NOT NULL) EXECUTE FUNCTION keys.guard()
    """,
    """
    CREATE TRIGGER guarded_whole BEFORE TRUNCATE ON keys.data_keys
    FOR EACH STATEMENT EXECUTE FUNCTION keys.guard()
    """,
    "ALTER TABLE keys.data_keys ENABLE ALWAYS TRIGGER guarded",
    "ALTER TABLE keys.data_keys ENABLE ALWAYS TRIGGER guarded_back",
    "ALTER TABLE keys.data_keys ENABLE ALWAYS TRIGGER guarded_whole",
)


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    schema = "keys" if postgresql else None
    for name in ("quarantined_at", "certified_at"):
        op.add_column("data_keys", sa.Column(name, sa.DateTime(timezone=True)), schema=schema)
    op.create_index("ix_data_keys_quarantined", "data_keys", ["quarantined_at"], schema=schema)
    op.create_table(
        "epochs",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("epoch", sa.Text, nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("keys", sa.Integer),
        sa.Column("destroyed", sa.Integer),
        schema=schema,
    )
    for statement in POSTGRESQL if postgresql else SQLITE:
        op.execute(statement)
