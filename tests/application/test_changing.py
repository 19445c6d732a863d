"""Every command on a record: who may give it, on which version, and what it leaves in the log."""

from uuid import uuid4

import pytest

from domain.access.errors import NotAllowedError
from domain.errors import NotFoundError, StaleVersionError
from tests.application.commands import (
    BY_NAME,
    CHANGES,
    COMMANDS,
    RecordCommand,
    add_note,
    asking,
    given,
    name_of,
    version_of,
)
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

MAY = {
    "amend": {OFFICER},
    "add-note": {OFFICER, SUPERVISOR, STANDARDS},
    "withdraw": {OFFICER, STANDARDS},
    "restore": {OFFICER, STANDARDS},
    "link": {SUPERVISOR, STANDARDS},
    "unlink": {SUPERVISOR, STANDARDS},
    "link-together": {SUPERVISOR, STANDARDS},
    "rule-out": {SUPERVISOR, STANDARDS},
    "link-subject": {SUPERVISOR, STANDARDS},
    "unlink-subject": {SUPERVISOR, STANDARDS},
    "rule-out-subject": {SUPERVISOR, STANDARDS},
    "restrict": {STANDARDS},
    "unrestrict": {STANDARDS},
    "give-back": {SUPERVISOR, STANDARDS},
    "accept": {SUPERVISOR, STANDARDS},
    "refer": {SUPERVISOR, STANDARDS},
    "assess": {STANDARDS},
}
"""Who may do what to a record of ``OFFICER``'s that is awaiting review. Spec: audit, 6.1."""

EVERYBODY = (OFFICER, COLLEAGUE, SUPERVISOR, OTHER_SUPERVISOR, STANDARDS, ADMINISTRATOR)
ALLOWED = [(command, one) for command in CHANGES for one in EVERYBODY if one in MAY[command.name]]
REFUSED = [
    (command, one) for command in CHANGES for one in EVERYBODY if one not in MAY[command.name]
]


def _name(value: object) -> str:
    return value.username if isinstance(value, Somebody) else getattr(value, "name", "")


@pytest.mark.parametrize("command", COMMANDS, ids=name_of)
def test_a_command_leaves_who_when_why_and_which_request(
    memory: InMemory, command: RecordCommand
) -> None:
    record = given(memory, command)
    now = memory.clock.advance(minutes=3)
    asked = asking(memory, command, record)

    command.do(memory, asked)

    event = memory.last(record)
    metadata = event.metadata
    assert type(event) is command.event
    assert (metadata.actor, metadata.role) == (command.by.id, command.by.role)
    assert (metadata.at, metadata.why) == (now, command.why)
    assert metadata.request == asked.requester.request


@pytest.mark.parametrize("command", COMMANDS, ids=name_of)
def test_a_command_answers_with_the_version_and_position_it_made(
    memory: InMemory, command: RecordCommand
) -> None:
    record = given(memory, command)
    before = version_of(memory, record)

    done = command.do(memory, asking(memory, command, record))

    assert (done.aggregate, done.version, done.repeated) == (record, before + 1, False)
    assert done.position == memory.log.last_position()


@pytest.mark.parametrize(("command", "somebody"), ALLOWED, ids=_name)
def test_who_may_give_a_command_gives_it_in_their_role(
    memory: InMemory, command: RecordCommand, somebody: Somebody
) -> None:
    record = given(memory, command)

    command.do(memory, asking(memory, command, record, by=somebody))

    assert memory.last(record).metadata.role is somebody.role


@pytest.mark.parametrize(("command", "somebody"), REFUSED, ids=_name)
def test_nobody_else_gives_a_command(
    memory: InMemory, command: RecordCommand, somebody: Somebody
) -> None:
    record = given(memory, command)
    before = memory.log.last_position()

    with pytest.raises(NotAllowedError):
        command.do(memory, asking(memory, command, record, by=somebody))

    assert memory.log.last_position() == before


@pytest.mark.parametrize(
    "command", [command for command in CHANGES if command.expects_version], ids=name_of
)
def test_a_decision_on_an_older_version_is_refused(
    memory: InMemory, command: RecordCommand
) -> None:
    record = given(memory, command)
    asked = asking(memory, command, record)
    add_note(memory, asking(memory, BY_NAME["add-note"], record, by=STANDARDS))
    before = memory.log.last_position()

    with pytest.raises(StaleVersionError) as refused:
        command.do(memory, asked)

    assert (refused.value.expected, refused.value.found) == (asked.version, asked.version + 1)
    assert memory.log.last_position() == before


@pytest.mark.parametrize(
    "command", [command for command in CHANGES if not command.expects_version], ids=name_of
)
def test_a_command_that_holds_whatever_happened_is_not_refused_for_a_change(
    memory: InMemory, command: RecordCommand
) -> None:
    record = given(memory, command)
    asked = asking(memory, command, record)
    add_note(memory, asking(memory, BY_NAME["add-note"], record, by=STANDARDS))

    done = command.do(memory, asked)

    assert done.version == asked.version + 2


@pytest.mark.parametrize("command", CHANGES, ids=name_of)
def test_a_record_that_is_not_there_is_not_changed(
    memory: InMemory, command: RecordCommand
) -> None:
    with pytest.raises(NotFoundError):
        command.do(memory, asking(memory, command, uuid4()))


@pytest.mark.parametrize("command", CHANGES, ids=name_of)
def test_a_person_is_no_record(memory: InMemory, command: RecordCommand) -> None:
    with pytest.raises(NotFoundError):
        command.do(memory, asking(memory, command, OFFICER.id))


def test_a_supervisor_who_was_released_no_longer_reviews(memory: InMemory) -> None:
    accept = BY_NAME["accept"]
    record = given(memory, accept)
    memory.people.assign_supervisor(OFFICER.id, OTHER_SUPERVISOR.id, requester=ADMINISTRATOR.asks())

    with pytest.raises(NotAllowedError):
        accept.do(memory, asking(memory, accept, record, by=SUPERVISOR))
    accept.do(memory, asking(memory, accept, record, by=OTHER_SUPERVISOR))

    assert memory.last(record).metadata.actor == OTHER_SUPERVISOR.id
