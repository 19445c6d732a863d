"""Imports, and which lines with a key say the same as lines without one."""

import sqlalchemy as sa
from alembic import op

revision = "work_0002_imports"
down_revision = "work_0001"


def upgrade() -> None:
    schema = "work" if op.get_bind().dialect.name == "postgresql" else None
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "imports",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("layout", sa.Text, nullable=False),
        sa.Column("force", sa.Text, nullable=False),
        sa.Column("options", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("started_at", moment, nullable=False),
        sa.Column("finished_at", moment),
        sa.Column("last_line", sa.Integer, nullable=False),
        sa.Column("taken", sa.Integer, nullable=False),
        sa.Column("already", sa.Integer, nullable=False),
        sa.Column("rejected", sa.Integer, nullable=False),
        sa.Column("with_findings", sa.Integer, nullable=False),
        sa.Column("findings", sa.JSON, nullable=False),
        sa.Column("already_lines", sa.JSON, nullable=False),
        sa.Index("ix_imports_digest", "digest"),
        sa.Index("ix_imports_started", "started_at"),
        schema=schema,
    )
    op.create_table(
        "imported_alike",
        sa.Column("content", sa.Uuid, primary_key=True),
        sa.Column("record", sa.Uuid, nullable=False),
        sa.Index("ix_imported_alike_record", "record"),
        schema=schema,
    )
