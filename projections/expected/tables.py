"""One row an expected encounter, without what is sealed of it."""

from sqlalchemy import Column, Date, Index, Integer, MetaData, Table, Text, Uuid

from projections.columns import Moment
from projections.projection import SCHEMA

metadata = MetaData(schema=SCHEMA)

expected = Table(
    "expected",
    metadata,
    Column("encounter", Uuid, primary_key=True),
    Column("force", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("officer", Uuid),
    Column("happened_at", Moment, nullable=False),
    Column("year", Integer, nullable=False),
    Column("quarter", Integer, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("area", Text),
    Column("device", Text),
    Column("state", Text, nullable=False),
    Column("record", Uuid),
    Column("ground", Text),
    Column("reason", Text),
    Column("loaded_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Index("ix_expected_period", "year", "quarter", "force"),
    Index("ix_expected_state", "state", "force", "happened_at"),
    Index("ix_expected_officer", "officer", "state"),
    Index("ix_expected_record", "record"),
)
"""``since`` and ``until`` are the days between which its record can lie; ``year`` and ``quarter`` are
of the financial year, as in the facts."""
