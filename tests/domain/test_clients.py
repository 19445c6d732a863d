"""Other systems: what they may hold, and when it opens nothing."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from domain.clients.client import LONGEST, Client, fold
from domain.clients.errors import (
    AddressNotSafeError,
    NamelessClientError,
    NobodyActedForError,
    NothingAllowedError,
    NothingToTellError,
    TokenEndsTooLateError,
    TokenNotHeldError,
    WebhookNotRegisteredError,
)
from domain.clients.events import TokenIssued, WebhookRegistered
from domain.clients.scopes import Scope, Told
from domain.event import Event
from tests.fakes import NOON
from tests.people import ADMINISTRATOR, OFFICER

CLIENT, TOKEN, WEBHOOK = uuid4(), uuid4(), uuid4()
BY = ADMINISTRATOR.commands()
DIGEST = "d" * 64
READS = (Scope.RECORDS_READ,)
MONTH = NOON + timedelta(days=30)


def after(*events: Event) -> Client:
    client = fold(None, events)
    assert client is not None
    return client


def a_client() -> Client:
    return after(Client.register(CLIENT, name="Custody", purpose="Submitting", command=BY))


def issued(client: Client, **changes: Any) -> TokenIssued:
    usual: dict[str, Any] = {
        "digest": DIGEST,
        "acts_as": OFFICER.id,
        "scopes": READS,
        "expires_at": MONTH,
    }
    return client.issue(TOKEN, **{**usual, **changes}, command=BY)


def told(client: Client, address: str = "https://custody.example/told") -> WebhookRegistered:
    return client.tell(
        WEBHOOK, address=address, acts_as=OFFICER.id, told=(Told.ACCEPTED,), command=BY
    )


def with_token(**changes: Any) -> Client:
    client = a_client()
    found = fold(client, [issued(client, **changes)])
    assert found is not None
    return found


@pytest.mark.parametrize(("name", "purpose"), [("", "Submitting"), ("Custody", " "), (" ", "")])
def test_a_system_has_a_name_and_a_purpose(name: str, purpose: str) -> None:
    with pytest.raises(NamelessClientError):
        Client.register(CLIENT, name=name, purpose=purpose, command=BY)


def test_a_token_opens_until_it_ends() -> None:
    client = with_token()

    assert client.token_with(DIGEST, at=MONTH - timedelta(seconds=1)) is not None
    assert client.token_with(DIGEST, at=MONTH) is None


def test_another_token_opens_nothing() -> None:
    assert with_token().token_with("e" * 64, at=NOON) is None


def test_a_revoked_token_opens_nothing_at_once_and_the_others_still_do() -> None:
    client, other = with_token(), uuid4()
    second = client.issue(
        other, digest="e" * 64, acts_as=OFFICER.id, scopes=READS, expires_at=MONTH, command=BY
    )
    client = fold(client, [second]) or client

    client = fold(client, [client.revoke(TOKEN, command=BY)]) or client

    assert client.token_with(DIGEST, at=NOON) is None
    assert client.token_with("e" * 64, at=NOON) is not None


def test_a_token_is_revoked_once() -> None:
    client = with_token()
    client = fold(client, [client.revoke(TOKEN, command=BY)]) or client

    with pytest.raises(TokenNotHeldError):
        client.revoke(TOKEN, command=BY)


def test_a_token_that_was_never_issued_cannot_be_revoked() -> None:
    with pytest.raises(TokenNotHeldError):
        a_client().revoke(TOKEN, command=BY)


@pytest.mark.parametrize("scopes", [(), (Scope.ACT_FOR_OFFICERS,)])
def test_a_token_is_for_something(scopes: tuple[Scope, ...]) -> None:
    with pytest.raises(NothingAllowedError):
        issued(a_client(), scopes=scopes)


def test_a_token_acts_as_somebody() -> None:
    with pytest.raises(NobodyActedForError):
        issued(a_client(), acts_as=None)


def test_a_token_may_act_for_officers_and_for_nobody_else() -> None:
    event = issued(a_client(), acts_as=None, scopes=(Scope.ACT_FOR_OFFICERS, Scope.RECORDS_WRITE))

    assert event.acts_as is None
    assert event.scopes == (Scope.RECORDS_WRITE, Scope.ACT_FOR_OFFICERS)


@pytest.mark.parametrize("ends", [NOON, NOON - timedelta(1), NOON + LONGEST + timedelta(seconds=1)])
def test_a_token_ends_in_time(ends: Any) -> None:
    with pytest.raises(TokenEndsTooLateError):
        issued(a_client(), expires_at=ends)


SAFE = [
    "https://custody.example/told",
    "https://custody.example:8443/told?from=us",
    "http://127.0.0.1:9000/told",
    "http://localhost/told",
    "http://[::1]:9000/",
]
UNSAFE = [
    "",
    "custody.example",
    "http://custody.example/told",
    "http://localhost.custody.example/",
    "https://",
    "https://user:secret@custody.example/",
    "ftp://custody.example/",
    "file:///etc/passwd",
    "https://custody.example:port/",
    "https://custody.example/a b",
    "https://custody.example/\n",
    "https://[custody/",
]


@pytest.mark.parametrize("address", SAFE)
def test_a_system_is_told_at_a_safe_address(address: str) -> None:
    assert told(a_client(), address).address == address


@pytest.mark.parametrize("address", UNSAFE)
def test_no_system_is_told_at_an_address_where_others_read(address: str) -> None:
    with pytest.raises(AddressNotSafeError):
        told(a_client(), address)


def test_a_system_is_told_of_something() -> None:
    with pytest.raises(NothingToTellError):
        a_client().tell(
            WEBHOOK, address="https://a.example/", acts_as=OFFICER.id, told=(), command=BY
        )


def test_telling_ends_once() -> None:
    client = a_client()
    client = fold(client, [told(client)]) or client
    client = fold(client, [client.stop_telling(WEBHOOK, command=BY)]) or client

    assert client.webhooks[0].removed
    with pytest.raises(WebhookNotRegisteredError):
        client.stop_telling(WEBHOOK, command=BY)


def test_versions_count_every_event() -> None:
    assert with_token().version == 2
