"""Who a machine acts for, and what it may not do."""

import re

import pytest
from flask import Flask

from domain.clients.scopes import Scope
from domain.codelists.roles import Role
from tests.people import (
    ADMINISTRATOR,
    COLLEAGUE,
    OFFICER,
    OTHER_SUPERVISOR,
    STANDARDS,
    SUPERVISOR,
    Somebody,
)
from tests.web import given
from tests.web.api.conftest import MachineOf
from tests.web.api.machine import EVERYTHING, Machine, a_token
from tests.web.api.sending import a_submission
from tests.web.client import ORIGIN
from tests.web.conftest import SignIn
from web.api.openapi import operations
from web.bootstrap import Services

RECORDS = "/api/records"
SOMETHING = "00000000-0000-4000-8000-000000000001"


def requests(app: Flask) -> list[tuple[str, str, Scope | None]]:
    """Every operation that needs a token: its method, an address, and its scope."""
    found = []
    for rule, said in operations(app):
        if said.permission != "everybody":
            (method,) = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            path = re.sub("<uuid:[a-z_]+>", SOMETHING, rule.rule).replace("<name>", "tactic")
            found.append((method, path, said.scope))
    return found


def test_nothing_is_answered_without_a_token(app: Flask) -> None:
    for method, path, _ in requests(app):
        answer = app.test_client().open(path, method=method, json={})

        assert answer.status_code == 401, path
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer uof_", "Basic dW9mOnVvZg==", "Bearer é"])
def test_what_is_no_token_opens_nothing(app: Flask, header: str) -> None:
    headers = {"Authorization": header.encode().decode("latin-1")}

    assert app.test_client().get(RECORDS, headers=headers).status_code == 401


def test_a_session_of_the_pages_opens_nothing_of_the_api(browser_of: SignIn) -> None:
    browser = browser_of(OFFICER)

    assert browser.client.get(RECORDS).status_code == 401
    answer = browser.client.post(RECORDS, json=a_submission(), headers={"Origin": ORIGIN})
    assert answer.status_code == 401


def test_a_token_opens_no_page(app: Flask, officers: Machine) -> None:
    headers = {"Authorization": f"Bearer {officers.token}"}

    assert app.test_client().get("/", headers=headers).status_code == 302
    answer = app.test_client().post("/records/new", headers={**headers, "Origin": ORIGIN})
    assert answer.status_code == 401


def test_each_operation_is_closed_to_a_token_without_its_scope(
    app: Flask, services: Services
) -> None:
    for method, path, scope in requests(app):
        if scope is None:
            continue
        others = tuple(one for one in EVERYTHING if one is not scope)
        _, token = a_token(services, acts_as=STANDARDS, scopes=others)

        answer = app.test_client().open(
            path, method=method, json={}, headers={"Authorization": f"Bearer {token}"}
        )

        assert answer.status_code == 403, path
        assert scope in answer.get_json()["detail"]


def test_a_scope_gives_nothing_that_the_person_may_not_do(machine_of: MachineOf) -> None:
    assert machine_of(STANDARDS).post(RECORDS, a_submission()).status_code == 403
    assert machine_of(ADMINISTRATOR).get("/api/changes").status_code == 403


SEEN = {
    OFFICER: 200,
    COLLEAGUE: 404,
    SUPERVISOR: 200,
    OTHER_SUPERVISOR: 404,
    STANDARDS: 200,
    ADMINISTRATOR: 404,
}


@pytest.mark.parametrize("person", SEEN, ids=lambda one: one.username)
def test_a_record_is_there_for_those_entitled_alone(
    machine_of: MachineOf, services: Services, person: Somebody
) -> None:
    record = given.submitted(services)

    assert machine_of(person).get(f"{RECORDS}/{record.id}").status_code == SEEN[person]


@pytest.mark.parametrize("person", [COLLEAGUE, OTHER_SUPERVISOR], ids=lambda one: one.username)
def test_a_record_that_is_not_seen_is_not_changed_and_not_told_of(
    machine_of: MachineOf, services: Services, person: Somebody
) -> None:
    record = given.submitted(services)
    machine = machine_of(person)
    changes = {"notes": {"text": "I was there"}, "acceptances": {}}

    for name, content in changes.items():
        answer = machine.post(f"{RECORDS}/{record.id}/{name}", content, version=1)
        assert answer.status_code in (403, 404)
        assert answer.status_code == 404 or "Record" not in answer.text
    assert record.version == 1


def test_a_restricted_record_is_there_for_professional_standards_alone(
    machine_of: MachineOf, services: Services
) -> None:
    record = given.submitted(services).restricted()

    assert machine_of(OFFICER).get(f"{RECORDS}/{record.id}").status_code == 404
    assert machine_of(STANDARDS).get(f"{RECORDS}/{record.id}").status_code == 200


def test_who_is_only_named_reads_the_facts_and_no_words(
    officers: Machine, services: Services
) -> None:
    record = given.submitted(
        services, by=COLLEAGUE, colleagues=(OFFICER.id,), narrative_action="What I did"
    )

    answers = officers.get(f"{RECORDS}/{record.id}").get_json()["answers"]

    assert answers["narrative_action"] == {"absent": "unopened"}
    assert answers["area"] == "central"
    assert officers.get(f"{RECORDS}/{record.id}/history").status_code == 404


def test_nobody_accepts_their_own_record(machine_of: MachineOf, services: Services) -> None:
    services.people.grant(
        OFFICER.id,
        Role.PROFESSIONAL_STANDARDS,
        since=None,
        until=None,
        requester=ADMINISTRATOR.asks(),
    )
    record = given.submitted(services)

    answer = machine_of(OFFICER).post(f"{RECORDS}/{record.id}/acceptances", {}, version=1)

    assert answer.status_code == 409
    assert "Nobody reviews their own record" in answer.get_json()["detail"]


def test_a_role_that_ends_takes_the_machine_with_it(officers: Machine, services: Services) -> None:
    record = given.submitted(services)
    services.people.revoke(OFFICER.id, Role.OFFICER, requester=ADMINISTRATOR.asks())

    assert officers.get(f"{RECORDS}/{record.id}").status_code == 404
    assert officers.post(RECORDS, a_submission()).status_code == 403


def test_an_account_that_is_closed_takes_the_machine_with_it(
    officers: Machine, services: Services
) -> None:
    assert officers.get("/api/codelists").status_code == 200

    services.people.close_account(OFFICER.id, requester=ADMINISTRATOR.asks())

    for answer in (officers.get("/api/codelists"), officers.post(RECORDS, a_submission())):
        assert answer.status_code == 403


def for_officers(app: Flask, services: Services, number: str | None) -> Machine:
    scopes = (*EVERYTHING, Scope.ACT_FOR_OFFICERS)
    _, token = a_token(services, acts_as=None, scopes=scopes)
    return Machine(app, services, token, {} if number is None else {"Officer": number})


def test_a_machine_acts_for_the_officer_whom_it_names(app: Flask, services: Services) -> None:
    machine = for_officers(app, services, COLLEAGUE.collar_number)

    did = machine.post(RECORDS, a_submission()).get_json()

    read = machine.get(f"{RECORDS}/{did['id']}").get_json()
    assert read["officer"]["id"] == str(COLLEAGUE.id)


@pytest.mark.parametrize("number", [None, "", "0000", "41 27", "é"])
def test_a_machine_that_acts_for_officers_names_one(
    app: Flask, services: Services, number: str | None
) -> None:
    sent = number.encode().decode("latin-1") if number else number

    answer = for_officers(app, services, sent).post(RECORDS, a_submission())

    assert answer.status_code == 400
    assert answer.get_json()["errors"][0]["header"] == "Officer"


def test_an_officer_who_is_named_has_their_own_roles_and_no_more(
    app: Flask, services: Services
) -> None:
    record = given.submitted(services)
    machine = for_officers(app, services, OFFICER.collar_number)

    assert machine.post(f"{RECORDS}/{record.id}/acceptances", {}, version=1).status_code == 403


def test_a_token_that_may_not_act_for_officers_does_not(app: Flask, services: Services) -> None:
    _, token = a_token(services, acts_as=OFFICER)
    machine = Machine(app, services, token, {"Officer": COLLEAGUE.collar_number})

    assert machine.get(RECORDS).status_code == 403
