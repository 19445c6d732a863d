"""What each place that derives from records said of an erasure."""

import sqlalchemy as sa
from alembic import op

revision = "work_0009_purge_reports"
down_revision = "work_0008_access_log"


def upgrade() -> None:
    schema = "work" if op.get_bind().dialect.name == "postgresql" else None
    op.create_table(
        "purge_reports",
        sa.Column("record", sa.Uuid, primary_key=True),
        sa.Column("place", sa.Text, primary_key=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed", sa.Integer),
        schema=schema,
    )
