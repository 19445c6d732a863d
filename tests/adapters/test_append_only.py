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
}


def _content(services: Services) -> list[object]:
    """Everything in the log, to the last byte and position."""
    position = "rowid" if services.settings.is_embedded else "notification_id"
    table = "stored_events" if services.settings.is_embedded else "records.stored_events"
    query = text(f"SELECT {position}, * FROM {table} ORDER BY {position}")
    with services.stores.engine(RECORDS).connect() as connection:
        return list(connection.execute(query))


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
