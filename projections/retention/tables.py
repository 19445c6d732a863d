"""One row a record, with what its period is chosen by and counts from, and how it stands."""

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, MetaData, Table, Text, Uuid

from projections.columns import Moment
from projections.projection import SCHEMA

metadata = MetaData(schema=SCHEMA)

kept_record = Table(
    "kept_record",
    metadata,
    Column("record", Uuid, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("force", Text, nullable=False),
    Column("said", JSON, nullable=False),
    Column("referred", Boolean, nullable=False),
    Column("retention_group", Text, nullable=False),
    Column("incident", Date),
    Column("adult", Date),
    Column("kept_until", Date),
    Column("holds", JSON, nullable=False),
    Column("held", Integer, nullable=False),
    Column("stage", Text),
    Column("ground", Text),
    Column("groups", JSON, nullable=False),
    Column("proposed_at", Moment),
    Column("undone_until", Moment),
    Column("erased", JSON, nullable=False),
    Column("erased_at", Moment),
    Index("ix_kept_record_due", "force", "retention_group", "incident"),
    Index("ix_kept_record_adult", "force", "retention_group", "adult"),
    Index("ix_kept_record_stage", "force", "stage"),
    Index("ix_kept_record_held", "force", "held"),
    Index("ix_kept_record_erased", "force", "erased_at"),
)
"""``said`` are the answers that a group follows from, and ``adult`` the last day on which a period can
begin of somebody who may have been under 18. ``holds`` are grounds, ``erased`` field groups."""
