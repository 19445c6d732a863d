"""What each database role of a production installation may do to the log (spec: eventsourcing, 3.9)."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from tests.postgres import Databases, databases

WEB, PROJECTOR, VERIFIER, READER = "uof_web", "uof_projector", "uof_verifier", "uof_reader"
BACKUP = "uof_backup"
EVERY_ROLE = (WEB, PROJECTOR, VERIFIER, READER, BACKUP)

APPEND = """
    SELECT records.append(
        ARRAY[gen_random_uuid()], ARRAY[1::bigint], ARRAY['x'], ARRAY['x'::bytea],
        ARRAY['x'::bytea], ARRAY['x'::bytea]
    )
"""
READ_KEYS = "SELECT * FROM keys.data_keys"
READ_LOG = "SELECT * FROM records.stored_events JOIN records.leaves ON position = notification_id"

CHANGES = {
    "insert": """
        INSERT INTO records.stored_events (originator_id, originator_version, topic, state)
        VALUES (gen_random_uuid(), 1, 'x', 'x')
    """,
    "update": "UPDATE records.stored_events SET topic = 'x'",
    "delete": "DELETE FROM records.stored_events",
    "truncate": "TRUNCATE records.stored_events",
    "disable the triggers": "ALTER TABLE records.stored_events DISABLE TRIGGER ALL",
    "insert a leaf": "INSERT INTO records.leaves VALUES (1000000, 1000000, 'x', 'x')",
    "update a leaf": "UPDATE records.leaves SET leaf_hash = 'x'",
    "delete a leaf": "DELETE FROM records.leaves",
    "rename the log": "UPDATE records.log SET origin = 'x'",
    "change a look": "UPDATE work.access_entries SET purpose = 'own-task'",
    "delete a look": "DELETE FROM work.access_entries",
    "empty the access log": "TRUNCATE work.access_leaves",
    "change what was seen": "UPDATE work.access_records SET version = 9",
    "drop a trigger": "DROP TRIGGER never_changed ON records.stored_events",
    "drop the table": "DROP TABLE records.stored_events",
    "pass for a replica": "SET session_replication_role = replica",
    "write another append": """
        CREATE OR REPLACE FUNCTION records.append(uuid[], bigint[], text[], bytea[], bytea[], bytea[])
        RETURNS SETOF bigint LANGUAGE sql AS 'SELECT 1::bigint'
    """,
}


@pytest.fixture(scope="module")
def installed(postgres: Path, prepared_postgres: Databases) -> Databases:
    """An installation with something in its log. What is refused leaves it as it is."""
    return databases(postgres, like=prepared_postgres)


@pytest.fixture
def connection(installed: Databases) -> Iterator[psycopg.Connection]:
    """A connection to the log, by whoever may take on each role."""
    with psycopg.connect(installed.main, autocommit=True) as opened:
        yield opened


@pytest.fixture
def keys(installed: Databases) -> Iterator[psycopg.Connection]:
    """A connection to the key ring."""
    with psycopg.connect(installed.keys, autocommit=True) as opened:
        yield opened


def _as(connection: psycopg.Connection, role: str) -> psycopg.Connection:
    connection.execute(f"SET ROLE {role}")
    return connection


def test_the_server_appends_through_the_function(connection: psycopg.Connection) -> None:
    (position,) = _as(connection, WEB).execute(APPEND).fetchone()

    assert position > 0


@pytest.mark.parametrize("role", [PROJECTOR, VERIFIER, READER, BACKUP])
def test_nobody_else_appends(connection: psycopg.Connection, role: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        _as(connection, role).execute(APPEND)


@pytest.mark.parametrize("role", [WEB, PROJECTOR, VERIFIER, BACKUP])
def test_those_who_need_the_log_read_it(connection: psycopg.Connection, role: str) -> None:
    assert _as(connection, role).execute(READ_LOG).fetchall()


LOOK = """
    INSERT INTO work.access_entries (
        at, day, hour, session, device, channel, action, place, purpose, case_reference,
        confidential, broke_glass, recipient, terms, filters, salt
    ) VALUES (
        now(), current_date, 0, '', '', 'page', 'read', '', 'not-said', '', false, false, '', '[]',
        '{}', 'x'
    )
"""


def test_the_server_adds_to_the_access_log_and_a_verifier_reads_it(
    connection: psycopg.Connection,
) -> None:
    _as(connection, WEB).execute(LOOK)
    connection.execute("RESET ROLE")

    assert _as(connection, VERIFIER).execute("SELECT * FROM work.access_entries").fetchall()


@pytest.mark.parametrize("role", [PROJECTOR, VERIFIER, READER, BACKUP])
def test_nobody_else_adds_to_the_access_log(connection: psycopg.Connection, role: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        _as(connection, role).execute(LOOK)


def test_a_reader_of_the_read_models_does_not_read_the_log(connection: psycopg.Connection) -> None:
    with pytest.raises(InsufficientPrivilege):
        _as(connection, READER).execute(READ_LOG)


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize("role", EVERY_ROLE)
def test_no_role_changes_the_log(connection: psycopg.Connection, role: str, what: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        _as(connection, role).execute(CHANGES[what])


@pytest.mark.parametrize("role", [PROJECTOR, VERIFIER, READER])
@pytest.mark.parametrize("table", ["drafts", "credentials", "sessions", "directory"])
def test_only_the_server_sees_drafts_accounts_and_names(
    connection: psycopg.Connection, role: str, table: str
) -> None:
    with pytest.raises(InsufficientPrivilege):
        _as(connection, role).execute(f"SELECT * FROM work.{table}")


@pytest.mark.parametrize("role", EVERY_ROLE)
@pytest.mark.parametrize("table", ["receipts", "verifications"])
@pytest.mark.parametrize("change", ["UPDATE work.{} SET at = at", "DELETE FROM work.{}"])
def test_what_was_promised_and_verified_is_never_changed(
    connection: psycopg.Connection, role: str, table: str, change: str
) -> None:
    with pytest.raises(InsufficientPrivilege):
        _as(connection, role).execute(change.format(table))


def test_who_verifies_adds_what_came_out_and_reads_the_read_models(
    connection: psycopg.Connection,
) -> None:
    who = _as(connection, VERIFIER)

    assert who.execute("SELECT * FROM work.verifications").fetchall() == []
    assert who.execute("SELECT * FROM views_1.tracking").fetchall()
    assert who.execute("SELECT has_table_privilege('work.verifications', 'INSERT')").fetchone() == (
        True,
    )
    with pytest.raises(InsufficientPrivilege):
        who.execute("DELETE FROM views_1.tracking")


@pytest.mark.parametrize("role", [PROJECTOR, VERIFIER, READER])
def test_only_the_server_sees_the_keys(keys: psycopg.Connection, role: str) -> None:
    _as(keys, WEB).execute(READ_KEYS)
    keys.execute("RESET ROLE")

    with pytest.raises(InsufficientPrivilege):
        _as(keys, role).execute(READ_KEYS)


@pytest.mark.parametrize("table", ["drafts", "credentials", "directory", "view_generations"])
def test_whoever_takes_backups_reads_the_work_tables_and_changes_none(
    connection: psycopg.Connection, table: str
) -> None:
    _as(connection, BACKUP).execute(f"SELECT * FROM work.{table}")

    with pytest.raises(InsufficientPrivilege):
        connection.execute(f"DELETE FROM work.{table}")


def test_whoever_takes_backups_reads_the_keys_and_changes_none(keys: psycopg.Connection) -> None:
    _as(keys, BACKUP).execute(READ_KEYS)

    with pytest.raises(InsufficientPrivilege):
        keys.execute("UPDATE keys.data_keys SET wrapped = NULL")


def test_the_server_never_takes_the_row_of_a_key_away(keys: psycopg.Connection) -> None:
    """A destroyed key leaves its row, so that no second one can appear."""
    with pytest.raises(InsufficientPrivilege):
        _as(keys, WEB).execute("DELETE FROM keys.data_keys")
