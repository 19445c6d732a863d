"""Guessing, for an account and from an address, comes to an end; nobody locks everybody out."""

import json
import logging

import pytest

from tests.fakes import FakeClock
from tests.people import OFFICER, PASSWORD, SUPERVISOR
from tests.web.client import Browser
from web.adapters.stores import WORK
from web.auth.attempts import MOST_OF_AN_ADDRESS, Attempts, TooManyAttemptsError
from web.bootstrap import Services
from web.logs import Lines


def test_one_password_is_not_tried_on_every_account(
    services: Services, nobody: Browser, clock: FakeClock
) -> None:
    """However many names: each failure counts for the address that it came from, too."""
    attempts = Attempts(services.stores.engine(WORK), clock)
    for number in range(MOST_OF_AN_ADDRESS):
        attempts.failed(f"name-{number}", "127.0.0.1")

    assert nobody.sign_in(OFFICER).status == 429
    for account in (SUPERVISOR.username, "nobody-has-this"):
        with pytest.raises(TooManyAttemptsError):
            attempts.check(account, "127.0.0.1")
        attempts.check(account, "127.0.0.2")
    clock.advance(minutes=15)
    assert nobody.sign_in(OFFICER).path == "/"


def test_who_signs_in_forgives_their_own_failures_and_not_those_of_their_address(
    services: Services, clock: FakeClock
) -> None:
    attempts = Attempts(services.stores.engine(WORK), clock)
    for number in range(MOST_OF_AN_ADDRESS):
        attempts.failed(f"name-{number}", "127.0.0.1")

    attempts.succeeded("name-1", "127.0.0.1")

    with pytest.raises(TooManyAttemptsError):
        attempts.check("name-1", "127.0.0.1")


def test_failures_are_lines_of_the_log_for_whoever_watches_and_name_nobody(
    nobody: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        nobody.open("/signin").press("Sign in", username="ada", password="my-guess-of-it")
        nobody.sign_in(OFFICER)

    lines = [json.loads(Lines().format(record)) for record in caplog.records]
    events = [(line["event"], line["level"]) for line in lines]
    assert ("sign-in-refused", "warning") in events
    assert ("signed-in", "info") in events
    text = json.dumps(lines)
    for word in ("my-guess-of-it", PASSWORD, OFFICER.username, str(OFFICER.id)):
        assert word not in text
