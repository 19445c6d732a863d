"""One row a disclosure, and one a record that is in it."""

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, MetaData, Table, Text, Uuid

from projections.columns import Moment
from projections.projection import SCHEMA

metadata = MetaData(schema=SCHEMA)

disclosure = Table(
    "disclosure",
    metadata,
    Column("disclosure", Uuid, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("force", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("made_by", Uuid, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("as_at", Moment, nullable=False),
    Column("withheld", JSON, nullable=False),
    Column("digest", Text, nullable=False),
    Column("records", Integer, nullable=False),
    Index("ix_disclosure_force", "force", "position"),
)
"""``withheld`` is the reason by part. To whom it was made is sealed, and so not here."""

disclosure_record = Table(
    "disclosure_record",
    metadata,
    Column("disclosure", Uuid, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("record", Uuid, nullable=False),
    Index("ix_disclosure_record_record", "record"),
)
