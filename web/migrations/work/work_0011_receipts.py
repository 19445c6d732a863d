"""Receipts for what was recorded, and when the log was verified."""

import sqlalchemy as sa
from alembic import op

from projections.columns import Moment

revision = "work_0011_receipts"
down_revision = "work_0010_identity"


def upgrade() -> None:
    schema = "work" if op.get_bind().dialect.name == "postgresql" else None
    op.create_table(
        "receipts",
        sa.Column("record", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("person", sa.Uuid, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("leaf_index", sa.BigInteger, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        schema=schema,
    )
    op.create_index("ix_receipts_person", "receipts", ["person", "at"], schema=schema)
    op.create_index("ix_receipts_code", "receipts", ["code"], schema=schema)
    op.create_table(
        "verifications",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("first_leaf", sa.BigInteger, nullable=False),
        sa.Column("leaves", sa.BigInteger, nullable=False),
        sa.Column("proved", sa.BigInteger, nullable=False),
        sa.Column("witnessed", sa.BigInteger, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("report", sa.JSON, nullable=False),
        schema=schema,
    )
    op.create_index("ix_verifications_at", "verifications", ["at"], schema=schema)
