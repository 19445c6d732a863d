"""One row a record, and a row for each of its flags, tactics and colleagues."""

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
)

from projections.accounts import CodedAccount
from projections.columns import Moment
from projections.projection import SCHEMA

metadata = MetaData(schema=SCHEMA)

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
    Column("record_type", Text, nullable=False),
    Column("incident_date", Date),
    Column("incident_time", Time),
    Column("area", Text),
    Column("tactic", Text),
    Column("tactics_used", Integer, nullable=False),
    Column("entered_at", Moment, nullable=False),
    Column("submitted_at", Moment),
    Column("imported", Boolean, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("decided_at", Moment),
    Column("decided_by", Uuid),
    Column("times_returned", Integer, nullable=False),
    Column("account", CodedAccount, nullable=False),
    # Not unique: a read model never stops on what the log holds.
    Index("ix_register_reference", "reference"),
    Index("ix_register_officer", "officer", "incident_date"),
    Index("ix_register_status", "status", "changed_at"),
    Index("ix_register_encounter", "encounter"),
    Index("ix_register_incident", "incident_date"),
    # Lists of work ask of each record whether it is restricted: a row is wide, and this is not.
    Index("ix_register_restricted", "record", "restricted"),
    # In this order lists are read on and on: the moment of entry never changes.
    Index("ix_register_entered", "entered_at", "record"),
)
"""``tactic`` is the one that a reviewer should see first; ``account`` the answers as codes. Who made an
imported record and when may not be known; ``entered_at`` is when it came to be here."""

register_flag = Table(
    "register_flag",
    metadata,
    Column("record", Uuid, primary_key=True),
    Column("flag", Text, primary_key=True),
    Index("ix_register_flag", "flag"),
)

register_tactic = Table(
    "register_tactic",
    metadata,
    Column("record", Uuid, primary_key=True),
    Column("tactic", Text, primary_key=True),
    Index("ix_register_tactic", "tactic"),
)

register_colleague = Table(
    "register_colleague",
    metadata,
    Column("record", Uuid, primary_key=True),
    Column("person", Uuid, primary_key=True),
    Index("ix_register_colleague", "person"),
)
