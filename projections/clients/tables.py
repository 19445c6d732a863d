"""A row a client, a row a token, a row a webhook."""

from sqlalchemy import JSON, Column, Index, MetaData, Table, Text, Uuid

from projections.columns import Moment
from projections.projection import SCHEMA

metadata = MetaData(schema=SCHEMA)

client = Table(
    "client",
    metadata,
    Column("client", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("registered_at", Moment, nullable=False),
)

client_token = Table(
    "client_token",
    metadata,
    Column("token", Uuid, primary_key=True),
    Column("client", Uuid, nullable=False),
    Column("acts_as", Uuid),
    Column("scopes", JSON, nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("issued_by", Uuid, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    Index("ix_client_token_client", "client"),
)
"""Without digests: what lists show opens nothing. The log alone decides whether a token does."""

client_webhook = Table(
    "client_webhook",
    metadata,
    Column("webhook", Uuid, primary_key=True),
    Column("client", Uuid, nullable=False),
    Column("address", Text, nullable=False),
    Column("acts_as", Uuid, nullable=False),
    Column("told", JSON, nullable=False),
    Column("registered_at", Moment, nullable=False),
    Column("removed_at", Moment),
    Index("ix_client_webhook_client", "client"),
)
