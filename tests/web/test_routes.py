"""Every route declares who may reach it, and who is not signed in reaches nothing else.

What each person reaches of it is tried in ``test_every_address.py``.
"""

from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from domain.access.policy import Permission
from tests.people import EVERYBODY, STANDARDS, Somebody
from tests.web.addresses import addresses, pages, populated, rules
from tests.web.client import ORIGIN, Browser
from tests.web.conftest import SignIn
from tests.web.kept import digests
from web.app import create_app
from web.bootstrap import Services
from web.security import permission_of

KEPT_LIST = Path(__file__).parent / "routes.txt"
POSTED = {"Origin": ORIGIN}


def _permission(app: Flask, rule: Rule) -> Permission | None:
    return permission_of(app.view_functions[rule.endpoint])


def _methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def test_every_route_declares_a_permission(app: Flask) -> None:
    undeclared = [rule.rule for rule in rules(app) if _permission(app, rule) is None]

    assert undeclared == []


def test_a_view_that_declares_no_permission_is_refused_even_to_who_may_do_everything(
    services: Services,
) -> None:
    app = create_app(services)
    app.add_url_rule("/undeclared", "undeclared", lambda: "reached")
    browser = Browser(app, services)
    browser.sign_in(STANDARDS)

    answer = browser.client.get("/undeclared")

    assert answer.status_code == 403
    assert b"reached" not in answer.data


def test_no_route_comes_goes_or_changes_its_permission_unseen(app: Flask) -> None:
    found = [
        f"{' '.join(_methods(rule)):8} {rule.rule}  {_permission(app, rule)}" for rule in rules(app)
    ]

    # Changed on purpose? Then change the list beside this test too.
    assert found == KEPT_LIST.read_text(encoding="utf-8").splitlines()


def test_who_is_not_signed_in_reads_only_what_everybody_may(app: Flask, services: Services) -> None:
    kept = populated(services)
    client = app.test_client()

    for rule in pages(app):
        if "GET" not in _methods(rule) or _permission(app, rule) is Permission.EVERYBODY:
            continue
        for address in addresses(app, rule, kept):
            answer = client.get(address.path)
            assert answer.status_code == 302, address
            assert answer.location.startswith("/signin?next=/"), address


def test_who_is_not_signed_in_changes_nothing(app: Flask, services: Services) -> None:
    kept = populated(services)
    client = app.test_client()

    for rule in pages(app):
        if "POST" not in _methods(rule) or _permission(app, rule) is Permission.EVERYBODY:
            continue
        for address in addresses(app, rule, kept):
            assert client.post(address.path, headers=POSTED).status_code == 401, address


SEEN = {
    # What each sees of populated(): the draft, then seven records; spec: audit, 6.1.
    "ada": (200, 200, 200, 200, 200, 200, 200, 404),
    "ben": (404, 404, 404, 200, 404, 404, 404, 404),
    "cleo": (404, 200, 200, 200, 200, 200, 200, 404),
    "dov": (404, 404, 404, 404, 404, 404, 404, 404),
    "effie": (404, 200, 200, 200, 200, 200, 200, 200),
    "fay": (404, 404, 404, 404, 404, 404, 404, 404),
    "gil": (404, 404, 404, 404, 404, 404, 404, 404),
}


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.username)
def test_a_record_is_shown_to_those_entitled_and_unknown_to_all_others(
    services: Services, browser_of: SignIn, person: Somebody
) -> None:
    kept = populated(services)
    client = browser_of(person).client

    found = tuple(
        client.get(f"/records/{reference}").status_code
        for reference in (kept.draft, *kept.references)
    )

    assert found == SEEN[person.username]


def test_the_digest_sees_a_change(services: Services) -> None:
    before = digests(services)

    services.references.next(2026)

    assert digests(services) != before
