"""Two versions of the product over one log and one set of read models, as in a rolling upgrade."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import pytest
from sqlalchemy import update

from application.release import Release
from projections import following
from projections.follower import Follower
from projections.projection import tracking
from projections.registry import PROJECTIONS
from tests.application.releases import (
    AFTER,
    BEFORE,
    BETWEEN,
    LogOf,
    a_coloured,
    a_shaded,
)
from tests.builders import a_submission
from tests.projections import colours
from tests.projections.waiting import until
from web.adapters.event_stores import event_store
from web.adapters.key_ring import StoredKeyRing
from web.adapters.stores import KEYS
from web.bootstrap import Services
from web.keys.epoch_keys import EpochKeys


@pytest.fixture(autouse=True)
def only_colours(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read model that knows the event whose versions are in flight."""
    colours.create(services.views.engine())
    monkeypatch.setattr("projections.follower.PROJECTIONS", {"colours": colours.COLOURS})


class Process:
    """What one process of a release has open: the log to write to, and a follower without keys."""

    def __init__(self, services: Services, release: Release) -> None:
        ring = StoredKeyRing(services.stores.engine(KEYS), EpochKeys.of(b"k" * 32), services.clock)
        self.log = LogOf(event_store(services.stores), ring, release)
        self.reader = LogOf(event_store(services.stores), None, release)
        self.follower = Follower(services.views, self.reader)
        self.follower.start()

    def close(self) -> None:
        self.follower.close()
        self.log.close()
        self.reader.close()


@contextmanager
def running(services: Services, *releases: Release) -> Iterator[list[Process]]:
    with ExitStack() as stack:
        yield [stack.enter_context(closing(Process(services, one))) for one in releases]


def position(services: Services) -> int:
    with services.views.reading() as connection:
        return following.positions(connection)["colours"]


def taken_in(services: Services) -> list[int]:
    return colours.taken_in(services.views.engine())


def test_reading_before_writing_gives_no_error_at_any_step(services: Services) -> None:
    written = []

    with running(services, BEFORE, BEFORE) as (one, other):
        written += [one.log.append([a_coloured()]), other.log.append([a_coloured()])]
        until(lambda: position(services) == written[-1])
    for old, new in ((BEFORE, BETWEEN), (BETWEEN, AFTER)):
        with running(services, old, new) as (one, other):
            for process in (one, other):
                event = a_coloured() if process is one and old is BEFORE else a_shaded()
                written.append(process.log.append([event]))
                # Whoever writes, everybody who runs reads it.
                assert one.reader.read(after=0, limit=1000)
                assert other.reader.read(after=0, limit=1000)
            until(lambda: position(services) == written[-1])
            assert not one.follower.failed | other.follower.failed

    assert taken_in(services) == written


def test_going_back_by_one_release_gives_no_error_either(services: Services) -> None:
    with running(services, AFTER) as (after,):
        written = [after.log.append([a_shaded(shade="dark")])]
    with running(services, BETWEEN) as (between,):
        written.append(between.log.append([a_shaded()]))
        until(lambda: position(services) == written[-1])

        assert not between.follower.failed

    assert taken_in(services) == written


def test_an_older_follower_stands_still_before_what_is_newer_and_a_newer_one_goes_on(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    with running(services, BEFORE) as (before,):
        first = before.log.append([a_coloured()])
        until(lambda: position(services) == first)
        with closing(LogOf(event_store(services.stores), None, AFTER)) as after:
            second = after.append([a_shaded()])
        third = before.log.append([a_coloured()])
        until(lambda: before.follower.failed)

        assert position(services) == first
        assert taken_in(services) == [first]
    assert "read model colours stands still" in caplog.text
    assert "a newer product wrote it" in caplog.text

    with running(services, AFTER):
        until(lambda: position(services) == third)
    assert taken_in(services) == [first, second, third]


def of_version(services: Services, version: int) -> None:
    """Let another version of the product have built the read model."""
    with services.views.engine().begin() as connection:
        connection.execute(
            update(tracking).where(tracking.c.projection == "people").values(version=version)
        )


def test_what_a_newer_version_built_is_neither_filled_nor_rebuilt_by_an_older_one(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    of_version(services, 1000)
    generation = services.views.generations.live()
    (before,) = (one.position for one in services.views.status() if one.projection == "people")
    services.log.append(a_submission())
    follower = Follower(services.views, services.reader)

    follower.start()
    try:
        until(
            lambda: {one.projection for one in services.views.status() if one.behind} == {"people"}
        )
        assert not follower.failed
    finally:
        follower.close()

    (people,) = (one for one in services.views.status() if one.projection == "people")
    assert (people.position, people.is_ahead, people.is_outdated) == (before, True, False)
    assert services.views.generations.live() == generation


def test_what_an_older_version_built_is_not_filled_with_what_a_newer_one_writes(
    services: Services,
) -> None:
    of_version(services, 0)
    services.log.append(a_submission())

    (people,) = (one for one in services.views.status() if one.projection == "people")

    assert not following.step_together(
        services.views.engine(), (PROJECTIONS["people"],), services.reader
    )
    assert people.is_outdated
    assert people.behind
