"""What cannot be taken back easily is open only to who has just shown who they are."""

import pytest
from flask import Flask

from domain.access.policy import Permission
from domain.codelists.roles import Role
from domain.people.events import RoleGranted
from tests.fakes import FakeClock
from tests.people import ADMINISTRATOR, COLLEAGUE, OFFICER, PASSWORD, SUPERVISOR
from tests.web.client import Browser
from tests.web.conftest import SignIn
from tests.web.test_sessions import token_of
from web.auth.attempts import MOST_ATTEMPTS
from web.bootstrap import Services
from web.security import needs_fresh, requires

ROLES = f"/admin/people/{COLLEAGUE.id}"
FRESH = {
    "admin.change",
    "admin.register",
    "clients.change",
    "disclosures.make",
    "keeping.approve",
}
"""Whatever changes what people may do, issues tokens, which act as them, erases or discloses. A view that comes to it, or goes, is seen here."""


@pytest.fixture
def administrator(browser_of: SignIn, clock: FakeClock) -> Browser:
    """Signed in for as long as it does not count any more."""
    browser = browser_of(ADMINISTRATOR)
    clock.advance(minutes=10)
    return browser


def granted(services: Services) -> list[Role]:
    events = services.log.events_of(COLLEAGUE.id)
    return [event.role for event in events if isinstance(event, RoleGranted)]


def test_no_view_asks_for_it_or_ceases_to_unseen(app: Flask) -> None:
    asking = {name for name, view in app.view_functions.items() if needs_fresh(view)}

    assert asking == FRESH


def test_a_change_of_roles_waits_until_one_has_shown_who_one_is(
    services: Services, administrator: Browser
) -> None:
    before, old = granted(services), token_of(administrator)
    page = administrator.open(ROLES).press("Grant role", role="analyst")
    assert (page.status, page.heading) == (401, "Show that it is you")
    assert granted(services) == before

    page = page.press("Go on", shown=PASSWORD)

    assert page.heading == "Save what you typed"
    assert granted(services) == before, "it is sent on by whoever typed it"
    page = page.press("Save and go on")
    assert page.path == ROLES
    assert granted(services) == [*before, Role.ANALYST]
    assert token_of(administrator) != old, "a new id of the session (ASVS 7.2.4)"
    assert services.sessions.find(old) is None


def test_it_counts_for_some_minutes_and_not_for_longer(
    services: Services, administrator: Browser, clock: FakeClock
) -> None:
    administrator.open("/confirm?next=/admin/people").press("Go on", shown=PASSWORD)

    clock.advance(minutes=9)
    assert administrator.open(ROLES).press("Grant role", role="analyst").status == 200
    clock.advance(minutes=1)
    assert administrator.open(ROLES).press("Revoke analyst").status == 401


def test_a_page_that_needs_it_is_shown_afterwards(administrator: Browser) -> None:
    page = administrator.open("/admin/people/new")
    assert page.path == "/confirm?next=/admin/people/new"

    page = page.press("Go on", shown=PASSWORD)

    assert page.path == "/admin/people/new"


@pytest.mark.parametrize("typed", ["", "wrong", "x" * 10_000, "made-up-password "])
def test_what_is_wrong_changes_nothing_and_keeps_what_was_typed(
    services: Services, administrator: Browser, typed: str
) -> None:
    before = granted(services)
    page = administrator.open(ROLES).press("Grant role", role="analyst")

    page = page.press("Go on", shown=typed)

    assert page.status == 422
    assert page.errors == {"#shown": "Enter your password as it is"}
    assert page.values("kept-role") == ["analyst"]
    assert typed == "" or typed not in page.response.get_data(as_text=True)
    assert granted(services) == before


def test_guessing_comes_to_an_end_here_too(administrator: Browser, clock: FakeClock) -> None:
    for _ in range(MOST_ATTEMPTS):
        administrator.open("/confirm").press("Go on", shown="guess")

    assert administrator.open("/confirm").press("Go on", shown=PASSWORD).status == 429


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example", "/\\e"])
def test_it_leads_to_no_other_site(administrator: Browser, wanted: str) -> None:
    for name in ("next", "resume"):
        answer = administrator.post("/confirm", {name: wanted, "shown": PASSWORD})
        assert answer.location == "/"


def test_who_may_not_do_it_at_all_is_not_asked(browser_of: SignIn, clock: FakeClock) -> None:
    browser = browser_of(OFFICER)
    clock.advance(minutes=10)

    assert browser.send(ROLES, {"change": "grant"}).status == 403


def test_one_line_makes_any_view_ask(
    app: Flask, services: Services, browser_of: SignIn, clock: FakeClock
) -> None:
    @app.post("/erase")
    @requires(Permission.SIGNED_IN, fresh=True)
    def erase() -> str:
        return "erased"

    browser = browser_of(SUPERVISOR)
    assert browser.post("/erase").text == "erased", "who has just signed in has shown it"
    clock.advance(minutes=10)
    assert browser.post("/erase").status_code == 401
