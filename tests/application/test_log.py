"""The log: all or none, in order, and never over what is there."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from application.log import AlreadyCarriedOutError, ConcurrentChangeError
from domain.event import Event
from domain.receipt import CommandCarriedOut, receipt_id
from tests.application.in_memory import InMemory
from tests.builders import CED_FIRED, a_submission
from web.bootstrap import Services


def test_events_come_back_as_they_were_saved(services: Services) -> None:
    events = a_submission(narrative_information="These words.", **CED_FIRED)

    services.log.append(events)

    assert services.log.events_of(events[0].originator_id) == events


def test_none_is_saved_when_one_cannot_be(services: Services) -> None:
    taken, free = a_submission(), a_submission()
    services.log.append(taken)
    before = services.log.last_position()

    with pytest.raises(ConcurrentChangeError):
        services.log.append((*free, *taken))

    assert services.log.events_of(free[0].originator_id) == ()
    assert services.log.last_position() == before


def test_a_version_that_is_taken_is_refused(services: Services) -> None:
    events = a_submission()
    services.log.append(events)

    with pytest.raises(ConcurrentChangeError):
        services.log.append(_with_reference(events, "UOF-26-000002"))

    assert services.log.events_of(events[0].originator_id) == events


def test_a_request_that_was_carried_out_is_told_with_its_receipt(services: Services) -> None:
    request, events = uuid4(), a_submission(**CED_FIRED)
    services.log.append(events, request=request)

    with pytest.raises(AlreadyCarriedOutError) as told:
        services.log.append(a_submission(), request=request)

    receipt = told.value.receipt
    assert receipt.aggregate == events[0].originator_id
    assert (receipt.first_version, receipt.last_version) == (1, 2)


def test_the_events_of_a_request_that_was_carried_out_are_not_saved(services: Services) -> None:
    request, second = uuid4(), a_submission()
    services.log.append(a_submission(), request=request)

    with pytest.raises(AlreadyCarriedOutError):
        services.log.append(second, request=request)

    assert services.log.events_of(second[0].originator_id) == ()


def test_a_receipt_is_not_kept_of_what_was_not_saved(services: Services) -> None:
    request, events = uuid4(), a_submission()
    services.log.append(events)

    with pytest.raises(ConcurrentChangeError):
        services.log.append(events, request=request)

    assert services.log.receipt(request) is None


def test_a_receipt_has_the_metadata_of_what_was_done(services: Services) -> None:
    request, events = uuid4(), a_submission()

    services.log.append(events, request=request)

    (receipt,) = services.log.events_of(receipt_id(request))
    assert isinstance(receipt, CommandCarriedOut)
    assert receipt.metadata == events[0].metadata


def test_an_unknown_request_has_no_receipt(memory: InMemory) -> None:
    assert memory.log.receipt(uuid4()) is None


def test_positions_grow(services: Services) -> None:
    before = services.log.last_position()

    positions = [services.log.append(a_submission()) for _ in range(5)]

    assert positions == sorted(set(positions))
    assert positions[0] > before
    assert services.log.last_position() == positions[-1]


def test_a_position_covers_everything_that_was_saved_with_it(services: Services) -> None:
    before = services.log.last_position()
    events = a_submission(**CED_FIRED)

    position = services.log.append(events, request=uuid4())

    recorded = services.log.read(after=before, limit=10)
    assert [one.event for one in recorded[:2]] == list(events)
    assert recorded[-1].position == position


def test_reading_in_pages_reads_everything_once_and_in_order(services: Services) -> None:
    start = services.log.last_position()
    ids = [_saved(services) for _ in range(7)]

    pages, position = [], start
    while page := services.log.read(after=position, limit=3):
        pages.append(page)
        position = page[-1].position

    assert [len(page) for page in pages] == [3, 3, 1]
    assert [one.event.originator_id for page in pages for one in page] == ids


def test_after_the_last_position_there_is_nothing(services: Services) -> None:
    _saved(services)

    assert services.log.read(after=services.log.last_position(), limit=10) == []


def test_whoever_subscribed_is_woken_by_every_append(memory: InMemory) -> None:
    woken: list[int] = []
    memory.log.subscribe(lambda: woken.append(memory.log.last_position()))

    position = memory.log.append(a_submission())

    assert woken == [position]


def test_nobody_is_woken_by_what_was_refused(memory: InMemory) -> None:
    events = a_submission()
    memory.log.append(events)
    woken: list[bool] = []
    memory.log.subscribe(lambda: woken.append(True))

    with pytest.raises(ConcurrentChangeError):
        memory.log.append(events)

    assert woken == []


def test_positions_may_have_holes_and_nothing_is_lost_in_them(services: Services) -> None:
    """A refused append may use positions up (spec: eventsourcing, 3.1)."""
    first = a_submission()
    before = services.log.last_position()
    services.log.append(first)
    with pytest.raises(ConcurrentChangeError):
        services.log.append((*a_submission(), *first))
    second = a_submission()

    services.log.append(second)

    recorded = services.log.read(after=before, limit=10)
    assert [one.event for one in recorded] == [*first, *second]


def _saved(services: Services) -> UUID:
    events = a_submission()
    services.log.append(events)
    return events[0].originator_id


def _with_reference(events: tuple[Event, ...], reference: str) -> tuple[Event, ...]:
    return tuple(replace(event, reference=reference) for event in events)
