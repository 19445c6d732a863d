"""Machine tokens: drawn, shown once, kept as a digest, and over at once."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from tests.people import ADMINISTRATOR
from tests.web.api.machine import Machine, a_client, a_token
from web.auth import tokens
from web.bootstrap import Services

RECORDS = "/api/records"


def test_a_token_is_known_by_what_it_says() -> None:
    client = uuid4()

    text, drawn = tokens.draw(client)

    assert tokens.shown(text) == drawn
    assert drawn.client == client
    assert text.startswith("uof_")


def test_no_two_tokens_are_alike() -> None:
    client = uuid4()

    assert len({tokens.draw(client)[0] for _ in range(100)}) == 100


@pytest.mark.parametrize("text", ["", "uof_", "uof_é", "uof_AAAA", "bearer", "uof_" + "!" * 64])
def test_another_text_is_no_token(text: str) -> None:
    assert tokens.shown(text) is None


def test_a_token_altered_anywhere_opens_nothing(app: Flask, services: Services) -> None:
    _, text = a_token(services)

    for index in range(len(tokens.PREFIX), len(text), 7):
        other = "A" if text[index] != "A" else "B"
        altered = text[:index] + other + text[index + 1 :]
        assert Machine(app, services, altered).get(RECORDS).status_code == 401
    assert Machine(app, services, text).get(RECORDS).status_code == 200


def test_a_revoked_token_opens_nothing_at_once(app: Flask, services: Services) -> None:
    client = a_client(services)
    token, text = a_token(services, client=client)
    other = a_token(services, client=client)[1]

    services.clients.revoke(client, token, requester=ADMINISTRATOR.asks())

    assert Machine(app, services, text).get(RECORDS).status_code == 401
    assert Machine(app, services, other).get(RECORDS).status_code == 200


def test_a_token_ends_when_its_time_has_come(app: Flask, services: Services) -> None:
    _, text = a_token(services, days=1)

    services.clock.advance(days=1)  # type: ignore[attr-defined]

    assert Machine(app, services, text).get(RECORDS).status_code == 401


def test_a_token_is_kept_nowhere(services: Services) -> None:
    _, text = a_token(services)

    kept = b"".join(
        file.read_bytes() for file in Path(services.settings.data).iterdir() if file.is_file()
    )

    assert text.encode() not in kept
    assert text.removeprefix("uof_").encode() not in kept
    # The negative control: its digest is.
    found = tokens.shown(text)
    assert found is not None
    assert found.digest.encode() in kept


def test_the_last_use_is_written_down(app: Flask, services: Services) -> None:
    token, text = a_token(services)
    unused = services.token_uses.last([token])

    Machine(app, services, text).get(RECORDS)
    services.clock.advance(minutes=5)  # type: ignore[attr-defined]
    Machine(app, services, text).get(RECORDS)

    assert unused == {}
    assert services.token_uses.last([token]) == {token: services.clock.now()}


def test_a_use_soon_after_is_not_written_down_again(app: Flask, services: Services) -> None:
    token, text = a_token(services)
    Machine(app, services, text).get(RECORDS)
    first = services.token_uses.last([token])

    services.clock.advance(seconds=10)  # type: ignore[attr-defined]
    Machine(app, services, text).get(RECORDS)

    assert services.token_uses.last([token]) == first
    assert services.clock.now() - first[token] == timedelta(seconds=10)
