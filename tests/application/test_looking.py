"""A command looks at the log once; nothing it read is asked for again, and nothing is kept from one to the next."""

from collections.abc import Collection
from typing import Any
from uuid import UUID, uuid4

import pytest

from application.looking import Look
from application.mapper import SealingMapper
from domain.codelists.roles import Role
from domain.event import UNOPENED
from domain.receipt import receipt_id
from domain.records.events import Submitted
from tests.application.commands import BY_NAME, asking, given
from tests.application.in_memory import InMemory
from tests.builders import WORDS, a_submission
from tests.people import ADMINISTRATOR, OFFICER, SUPERVISOR
from web.adapters import key_ring
from web.bootstrap import Services


class Asked:
    """What a recorder was asked."""

    def __init__(self, log: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.streams: list[set[UUID]] = []
        ask = log._several.select_streams
        monkeypatch.setattr(log._several, "select_streams", lambda ids: self._noted(ask, ids))

    def _noted(self, ask: Any, ids: Collection[UUID]) -> Any:
        self.streams.append(set(ids))
        return ask(ids)


def test_a_command_finds_its_receipt_its_record_and_its_person_by_one_question(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    amend = BY_NAME["amend"]
    record = given(services, amend)
    asked, noted = asking(services, amend, record), Asked(services.log, monkeypatch)

    amend.do(services, asked)

    request = receipt_id(asked.requester.request)
    assert noted.streams == [{request, record, OFFICER.id}]


def test_a_review_asks_once_more_for_whose_record_it_is(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept = BY_NAME["accept"]
    record = given(services, accept)
    asked, noted = asking(services, accept, record), Asked(services.log, monkeypatch)

    accept.do(services, asked)

    request = receipt_id(asked.requester.request)
    assert noted.streams == [{request, record, SUPERVISOR.id}, {OFFICER.id}]


def test_what_was_read_with_a_key_is_written_with_it_and_no_other_question(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    amend = BY_NAME["amend"]
    record = given(services, amend)
    asked, looked_for = asking(services, amend, record), keys_looked_for(monkeypatch)

    amend.do(services, asked)

    assert looked_for == ["id"]


def test_the_first_keys_of_a_record_are_made_without_being_looked_for(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_for, events = keys_looked_for(monkeypatch), a_submission(**WORDS)

    services.log.append(events)

    assert looked_for == []
    assert services.log.events_of(events[0].originator_id) == events


def keys_looked_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """By what keys are looked for from now on, a question each."""
    noted: list[str] = []
    rows = key_ring._rows

    def looked_for(connection: Any, column: str, values: Any) -> Any:
        noted.append(column)
        return rows(connection, column, values)

    monkeypatch.setattr(key_ring, "_rows", looked_for)
    return noted


def test_a_reviewer_decides_on_codes_and_opens_nothing(memory: InMemory) -> None:
    record = given(memory, BY_NAME["accept"])
    look = memory.log.look(record)

    (submitted, *_) = look.closed_events_of(record)

    assert isinstance(submitted, Submitted)
    assert submitted.account.incident_date == memory.stored.get(record).account.incident_date
    assert look.keys.secrets == {}


def test_a_look_holds_what_each_stream_holds(services: Services) -> None:
    record, nobody = given(services, BY_NAME["amend"]), uuid4()

    look = services.log.look(record, OFFICER.id, nobody)

    for one in (record, OFFICER.id, nobody, SUPERVISOR.id):
        assert look.events_of(one) == services.log.events_of(one)
    assert look.events_of(nobody) == ()


def test_a_look_asks_for_nothing_twice() -> None:
    asked: list[Collection[UUID]] = []

    def ask(wanted: Collection[UUID]) -> dict[UUID, list[Any]]:
        asked.append(list(wanted))
        return {}

    known, other = uuid4(), uuid4()
    look = Look(ask, SealingMapper(None), [known])

    for one in (known, other, known, other):
        look.events_of(one)
        look.closed_events_of(one)

    assert asked == [[known], [other]]


def test_what_was_sealed_is_closed_without_a_key(memory: InMemory) -> None:
    record = given(memory, BY_NAME["withdraw"])
    withdraw = BY_NAME["withdraw"]
    withdraw.do(memory, asking(memory, withdraw, record))

    *_, closed = memory.log.look(record).closed_events_of(record)
    *_, opened = memory.log.look(record).events_of(record)

    assert closed.explanation is UNOPENED  # type: ignore[attr-defined]
    assert opened.explanation is not UNOPENED  # type: ignore[attr-defined]


def test_who_was_appointed_a_moment_ago_may_at_once_and_who_was_dismissed_no_longer(
    memory: InMemory,
) -> None:
    assert Role.SUPERVISOR not in memory.access.roles(OFFICER.id)

    memory.people.grant(
        OFFICER.id, Role.SUPERVISOR, since=None, until=None, requester=ADMINISTRATOR.asks()
    )
    assert Role.SUPERVISOR in memory.access.roles(OFFICER.id)

    memory.people.revoke(OFFICER.id, Role.SUPERVISOR, requester=ADMINISTRATOR.asks())
    assert Role.SUPERVISOR not in memory.access.roles(OFFICER.id)


def test_other_bytes_in_the_same_place_are_read_anew(memory: InMemory) -> None:
    """As after an installation was brought back from its backup, under a process that went on."""
    mapper = SealingMapper(None)
    (stored, *_) = memory.log.recorder.select_events(OFFICER.id)
    (first,) = mapper.closed([stored])
    changed = type(stored)(
        originator_id=stored.originator_id,
        originator_version=stored.originator_version,
        topic=stored.topic,
        state=stored.state.replace(b'"constable"', b'"sergeant"'),
    )

    (second,) = mapper.closed([changed])

    assert changed.state != stored.state
    assert (first.rank, second.rank) == ("constable", "sergeant")  # type: ignore[attr-defined]
    assert mapper.closed([stored]) == [first]
