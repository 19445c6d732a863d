"""One row an event."""

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, MetaData, Table, Text, Uuid

from projections.columns import Moment
from projections.projection import SCHEMA

metadata = MetaData(schema=SCHEMA)

record_event = Table(
    "record_event",
    metadata,
    Column("record", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("topic", Text, nullable=False),
    Column("actor", Uuid, nullable=False),
    Column("role", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("why", Text, nullable=False),
    Column("request", Uuid, nullable=False),
    Column("answers", JSON, nullable=False),
    Index("ix_record_event_actor", "actor", "at"),
    Index("ix_record_event_at", "at"),
)
"""``answers`` are those the event set, as codes; of sealed ones only that they were set."""
