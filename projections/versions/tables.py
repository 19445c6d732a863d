"""A row for each state of a record that can be counted differently from the one before.

Decision. What was true at a position stays readable: a row holds from ``position`` until ``until``, and
is never changed but for its end. Consequence: an edition is counted as of its position years later in
the time it takes to count a report, and nothing is replayed. Kept by
``tests/projections/test_versions.py``.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, Table, Text, Uuid

from projections.accounts import CodedAccount
from projections.columns import Moment
from projections.projection import SCHEMA

metadata = MetaData(schema=SCHEMA)

record_version = Table(
    "record_version",
    metadata,
    Column("record", Uuid, primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("until", BigInteger),
    Column("cause", Text, nullable=False),
    Column("force", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("quarter", Integer, nullable=False),
    Column("counts", Boolean, nullable=False),
    Column("officer", Uuid),
    Column("encounter", Uuid),
    Column("subject", Uuid),
    Column("of_a_crowd", Boolean, nullable=False),
    Column("tactics", Text, nullable=False),
    Column("recorded_at", Moment),
    Column("stated_at", Moment, nullable=False),
    Column("account", CodedAccount, nullable=False),
    Index("ix_record_version_period", "force", "year", "quarter", "position"),
    Index("ix_record_version_changed", "force", "position"),
)
"""``cause`` is what began it (``domain/summary/causes.py``); ``until`` is the position of the next row,
none for the last; ``tactics`` are all that it names, each once, in the order of the list; ``year`` and
``quarter`` are of the financial year, as in the facts. The account is codes: what is sealed is not in
it. ``recorded_at`` is none where an older system did not say when."""

expected_version = Table(
    "expected_version",
    metadata,
    Column("encounter", Uuid, primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("until", BigInteger),
    Column("force", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("quarter", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("record", Uuid),
    Index("ix_expected_version_period", "force", "year", "quarter"),
)
"""The same of what other systems know of: what the coverage beside published figures is counted from."""
