"""Every route declares who may reach it, is reached by nobody else, and reading changes nothing."""

import hashlib
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import MetaData, inspect, select
from werkzeug.routing import Rule

from domain.access.policy import Permission, holds
from tests.people import (
    ADMINISTRATOR,
    ANALYST,
    COLLEAGUE,
    EVERYBODY,
    OFFICER,
    OTHER_SUPERVISOR,
    STANDARDS,
    SUPERVISOR,
    Somebody,
)
from tests.web.addresses import addresses, pages, populated, rules
from tests.web.client import ORIGIN, Browser
from tests.web.conftest import SignIn
from web.adapters.access_tables import NEVER_CHANGED
from web.adapters.stores import DURABLE
from web.app import create_app
from web.bootstrap import Services
from web.security import permission_of

KEPT_LIST = Path(__file__).parent / "routes.txt"
POSTED = {"Origin": ORIGIN}
ROLES = (OFFICER, COLLEAGUE, SUPERVISOR, OTHER_SUPERVISOR, STANDARDS, ADMINISTRATOR, ANALYST)


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
            answer = client.get(address)
            assert answer.status_code == 302, address
            assert answer.location.startswith("/signin?next=/"), address


def test_who_is_not_signed_in_changes_nothing(app: Flask, services: Services) -> None:
    kept = populated(services)
    client = app.test_client()

    for rule in pages(app):
        if "POST" not in _methods(rule) or _permission(app, rule) is Permission.EVERYBODY:
            continue
        for address in addresses(app, rule, kept):
            assert client.post(address, headers=POSTED).status_code == 401, address


@pytest.mark.parametrize("person", ROLES, ids=lambda person: person.username)
def test_a_role_is_refused_what_its_permissions_do_not_hold(
    app: Flask, services: Services, browser_of: SignIn, person: Somebody
) -> None:
    kept = populated(services)
    client = browser_of(person).client

    for rule in pages(app):
        permission = _permission(app, rule)
        assert permission is not None
        if holds(permission, [person.role]):
            continue
        for address in addresses(app, rule, kept):
            for method in _methods(rule):
                answer = client.open(address, method=method, headers=POSTED)
                assert answer.status_code == 403, f"{method} {address}"


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


@pytest.mark.parametrize("person", ROLES, ids=lambda person: person.username)
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


@pytest.mark.parametrize("person", ROLES, ids=lambda person: person.username)
def test_reading_changes_nothing_that_is_kept(
    app: Flask, services: Services, browser_of: SignIn, person: Somebody
) -> None:
    kept = populated(services)
    client = browser_of(person).client
    before = digests(services)

    reached = set()
    for rule in pages(app):
        if "GET" not in _methods(rule) or rule.endpoint == "record.printed":
            continue
        for address in addresses(app, rule, kept):
            answer = client.get(address)
            answer.close()
            assert answer.status_code in (200, 302, 403, 404, 422), address
            reached.add(answer.status_code)

    assert 200 in reached
    assert digests(services) == before


def test_the_digest_sees_a_change(services: Services) -> None:
    before = digests(services)

    services.references.next(2026)

    assert digests(services) != before


LOGGED = {table.name for table in NEVER_CHANGED}


def digests(services: Services) -> dict[str, str]:
    """A digest of every row of every durable table.

    Of sessions all but when they were last seen: that a person is there is written down by
    reading, so that an idle session can end. It is no part of any record. And that they looked is
    written down in the access log, which has tests of its own.
    """
    found = {}
    for store in DURABLE:
        engine = services.stores.engine(store)
        metadata = MetaData()
        metadata.reflect(engine)
        assert inspect(engine).get_table_names(), store
        for name, table in metadata.tables.items():
            if name in LOGGED:
                continue
            columns = [column for column in table.c if column.name != "seen_at"]
            with engine.connect() as connection:
                rows = sorted(map(repr, connection.execute(select(*columns))))
            found[f"{store}.{name}"] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def test_everybody_of_the_tests_is_tried() -> None:
    assert set(ROLES) == set(EVERYBODY)
