"""Who may let other systems in, and what the log says of it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from application.access import Requester
from application.carrying_out import KeyReusedError
from application.people import FOUNDER
from domain.access.errors import NotAllowedError
from domain.clients.client import Token
from domain.clients.events import TokenIssued
from domain.clients.scopes import Scope
from domain.codelists.roles import Role
from domain.errors import NotFoundError
from domain.event import UNOPENED
from tests.application.in_memory import InMemory
from tests.fakes import NOON
from tests.people import ADMINISTRATOR, OFFICER, STANDARDS, SUPERVISOR, Somebody

CLIENT, TOKEN = uuid4(), uuid4()


def registered(memory: InMemory, by: Somebody = ADMINISTRATOR) -> None:
    memory.clients.register(CLIENT, name="Custody", purpose="Submitting", requester=by.asks())


def issue(
    memory: InMemory,
    *,
    requester: Requester | None = None,
    acts_as: UUID | None = OFFICER.id,
    scope: Scope = Scope.RECORDS_READ,
) -> None:
    memory.clients.issue(
        CLIENT,
        TOKEN,
        digest="d" * 64,
        acts_as=acts_as,
        scopes=[scope],
        expires_at=NOON + timedelta(days=30),
        requester=requester or ADMINISTRATOR.asks(),
    )


def opens(memory: InMemory) -> Token | None:
    return memory.clients.token(CLIENT, "d" * 64)


@pytest.mark.parametrize("person", [OFFICER, SUPERVISOR, STANDARDS], ids=lambda one: one.username)
def test_only_an_administrator_lets_systems_in(memory: InMemory, person: Somebody) -> None:
    with pytest.raises(NotAllowedError):
        registered(memory, by=person)

    registered(memory)
    with pytest.raises(NotAllowedError):
        issue(memory, requester=person.asks())
    assert opens(memory) is None


def test_a_token_opens_and_is_read_without_the_keys(memory: InMemory) -> None:
    registered(memory)
    issue(memory)

    found = opens(memory)

    assert found is not None
    assert (found.id, found.acts_as) == (TOKEN, OFFICER.id)
    assert memory.clients.known(CLIENT).purpose is UNOPENED
    assert memory.clients.client(CLIENT).purpose == "Submitting"


def test_a_token_of_nobody_opens_nothing(memory: InMemory) -> None:
    assert memory.clients.token(uuid4(), "d" * 64) is None
    assert memory.clients.token(OFFICER.id, "d" * 64) is None


def test_who_issued_a_token_stands_in_the_log(memory: InMemory) -> None:
    registered(memory)
    issue(memory)

    event = memory.last(CLIENT)

    assert isinstance(event, TokenIssued)
    assert (event.metadata.actor, event.metadata.role) == (ADMINISTRATOR.id, Role.ADMINISTRATOR)


def test_a_token_that_is_asked_for_twice_is_issued_once(memory: InMemory) -> None:
    registered(memory)
    asked = ADMINISTRATOR.asks()
    issue(memory, requester=asked)

    issue(memory, requester=asked)

    assert len(memory.clients.known(CLIENT).tokens) == 1


def test_a_key_is_not_used_for_another_token(memory: InMemory) -> None:
    registered(memory)
    asked = ADMINISTRATOR.asks()
    issue(memory, requester=asked)

    with pytest.raises(KeyReusedError):
        issue(memory, requester=asked, acts_as=SUPERVISOR.id)
    with pytest.raises(KeyReusedError):
        issue(memory, requester=asked, scope=Scope.RECORDS_WRITE)


def test_a_token_acts_as_somebody_who_is_known(memory: InMemory) -> None:
    registered(memory)

    with pytest.raises(NotFoundError):
        issue(memory, acts_as=uuid4())


def test_a_revoked_token_opens_nothing(memory: InMemory) -> None:
    registered(memory)
    issue(memory)

    memory.clients.revoke(CLIENT, TOKEN, requester=ADMINISTRATOR.asks())

    assert opens(memory) is None


def test_what_is_done_from_the_shell_the_system_did(memory: InMemory) -> None:
    shell = Requester(person=FOUNDER, request=uuid4())

    memory.clients.register(CLIENT, name="Custody", purpose="Submitting", requester=shell)

    assert memory.last(CLIENT).metadata.role is Role.SYSTEM
