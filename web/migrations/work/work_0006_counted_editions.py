"""What was counted of editions for who decides about them."""

import sqlalchemy as sa
from alembic import op

revision = "work_0006_counted_editions"
down_revision = "work_0005_published_files"


def upgrade() -> None:
    schema = "work" if op.get_bind().dialect.name == "postgresql" else None
    op.create_table(
        "counted_editions",
        sa.Column("about", sa.Text, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
        schema=schema,
    )
