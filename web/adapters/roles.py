"""The database roles of a production installation, and what each may do.

Context. Whoever can write to the log by a mistake or a stolen password can write history.
Decision. Six roles without a login: ``uof_migrator`` is whoever ran ``uof db upgrade`` and owns
everything; ``uof_web`` appends through one function and reads; ``uof_projector`` reads the log and
owns the read models; ``uof_verifier`` reads the log and the read models, and adds what came out; ``uof_reader`` reads the read models
alone; ``uof_backup`` reads whatever is backed up. Logins are made members. Consequence: no process that serves or follows can change or delete
an event. Kept by ``tests/adapters/test_roles.py``. (Spec: decisions 6 and 8; eventsourcing, 3.9.)
"""

from collections.abc import Mapping
from types import MappingProxyType

WEB, PROJECTOR, VERIFIER, READER = "uof_web", "uof_projector", "uof_verifier", "uof_reader"
BACKUP = "uof_backup"

APPEND = "records.append(uuid[], bigint[], text[], bytea[], bytea[], bytea[])"
"""The one function through which events are added (``web/migrations/records``)."""

KEPT = "work.view_generations, work.alembic_version"
"""What the web role reads and the migrator or the projector writes."""

ACCESS = "work.access_entries, work.access_records, work.access_leaves"
"""The access log: who serves adds to it, who verifies reads it, and nobody changes it."""

ADDED = "work.receipts, work.verifications"
"""What is added to and never changed."""

READS = f"{WEB}, {READER}, {VERIFIER}"
"""Who reads the read models."""

BUILD_VIEWS = f"""
    DO $$ BEGIN
        EXECUTE format('GRANT CREATE ON DATABASE %I TO {PROJECTOR}', current_database());
    END $$
"""

READ_VIEWS = f"""
    DO $$ DECLARE found text; BEGIN
        FOR found IN SELECT nspname FROM pg_namespace WHERE nspname ~ '^views_[0-9]+$' LOOP
            EXECUTE format('GRANT USAGE ON SCHEMA %I TO {VERIFIER}', found);
            EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO {VERIFIER}', found);
        END LOOP;
    END $$
"""  # noqa: S608 - names of our own
"""Read models that were made before whoever verifies read them."""


def _read_by_backup(schema: str) -> tuple[str, ...]:
    return (
        f"GRANT USAGE ON SCHEMA {schema} TO {BACKUP}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {BACKUP}",
        f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {BACKUP}",
    )


GRANTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "records": (
            f"GRANT USAGE ON SCHEMA records TO {WEB}, {PROJECTOR}, {VERIFIER}",
            f"GRANT SELECT ON ALL TABLES IN SCHEMA records TO {WEB}, {PROJECTOR}, {VERIFIER}",
            f"REVOKE ALL ON FUNCTION {APPEND} FROM PUBLIC",
            f"GRANT EXECUTE ON FUNCTION {APPEND} TO {WEB}",
            *_read_by_backup("records"),
        ),
        "keys": (
            f"GRANT USAGE ON SCHEMA keys TO {WEB}",
            f"GRANT SELECT ON ALL TABLES IN SCHEMA keys TO {WEB}",
            f"GRANT INSERT, UPDATE ON keys.data_keys TO {WEB}",
            f"GRANT INSERT, UPDATE ON keys.epochs TO {WEB}",
            *_read_by_backup("keys"),
        ),
        "work": (
            f"GRANT USAGE ON SCHEMA work TO {WEB}, {PROJECTOR}, {READER}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA work TO {WEB}",
            f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA work TO {WEB}",
            f"REVOKE INSERT, UPDATE, DELETE ON {KEPT} FROM {WEB}",
            f"REVOKE UPDATE, DELETE, TRUNCATE ON {ACCESS}, {ADDED} FROM {WEB}",
            # Who verifies says what came out, and reads what came out before.
            f"GRANT USAGE ON SCHEMA work TO {VERIFIER}",
            f"GRANT SELECT ON {ACCESS} TO {VERIFIER}",
            f"GRANT SELECT, INSERT ON work.verifications TO {VERIFIER}",
            f"GRANT SELECT ON {KEPT} TO {PROJECTOR}, {READER}, {VERIFIER}",
            f"GRANT INSERT, UPDATE ON work.view_generations TO {PROJECTOR}",
            # Whoever upgrades makes the first read models too, and makes them the projector's.
            f"GRANT {PROJECTOR} TO CURRENT_USER",
            BUILD_VIEWS,
            READ_VIEWS,
            *_read_by_backup("work"),
        ),
    }
)


def granted(store: str) -> tuple[str, ...]:
    """Statements that make the roles that are not there yet, and grant what each needs of a store."""
    # They belong to the whole cluster, and another installation may be making them too.
    made = " ".join(
        f"BEGIN CREATE ROLE {role} NOLOGIN;"
        " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;"
        for role in (WEB, PROJECTOR, VERIFIER, READER, BACKUP)
    )
    return (f"DO $$ BEGIN {made} END $$", *GRANTS[store])


def of_views(schema: str) -> tuple[str, ...]:
    """What makes the schema of one generation of the read models, as the role that owns them."""
    return (
        f"CREATE SCHEMA IF NOT EXISTS {schema}",
        f"GRANT USAGE ON SCHEMA {schema} TO {READS}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT ON TABLES TO {READS}",
    )
