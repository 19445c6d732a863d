"""The key ring."""

import sqlalchemy as sa
from alembic import op

revision = "keys_0001"
down_revision = None


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "data_keys",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("stream", sa.Uuid, nullable=False),
        sa.Column("field_group", sa.Text, nullable=False),
        sa.Column("epoch", sa.Text, nullable=False),
        sa.Column("wrapped", sa.LargeBinary),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("stream", "field_group", name="uq_data_keys_stream"),
        schema="keys" if postgresql else None,
    )
