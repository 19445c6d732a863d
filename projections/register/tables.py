"""One narrow row a record, which lists are made of, its account apart, and a row for each colleague and
each review.

Context. A force has hundreds of thousands of records, and a list says how many there are. Decision. What
lists search is in one row, the flags and tactics as joined codes, and in one index in the order of the
list; the account, which is ten times as much to read, is apart. Consequence: half a million records are
searched in the time of one page. Kept by ``tests/projections/test_searching.py``, and measured by
``tests/benchmarks/pages.py``.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Time,
    Uuid,
    text,
)

from projections.accounts import CodedAccount
from projections.columns import Moment
from projections.projection import SCHEMA

metadata = MetaData(schema=SCHEMA)

LINKED, OF_SUBJECT = text("encounter IS NOT NULL"), text("subject IS NOT NULL")

register = Table(
    "register",
    metadata,
    Column("record", Uuid, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("force", Text, nullable=False),
    Column("officer", Uuid),
    Column("rank", Text),
    Column("edition", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("judged", Boolean, nullable=False),
    Column("open_referrals", JSON, nullable=False),
    Column("restricted", Boolean, nullable=False),
    Column("encounter", Uuid),
    Column("subject", Uuid),
    Column("record_type", Text, nullable=False),
    Column("incident_date", Date),
    Column("incident_time", Time),
    Column("area", Text),
    Column("tactic", Text),
    Column("tactics", Text, nullable=False),
    Column("tactics_used", Integer, nullable=False),
    Column("flags", Text, nullable=False),
    Column("entered_at", Moment, nullable=False),
    Column("submitted_at", Moment),
    Column("imported", Boolean, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("decided_at", Moment),
    Column("decided_by", Uuid),
    Column("times_returned", Integer, nullable=False),
    # Not unique: a read model never stops on what the log holds.
    Index("ix_register_reference", "reference"),
    Index("ix_register_officer", "officer", "incident_date"),
    Index("ix_register_status", "status", "changed_at"),
    # Of those that are linked alone: most are not, and of a sample in which all are alike a database
    # learns that an encounter is no way to find anything.
    Index("ix_register_encounter", "encounter", sqlite_where=LINKED, postgresql_where=LINKED),
    Index("ix_register_subject", "subject", sqlite_where=OF_SUBJECT, postgresql_where=OF_SUBJECT),
    # In the order of the list, with what is searched most.
    Index(
        "ix_register_list",
        "force",
        text("incident_date DESC"),
        text("incident_time DESC"),
        "record",
        "reference",
        "status",
        "flags",
        "tactics",
    ),
    # In this order lists are read on and on: the moment of entry never changes.
    Index("ix_register_entered", "entered_at", "record"),
)
"""``tactic`` is the one that a reviewer should see first. Who made an imported record and when may not be
known; ``entered_at`` is when it came to be here."""

register_account = Table(
    "register_account",
    metadata,
    Column("record", Uuid, primary_key=True),
    Column("account", CodedAccount, nullable=False),
)
"""The answers as codes, for the next amendment."""

register_colleague = Table(
    "register_colleague",
    metadata,
    Column("record", Uuid, primary_key=True),
    Column("person", Uuid, primary_key=True),
    Index("ix_register_colleague", "person"),
)

register_review = Table(
    "register_review",
    metadata,
    Column("record", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("force", Text, nullable=False),
    Column("officer", Uuid, nullable=False),
    Column("reviewer", Uuid, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_register_review_reviewer", "reviewer", "officer", "at"),
    # Ninety days of a force are read from this index alone each time that a queue opens.
    Index("ix_register_review_within", "force", "at", "officer", "reviewer", "record"),
)
"""Who returned or accepted whose record; what was decided elsewhere, by whom nobody here knows, is left out."""
