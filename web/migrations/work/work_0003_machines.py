"""Machine tokens in use, and what other systems are told."""

import sqlalchemy as sa
from alembic import op

revision = "work_0003_machines"
down_revision = "work_0002_imports"


def upgrade() -> None:
    schema = "work" if op.get_bind().dialect.name == "postgresql" else None
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "token_uses",
        sa.Column("token", sa.Uuid, primary_key=True),
        sa.Column("seen_at", moment, nullable=False),
        schema=schema,
    )
    op.create_table(
        "rate_limits",
        sa.Column("token", sa.Uuid, primary_key=True),
        sa.Column("full_at", moment, nullable=False),
        schema=schema,
    )
    op.create_table(
        "webhook_endpoints",
        sa.Column("webhook", sa.Uuid, primary_key=True),
        sa.Column("client", sa.Uuid, nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("leased_by", sa.Uuid),
        sa.Column("leased_until", moment),
        schema=schema,
    )
    op.create_table(
        "webhook_deliveries",
        sa.Column("webhook", sa.Uuid, primary_key=True),
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("record", sa.Uuid, nullable=False),
        sa.Column("told", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("next_at", moment, nullable=False),
        sa.Column("tried_at", moment),
        sa.Column("failure", sa.Text, nullable=False),
        sa.Index("ix_webhook_deliveries_state", "webhook", "state", "position"),
        schema=schema,
    )
