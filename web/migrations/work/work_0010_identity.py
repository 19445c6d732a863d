"""Single sign-on, second factors, and what a session knows of its device."""

import sqlalchemy as sa
from alembic import op

revision = "work_0010_identity"
down_revision = "work_0009_purge_reports"


def upgrade() -> None:
    schema = "work" if op.get_bind().dialect.name == "postgresql" else None
    moment = sa.DateTime(timezone=True)
    for column in (
        sa.Column("way", sa.Text),
        sa.Column("device", sa.Text),
        sa.Column("device_digest", sa.Text),
        sa.Column("fresh_at", moment),
    ):
        op.add_column("sessions", column, schema=schema)
    op.create_table(
        "second_factors",
        sa.Column("person", sa.Uuid, primary_key=True),
        sa.Column("sealed", sa.Text),
        sa.Column("offered", sa.Text),
        sa.Column("last_step", sa.BigInteger, nullable=False),
        sa.Column("set_up_at", moment),
        schema=schema,
    )
    op.create_table(
        "recovery_codes",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("person", sa.Uuid, nullable=False),
        sa.Index("ix_recovery_codes_person", "person"),
        schema=schema,
    )
    op.create_table(
        "linked_accounts",
        sa.Column("person", sa.Uuid, primary_key=True),
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.UniqueConstraint("issuer", "subject", name="uq_linked_accounts_subject"),
        schema=schema,
    )
    op.create_table(
        "begun_sign_ins",
        sa.Column("token_digest", sa.Text, primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("begun_at", moment, nullable=False),
        schema=schema,
    )
