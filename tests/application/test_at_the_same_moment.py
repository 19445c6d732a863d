"""Eight people, or eight deliveries of one request, at the same moment, on both databases."""

from functools import partial
from uuid import uuid4

import pytest

from application.carrying_out import Done, KeyReusedError
from application.log import ConcurrentChangeError
from domain.errors import StaleVersionError
from tests.application.commands import BY_NAME, COMMANDS, RecordCommand, asking, given, name_of
from tests.application.together import at_the_same_moment
from tests.people import STANDARDS
from web.bootstrap import Services

EIGHT = 8
REQUESTS, RECORDS = 125, 25


@pytest.mark.parametrize("command", COMMANDS, ids=name_of)
def test_one_request_delivered_eight_times_at_once_has_one_effect(
    services: Services, command: RecordCommand
) -> None:
    record = given(services, command)
    asked = asking(services, command, record)

    answers = at_the_same_moment([partial(command.do, services, asked)] * EIGHT)

    assert {(done.aggregate, done.version) for done in answers} == {(record, asked.version + 1)}
    assert [done.repeated for done in answers].count(False) == 1
    assert len(services.log.events_of(record)) == asked.version + 1


def test_a_thousand_deliveries_of_a_hundred_and_twenty_five_requests_have_as_many_effects(
    services: Services,
) -> None:
    """Spec: audit, T22."""
    note = BY_NAME["add-note"]
    delivered = 0
    # Several records, since each delivery reads what its record has.
    for _ in range(RECORDS):
        record = given(services, note)
        texts = [f"Words {number}." for number in range(REQUESTS // RECORDS)]
        for text in texts:
            asked = asking(services, note, record, words=text, request=uuid4())
            answers = at_the_same_moment([partial(note.do, services, asked)] * EIGHT)
            assert [done.repeated for done in answers].count(False) == 1
            delivered += len(answers)
        _, *added = services.log.events_of(record)
        assert [event.text for event in added] == texts
    assert delivered == 1000


def test_one_key_for_eight_contents_at_once_has_one_effect(services: Services) -> None:
    note = BY_NAME["add-note"]
    record, key = given(services, note), uuid4()
    deliveries = [
        asking(services, note, record, words=f"Words {number}.", request=key)
        for number in range(EIGHT)
    ]

    answers = at_the_same_moment([partial(note.do, services, asked) for asked in deliveries])

    done = [one for one in answers if isinstance(one, Done)]
    refused = [one for one in answers if isinstance(one, KeyReusedError | ConcurrentChangeError)]
    assert (len(done), len(refused)) == (1, EIGHT - 1)
    assert len(services.log.events_of(record)) == 2


def test_of_eight_decisions_on_one_version_one_is_taken(services: Services) -> None:
    amend = BY_NAME["amend"]
    record = given(services, amend)
    deliveries = [
        asking(services, amend, record, words=f"Words {number}.") for number in range(EIGHT)
    ]

    answers = at_the_same_moment([partial(amend.do, services, asked) for asked in deliveries])

    done = [one for one in answers if isinstance(one, Done)]
    refused = [one for one in answers if isinstance(one, StaleVersionError | ConcurrentChangeError)]
    assert (len(done), len(refused)) == (1, EIGHT - 1)
    assert len(services.log.events_of(record)) == 2


def test_eight_people_who_try_again_lose_nothing_and_leave_no_hole(services: Services) -> None:
    note = BY_NAME["add-note"]
    record = given(services, note)
    texts = {f"Words {number}." for number in range(EIGHT)}

    def add(text: str) -> int:
        asked = asking(services, note, record, by=STANDARDS, words=text)
        while True:
            try:
                return note.do(services, asked).version
            except ConcurrentChangeError:
                continue

    versions = at_the_same_moment([partial(add, text) for text in texts])

    _, *added = services.log.events_of(record)
    assert sorted(versions) == list(range(2, 2 + EIGHT))
    assert [event.originator_version for event in added] == list(range(2, 2 + EIGHT))
    assert {event.text for event in added} == texts
