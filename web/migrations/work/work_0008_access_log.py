"""Who looked at what, sealed in a tree of its own, and why they said they look.

Rows are added and never changed or deleted, by trigger on both databases.
"""

import sqlalchemy as sa
from alembic import op

revision = "work_0008_access_log"
down_revision = "work_0007_disclosures"

TABLES = ("access_entries", "access_records", "access_leaves")
SQLITE = (
    *(
        f"""
        CREATE TRIGGER {table}_never_{done} BEFORE {verb} ON {table}
        BEGIN SELECT RAISE(ABORT, 'the access log is never changed'); END
        """
        for table in TABLES
        for verb, done in (("UPDATE", "updated"), ("DELETE", "deleted"))
    ),
    # INSERT OR REPLACE deletes without a delete trigger.
    """
    CREATE TRIGGER access_entries_never_replaced BEFORE INSERT ON access_entries
    WHEN EXISTS (SELECT 1 FROM access_entries WHERE number = NEW.number)
    BEGIN SELECT RAISE(ABORT, 'the access log is never changed'); END
    """,
    """
    CREATE TRIGGER access_records_never_replaced BEFORE INSERT ON access_records
    WHEN EXISTS (
        SELECT 1 FROM access_records
        WHERE number = NEW.number AND record = NEW.record AND version = NEW.version
    )
    BEGIN SELECT RAISE(ABORT, 'the access log is never changed'); END
    """,
    """
    CREATE TRIGGER access_leaves_only_at_the_end BEFORE INSERT ON access_leaves
    WHEN NEW.leaf_index <> 1 + coalesce((SELECT max(leaf_index) FROM access_leaves), -1)
        OR EXISTS (SELECT 1 FROM access_leaves WHERE number = NEW.number)
    BEGIN SELECT RAISE(ABORT, 'leaves are only added at the end'); END
    """,
)
POSTGRESQL = (
    """
    CREATE FUNCTION work.refuse_access() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the access log is never changed, deleted or replaced'; END $$
    """,
    *(
        statement
        for table in TABLES
        for statement in (
            f"""
            CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON work.{table}
            FOR EACH ROW EXECUTE FUNCTION work.refuse_access()
            """,
            f"""
            CREATE TRIGGER never_emptied BEFORE TRUNCATE ON work.{table}
            FOR EACH STATEMENT EXECUTE FUNCTION work.refuse_access()
            """,
            # ALWAYS: session_replication_role = replica does not switch them off.
            f"ALTER TABLE work.{table} ENABLE ALWAYS TRIGGER never_changed",
            f"ALTER TABLE work.{table} ENABLE ALWAYS TRIGGER never_emptied",
        )
    ),
)


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    schema = None if is_sqlite else "work"
    moment = sa.DateTime(timezone=True)
    big = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "access_entries",
        sa.Column("number", big, primary_key=True, autoincrement=True),
        sa.Column("at", moment, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
        sa.Column("person", sa.Uuid),
        sa.Column("via", sa.Uuid),
        sa.Column("session", sa.Text, nullable=False),
        sa.Column("device", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("case_reference", sa.Text, nullable=False),
        sa.Column("confidential", sa.Boolean, nullable=False),
        sa.Column("broke_glass", sa.Boolean, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("terms", sa.JSON, nullable=False),
        sa.Column("filters", sa.JSON, nullable=False),
        sa.Column("hits", sa.Integer),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Index("ix_access_entries_person", "person", "number"),
        sa.Index("ix_access_entries_day", "day", "number"),
        schema=schema,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "access_records",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("record", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("own", sa.Boolean, nullable=False),
        sa.Index("ix_access_records_record", "record", "number"),
        schema=schema,
    )
    op.create_table(
        "access_leaves",
        sa.Column("leaf_index", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("number", name="uq_access_leaves_number"),
        schema=schema,
    )
    op.create_table(
        "said_purposes",
        sa.Column("session", sa.Text, primary_key=True),
        sa.Column("person", sa.Uuid, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("case_reference", sa.Text, nullable=False),
        sa.Column("confidential", sa.Boolean, nullable=False),
        sa.Column("at", moment, nullable=False),
        schema=schema,
    )
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        op.get_bind().exec_driver_sql(statement)
