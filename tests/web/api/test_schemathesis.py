"""Requests that nobody thought of: whatever is sent, the answer is one that the document knows.

Every check of schemathesis runs, over the application itself: examples at the edges of every schema,
then wrong and right requests by chance, for machines of several people and scopes.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from flask import Flask
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema
from schemathesis.python import wsgi
from werkzeug.test import Client, TestResponse

from domain.clients.scopes import Scope
from tests import installations
from tests.fakes import FakeClock
from tests.people import ADMINISTRATOR, OFFICER, STANDARDS, SUPERVISOR, Somebody
from tests.web import given
from tests.web.api.machine import EVERYTHING, a_token
from web.bootstrap import Services
from web.settings import Settings

EXAMPLES = int(os.environ.get("TESTS_EXAMPLES", "8"))
"""Of each operation. The specification asks for 200 (audit, T66): ``TESTS_EXAMPLES=200``, by hand."""
SECONDS = 4 * EXAMPLES
"""The longest that one machine is tried."""
REFUSED = ["400", "401", "403", "404", "406", "412", "413", "415", "422", "428"]
BEYOND_A_SCHEMA = ["2xx", "304", "401", "403", "404", "409", "412", "422"]
"""How a request may be answered that is right by its schema: the rules of the form, the state of a
record and its version are not in a schema."""

MACHINES: dict[str, tuple[Somebody, tuple[Scope, ...]]] = {
    "an officer's": (OFFICER, EVERYTHING),
    "a supervisor's": (SUPERVISOR, EVERYTHING),
    "one that only reads for professional standards": (
        STANDARDS,
        (Scope.RECORDS_READ, Scope.HISTORY_READ, Scope.CHANGES_READ),
    ),
    "an administrator's": (ADMINISTRATOR, EVERYTHING),
}


@pytest.fixture
def services(sqlite: Settings, clock: FakeClock) -> Iterator[Services]:
    """An installation in which a machine may ask as often as it can."""
    patient = replace(sqlite, api_per_minute=1_000_000, api_burst=1_000_000)
    with installations.opened(patient, clock) as opened:
        yield opened


def config(token: str) -> SchemathesisConfig:
    return SchemathesisConfig.from_dict(
        {
            "seed": 20261120,
            "max-time": SECONDS,
            "headers": {"Authorization": f"Bearer {token}"},
            "generation": {"max-examples": EXAMPLES, "database": "none", "no-shrink": True},
            "checks": {
                "positive_data_acceptance": {"expected-statuses": BEYOND_A_SCHEMA},
                "negative_data_rejection": {"expected-statuses": REFUSED},
                "missing_required_header": {"expected-statuses": REFUSED},
            },
            "operations": [
                {
                    # No text is a cursor by its form alone: a made-up one is refused.
                    "include-name": name,
                    "checks": {
                        "positive_data_acceptance": {"expected-statuses": [*BEYOND_A_SCHEMA, "400"]}
                    },
                }
                for name in ("GET /api/records", "GET /api/facts")
            ],
        }
    )


def tried(app: Flask, token: str) -> tuple[list[str], int]:
    """What was wrong, and how many requests were sent."""
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app, config=config(token))
    faults, requests = [], 0
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            faults.append(f"{event.phase} {event.label} {event.info}")
        if isinstance(event, events.ScenarioFinished):
            requests += len(event.recorder.interactions)
            faults += list(_failures(event))
    return faults, requests


class InProcess(Client):
    """The library tells an application what only a socket understands, when it asks without a session."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        for name in ("max_redirects", "verify", "cert"):
            kwargs.pop(name, None)
        return super().open(*args, **kwargs)


@pytest.fixture(autouse=True)
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wsgi, "get_client", InProcess)


def _failures(event: events.ScenarioFinished) -> Iterator[str]:
    for case, checks in event.recorder.checks.items():
        for check in checks:
            if check.status is Status.FAILURE:
                sent: Any = event.recorder.interactions[case].request
                failure = check.failure_info
                said = failure.failure.message if failure else ""
                yield f"{check.name}: {sent.method} {sent.uri} {sent.body!r}: {said}"


@pytest.mark.parametrize("machine", MACHINES)
def test_every_answer_is_one_that_the_document_knows(
    app: Flask, services: Services, machine: str
) -> None:
    person, scopes = MACHINES[machine]
    given.submitted(services)
    given.submitted(services).accepted()
    _, token = a_token(services, acts_as=person, scopes=scopes)

    faults, requests = tried(app, token)

    assert not faults, "\n\n".join(faults[:10])
    assert requests > 5
