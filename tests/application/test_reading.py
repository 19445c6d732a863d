"""Who sees a record. A record that somebody may not see is not there: the difference would tell."""

from datetime import timedelta
from uuid import uuid4

import pytest

from domain.errors import NotFoundError
from tests.application.commands import BY_NAME, a_record, asking, restrict
from tests.application.in_memory import InMemory
from tests.people import (
    ADMINISTRATOR,
    COLLEAGUE,
    OFFICER,
    OTHER_SUPERVISOR,
    STANDARDS,
    SUPERVISOR,
    Somebody,
)

MINUTE = timedelta(minutes=1)


def _who(somebody: Somebody) -> str:
    return somebody.username


@pytest.mark.parametrize("somebody", [OFFICER, SUPERVISOR, STANDARDS], ids=_who)
def test_those_entitled_read_a_record(memory: InMemory, somebody: Somebody) -> None:
    record = a_record(memory)

    found = memory.records.read(record, by=somebody.id)

    assert found.account.narrative_information == "These words."


@pytest.mark.parametrize("somebody", [COLLEAGUE, OTHER_SUPERVISOR, ADMINISTRATOR], ids=_who)
def test_for_everybody_else_there_is_no_record(memory: InMemory, somebody: Somebody) -> None:
    record = a_record(memory)

    with pytest.raises(NotFoundError):
        memory.records.read(record, by=somebody.id)


def test_a_colleague_who_is_named_reads_the_record(memory: InMemory) -> None:
    record = a_record(memory, colleagues=(COLLEAGUE.id,))

    assert memory.records.read(record, by=COLLEAGUE.id).id == record


def test_a_colleague_who_is_named_does_not_read_its_history(memory: InMemory) -> None:
    record = a_record(memory, colleagues=(COLLEAGUE.id,))

    with pytest.raises(NotFoundError):
        memory.records.history(record, by=COLLEAGUE.id)


@pytest.mark.parametrize("somebody", [OFFICER, SUPERVISOR, STANDARDS], ids=_who)
def test_those_entitled_read_the_history(memory: InMemory, somebody: Somebody) -> None:
    record = a_record(memory)

    history = memory.records.history(record, by=somebody.id)

    assert [event.originator_version for event in history] == [1]


def test_those_entitled_read_a_record_as_it_was_at_a_moment(memory: InMemory) -> None:
    record = a_record(memory)
    submitted = memory.clock.now()
    memory.clock.advance(minutes=1)
    command = BY_NAME["amend"]
    command.do(memory, asking(memory, command, record))

    before, then, now = (
        memory.records.as_at(record, submitted + step, by=OFFICER.id)
        for step in (-MINUTE, timedelta(), MINUTE)
    )

    assert before is None
    assert then
    assert now
    assert (then.version, now.version) == (1, 2)


@pytest.mark.parametrize("somebody", [COLLEAGUE, OTHER_SUPERVISOR], ids=_who)
def test_for_everybody_else_there_was_no_record_at_any_moment(
    memory: InMemory, somebody: Somebody
) -> None:
    record = a_record(memory, colleagues=(COLLEAGUE.id,))

    with pytest.raises(NotFoundError):
        memory.records.as_at(record, memory.clock.now(), by=somebody.id)


@pytest.mark.parametrize("somebody", [OFFICER, SUPERVISOR], ids=_who)
def test_a_restricted_record_is_there_for_professional_standards_alone(
    memory: InMemory, somebody: Somebody
) -> None:
    record = a_record(memory)

    restrict(memory, asking(memory, BY_NAME["restrict"], record))

    with pytest.raises(NotFoundError):
        memory.records.read(record, by=somebody.id)
    assert memory.records.read(record, by=STANDARDS.id).restricted


def test_a_record_is_read_as_it_was_at_a_version(memory: InMemory) -> None:
    record = a_record(memory)
    amend = BY_NAME["amend"]
    amend.do(memory, asking(memory, amend, record, words="Later words."))

    before = memory.records.read(record, by=OFFICER.id, version=1)
    after = memory.records.read(record, by=OFFICER.id, version=2)

    assert before.account.narrative_action != "Later words."
    assert after.account.narrative_action == "Later words."


@pytest.mark.parametrize("version", [0, 2, -1])
def test_a_version_that_never_was_is_not_found(memory: InMemory, version: int) -> None:
    record = a_record(memory)

    with pytest.raises(NotFoundError):
        memory.records.read(record, by=OFFICER.id, version=version)


@pytest.mark.parametrize("thing", [uuid4(), OFFICER.id], ids=["nothing", "a person"])
def test_what_is_no_record_is_not_found(memory: InMemory, thing: object) -> None:
    with pytest.raises(NotFoundError):
        memory.records.read(thing, by=STANDARDS.id)
