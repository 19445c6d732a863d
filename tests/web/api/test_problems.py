"""Every answer that is no success says what is wrong, where, and what to do."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from tests.web.api.machine import Machine, a_token
from tests.web.api.sending import a_submission
from web.api.problems import TITLES
from web.bootstrap import Services
from web.security import MOST_BYTES

RECORDS = "/api/records"
NOBODYS = "00000000-0000-4000-8000-000000000000"
"""The id of no record; the same at each run, so that processes that share the tests agree on them."""


def problem(answer: TestResponse, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    content: dict[str, Any] = answer.get_json()
    assert content["status"] == status
    name, title, advice = TITLES[status]
    assert content["title"] == title
    assert content["detail"].endswith(advice)
    assert content["type"] == f"/api/docs#problem-{name}"
    return content


def raw(machine: Machine, data: bytes, content_type: str = "application/json") -> TestResponse:
    headers = {
        "Authorization": f"Bearer {machine.token}",
        "Idempotency-Key": str(uuid4()),
        "Content-Type": content_type,
    }
    return machine.app.test_client().post(RECORDS, data=data, headers=headers)


@pytest.mark.parametrize(
    "address", ["/api/nothing", f"{RECORDS}/x", f"{RECORDS}/{NOBODYS}", "/api/codelists/none"]
)
def test_what_is_not_there_is_said_to_a_machine_in_its_own_way(
    officers: Machine, address: str
) -> None:
    content = problem(officers.get(address), 404)

    assert content["instance"] == address


def test_a_method_that_an_address_does_not_have_is_said_with_those_it_has(
    officers: Machine,
) -> None:
    answer = officers.app.test_client().delete(RECORDS)

    problem(answer, 405)
    assert set(answer.headers["Allow"].split(", ")) >= {"GET", "POST"}


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"NaN", b'{"answers": "\xed\xa0\x80"}'])
def test_what_is_no_json_is_refused(officers: Machine, data: bytes) -> None:
    problem(raw(officers, data), 400)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_another_kind_of_content_is_refused(officers: Machine, kind: str) -> None:
    problem(raw(officers, b"{}", kind), 415)


def test_content_without_end_is_refused(officers: Machine) -> None:
    problem(raw(officers, b" " * (MOST_BYTES + 1)), 413)


@pytest.mark.parametrize("data", [b"[]", b"1", b"null", b'"text"', b"[" * 10_000])
def test_content_that_is_no_object_is_refused(officers: Machine, data: bytes) -> None:
    assert raw(officers, data).status_code in (400, 422)


def test_another_format_of_the_answer_is_refused(officers: Machine) -> None:
    problem(officers.read(RECORDS, Accept="text/html"), 406)
    assert officers.read(RECORDS, Accept="application/*").status_code == 200


@pytest.mark.parametrize("key", ["", "1", "not-a-uuid"])
def test_a_change_needs_its_key(officers: Machine, key: str) -> None:
    headers = {"Authorization": f"Bearer {officers.token}", "Idempotency-Key": key}
    answer = officers.app.test_client().post(RECORDS, json=a_submission(), headers=headers)

    assert problem(answer, 400)["errors"][0]["header"] == "Idempotency-Key"


def test_a_token_that_is_used_too_often_waits(
    app: Flask, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, token = a_token(services)
    machine = Machine(app, services, token)
    for _ in range(services.settings.api_burst):
        assert machine.get("/api/codelists/tactic").status_code == 200

    answer = machine.get("/api/codelists/tactic")

    problem(answer, 429)
    services.clock.advance(seconds=int(answer.headers["Retry-After"]))  # type: ignore[attr-defined]
    assert machine.get("/api/codelists/tactic").status_code == 200


def test_a_database_that_is_away_is_said_with_how_long_to_wait(
    officers: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("", None, Exception())

    monkeypatch.setattr("web.api.records.keyset.stretch", away)

    answer = officers.get(RECORDS)

    problem(answer, 503)
    assert answer.headers["Retry-After"]


def test_our_own_fault_tells_nothing_of_itself(
    officers: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr("web.api.records.keyset.stretch", broken)

    assert "secret words" not in str(problem(officers.get(RECORDS), 500))


def test_several_faults_are_each_named(officers: Machine) -> None:
    content = {"answers": {"area": 1, "shoe_size": 44}, "more": 1}

    errors = problem(officers.post(RECORDS, content), 422)["errors"]

    assert {one["pointer"] for one in errors} == {"/answers/area", "/answers/shoe_size", "/more"}


def test_a_pointer_leads_to_a_name_with_signs_in_it(officers: Machine) -> None:
    errors = problem(officers.post(RECORDS, {"answers": {"a/b~c": 1}}), 422)["errors"]

    assert errors[0]["pointer"] == "/answers/a~1b~0c"


def test_a_refusal_of_the_record_is_a_conflict(officers: Machine) -> None:
    place = officers.post(RECORDS, a_submission()).headers["Location"]

    answer = officers.post(f"{place}/restorations", {"explanation": "It counts"}, version=1)

    assert "was not withdrawn" in problem(answer, 409)["detail"]
