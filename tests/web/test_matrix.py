"""Every page about a record, by everybody, however they stand to it: the table of permissions written
out in ``tests/application/test_access.py``, held against what the addresses answer.

Denied by default: whatever the table does not allow is refused or unknown, by every method. (Spec: audit,
6.1 and T50.)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from flask import Flask

from domain.access.policy import Permission, holds
from tests.application.test_access import ALLOWED
from tests.figures import Tell
from tests.people import (
    COLLEAGUE,
    EVERYBODY,
    OFFICER,
    STANDARDS,
    SUPERVISOR,
    Somebody,
)
from tests.web.addresses import addresses, pages, populated
from tests.web.client import ORIGIN
from tests.web.conftest import SignIn
from web.bootstrap import Services
from web.security import permission_of

RECORDS = 7
RESTRICTED = 6
"""The places of ``populated()`` among its records."""
OF_COLLEAGUE = 2
TEAM = (OFFICER, COLLEAGUE)
DECIDED_INSIDE = {Permission.SIGNED_IN: Permission.READ, Permission.SEE_QUEUE: Permission.READ}
"""What a page about one record asks of the record, where its route asks less."""
OF_DRAFTS = Permission.SUBMIT
"""Drafts are their officer's alone, which ``test_routes.py`` shows."""
READING = (Permission.READ, Permission.READ_HISTORY)


@dataclass(frozen=True)
class Cell:
    """One request: by which method, to where, and whether the table allows it."""

    method: str
    address: str
    permission: Permission
    allowed: bool


def relation(person: Somebody, record: int) -> str:
    """How somebody stands to one of the records; the names are those of the table."""
    officer = COLLEAGUE if record == OF_COLLEAGUE else OFFICER
    if person == officer:
        return "own"
    if record == OF_COLLEAGUE and person == OFFICER:
        return "named"
    return "supervises" if person == SUPERVISOR and officer in TEAM else "nothing"


def cells(app: Flask, services: Services, person: Somebody) -> Iterator[Cell]:
    kept = populated(services)
    for rule in pages(app):
        stated = permission_of(app.view_functions[rule.endpoint])
        if "reference" not in rule.arguments or stated is None or stated is OF_DRAFTS:
            continue
        asked = DECIDED_INSIDE.get(stated, stated)
        found = list(addresses(app, rule, kept))
        # Each section of a form has an address of its own for the draft and each record.
        every = len(found) // (RECORDS + 1)
        for place, address in enumerate(found):
            record = place // every - 1
            if record < 0:
                continue
            allowed = (
                (asked.value, person.role.value, relation(person, record)) in ALLOWED
                and holds(stated, [person.role])
                and (record != RESTRICTED or person == STANDARDS)
            )
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield Cell(method, address, asked, allowed)


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.username)
def test_what_the_table_does_not_allow_is_refused_or_unknown(
    app: Flask, services: Services, browser_of: SignIn, figure: Tell, person: Somebody
) -> None:
    tried = list(cells(app, services, person))
    client = browser_of(person).client

    for cell in tried:
        if not cell.allowed:
            # With what each form carries: it is not refused for want of that.
            carried = {"key": str(uuid4()), "version": "1"} if cell.method == "POST" else None
            answer = client.open(
                cell.address, method=cell.method, data=carried, headers={"Origin": ORIGIN}
            )
            assert answer.status_code in (403, 404), f"{cell.method} {cell.address}"
        elif cell.method == "GET" and cell.permission in READING and not _is_proof(cell):
            answer = client.get(cell.address)
            # 422: a moment that nobody gave.
            assert answer.status_code in (200, 302, 422), f"{cell.method} {cell.address}"

    denied = sum(not cell.allowed for cell in tried)
    figure(f"{person.username}: {len(tried)} cells of route, role and relation, {denied} denied")
    assert len(tried) > 250


def _is_proof(cell: Cell) -> bool:
    """A file that is there once a witness saw the record, and not before."""
    return cell.address.endswith("/proof.zip")
