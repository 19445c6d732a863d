"""The same request sent again does the same once; the same key for something else is refused."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from application.access import Requester
from application.carrying_out import Done, KeyReusedError
from domain.codelists.ranks import Rank
from domain.codelists.roles import Role
from tests.application.commands import (
    BY_NAME,
    COMMANDS,
    RecordCommand,
    a_record,
    add_note,
    asking,
    given,
    name_of,
)
from tests.application.in_memory import InMemory
from tests.people import (
    ADMINISTRATOR,
    COLLEAGUE,
    OFFICER,
    OTHER_SUPERVISOR,
    STANDARDS,
    SUPERVISOR,
)
from web.bootstrap import Services


@pytest.mark.parametrize("command", COMMANDS, ids=name_of)
def test_the_same_request_sent_again_changes_nothing(
    memory: InMemory, command: RecordCommand
) -> None:
    record = given(memory, command)
    asked = asking(memory, command, record)
    command.do(memory, asked)
    before = memory.log.last_position()

    command.do(memory, asked)

    assert memory.log.last_position() == before


@pytest.mark.parametrize("command", COMMANDS, ids=name_of)
def test_the_same_request_sent_again_gets_the_same_answer(
    memory: InMemory, command: RecordCommand
) -> None:
    record = given(memory, command)
    asked = asking(memory, command, record)

    first, second = command.do(memory, asked), command.do(memory, asked)

    assert (first.aggregate, first.version) == (second.aggregate, second.version)
    assert (first.repeated, second.repeated) == (False, True)


@pytest.mark.parametrize("command", COMMANDS, ids=name_of)
def test_the_same_request_gets_the_same_answer_after_others_changed_the_record(
    memory: InMemory, command: RecordCommand
) -> None:
    record = given(memory, command)
    asked = asking(memory, command, record)
    first = command.do(memory, asked)
    add_note(memory, asking(memory, BY_NAME["add-note"], record, by=STANDARDS))

    second = command.do(memory, asked)

    assert (second.version, second.repeated) == (first.version, True)


@pytest.mark.parametrize("command", COMMANDS, ids=name_of)
def test_a_key_used_again_for_other_content_is_refused(
    memory: InMemory, command: RecordCommand
) -> None:
    record, key = given(memory, command), uuid4()
    command.do(memory, asking(memory, command, record, request=key))
    before = memory.log.last_position()

    with pytest.raises(KeyReusedError):
        command.do(memory, asking(memory, command, record, request=key, words="Other words."))

    assert memory.log.last_position() == before


@pytest.mark.parametrize("command", COMMANDS, ids=name_of)
def test_a_key_used_again_on_another_record_is_refused(
    memory: InMemory, command: RecordCommand
) -> None:
    key = uuid4()
    command.do(memory, asking(memory, command, given(memory, command), request=key))
    other = given(memory, command)

    with pytest.raises(KeyReusedError):
        command.do(memory, asking(memory, command, other, request=key))


@pytest.mark.parametrize("command", COMMANDS, ids=name_of)
def test_a_key_used_again_for_another_command_is_refused(
    memory: InMemory, command: RecordCommand
) -> None:
    record, key = given(memory, command), uuid4()
    command.do(memory, asking(memory, command, record, request=key))
    other = BY_NAME["add-note" if command.name != "add-note" else "amend"]

    with pytest.raises(KeyReusedError):
        other.do(memory, asking(memory, other, record, request=key))


def test_a_key_used_again_by_somebody_else_is_refused(memory: InMemory) -> None:
    record, key, note = a_record(memory), uuid4(), BY_NAME["add-note"]
    add_note(memory, asking(memory, note, record, by=OFFICER, request=key))

    with pytest.raises(KeyReusedError):
        add_note(memory, asking(memory, note, record, by=STANDARDS, request=key))


def test_an_amendment_with_fewer_changes_is_other_content(memory: InMemory) -> None:
    record, asked = a_record(memory), OFFICER.asks()
    both = {"narrative_action": "These words.", "narrative_options": "Those words."}
    _amend(memory, record, both, asked)

    with pytest.raises(KeyReusedError):
        _amend(memory, record, {"narrative_action": "These words."}, asked)


def test_an_amendment_that_repeats_an_unchanged_answer_is_the_same(memory: InMemory) -> None:
    record, asked = a_record(memory), OFFICER.asks()
    changes = {"narrative_action": "New words.", "narrative_information": "These words."}

    first, second = (_amend(memory, record, changes, asked) for _ in range(2))

    assert (first.version, second.version, second.repeated) == (2, 2, True)


@pytest.mark.parametrize("name", ["submit", "amend", "accept"])
def test_both_databases_keep_the_receipt(services: Services, name: str) -> None:
    command = BY_NAME[name]
    record = given(services, command)
    asked = asking(services, command, record)

    first, second = command.do(services, asked), command.do(services, asked)

    assert (first.version, second.version) == (asked.version + 1, asked.version + 1)
    assert len(services.log.events_of(record)) == first.version


Standing = Callable[[InMemory, Requester], Done]

STANDINGS: dict[str, tuple[Standing, Standing]] = {
    "grant": (
        lambda memory, asks: _grant(memory, Role.SUPERVISOR, asks),
        lambda memory, asks: _grant(memory, Role.ANALYST, asks),
    ),
    "grant, from another day": (
        lambda memory, asks: _grant(memory, Role.SUPERVISOR, asks, days=1),
        lambda memory, asks: _grant(memory, Role.SUPERVISOR, asks, days=2),
    ),
    "revoke": (
        lambda memory, asks: memory.people.revoke(OFFICER.id, Role.OFFICER, requester=asks),
        lambda memory, asks: memory.people.revoke(COLLEAGUE.id, Role.OFFICER, requester=asks),
    ),
    "change rank": (
        lambda memory, asks: memory.people.change_rank(OFFICER.id, Rank.SERGEANT, requester=asks),
        lambda memory, asks: memory.people.change_rank(OFFICER.id, Rank.INSPECTOR, requester=asks),
    ),
    "assign": (
        lambda memory, asks: _assign(memory, OTHER_SUPERVISOR.id, asks),
        lambda memory, asks: _assign(memory, SUPERVISOR.id, asks),
    ),
    "release": (
        lambda memory, asks: memory.people.release_supervisor(OFFICER.id, requester=asks),
        lambda memory, asks: memory.people.release_supervisor(COLLEAGUE.id, requester=asks),
    ),
}


@pytest.mark.parametrize("what", STANDINGS)
def test_a_change_of_standing_sent_again_is_made_once(memory: InMemory, what: str) -> None:
    do, asked = STANDINGS[what][0], ADMINISTRATOR.asks()
    first = do(memory, asked)
    before = memory.log.last_position()

    second = do(memory, asked)

    assert memory.log.last_position() == before
    assert (first.aggregate, first.version) == (second.aggregate, second.version)


@pytest.mark.parametrize("what", STANDINGS)
def test_a_key_used_again_for_another_change_of_standing_is_refused(
    memory: InMemory, what: str
) -> None:
    (do, other), asked = STANDINGS[what], ADMINISTRATOR.asks()
    do(memory, asked)

    with pytest.raises(KeyReusedError):
        other(memory, asked)


def test_somebody_registered_twice_by_one_request_is_registered_once(memory: InMemory) -> None:
    person, asked = uuid4(), ADMINISTRATOR.asks()

    done = [
        memory.people.register(
            person, name="Gil Swift", collar_number="5001", rank=Rank.STAFF, requester=asked
        )
        for _ in range(2)
    ]

    assert [one.repeated for one in done] == [False, True]
    assert len(memory.log.events_of(person)) == 1


def _grant(memory: InMemory, role: Role, asks: Requester, *, days: int | None = None) -> Done:
    since = None if days is None else memory.clock.now() + timedelta(days=days)
    return memory.people.grant(OFFICER.id, role, since=since, until=None, requester=asks)


def _assign(memory: InMemory, supervisor: object, asks: Requester) -> Done:
    return memory.people.assign_supervisor(OFFICER.id, supervisor, requester=asks)


def _amend(memory: InMemory, record: object, changes: dict[str, str], asks: Requester) -> Done:
    from domain.codelists.reasons import ReasonForAmendment

    return memory.records.amend(
        record,
        changes,
        reason=ReasonForAmendment.MISSING,
        explanation="It was missing.",
        version=1,
        requester=asks,
    )
