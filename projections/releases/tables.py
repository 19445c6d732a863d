"""Editions of releases in the order in which they were prepared, and what was announced of them."""

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, MetaData, Table, Text, Uuid

from projections.columns import Moment
from projections.projection import SCHEMA

metadata = MetaData(schema=SCHEMA)

release_edition = Table(
    "release_edition",
    metadata,
    Column("release", Uuid, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("edition", Integer, nullable=False),
    Column("force", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("quarter", Integer),
    Column("stage", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("counting_rules", Integer, nullable=False),
    Column("code_lists", Integer, nullable=False),
    Column("layout", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("notice", Text),
    Column("files", JSON, nullable=False),
    Column("prepared_by", Uuid, nullable=False),
    Column("prepared_at", Moment, nullable=False),
    Column("checked_by", Uuid),
    Column("approved_by", Uuid),
    Column("publish_at", Moment),
    Column("published_at", Moment),
    Index("ix_release_edition_stage", "stage", "force"),
)
"""``place`` counts the editions of a release, abandoned ones too; ``edition`` is the number that readers
see. ``files`` are the digests of its files by name. A notice is written to be published."""

release_announcement = Table(
    "release_announcement",
    metadata,
    Column("release", Uuid, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("force", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("quarter", Integer),
    Column("announced_at", Moment, nullable=False),
    Column("publish_at", Moment, nullable=False),
    Index("ix_release_announcement_publish_at", "publish_at"),
)
"""Every time that readers were told, in the order in which they were told it: ``place`` counts them."""
