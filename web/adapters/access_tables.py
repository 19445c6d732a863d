"""The tables of the access log. Created by ``web/migrations``; a test compares the two.

Rows are added, and never changed or deleted: by trigger, and on PostgreSQL by grant.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from projections.columns import Moment
from web.adapters.tables import work_metadata

access_entries = Table(
    "access_entries",
    work_metadata,
    Column(
        "number",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=True,
    ),
    Column("at", Moment, nullable=False),
    Column("day", Date, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("person", Uuid),
    Column("via", Uuid),
    Column("session", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("case_reference", Text, nullable=False),
    Column("confidential", Boolean, nullable=False),
    Column("broke_glass", Boolean, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("terms", JSON, nullable=False),
    Column("filters", JSON, nullable=False),
    Column("hits", Integer),
    Column("salt", LargeBinary, nullable=False),
    Index("ix_access_entries_person", "person", "number"),
    Index("ix_access_entries_day", "day", "number"),
    sqlite_autoincrement=True,
)
"""One row an answer. Numbers may have holes, and late ones may come after others were sealed."""

access_records = Table(
    "access_records",
    work_metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("record", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("own", Boolean, nullable=False),
    Index("ix_access_records_record", "record", "number"),
)
"""What each answer showed."""

access_leaves = Table(
    "access_leaves",
    work_metadata,
    Column("leaf_index", BigInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("leaf_hash", LargeBinary, nullable=False),
    UniqueConstraint("number", name="uq_access_leaves_number"),
)
"""The tree of the access log: leaves are given afterwards, so that nobody who looks waits for another."""

said_purposes = Table(
    "said_purposes",
    work_metadata,
    Column("session", Text, primary_key=True),
    Column("person", Uuid, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("case_reference", Text, nullable=False),
    Column("confidential", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
)
"""Why somebody says that they look, for as long as it holds; what was logged stands in the entries."""

NEVER_CHANGED = (access_entries, access_records, access_leaves)
