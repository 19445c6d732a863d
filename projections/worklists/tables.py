"""One row for each thing that somebody has to do about a record."""

from sqlalchemy import JSON, Boolean, Column, Index, MetaData, Table, Text, Uuid

from projections.columns import Moment
from projections.projection import SCHEMA

metadata = MetaData(schema=SCHEMA)

worklist = Table(
    "worklist",
    metadata,
    Column("record", Uuid, primary_key=True),
    Column("task", Text, primary_key=True),
    Column("officer", Uuid, nullable=False),
    Column("since", Moment, nullable=False),
    Column("due", Moment),
    Column("rules", JSON, nullable=False),
    Column("judged", Boolean, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Index("ix_worklist_task", "task", "officer", "since"),
)
"""``rules`` are the referral rules that fired, ``judged`` that a reviewer referred; withdrawn records wait hidden until restored."""

worklist_officer = Table(
    "worklist_officer",
    metadata,
    Column("record", Uuid, primary_key=True),
    Column("officer", Uuid, nullable=False),
)
"""Whose record it is: later events do not say."""
