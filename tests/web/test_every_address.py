"""Every page at every address, by a person of every role, by every method: the table of permissions written
out in ``tests/application/test_access.py``, held against what the addresses answer.

Denied by default: what a role does not hold, and what the table does not allow of a record, is refused or
unknown, by every method. Whatever shows a record is in the access log. And after all of it nothing that is
kept has changed. (Spec: audit, 6.1, T50 and T52.)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from domain.access.policy import Permission, holds
from domain.codelists.roles import Role
from tests.access_log.showing import Watch
from tests.application.test_access import ALLOWED, KEEP_RESTRICTED
from tests.figures import Tell
from tests.installations import appoint
from tests.keepers import MANAGER, PROTECTION
from tests.people import COLLEAGUE, EVERYBODY, OFFICER, PASSWORD, SUPERVISOR, Somebody
from tests.standards import HEAD, REVIEWER
from tests.web.addresses import (
    OF_COLLEAGUE,
    RESTRICTED,
    Address,
    addresses,
    pages,
    populated,
)
from tests.web.client import ORIGIN
from tests.web.conftest import SignIn
from tests.web.kept import digests
from web.bootstrap import Services
from web.security import permission_of

TEAM = (OFFICER, COLLEAGUE)
OF_EVERY_ROLE = (*EVERYBODY, HEAD, REVIEWER, MANAGER, PROTECTION)
DECIDED_INSIDE = {Permission.SIGNED_IN: Permission.READ, Permission.SEE_QUEUE: Permission.READ}
"""What a page about one record asks of the record, where its route asks less."""
OF_DRAFTS = Permission.SUBMIT
"""Drafts are their officer's alone, which ``test_routes.py`` shows."""
READING = (Permission.READ, Permission.READ_HISTORY)
ANSWERED, THERE, REFUSED, UNKNOWN = (200, 302, 403, 404, 422), (200, 302, 422), (403,), (403, 404)
"""422: a moment that nobody gave."""


@dataclass(frozen=True)
class Request:
    """One request, how it may be answered, and whether it is a cell of route, role and relation."""

    method: str
    path: str
    answers: Sequence[int]
    is_cell: bool

    @property
    def is_denied(self) -> bool:
        return self.answers in (REFUSED, UNKNOWN)


def asked(client: FlaskClient, request: Request) -> TestResponse:
    """The answer, asked for with what each form carries, so that nothing is refused for want of it."""
    carried = {"key": str(uuid4()), "version": "1"} if request.method == "POST" else None
    return client.open(
        request.path, method=request.method, data=carried, headers={"Origin": ORIGIN}
    )


def relation(person: Somebody, record: int) -> str:
    """How somebody stands to one of the records; the names are those of the table."""
    officer = COLLEAGUE if record == OF_COLLEAGUE else OFFICER
    if person == officer:
        return "own"
    if record == OF_COLLEAGUE and person == OFFICER:
        return "named"
    return "supervises" if person == SUPERVISOR and officer in TEAM else "nothing"


def requests(app: Flask, services: Services, person: Somebody) -> Iterator[Request]:
    """What somebody can ask for without changing anything, if all is well."""
    kept = populated(services)
    for rule in pages(app):
        stated = permission_of(app.view_functions[rule.endpoint])
        assert stated is not None
        for address in addresses(app, rule, kept):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                answers = _answers(rule, stated, person, method, address)
                is_cell = address.record is not None and stated is not OF_DRAFTS
                if answers:
                    yield Request(method, address.path, answers, is_cell)


def _answers(
    rule: Rule, stated: Permission, person: Somebody, method: str, address: Address
) -> Sequence[int]:
    """How a request may be answered; nothing if it may be granted, and would change something."""
    if not holds(stated, [person.role]):
        return REFUSED
    if address.record is None or stated is OF_DRAFTS:
        return ANSWERED if method == "GET" else ()
    asked = DECIDED_INSIDE.get(stated, stated)
    allowed = (asked.value, person.role.value, relation(person, address.record)) in ALLOWED
    if not allowed or (address.record == RESTRICTED and person.role not in KEEP_RESTRICTED):
        return UNKNOWN
    if method != "GET" or rule.endpoint == "record.printed":
        # Printing takes long, and has tests of its own.
        return ()
    return THERE if asked in READING and not _is_proof(address.path) else ANSWERED


def _is_proof(path: str) -> bool:
    """A file that is there once a witness saw the record, or somebody was given a receipt, not before."""
    return path.endswith("/proof.zip") or "/receipts/" in path


def test_a_person_of_every_role_asks() -> None:
    assert {person.role for person in OF_EVERY_ROLE} == set(Role) - {Role.SYSTEM}


@pytest.mark.parametrize("person", OF_EVERY_ROLE, ids=lambda person: person.username)
def test_what_is_not_allowed_is_refused_what_is_shown_is_logged_and_nothing_changes(
    app: Flask, services: Services, browser_of: SignIn, figure: Tell, person: Somebody
) -> None:
    if person not in EVERYBODY:
        appoint(services, person)
        services.accounts.set_password(person.id, username=person.username, password=PASSWORD)
    tried = list(requests(app, services, person))
    client, watch = browser_of(person).client, Watch(services)
    before, wrong = digests(services), []

    for request in tried:
        with asked(client, request) as answer:
            watch.look_at(answer, request.path, person)
            if answer.status_code not in request.answers:
                wrong.append(f"{request.method} {request.path}: {answer.status_code}")

    assert wrong == []
    assert watch.missed == []
    assert digests(services) == before
    cells = [request for request in tried if request.is_cell]
    denied = sum(request.is_denied for request in cells)
    assert len(cells) > 200
    figure(f"{person.username}: {len(cells)} cells of route, role and relation, {denied} denied")
    figure(f"{person.username}: {len(tried)} answers showed {watch.shown} records, 0 not logged")
