"""Roles that take two administrators, in the pages of both."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from domain.codelists.forces import Force
from domain.codelists.roles import Role
from domain.people.proposals import RolesBy
from tests import installations
from tests.fakes import FakeClock
from tests.installations import follow
from tests.people import (
    ADMINISTRATOR,
    OFFICER,
    PASSWORD,
    SECOND_ADMINISTRATOR,
    STANDARDS,
    SUPERVISOR,
    Somebody,
)
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from web.bootstrap import Services
from web.settings import Settings

WAITS = "Waits for a second administrator"


@pytest.fixture
def services(sqlite: Settings, clock: FakeClock) -> Iterator[Services]:
    """An installation with two administrators, who give roles together."""
    with installations.opened(replace(sqlite, roles_by=RolesBy.TWO), clock) as opened:
        installations.appoint(opened, SECOND_ADMINISTRATOR)
        opened.accounts.set_password(
            SECOND_ADMINISTRATOR.id, username=SECOND_ADMINISTRATOR.username, password=PASSWORD
        )
        follow(opened)
        yield opened


@pytest.fixture
def first(browser_of: SignIn) -> Browser:
    return browser_of(ADMINISTRATOR)


@pytest.fixture
def second(browser_of: SignIn) -> Browser:
    return browser_of(SECOND_ADMINISTRATOR)


def page_of(browser: Browser, who: Somebody = OFFICER) -> Shown:
    return browser.open(f"/admin/people/{who.id}")


def proposed(browser: Browser, who: Somebody = OFFICER, role: str = "supervisor") -> Shown:
    return page_of(browser, who).press("Propose role", role=role)


def roles(services: Services, who: Somebody = OFFICER) -> frozenset[Role]:
    return services.access.roles(who.id)


def test_a_role_is_proposed_by_one_and_confirmed_by_another(
    first: Browser, second: Browser, services: Services
) -> None:
    page = proposed(first)
    assert page.path == f"/admin/people/{OFFICER.id}"
    assert WAITS in page.text
    assert page.answers["Change"] == "Grant supervisor once confirmed"
    assert page.answers["Proposed"] == "by Staff 9001 Fay Stoat, 20 November 2026 at 12:00"
    assert page.answers["Lapses"] == "27 November 2026 at 12:00"
    assert roles(services) == {Role.OFFICER}

    page = page_of(second).press("Confirm: grant supervisor")

    assert roles(services) == {Role.OFFICER, Role.SUPERVISOR}
    assert WAITS not in page.text
    assert page.rows[-1] == [
        "Grant supervisor once confirmed",
        "by Staff 9001 Fay Stoat, 20 November 2026 at 12:00",
        "Confirmed by Staff 9021 Hal Marten, 20 November 2026 at 12:00",
    ]
    assert page_of(first).rows == page.rows, "both see who did what"


def test_what_waits_is_listed_for_every_administrator_with_how_many_they_are(
    first: Browser, second: Browser
) -> None:
    assert "second administrator" not in first.open("/admin/people").text
    proposed(first)

    page = second.open("/admin/people")
    assert "A change of roles waits for a second administrator." in page.text
    assert page.rows[0] == [
        "PC 4127 Ada Finch",
        "Grant supervisor once confirmed",
        "by Staff 9001 Fay Stoat, 20 November 2026 at 12:00",
        "27 November 2026 at 12:00",
    ]
    proposed(first, SUPERVISOR, "analyst")
    assert "2 changes of roles wait for a second" in second.open("/admin/people").text

    page.follow("PC 4127 Ada Finch").press("Decline: grant supervisor")

    assert "A change of roles waits" in second.open("/admin/people").text


def test_who_proposed_it_may_only_withdraw_it(first: Browser, services: Services) -> None:
    page = proposed(first)
    offered = [one for one in page.buttons if "supervisor" in one]
    assert offered == ["Withdraw: grant supervisor", "Save supervisor"]

    page = page.press("Withdraw: grant supervisor")

    assert page.rows[-1][2].startswith("Withdrawn by Staff 9001 Fay Stoat")
    assert roles(services) == {Role.OFFICER}


def test_whom_it_is_about_sees_it_if_they_are_administrator_and_has_no_button(
    first: Browser, second: Browser
) -> None:
    proposed(first, SECOND_ADMINISTRATOR, "supervisor")

    page = page_of(second, SECOND_ADMINISTRATOR)

    assert "This is about you, so other administrators decide it." in page.text
    assert not [one for one in page.buttons if one.startswith(("Confirm", "Decline", "Withdraw"))]


def sent(browser: Browser, change: str, proposed: str, who: Somebody = OFFICER) -> Shown:
    """A form as somebody may send it who is offered none."""
    return browser.send(
        f"/admin/people/{who.id}",
        {"key": str(ADMINISTRATOR.asks().request), "change": change, "proposed": proposed},
    )


def test_a_button_that_is_not_offered_does_nothing_either(
    first: Browser, second: Browser, services: Services
) -> None:
    proposed(first)
    proposed(first, SECOND_ADMINISTRATOR, "supervisor")
    before = services.log.last_position()
    version = str(services.access.person(OFFICER.id).proposals[0].version)
    about = str(services.access.person(SECOND_ADMINISTRATOR.id).proposals[0].version)

    for browser, change, number, who, sentence in (
        (first, "confirm", version, OFFICER, "You proposed this yourself."),
        (first, "decline", version, OFFICER, "You proposed this yourself."),
        (second, "withdraw", version, OFFICER, "Only who proposed this withdraws it."),
        (second, "confirm", about, SECOND_ADMINISTRATOR, "Nobody changes their own roles."),
        (second, "decline", about, SECOND_ADMINISTRATOR, "Nobody changes their own roles."),
    ):
        page = sent(browser, change, number, who)
        assert page.status == 422
        assert sentence in " ".join(page.errors.values())
    assert services.log.last_position() == before


@pytest.mark.parametrize("number", ["", "1", "-1", "two", "9" * 5000, "1.0", "१"])
def test_what_names_no_proposal_is_refused_with_a_sentence(second: Browser, number: str) -> None:
    page = sent(second, "confirm", number)

    assert page.status == 422
    assert list(page.errors.values()) == [
        "This no longer waits: it was decided or withdrawn, or it lapsed. Propose it anew"
    ]


def test_whoever_comes_too_late_is_told_so(first: Browser, second: Browser) -> None:
    proposed(first)
    page = page_of(second)
    page_of(first).press("Withdraw: grant supervisor")

    page = page.press("Confirm: grant supervisor")

    assert page.status == 422
    assert "This no longer waits" in " ".join(page.errors.values())


def test_what_lapsed_is_told_and_no_longer_offered(first: Browser, clock: FakeClock) -> None:
    proposed(first)
    clock.advance(days=7)
    # Nobody stays signed in for so long.
    first.sign_in(ADMINISTRATOR)

    page = page_of(first)

    assert WAITS not in page.text
    assert page.rows[-1][2] == "Lapsed, 27 November 2026 at 12:00"


def test_a_role_that_watches_is_taken_away_by_two_and_its_holder_then_signed_out(
    first: Browser, second: Browser, browser_of: SignIn, services: Services
) -> None:
    standards = browser_of(STANDARDS)
    page = page_of(first, STANDARDS).press("Propose to revoke professional standards")
    assert page.answers["Change"] == "Revoke professional standards"
    assert standards.open("/search").status == 200

    page_of(second, STANDARDS).press("Confirm: revoke professional standards")

    assert roles(services, STANDARDS) == frozenset()
    assert standards.open("/search").path.startswith("/signin")


def test_another_role_is_taken_away_and_an_account_closed_by_one_at_once(
    first: Browser, services: Services
) -> None:
    page_of(first, SUPERVISOR).press("Revoke supervisor")
    page_of(first, STANDARDS).press("Close the account")

    assert roles(services, SUPERVISOR) == roles(services, STANDARDS) == frozenset()


def test_confirming_asks_again_who_one_is(
    first: Browser, second: Browser, services: Services, clock: FakeClock
) -> None:
    proposed(first)
    clock.advance(minutes=10)

    page = page_of(second).press("Confirm: grant supervisor")
    assert (page.status, page.heading) == (401, "Show that it is you")
    assert roles(services) == {Role.OFFICER}

    page.press("Go on", shown=PASSWORD).press("Save and go on")
    assert roles(services) == {Role.OFFICER, Role.SUPERVISOR}


def test_the_person_sees_nothing_of_it(first: Browser, browser_of: SignIn) -> None:
    officer = browser_of(OFFICER)
    before = officer.open("/").text
    proposed(first)

    assert officer.open("/").text == before
    officer.open(f"/admin/people/{OFFICER.id}", status=403)


def test_the_form_says_what_happens(first: Browser) -> None:
    page = page_of(first)

    assert "It takes effect when another administrator confirms it" in page.text
    assert "Grant role" not in page.buttons


def test_the_system_is_no_role_that_anybody_gives(first: Browser, services: Services) -> None:
    page = first.send(
        f"/admin/people/{OFFICER.id}",
        {"key": str(ADMINISTRATOR.asks().request), "change": "grant", "role": "system"},
    )

    assert page.errors == {"#role": "Select a role"}
    assert not services.access.person(OFFICER.id).proposals


def test_a_day_after_the_last_one_there_is_is_refused(first: Browser) -> None:
    page = page_of(first).press("Propose role", role="supervisor", until="9999-12-31")

    assert page.errors == {"#until": "Enter a date, like 2027-03-31"}


def test_people_of_another_force_are_not_found(first: Browser, services: Services) -> None:
    abroad = replace(OFFICER, collar_number="7777")
    services.people.found(
        abroad.id,
        name=abroad.name,
        collar_number=abroad.collar_number,
        force=Force.KENT,
        rank=abroad.rank,
        role=abroad.role,
    )

    first.open(f"/admin/people/{abroad.id}", status=404)
    assert sent(first, "close", "", abroad).status == 404
