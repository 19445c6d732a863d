"""The database roles of a production installation, and what each may do.

Context. Whoever can write to the log by a mistake or a stolen password can write history.
Decision. Five roles without a login: ``uof_migrator`` is whoever ran ``uof db upgrade`` and owns
everything; ``uof_web`` appends through one function and reads; ``uof_projector`` reads the log and
owns the read models; ``uof_verifier`` reads the log alone; ``uof_reader`` reads the read models
alone. Logins are made members. Consequence: no process that serves or follows can change or delete
an event. Kept by ``tests/adapters/test_roles.py``. (Spec: decisions 6 and 8; eventsourcing, 3.9.)
"""

from collections.abc import Iterable

WEB, PROJECTOR, VERIFIER, READER = "uof_web", "uof_projector", "uof_verifier", "uof_reader"

RECORDS_GRANTS = (
    f"GRANT USAGE ON SCHEMA records TO {WEB}, {PROJECTOR}, {VERIFIER}",
    f"GRANT SELECT ON ALL TABLES IN SCHEMA records TO {WEB}, {PROJECTOR}, {VERIFIER}",
    "REVOKE ALL ON FUNCTION records.append(uuid[], bigint[], text[], bytea[]) FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION records.append(uuid[], bigint[], text[], bytea[]) TO {WEB}",
)

KEYS_GRANTS = (
    f"GRANT USAGE ON SCHEMA keys TO {WEB}",
    f"GRANT SELECT ON ALL TABLES IN SCHEMA keys TO {WEB}",
    f"GRANT INSERT, UPDATE ON keys.data_keys TO {WEB}",
)

WORK_GRANTS = (
    f"GRANT USAGE ON SCHEMA work TO {WEB}, {PROJECTOR}, {READER}",
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA work TO {WEB}",
    f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA work TO {WEB}",
    f"REVOKE INSERT, UPDATE, DELETE ON work.view_generations, work.alembic_version FROM {WEB}",
    f"GRANT SELECT ON work.view_generations, work.alembic_version TO {PROJECTOR}, {READER}",
    f"GRANT INSERT, UPDATE ON work.view_generations TO {PROJECTOR}",
)


def made(roles: Iterable[str]) -> str:
    """A statement that makes the roles that are not there yet; they belong to the whole cluster."""
    return "\n".join(
        (
            "DO $$ BEGIN",
            *(
                f"BEGIN CREATE ROLE {role} NOLOGIN;"
                " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;"
                for role in roles
            ),
            "END $$",
        )
    )


def of_views(schema: str) -> tuple[str, ...]:
    """What makes the schema of one generation of the read models, as the role that owns them."""
    return (
        f"CREATE SCHEMA IF NOT EXISTS {schema}",
        f"GRANT USAGE ON SCHEMA {schema} TO {WEB}, {READER}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT ON TABLES TO {WEB}, {READER}",
    )
