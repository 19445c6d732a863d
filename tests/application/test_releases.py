"""A release reads a new version of an event before any release writes it."""

from dataclasses import replace

import pytest

from application.codec import Encoded
from application.release import DOWNCASTS, Release
from application.upcasts import UPCASTS
from domain.codec import CodecError
from domain.event import Event
from tests.application.in_memory import OneLog
from tests.application.releases import (
    AFTER,
    BEFORE,
    BETWEEN,
    PLAIN,
    TOPIC,
    Coloured,
    ColouredAndShaded,
    LogOf,
    a_coloured,
    a_shaded,
    up,
)
from tests.fakes import FakeKeyRing


@pytest.fixture
def kept() -> OneLog:
    """One log, which every release opens."""
    return OneLog()


def opened(kept: OneLog, release: Release) -> LogOf:
    return LogOf(kept, FakeKeyRing(), release)


def last(kept: OneLog, release: Release) -> Event:
    """The newest event, as a release reads it."""
    return opened(kept, release).read(after=0, limit=100)[-1].event


def test_the_release_between_writes_what_the_one_before_reads(kept: OneLog) -> None:
    opened(kept, BETWEEN).append([a_shaded()])

    assert type(last(kept, BEFORE)) is Coloured


def test_the_release_between_reads_both_versions(kept: OneLog) -> None:
    for release, event in ((BEFORE, a_coloured()), (AFTER, a_shaded(shade="dark"))):
        opened(kept, release).append([event])

    found = [one.event for one in opened(kept, BETWEEN).read(after=0, limit=100)]

    assert [(type(event), event.shade) for event in found] == [
        (ColouredAndShaded, PLAIN),
        (ColouredAndShaded, "dark"),
    ]


def test_what_the_version_before_cannot_say_is_refused_and_nothing_is_kept(kept: OneLog) -> None:
    log = opened(kept, BETWEEN)

    with pytest.raises(CodecError, match="what version 1 of it cannot hold"):
        log.append([a_shaded(shade="dark")])

    assert log.last_position() == 0


def test_the_release_before_refuses_what_the_one_after_wrote(kept: OneLog) -> None:
    opened(kept, AFTER).append([a_shaded()])

    with pytest.raises(CodecError, match="a newer product wrote it"):
        last(kept, BEFORE)


def test_a_kind_of_event_that_came_later_is_refused_too(kept: OneLog) -> None:
    opened(kept, BEFORE).append([a_coloured()])

    with pytest.raises(CodecError, match="a newer product wrote this event"):
        last(kept, replace(BEFORE, topics={}))


def test_content_is_lowered_step_by_step() -> None:
    def lower(encoded: Encoded) -> Encoded:
        return replace(encoded, version=encoded.version - 1)

    def rise(encoded: Encoded) -> Encoded:
        return replace(encoded, version=encoded.version + 1)

    class Third(Event):
        VERSION = 3

    release = Release(
        topics={TOPIC: Third},
        upcasts={(TOPIC, 1): rise, (TOPIC, 2): rise},
        downcasts={(TOPIC, 3): lower, (TOPIC, 2): lower},
    )

    assert release.written(TOPIC, Encoded(version=3, metadata={}, clear={})).version == 1


def test_a_downcast_that_loses_something_is_refused() -> None:
    loses = replace(
        BETWEEN, downcasts={(TOPIC, 2): lambda encoded: replace(encoded, version=1, clear={})}
    )
    said = Encoded(version=2, metadata={}, clear={"colour": "red", "shade": PLAIN})

    with pytest.raises(CodecError, match="cannot hold"):
        loses.written(TOPIC, said)


def test_the_way_up_is_the_one_that_is_read_with() -> None:
    said = Encoded(version=1, metadata={}, clear={"colour": "red"})

    assert BETWEEN.risen(TOPIC, said) == up(said)


def test_every_way_down_has_its_way_up() -> None:
    assert {(topic, version - 1) for topic, version in DOWNCASTS} <= UPCASTS.keys()
