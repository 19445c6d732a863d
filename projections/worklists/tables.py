"""Where each record stands, and one row for each thing that somebody has to do about it."""

from sqlalchemy import JSON, Boolean, Column, Index, MetaData, Table, Text, Uuid

from projections.columns import Moment
from projections.projection import SCHEMA

metadata = MetaData(schema=SCHEMA)

worklist = Table(
    "worklist",
    metadata,
    Column("record", Uuid, primary_key=True),
    Column("task", Text, primary_key=True),
    Column("officer", Uuid),
    Column("since", Moment, nullable=False),
    Column("due", Moment),
    Column("rules", JSON, nullable=False),
    Index("ix_worklist_task", "task", "officer", "since"),
)
"""``rules`` are the referral rules that fired and await an assessment."""

worklist_record = Table(
    "worklist_record",
    metadata,
    Column("record", Uuid, primary_key=True),
    Column("officer", Uuid),
    Column("status", Text, nullable=False),
    Column("judged", Boolean, nullable=False),
    Column("open_referrals", JSON, nullable=False),
)
