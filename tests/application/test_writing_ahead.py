"""Many events written at once, and saved by whoever appends them."""

from uuid import uuid4

import pytest

from application.log import ConcurrentChangeError
from application.ports import KeyDestroyedError
from domain.codelists.field_groups import FieldGroup
from tests.application.in_memory import InMemory
from tests.builders import CED_FIRED, WORDS, a_submission
from web.bootstrap import Services


def test_what_was_written_ahead_comes_back_as_it_was(services: Services) -> None:
    several = [a_submission(**WORDS), a_submission(**CED_FIRED)]
    written = services.log.write([event for events in several for event in events])

    position = services.log.append_written(written)

    assert [services.log.events_of(events[0].originator_id) for events in several] == several
    assert position == services.log.last_position()


def test_writing_saves_nothing(services: Services) -> None:
    before = services.log.last_position()

    services.log.write(a_submission(**WORDS))

    assert services.log.last_position() == before


def test_without_words_it_is_written_as_it_is_when_appended(memory: InMemory) -> None:
    events = a_submission()
    memory.log.append(events)

    (appended,) = memory.log.recorder.select_events(events[0].originator_id)

    assert memory.log.write(events) == [appended]


def test_none_of_a_batch_is_saved_when_one_cannot_be(services: Services) -> None:
    taken, free = a_submission(), a_submission()
    services.log.append(taken)
    before = services.log.last_position()

    with pytest.raises(ConcurrentChangeError):
        services.log.append_written(services.log.write((*free, *taken)))

    assert services.log.events_of(free[0].originator_id) == ()
    assert services.log.last_position() == before


def test_nothing_is_written_under_a_key_that_was_destroyed(memory: InMemory) -> None:
    record = uuid4()
    memory.ring.for_writing(record, FieldGroup.NARRATIVE)
    memory.ring.destroy(record, FieldGroup.NARRATIVE)

    with pytest.raises(KeyDestroyedError):
        memory.log.write(a_submission(record=record, **WORDS))


def test_who_waits_for_events_is_woken(memory: InMemory) -> None:
    woken: list[bool] = []
    memory.log.subscribe(lambda: woken.append(True))

    memory.log.append_written(memory.log.write(a_submission()))

    assert woken == [True]
