"""People and their grants, without their names."""

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text, Uuid

from projections.columns import Moment
from projections.projection import SCHEMA

metadata = MetaData(schema=SCHEMA)

person = Table(
    "person",
    metadata,
    Column("person", Uuid, primary_key=True),
    Column("force", Text, nullable=False),
    Column("rank", Text, nullable=False),
    Column("supervisor", Uuid),
    Index("ix_person_supervisor", "supervisor"),
)

person_grant = Table(
    "person_grant",
    metadata,
    Column("person", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("role", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
    Column("granted_by", Uuid, nullable=False),
)
"""``version`` is that of the event that granted it."""

person_rank = Table(
    "person_rank",
    metadata,
    Column("person", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("rank", Text, nullable=False),
    Column("since", Moment, nullable=False),
)
"""Every rank that somebody held, so that history calls them what they were."""

person_delegation = Table(
    "person_delegation",
    metadata,
    Column("person", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("supervisor", Uuid, nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Index("ix_person_delegation_supervisor", "supervisor"),
)
"""Who acts for which supervisor, and when."""

person_emergency = Table(
    "person_emergency",
    metadata,
    Column("person", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("record", Uuid, nullable=False),
    Column("ground", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("due", Moment, nullable=False),
    Column("outcome", Text),
    Column("reviewed_by", Uuid),
    Column("reviewed_at", Moment),
    Index("ix_person_emergency_due", "outcome", "due"),
)
"""Records that somebody opened in an emergency, and what was found of it; its words stay in the log."""

person_confidence = Table(
    "person_confidence",
    metadata,
    Column("person", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("outcome", Text),
    Column("decided_by", Uuid),
    Column("decided_at", Moment),
    Column("until", Moment),
    Column("ended_by", Uuid),
    Column("ended_at", Moment),
    Index("ix_person_confidence_at", "at"),
)
"""Requests to look in confidence, and what was decided; case and words stay in the log."""

person_role_proposal = Table(
    "person_role_proposal",
    metadata,
    Column("person", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("step", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("since", Moment),
    Column("until", Moment),
    Column("proposed_by", Uuid, nullable=False),
    Column("proposed_at", Moment, nullable=False),
    Column("lapses", Moment, nullable=False),
    Column("fate", Text),
    Column("decided_by", Uuid),
    Column("decided_at", Moment),
    Index("ix_person_role_proposal_waiting", "fate", "lapses"),
)
"""Changes of roles that take a second administrator; without a fate until somebody decides them."""
