"""Drafts, accounts, sessions, preferences, reference numbers and read model generations."""

import sqlalchemy as sa
from alembic import op

revision = "work_0001"
down_revision = None


def upgrade() -> None:
    schema = "work" if op.get_bind().dialect.name == "postgresql" else None
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "directory",
        sa.Column("person", sa.Uuid, primary_key=True),
        sa.Column("force", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("collar_number", sa.Text, nullable=False),
        sa.UniqueConstraint("force", "collar_number", name="uq_directory_collar_number"),
        schema=schema,
    )
    op.create_table(
        "credentials",
        sa.Column("person", sa.Uuid, primary_key=True),
        sa.Column("username", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.UniqueConstraint("username", name="uq_credentials_username"),
        schema=schema,
    )
    op.create_table(
        "sessions",
        sa.Column("token_digest", sa.Text, primary_key=True),
        sa.Column("person", sa.Uuid, nullable=False),
        sa.Column("started_at", moment, nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        schema=schema,
    )
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("username_digest", sa.Text, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Index("ix_sign_in_attempts_username", "username_digest", "at"),
        schema=schema,
    )
    op.create_table(
        "drafts",
        sa.Column("stream", sa.Uuid, primary_key=True),
        sa.Column("record", sa.Uuid, nullable=False),
        sa.Column("officer", sa.Uuid, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("base_version", sa.Integer),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("started_at", moment, nullable=False),
        sa.Column("saved_at", moment, nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.UniqueConstraint("officer", "record", name="uq_drafts_record"),
        sa.Index("ix_drafts_officer", "officer", "saved_at"),
        schema=schema,
    )
    op.create_table(
        "reference_numbers",
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last", sa.Integer, nullable=False),
        schema=schema,
    )
    op.create_table(
        "preferences",
        sa.Column("person", sa.Uuid, primary_key=True),
        sa.Column("theme", sa.Text, nullable=False),
        sa.Column("shift", sa.Text, nullable=False),
        schema=schema,
    )
    op.create_table(
        "view_generations",
        sa.Column("generation", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("state", sa.Text, nullable=False),
        schema=schema,
    )
