"""Durable tables beside the log. Created by ``web/migrations``; a test compares the two."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from projections.columns import Moment

keys_metadata = MetaData(schema="keys")

data_keys = Table(
    "data_keys",
    keys_metadata,
    Column("id", Uuid, primary_key=True),
    Column("stream", Uuid, nullable=False),
    Column("field_group", Text, nullable=False),
    Column("epoch", Text, nullable=False),
    Column("wrapped", LargeBinary),
    Column("created_at", Moment, nullable=False),
    Column("destroyed_at", Moment),
    Column("quarantined_at", Moment),
    Column("certified_at", Moment),
    UniqueConstraint("stream", "field_group", name="uq_data_keys_stream"),
    Index("ix_data_keys_quarantined", "quarantined_at"),
)
"""One key a record and field group, wrapped by the epoch key; empty once it is destroyed. One that is
under quarantine is given to nobody; ``certified_at`` is when its destruction was told to the log."""

epochs = Table(
    "epochs",
    keys_metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("epoch", Text, nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("keys", Integer),
    Column("destroyed", Integer),
)
"""The epoch keys that there were, by name: the last one wraps. Empty until the first change of it."""

work_metadata = MetaData(schema="work")

directory = Table(
    "directory",
    work_metadata,
    Column("person", Uuid, primary_key=True),
    Column("force", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("collar_number", Text, nullable=False),
    UniqueConstraint("force", "collar_number", name="uq_directory_collar_number"),
)

credentials = Table(
    "credentials",
    work_metadata,
    Column("person", Uuid, primary_key=True),
    Column("username", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("must_change", Boolean, nullable=False),
    UniqueConstraint("username", name="uq_credentials_username"),
)

sessions = Table(
    "sessions",
    work_metadata,
    Column("token_digest", Text, primary_key=True),
    Column("person", Uuid, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("way", Text),
    Column("device", Text),
    Column("device_digest", Text),
    Column("fresh_at", Moment),
)
"""``way`` is how the person signed in; ``device`` says which browser on what, ``device_digest`` binds the
session to it; ``fresh_at`` is when they last showed who they are. Empty in sessions of an earlier release."""

sign_in_attempts = Table(
    "sign_in_attempts",
    work_metadata,
    Column("id", Integer, primary_key=True),
    Column("username_digest", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_sign_in_attempts_username", "username_digest", "at"),
)

drafts = Table(
    "drafts",
    work_metadata,
    Column("stream", Uuid, primary_key=True),
    Column("record", Uuid, nullable=False),
    Column("officer", Uuid, nullable=False),
    Column("reference", Text, nullable=False),
    Column("base_version", Integer),
    Column("version", Integer, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("saved_at", Moment, nullable=False),
    Column("sealed", Text, nullable=False),
    UniqueConstraint("officer", "record", name="uq_drafts_record"),
    Index("ix_drafts_officer", "officer", "saved_at"),
)
"""Unfinished accounts and amendments, each sealed as a stream of its own. ``base_version`` is the version an amendment started from."""

reference_numbers = Table(
    "reference_numbers",
    work_metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

preferences = Table(
    "preferences",
    work_metadata,
    Column("person", Uuid, primary_key=True),
    Column("theme", Text, nullable=False),
    Column("shift", Text, nullable=False),
)
"""``shift`` holds the facts of a person's duty as coded answers, for short records."""

view_generations = Table(
    "view_generations",
    work_metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
)
"""Which generation of the read models is live; at most one other is being built."""

token_uses = Table(
    "token_uses",
    work_metadata,
    Column("token", Uuid, primary_key=True),
    Column("seen_at", Moment, nullable=False),
)
"""When a machine token was last used."""

rate_limits = Table(
    "rate_limits",
    work_metadata,
    Column("token", Uuid, primary_key=True),
    Column("full_at", Moment, nullable=False),
)
"""When the bucket of a token will be full again, if it is used no more."""

webhook_endpoints = Table(
    "webhook_endpoints",
    work_metadata,
    Column("webhook", Uuid, primary_key=True),
    Column("client", Uuid, nullable=False),
    Column("sealed", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("leased_by", Uuid),
    Column("leased_until", Moment),
)
"""``sealed`` is the signing secret, ``position`` how far the log was looked through for it, and the
lease says who delivers to it now. What it is told, and where, is in the log."""

webhook_deliveries = Table(
    "webhook_deliveries",
    work_metadata,
    Column("webhook", Uuid, primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("record", Uuid, nullable=False),
    Column("told", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("tried_at", Moment),
    Column("failure", Text, nullable=False),
    Index("ix_webhook_deliveries_state", "webhook", "state", "position"),
)
"""One message each, without anything personal in it."""
imports = Table(
    "imports",
    work_metadata,
    Column("id", Uuid, primary_key=True),
    Column("file", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("layout", Text, nullable=False),
    Column("force", Text, nullable=False),
    Column("options", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("last_line", Integer, nullable=False),
    Column("taken", Integer, nullable=False),
    Column("already", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("with_findings", Integer, nullable=False),
    Column("findings", JSON, nullable=False),
    Column("already_lines", JSON, nullable=False),
    Index("ix_imports_digest", "digest"),
    Index("ix_imports_started", "started_at"),
)
"""Imports that were begun, with counts and no content of any line."""

imported_alike = Table(
    "imported_alike",
    work_metadata,
    Column("content", Uuid, primary_key=True),
    Column("record", Uuid, nullable=False),
    Index("ix_imported_alike_record", "record"),
)
"""The id that a line would have by what it says, and the record as which its mended twin is kept."""

populations = Table(
    "populations",
    work_metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("force", Text, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("numbers", JSON, nullable=False),
    Column("file", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("loaded_at", Moment, nullable=False),
    Index("ix_populations_force", "force", "loaded_at"),
)
"""Against how many people, or arrests, records are counted. Rows are added and never changed."""

published_files = Table(
    "published_files",
    work_metadata,
    Column("sha256", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""Files of editions, each under the digest of its bytes: what the log names, anybody can compare."""

second_factors = Table(
    "second_factors",
    work_metadata,
    Column("person", Uuid, primary_key=True),
    Column("sealed", Text),
    Column("offered", Text),
    Column("last_step", BigInteger, nullable=False),
    Column("set_up_at", Moment),
)
"""The sealed secret of somebody's one-time codes, the one that is offered and not confirmed yet, and
the time step of the last code that was taken: no code is taken twice."""

recovery_codes = Table(
    "recovery_codes",
    work_metadata,
    Column("digest", Text, primary_key=True),
    Column("person", Uuid, nullable=False),
    Index("ix_recovery_codes_person", "person"),
)
"""Codes for who lost their second factor. A row is deleted when its code is used."""

linked_accounts = Table(
    "linked_accounts",
    work_metadata,
    Column("person", Uuid, primary_key=True),
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    UniqueConstraint("issuer", "subject", name="uq_linked_accounts_subject"),
)
"""Who signs in at the identity provider, and as whom it knows them."""

begun_sign_ins = Table(
    "begun_sign_ins",
    work_metadata,
    Column("token_digest", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("begun_at", Moment, nullable=False),
)
"""Sign-ins that wait for a code or for the identity provider, each sealed under the token in its browser."""

counted_editions = Table(
    "counted_editions",
    work_metadata,
    Column("about", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""What was counted of an edition beside its files, under a digest of all that it was counted from. Losing
it loses nothing: it is counted again."""

disclosed_contents = Table(
    "disclosed_contents",
    work_metadata,
    Column("digest", Text, primary_key=True),
    Column("disclosure", Uuid, nullable=False),
    Column("sealed_under", JSON, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
"""What was disclosed, sealed under every key under which it is sealed in the log."""

disclosure_downloads = Table(
    "disclosure_downloads",
    work_metadata,
    Column("id", Uuid, primary_key=True),
    Column("disclosure", Uuid, nullable=False),
    Column("person", Uuid, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_disclosure_downloads_disclosure", "disclosure", "at"),
)
"""Who took a bundle away, and when. Rows are added and never changed."""

purge_reports = Table(
    "purge_reports",
    work_metadata,
    Column("record", Uuid, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("asked_at", Moment, nullable=False),
    Column("removed", Integer),
)
"""What each place that derives from records said of an erasure: how much it let go of, or nothing yet."""

receipts = Table(
    "receipts",
    work_metadata,
    Column("record", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("person", Uuid, nullable=False),
    Column("code", Text, nullable=False),
    Column("leaf_index", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    Column("note", Text, nullable=False),
    Index("ix_receipts_person", "person", "at"),
    Index("ix_receipts_code", "code"),
)
"""What was given to whoever recorded something, so that they find it again."""

verifications = Table(
    "verifications",
    work_metadata,
    Column("id", Uuid, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("first_leaf", BigInteger, nullable=False),
    Column("leaves", BigInteger, nullable=False),
    Column("proved", BigInteger, nullable=False),
    Column("witnessed", BigInteger, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("report", JSON, nullable=False),
    Index("ix_verifications_at", "at"),
)
"""When the log was verified, by whom, how far, and what came out. Rows are added and never changed."""
