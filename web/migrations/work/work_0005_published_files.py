"""The files of what was published, each under the digest of its bytes."""

import sqlalchemy as sa
from alembic import op

revision = "work_0005_published_files"
down_revision = "work_0004_populations"


def upgrade() -> None:
    schema = "work" if op.get_bind().dialect.name == "postgresql" else None
    op.create_table(
        "published_files",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
        schema=schema,
    )
