"""The leaf of an event is written with the event, on both databases, whoever else writes.

Spec: audit, 4.3 and 7.2, T12 and T23.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from eventsourcing.persistence import StoredEvent
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from application.log import ConcurrentChangeError
from application.verifying import Examination, Layer, Row
from tests import installations
from tests.builders import CED_FIRED, a_submission, a_submitted_record
from tests.people import OFFICER
from tests.proof.histories import others, write
from web import migrations
from web.adapters.event_stores import event_store
from web.adapters.stores import RECORDS, Stores
from web.bootstrap import Services
from web.proof import reading
from web.settings import Settings

WRITERS, EACH = 4, 10


def rows(stores: Stores) -> list[Row]:
    with reading.looking_at_log(stores) as connection:
        return list(reading.rows(connection))


def examined(stores: Stores) -> Examination:
    """The log held against itself, with nothing signed to hold it against."""
    with reading.looking_at_log(stores) as connection:
        found = Examination(reading.origin(connection), ())
        found.read(reading.rows(connection))
    return found


def test_every_event_has_a_leaf_and_they_count_without_a_hole(services: Services) -> None:
    write(services, records=2)

    found = rows(services.stores)

    assert [row.leaf_index for row in found] == list(range(len(found)))
    assert {len(row.leaf_hash) for row in found} == {32}
    assert len({row.salt for row in found}) == len(found)
    assert examined(services.stores).findings == []


def test_nothing_is_left_of_what_could_not_be_saved(services: Services) -> None:
    taken, free = a_submission(), a_submission()
    services.log.append(taken)
    before = rows(services.stores)

    with pytest.raises(ConcurrentChangeError):
        services.log.append((*free, *taken))

    assert rows(services.stores) == before
    services.log.append(free)
    assert examined(services.stores).findings == []


def test_a_version_without_the_one_before_it_is_refused(services: Services) -> None:
    """Its leaf would have none to follow: between two versions of a record none is ever missing."""
    (note,) = a_submitted_record().add_note("Words.", command=OFFICER.commands())
    before = rows(services.stores)

    with pytest.raises(ConcurrentChangeError):
        services.log.append((note,))

    assert rows(services.stores) == before


def test_many_who_write_at_once_make_one_log(services: Services) -> None:
    def work() -> None:
        for _ in range(EACH):
            services.log.append(a_submission(**CED_FIRED), request=uuid4())

    with ThreadPoolExecutor(WRITERS) as threads:
        for one in [threads.submit(work) for _ in range(WRITERS)]:
            one.result(timeout=60)

    found = examined(services.stores)
    assert found.findings == []
    assert found.tree.size == len(rows(services.stores)) >= WRITERS * EACH * 3


def test_a_log_that_reads_alone_verifies_and_writes_nothing(services: Services) -> None:
    schema = "" if services.stores.is_embedded else "records."
    write_one = text(f"INSERT INTO {schema}leaves VALUES (9, 9, 'x', 'x')")

    with (
        reading.looking_at_log(services.stores) as connection,
        pytest.raises(DBAPIError, match=r"read-?only"),
    ):
        connection.execute(write_one)


def _salts() -> Iterator[bytes]:
    yield from (number.to_bytes(16, "big") for number in range(10_000))


def _root_of(settings: Settings, stored: Sequence[StoredEvent]) -> bytes:
    """The root of a new log with these events in it."""
    salts = _salts()
    with closing(Stores(settings)) as stores:
        migrations.upgrade(stores)
        with closing(event_store(stores)) as factory:
            recorder: Any = factory.application_recorder()
            recorder.salt = lambda: next(salts)
            for start in range(0, len(stored), 5):
                recorder.insert_events(stored[start : start + 5])
        found = examined(stores)
        assert found.findings == []
        assert found.tree.size == len(stored)
        return found.tree.root()


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_the_same_history_has_the_same_root_on_both_databases(
    services: Services, bare_sqlite: Settings, bare_postgresql: Settings
) -> None:
    write(services, records=3)
    stored = [
        StoredEvent(row.originator_id, row.originator_version, row.topic, row.state)
        for row in rows(services.stores)
    ]

    roots = {_root_of(one, stored) for one in (bare_sqlite, bare_postgresql)}

    assert len(roots) == 1


def test_a_log_from_before_gets_its_leaves(bare: Settings, sqlite: Settings) -> None:
    """The upgrade reads every event that is there; what comes after follows them."""
    with installations.opened(sqlite) as services:
        write(services, records=2)
        kept, more = rows(services.stores), others(services)
    with closing(Stores(bare)) as stores:
        _made_by_the_first_release(stores, kept)

        migrations.upgrade(stores)

        with closing(event_store(stores)) as factory:
            factory.application_recorder().insert_events(
                [
                    StoredEvent(one.originator_id, one.originator_version, one.topic, one.state)
                    for one in more
                ]
            )
        found = examined(stores)
        assert found.findings == []
        assert found.tree.size == len(kept) + len(more)
        assert [one.state for one in rows(stores)] == [one.state for one in (*kept, *more)]


def _made_by_the_first_release(stores: Stores, kept: Sequence[Row]) -> None:
    with stores.engine(RECORDS).begin() as connection:
        if not stores.is_embedded:
            connection.execute(text("CREATE SCHEMA records"))
        command.upgrade(migrations._config(RECORDS, connection), "records_0001")
        schema = "" if stores.is_embedded else "records."
        connection.execute(
            text(
                f"INSERT INTO {schema}stored_events"
                " (originator_id, originator_version, topic, state)"
                " VALUES (:stream, :version, :topic, :state)"
            ),
            [
                {
                    "stream": row.originator_id.hex if stores.is_embedded else row.originator_id,
                    "version": row.originator_version,
                    "topic": row.topic,
                    "state": row.state,
                }
                for row in kept
            ],
        )


def test_the_name_of_a_log_is_the_one_it_was_given_first(bare: Settings) -> None:
    named = replace(bare, origin="northshire.police.uk/use-of-force/1")
    for settings in (named, bare):
        with closing(Stores(settings)) as stores:
            migrations.upgrade(stores)
            with reading.looking_at_log(stores) as connection:
                assert reading.origin(connection) == "northshire.police.uk/use-of-force/1"


def test_a_missing_leaf_is_found_though_all_others_are_right() -> None:
    """The negative control of these tests: the examination sees what they say there is none of."""
    found = Examination("log.example", ())

    found.read([Row(1, uuid4(), 2, "x", b"{}", None, None, None)])

    assert {one.layer for one in found.findings} == {Layer.NUMBERS}
    assert found.found == 2
