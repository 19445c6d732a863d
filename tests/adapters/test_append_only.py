"""Nothing changes, deletes or replaces an event: not a mistake by hand, not the owner of the tables.

Spec: eventsourcing, 3.9.
"""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from tests.builders import a_submission
from web.adapters.stores import RECORDS
from web.bootstrap import Services

SQLITE = {
    "update": "UPDATE stored_events SET topic = 'x'",
    "update of a position": "UPDATE stored_events SET rowid = rowid + 1000000",
    "delete": "DELETE FROM stored_events",
    "delete of the last": (
        "DELETE FROM stored_events WHERE rowid = (SELECT max(rowid) FROM stored_events)"
    ),
    "insert or replace": """
        INSERT OR REPLACE INTO stored_events
        SELECT originator_id, originator_version, 'x', state FROM stored_events
    """,
    "replace at a position": """
        INSERT OR REPLACE INTO stored_events
            (rowid, originator_id, originator_version, topic, state)
        VALUES (1, 'x', 1, 'x', 'x')
    """,
    "upsert": """
        INSERT INTO stored_events
        SELECT originator_id, originator_version, 'x', state FROM stored_events WHERE true
        ON CONFLICT DO UPDATE SET topic = 'x'
    """,
    "a chosen position before the others": """
        INSERT INTO stored_events (rowid, originator_id, originator_version, topic, state)
        VALUES (-5, 'x', 1, 'x', 'x')
    """,
    "a chosen position after the others": """
        INSERT INTO stored_events (rowid, originator_id, originator_version, topic, state)
        VALUES (1000000, 'x', 1, 'x', 'x')
    """,
    "update of a leaf": "UPDATE leaves SET leaf_hash = 'x'",
    "delete of a leaf": "DELETE FROM leaves",
    "insert or replace of a leaf": """
        INSERT OR REPLACE INTO leaves SELECT leaf_index, position, salt, 'x' FROM leaves
    """,
    "another leaf for the same event": """
        INSERT OR REPLACE INTO leaves
        SELECT leaf_index + 1, position, 'x', 'x' FROM leaves ORDER BY leaf_index DESC LIMIT 1
    """,
    "a leaf beyond the end": """
        INSERT INTO leaves SELECT 1 + max(leaf_index) + 1, 1000000, 'x', 'x' FROM leaves
    """,
    "a leaf before the first": "INSERT INTO leaves VALUES (-1, 1000000, 'x', 'x')",
    "another name": "UPDATE log SET origin = 'x'",
    "no name": "DELETE FROM log",
    "a second name": "INSERT INTO log VALUES ('x')",
}

POSTGRESQL = {
    "update": "UPDATE records.stored_events SET topic = 'x'",
    "delete": "DELETE FROM records.stored_events",
    "truncate": "TRUNCATE records.stored_events",
    "truncate cascade": "TRUNCATE records.stored_events RESTART IDENTITY CASCADE",
    "upsert": """
        INSERT INTO records.stored_events (originator_id, originator_version, topic, state)
        SELECT originator_id, originator_version, 'x', state FROM records.stored_events
        ON CONFLICT (originator_id, originator_version) DO UPDATE SET topic = 'x'
    """,
    "a chosen position": """
        INSERT INTO records.stored_events
            (notification_id, originator_id, originator_version, topic, state)
        VALUES (1000000, gen_random_uuid(), 1, 'x', 'x')
    """,
    "replica": """
        SET LOCAL session_replication_role = replica;
        DELETE FROM records.stored_events
    """,
    "merge": """
        MERGE INTO records.stored_events AS kept USING (SELECT 1) AS one ON true
        WHEN MATCHED THEN DELETE
    """,
    "update of a leaf": "UPDATE records.leaves SET leaf_hash = 'x'",
    "delete of a leaf": "DELETE FROM records.leaves",
    "truncate of the leaves": "TRUNCATE records.leaves",
    "replica of the leaves": """
        SET LOCAL session_replication_role = replica;
        DELETE FROM records.leaves
    """,
    "another leaf for the same event": """
        INSERT INTO records.leaves
        SELECT leaf_index + 1, position, 'x', 'x' FROM records.leaves
        ORDER BY leaf_index DESC LIMIT 1
    """,
    "another name": "UPDATE records.log SET origin = 'x'",
    "no name": "DELETE FROM records.log",
    "a second name": "INSERT INTO records.log VALUES ('x')",
}


def _content(services: Services) -> list[object]:
    """Everything in the log, to the last byte and position."""
    position = "rowid" if services.settings.is_embedded else "notification_id"
    schema = "" if services.settings.is_embedded else "records."
    queries = (
        f"SELECT {position}, * FROM {schema}stored_events ORDER BY {position}",
        f"SELECT * FROM {schema}leaves ORDER BY leaf_index",
        f"SELECT * FROM {schema}log",
    )
    with services.stores.engine(RECORDS).connect() as connection:
        return [list(connection.execute(text(query))) for query in queries]


def _refused(services: Services, statement: str) -> None:
    services.log.append(a_submission())
    before = _content(services)

    with (
        pytest.raises(DatabaseError),
        services.stores.engine(RECORDS).begin() as connection,
    ):
        connection.exec_driver_sql(statement)

    assert _content(services) == before


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize("what", SQLITE)
def test_sqlite_refuses(services: Services, what: str) -> None:
    _refused(services, SQLITE[what])


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
@pytest.mark.parametrize("what", POSTGRESQL)
def test_postgresql_refuses(services: Services, what: str) -> None:
    _refused(services, POSTGRESQL[what])


def test_what_is_refused_by_the_table_does_not_stop_the_log(services: Services) -> None:
    before = services.log.last_position()

    after = services.log.append(a_submission())

    assert after > before
