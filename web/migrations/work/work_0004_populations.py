"""How many people live somewhere, or were arrested, as a force loaded it."""

import sqlalchemy as sa
from alembic import op

revision = "work_0004_populations"
down_revision = "work_0003_machines"


def upgrade() -> None:
    schema = "work" if op.get_bind().dialect.name == "postgresql" else None
    op.create_table(
        "populations",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("force", sa.Text, nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("numbers", sa.JSON, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Index("ix_populations_force", "force", "loaded_at"),
        schema=schema,
    )
