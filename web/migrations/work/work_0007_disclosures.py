"""What was disclosed, sealed, and who took it away."""

import sqlalchemy as sa
from alembic import op

revision = "work_0007_disclosures"
down_revision = "work_0006_counted_editions"


def upgrade() -> None:
    schema = "work" if op.get_bind().dialect.name == "postgresql" else None
    op.create_table(
        "disclosed_contents",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("disclosure", sa.Uuid, nullable=False),
        sa.Column("sealed_under", sa.JSON, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        schema=schema,
    )
    op.create_table(
        "disclosure_downloads",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("disclosure", sa.Uuid, nullable=False),
        sa.Column("person", sa.Uuid, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Index("ix_disclosure_downloads_disclosure", "disclosure", "at"),
        schema=schema,
    )
