"""A reader who follows the log meets every position, however many append (spec: eventsourcing, 3.1).

PostgreSQL hands positions out before they are committed. Without a lock, position 8 can be seen
before 7 is there, and a follower that has passed 8 never comes back for 7.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Event as Flag
from typing import Any
from uuid import UUID

import psycopg
import pytest

from domain.event import Event, Recorded
from tests.builders import a_submission
from web.adapters.event_stores import SerialRecorder
from web.bootstrap import Services

WRITERS, EACH = 4, 25


class UnlockedRecorder(SerialRecorder):
    """The negative control: appends without the lock."""

    APPEND = """
        INSERT INTO records.stored_events (originator_id, originator_version, topic, state)
        SELECT id, version, topic, state FROM unnest(
            %s::uuid[], %s::bigint[], %s::text[], %s::bytea[], %s::bytea[], %s::bytea[]
        ) AS one (id, version, topic, state, salt, body)
        RETURNING notification_id AS at
    """


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("recorder", "lost"), [(SerialRecorder, False), (UnlockedRecorder, True)], ids=["lock", "none"]
)
def test_a_position_drawn_first_and_committed_last_is_not_passed_over(
    services: Services, recorder: type[SerialRecorder], *, lost: bool
) -> None:
    """With the lock the second append waits for the first; the control shows what it prevents."""
    start = services.log.last_position()
    slow, quick = a_submission(), a_submission()

    with (
        _drawn_but_not_committed(services, recorder, slow) as first,
        _appending(services, recorder, quick) as second,
    ):
        _until_it_is_done_or_waits_for_a_lock(services, second)
        seen = services.reader.read(after=start, limit=10)
        first.commit()
        second.result(timeout=30)
    position = seen[-1].position if seen else start
    seen += services.reader.read(after=position, limit=10)

    missed = {slow[0].originator_id, quick[0].originator_id} - _streams(seen)
    assert missed == ({slow[0].originator_id} if lost else set())


def test_a_follower_misses_nothing_while_four_append(services: Services) -> None:
    start = services.log.last_position()
    done = Flag()

    def append() -> list[UUID]:
        return [_saved(services) for _ in range(EACH)]

    def follow() -> list[UUID]:
        met, position = [], start
        while True:
            last_look = done.is_set()
            page = services.reader.read(after=position, limit=10)
            met += [one.event.originator_id for one in page]
            position = page[-1].position if page else position
            if last_look and not page:
                return met

    with ThreadPoolExecutor(WRITERS + 1) as threads:
        following = threads.submit(follow)
        writing = [threads.submit(append) for _ in range(WRITERS)]
        written = [one for each in writing for one in each.result(timeout=60)]
        done.set()
        met = following.result(timeout=60)

    assert len(met) == len(written) == WRITERS * EACH
    assert set(met) == set(written)


@contextmanager
def _drawn_but_not_committed(
    services: Services, recorder: type[SerialRecorder], events: Sequence[Event]
) -> Iterator[psycopg.Connection]:
    """A transaction that has appended these events and still has to commit."""
    stored = [services.log.mapper.to_stored_event(event) for event in events]
    columns = [
        [one.originator_id for one in stored],
        [one.originator_version for one in stored],
        [one.topic for one in stored],
        [one.state for one in stored],
        [b"salt" for _ in stored],
        [b"body" for _ in stored],
    ]
    with psycopg.connect(services.settings.database) as connection:
        connection.execute(recorder.APPEND, columns)
        yield connection


@contextmanager
def _appending(
    services: Services, recorder: type[SerialRecorder], events: Sequence[Event]
) -> Iterator[Future[Any]]:
    """An append in a thread of its own."""
    stored = [services.log.mapper.to_stored_event(event) for event in events]
    appends = recorder(services.log.recorder.datastore, events_table_name="stored_events")
    with ThreadPoolExecutor(1) as thread:
        yield thread.submit(appends.insert_events, stored)


def _until_it_is_done_or_waits_for_a_lock(services: Services, appending: Future[Any]) -> None:
    waiting = """
        SELECT count(*) FROM pg_locks
        WHERE NOT granted AND locktype = 'advisory'
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    """
    with psycopg.connect(services.settings.database, autocommit=True) as connection:
        while not connection.execute(waiting).fetchone()[0]:
            if wait([appending], timeout=0.01).done:
                return


def _streams(recorded: Iterable[Recorded]) -> set[UUID]:
    return {one.event.originator_id for one in recorded}


def _saved(services: Services) -> UUID:
    events = a_submission()
    services.log.append(events)
    return events[0].originator_id
