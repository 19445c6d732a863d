"""What is written down of each request, and that nothing personal is in any of it."""

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from eventsourcing.persistence import PersistenceError
from flask import Flask
from sqlalchemy.exc import OperationalError

from domain.access.policy import Permission
from tests.builders import WORDS
from tests.people import OFFICER, STANDARDS
from tests.web import given
from tests.web.client import ORIGIN, Browser
from tests.web.conftest import SignIn
from web.app import create_app
from web.bootstrap import Services
from web.logs import Lines
from web.security import requires
from web.watching import REQUEST_ID

SECRET = "Sealed-Surname"
PROXY_ID = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """Everything that any library says, at its most talkative, as the process would write it."""
    stream, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(stream), root.level
    handler.setFormatter(Lines())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def lines(said: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said.getvalue().splitlines()]


def requests(said: io.StringIO) -> list[dict[str, Any]]:
    return [line for line in lines(said) if line["event"] == "request"]


def failing(app: Flask, error: Exception) -> None:
    @requires(Permission.EVERYBODY)
    def fail(word: str) -> None:
        raise error

    app.add_url_rule("/failing/<word>", "failing", fail)


def test_a_request_is_one_line(browser_of: SignIn, services: Services, said: io.StringIO) -> None:
    record = given.submitted(services)
    browser = browser_of(OFFICER)
    said.truncate(0)
    said.seek(0)

    answer = browser.client.get(f"/records/{record.reference}?word={SECRET}")

    (line,) = requests(said)
    assert line.pop("timestamp")
    assert line.pop("pid")
    assert line.pop("ms") > 0
    assert line == {
        "event": "request",
        "level": "info",
        "logger": "web",
        "method": "GET",
        "route": "/records/<reference>",
        "status": 200,
        "request_id": answer.headers[REQUEST_ID],
    }


def test_an_address_that_leads_nowhere_is_not_repeated(nobody: Browser, said: io.StringIO) -> None:
    nobody.client.open(f"/{SECRET}", method="SPEAK", headers={"Origin": ORIGIN})

    (line,) = requests(said)
    assert (line["route"], line["method"], line["status"]) == ("unknown", "OTHER", 404)


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError(SECRET),
        PersistenceError(SECRET),
        OperationalError(f"INSERT {SECRET}", {"name": SECRET}, Exception(SECRET)),
    ],
    ids=lambda one: type(one).__name__,
)
def test_nothing_that_people_send_or_keep_is_in_the_log(
    app: Flask, services: Services, browser_of: SignIn, said: io.StringIO, error: Exception
) -> None:
    words = [*map(str, WORDS.values()), SECRET, OFFICER.name, STANDARDS.name]
    failing(app, error)
    record = given.submitted(services, **WORDS)
    draft = given.a_draft(services, **WORDS)
    headers = dict.fromkeys(
        ("User-Agent", "Referer", REQUEST_ID, "Authorization", "Cookie"), SECRET
    )
    nobody = Browser(app, services).client
    officer, standards = browser_of(OFFICER).client, browser_of(STANDARDS).client

    for client in (nobody, officer, standards):
        for address in (
            f"/failing/{SECRET}",
            f"/{SECRET}",
            f"/records/{record.reference}",
            f"/records/{record.reference}/history",
            f"/records/{draft.reference}/check",
            "/search",
            "/health/ready",
            "/metrics",
        ):
            client.get(address, query_string={"name": SECRET})
            client.get(address, headers=headers)
            client.post(address, data={"name": SECRET}, headers={**headers, "Origin": ORIGIN})
    nobody.post(
        "/signin", data={"username": SECRET, "password": SECRET}, headers={"Origin": ORIGIN}
    )
    failed = Exception(SECRET)
    logging.getLogger("another.library").error("it said %s of %r", SECRET, failed, exc_info=failed)
    logging.getLogger("another.library").error(failed)

    written = said.getvalue()
    assert [word for word in words if word in written] == []
    assert record.reference not in written
    assert draft.reference not in written
    assert str(OFFICER.id) not in written
    # It was written down all the same.
    assert len(requests(said)) > 60
    assert any("failed with" in line["event"] for line in lines(said))
    assert "it said … of …" in written


def test_the_line_of_a_failure_says_where_it_was_and_which_request(
    app: Flask, nobody: Browser, said: io.StringIO
) -> None:
    failing(app, RuntimeError(SECRET))

    answer = nobody.client.get("/failing/x")

    (line,) = (one for one in lines(said) if "failed with" in one["event"])
    assert line["request_id"] == answer.headers[REQUEST_ID]
    assert "RuntimeError" in line["event"]
    assert "in fail" in line["event"]


def test_a_person_can_quote_the_request_that_failed(app: Flask, nobody: Browser) -> None:
    failing(app, RuntimeError(SECRET))

    page = nobody.open("/failing/x", status=500)

    assert f"quote {page.response.headers[REQUEST_ID][:8]}" in page.text


def test_a_refusal_needs_no_number(nobody: Browser) -> None:
    page = nobody.open("/nowhere", status=404)

    assert page.response.headers[REQUEST_ID][:8] not in page.text


def behind_a_proxy(services: Services) -> Browser:
    settings = replace(services.settings, proxies=1)
    behind = replace(services, settings=settings)
    return Browser(create_app(behind), behind)


def test_a_proxys_id_is_kept(services: Services) -> None:
    answer = behind_a_proxy(services).client.get("/health/live", headers={REQUEST_ID: PROXY_ID})

    assert answer.headers[REQUEST_ID] == PROXY_ID


@pytest.mark.parametrize("given_id", ["", "short", "g" * 32, "a" * 65, f"{PROXY_ID}\t", SECRET])
def test_an_id_that_is_not_well_formed_is_replaced(services: Services, given_id: str) -> None:
    answer = behind_a_proxy(services).client.get("/health/live", headers={REQUEST_ID: given_id})

    made = answer.headers[REQUEST_ID]
    assert made != given_id
    assert len(made) == 32
    assert int(made, 16)


def test_an_id_of_a_stranger_is_not_believed(nobody: Browser) -> None:
    answer = nobody.client.get("/health/live", headers={REQUEST_ID: PROXY_ID})

    assert answer.headers[REQUEST_ID] != PROXY_ID


def test_each_request_has_an_id_of_its_own(nobody: Browser) -> None:
    ids = {nobody.client.get("/health/live").headers[REQUEST_ID] for _ in range(5)}

    assert len(ids) == 5


def test_the_line_can_be_switched_off(services: Services, said: io.StringIO) -> None:
    quiet = replace(services, settings=replace(services.settings, log_requests=False))

    Browser(create_app(quiet), quiet).client.get("/health/live")

    assert requests(said) == []


@pytest.mark.parametrize(
    ("template", "args", "expected"),
    [
        ("Booting worker with pid: %s", (123,), "Booting worker with pid: 123"),
        ("Worker (pid:%s) was sent %s!", (7, "SIGKILL"), "Worker (pid:7) was sent SIGKILL!"),
        ("Error handling request %s", ("/records?name=x",), "Error handling request …"),
        ("%d of %(more)s and %-5.2f", ("x",), "… of … and …"),
        ("nothing", (), "nothing"),
        ("%s", ({"a": 1},), "…"),
    ],
)
def test_other_libraries_are_quoted_with_their_numbers_and_without_their_texts(
    template: str, args: tuple[Any, ...], expected: str
) -> None:
    record = logging.LogRecord("gunicorn.error", logging.INFO, "", 0, template, args, None)

    assert json.loads(Lines().format(record))["event"] == expected


def _fail() -> None:
    raise RuntimeError(SECRET)


def test_an_error_is_named_and_not_quoted() -> None:
    with pytest.raises(RuntimeError) as raised:
        _fail()
    given_error = (raised.type, raised.value, raised.tb)
    record = logging.LogRecord("projections.follower", 40, "", 0, "stands still", (), given_error)

    line = json.loads(Lines().format(record))

    assert line["error"] == "RuntimeError"
    assert line["at"][-1].endswith("in _fail")
    assert SECRET not in str(line)
