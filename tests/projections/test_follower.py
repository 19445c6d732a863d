"""The thread that follows the log: it goes on, waits, or leaves one read model standing still."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from domain.event import Event, Recorded
from projections import following
from projections.follower import Follower
from projections.projection import LogReader, tracking
from projections.views import Views
from tests.builders import a_submission
from tests.people import OFFICER
from tests.projections.listed import ListedLog
from tests.projections.waiting import until
from web.bootstrap import Services

OTHERS = {"register", "worklists", "record-history", "statistics"}


class NeverHeardOf(Event):
    """Something that a newer product would write."""


@contextmanager
def following_along(services: Services, log: LogReader) -> Iterator[Follower]:
    follower = Follower(services.views, log)
    follower.start()
    try:
        yield follower
    finally:
        follower.close()


def positions(services: Services) -> dict[str, int]:
    with services.views.reading() as connection:
        return following.positions(connection)


def after_the_log(services: Services, *events: Event) -> ListedLog:
    """Events that come next."""
    start = services.log.last_position() + 1
    return ListedLog(events, positions=range(start, start + len(events)))


def test_what_is_written_is_taken_in(services: Services) -> None:
    with following_along(services, services.reader):
        position = services.log.append(a_submission())

        assert services.views.wait_for(position, seconds=60)


def test_it_looks_by_itself_when_nobody_wakes_it(services: Services) -> None:
    with following_along(services, services.reader):
        until(lambda: not any(one.behind for one in services.views.status()))
        services.log.append(a_submission())

        until(lambda: not any(one.behind for one in services.views.status()))


def test_an_event_that_nobody_knows_stops_every_read_model_where_it_is(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    before = positions(services)
    (known,) = a_submission()
    unknown = NeverHeardOf(
        originator_id=known.originator_id, originator_version=2, metadata=known.metadata
    )

    with following_along(services, after_the_log(services, known, unknown)) as follower:
        until(lambda: len(follower.failed) == len(before))

        assert positions(services) == before
    assert "NeverHeardOf" in caplog.text


def test_a_read_model_that_fails_stands_still_and_the_others_go_on(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    before = positions(services)
    (registered, *_) = services.log.events_of(OFFICER.id)
    log = after_the_log(services, registered, *a_submission())

    with following_along(services, log) as follower:
        until(lambda: all(positions(services)[name] == log.last_position() for name in OTHERS))
        until(lambda: follower.failed)

        assert follower.failed == {"people"}
        assert positions(services)["people"] == before["people"]
    assert "read model people stands still" in caplog.text


@pytest.mark.parametrize(
    "away",
    [
        ConnectionError("the log is away"),
        OperationalError("SELECT", {}, Exception("database is locked")),
    ],
    ids=["log", "database"],
)
def test_it_waits_for_what_is_away_and_fails_nothing(
    services: Services, caplog: pytest.LogCaptureFixture, away: Exception
) -> None:
    log = ComesBack(services.reader, away)
    position = services.log.append(a_submission())

    with following_along(services, log) as follower:
        assert services.views.wait_for(position, seconds=60)

        assert follower.failed == frozenset()
    assert "wait for their database" in caplog.text


def test_what_another_version_built_is_rebuilt_as_soon_as_the_log_is_back(
    services: Services, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("projections.follower.RETRY_SECONDS", 0.01)
    log = ComesBack(services.reader, ConnectionError("the log is away"))
    views = Views(services.views.engine_of, services.views.generations, log)
    with services.views.engine().begin() as connection:
        connection.execute(update(tracking).values(version=0))
    follower = Follower(views, log)

    follower.start()

    try:
        until(lambda: not any(one.is_outdated for one in services.views.status()))
        assert follower.failed == frozenset()
    finally:
        follower.close()
    assert "the read models wait for their database" in caplog.text


def test_closing_what_was_never_started_is_no_error(services: Services) -> None:
    Follower(services.views, services.reader).close()


class ComesBack:
    """A log that cannot be reached the first few times."""

    def __init__(self, log: LogReader, away: Exception, *, times: int = 3) -> None:
        self._log = log
        self._away = away
        self._times = times

    def read(self, *, after: int, limit: int) -> list[Recorded]:
        self._try()
        return self._log.read(after=after, limit=limit)

    def last_position(self) -> int:
        self._try()
        return self._log.last_position()

    def _try(self) -> None:
        if self._times:
            self._times -= 1
            raise self._away


def test_a_log_at_rest_is_not_read_again_and_again(services: Services) -> None:
    log = Counting(services.reader)

    with following_along(services, log) as follower:
        until(lambda: not any(one.behind for one in services.views.status()))
        until(lambda: log.looks > 3)
        reads = log.reads
        until(lambda: log.looks > 8)

        assert log.reads == reads
        follower.wake()
        position = services.log.append(a_submission())
        assert services.views.wait_for(position, seconds=60)


class Counting:
    """A log that counts how often it is looked at, and how often it is read."""

    def __init__(self, log: LogReader) -> None:
        self._log = log
        self.looks = self.reads = 0

    def read(self, *, after: int, limit: int) -> list[Recorded]:
        self.reads += 1
        return self._log.read(after=after, limit=limit)

    def last_position(self) -> int:
        self.looks += 1
        return self._log.last_position()
