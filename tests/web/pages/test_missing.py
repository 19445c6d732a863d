"""Records that are probably missing: listed to who follows up, until recorded or explained."""

import pytest

from tests.expecting import an_expected, look
from tests.installations import follow
from tests.people import (
    ADMINISTRATOR,
    ANALYST,
    COLLEAGUE,
    OFFICER,
    OTHER_SUPERVISOR,
    STANDARDS,
    SUPERVISOR,
)
from tests.web import given
from tests.web.client import Browser
from tests.web.conftest import SignIn
from web.bootstrap import Services

PAGE = "/review/missing"


@pytest.fixture
def supervisor(browser_of: SignIn, services: Services) -> Browser:
    """An arrest without a record, one with, and one of somebody whom nobody knows."""
    given.submitted(services)
    an_expected(services)
    an_expected(services, reference="AR/78", officer=COLLEAGUE.collar_number, date="2026-11-10")
    an_expected(services, reference="CU/1", kind="custody", officer="9999", date="2026-11-11")
    follow(services)
    look(services)
    follow(services)
    return browser_of(SUPERVISOR)


def test_a_supervisor_sees_what_their_team_has_not_recorded(supervisor: Browser) -> None:
    page = supervisor.open(PAGE)

    ((kind, officer, happened, area, since),) = page.rows
    assert kind.startswith("Arrest")
    assert COLLEAGUE.name in officer
    assert (happened.startswith("10 November"), area) == (True, "Northshire Central")
    assert since == "9 days"


def test_professional_standards_see_those_without_a_known_officer_too(
    supervisor: Browser, browser_of: SignIn
) -> None:
    page = browser_of(STANDARDS).open(PAGE)

    assert [row[0].split(",")[0] for row in page.rows] == ["Arrest", "Custody arrival"]
    assert [row[1] for row in page.rows][1] == "Not known here"


def test_a_filter_by_kind_stands_in_the_address(supervisor: Browser, browser_of: SignIn) -> None:
    page = browser_of(STANDARDS).open(PAGE).press("Apply filter", kind=["custody"])

    assert "kind=custody" in page.path
    assert len(page.rows) == 1


def test_another_supervisor_sees_nothing_and_reaches_nothing(
    supervisor: Browser, browser_of: SignIn
) -> None:
    href = supervisor.open(PAGE).main.all("table")[0].all("a")[0].get("href")
    other = browser_of(OTHER_SUPERVISOR)

    assert "There is nothing here" in other.open(PAGE).text
    assert other.open(href, status=404)
    assert "No record found" in supervisor.open(href).text


@pytest.mark.parametrize("who", [OFFICER, ANALYST, ADMINISTRATOR], ids=lambda one: one.username)
def test_nobody_else_follows_up(browser_of: SignIn, who: object) -> None:
    assert browser_of(who).open(PAGE, status=403)  # type: ignore[arg-type]


def opened(browser: Browser) -> str:
    """The address of the first encounter in the list."""
    return browser.open(PAGE).main.all("table")[0].all("a")[0].get("href")


def test_it_is_explained_and_no_longer_listed(supervisor: Browser, services: Services) -> None:
    page = supervisor.open(opened(supervisor)).press(
        "Save explanation", reason="no-force", text="Seen on video"
    )
    follow(services)

    assert page.answers["Why there is no record"] == "No force was used"
    assert page.answers["How that is known"] == "Seen on video"
    assert "There is nothing here" in supervisor.open(PAGE).text
    assert len(supervisor.open(f"{PAGE}?show=explained").rows) == 1


def test_an_explanation_that_does_not_hold_is_undone(
    supervisor: Browser, services: Services
) -> None:
    address = opened(supervisor)
    page = supervisor.open(address).press("Save explanation", reason="other", text="I think")

    page.press("The explanation does not hold")
    follow(services)

    assert len(supervisor.open(PAGE).rows) == 1


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, {"#reason": "Select why there is no record", "#text": "Enter how you know"}),
        ({"reason": "no-force"}, {"#text": "Enter how you know"}),
        ({"text": "Seen"}, {"#reason": "Select why there is no record"}),
    ],
)
def test_what_an_explanation_lacks_is_said(
    supervisor: Browser, typed: dict[str, str], errors: dict[str, str]
) -> None:
    page = supervisor.open(opened(supervisor)).press("Save explanation", typed)

    assert page.response.status_code == 422
    assert page.errors == errors


def test_a_record_is_named_by_its_reference(supervisor: Browser, services: Services) -> None:
    record = given.submitted(services, by=COLLEAGUE)
    address = opened(supervisor)

    page = supervisor.open(address).press("This is its record", record=record.reference.lower())

    assert page.answers["Found by"] == "Somebody said so"
    assert f"Its record is {record.reference}" in page.text


def test_a_record_that_one_cannot_see_is_refused(supervisor: Browser) -> None:
    page = supervisor.open(opened(supervisor)).press("This is its record", record="UOF-26-999999")

    assert page.errors == {"#record": "Enter the reference of a record that you can see"}


def test_what_is_near_is_offered(supervisor: Browser, services: Services) -> None:
    record = given.submitted(services, by=COLLEAGUE)
    address = opened(supervisor)
    before = supervisor.open(address).text

    an_expected(
        services,
        reference="AR/79",
        officer=COLLEAGUE.collar_number,
        date="2026-11-18",
        time="20:00",
    )
    follow(services)
    (near,) = (
        link.get("href")
        for link in supervisor.open(PAGE).main.all("table")[0].all("a")
        if "18 November" in link.text
    )

    assert "You can see no record of this officer" in before
    assert record.reference in supervisor.open(near).text


def test_looking_again_finds_what_was_recorded_since(
    supervisor: Browser, services: Services
) -> None:
    an_expected(services, reference="AR/80", officer=COLLEAGUE.collar_number)
    follow(services)
    before = len(supervisor.open(PAGE).rows)
    given.submitted(services, by=COLLEAGUE)

    supervisor.open(PAGE).press("Look for records again")
    follow(services)

    assert (before, len(supervisor.open(PAGE).rows)) == (2, 1)


def test_a_match_that_is_wrong_is_undone(supervisor: Browser, services: Services) -> None:
    href = supervisor.open(f"{PAGE}?show=matched").main.all("table")[0].all("a")[0].get("href")

    page = supervisor.open(href).press("This is not its record")
    follow(services)

    assert "No record found" in page.text
    assert len(supervisor.open(PAGE).rows) == 2


@pytest.mark.parametrize("report", ["tactics", "quality", "timeliness"])
def test_coverage_stands_beside_the_figures_with_its_basis(
    supervisor: Browser, browser_of: SignIn, report: str
) -> None:
    analyst = browser_of(ANALYST)

    now = analyst.open(f"/reports/{report}?force=northshire")
    before = analyst.open(f"/reports/{report}?force=northshire&from=2025-q1&to=2025-q1")

    assert "Coverage: 33.3%" in now.text
    assert "arrest 1 of 2; custody arrival 0 of 1" in now.text
    assert "Coverage is not known" in before.text or "No record that counts" in before.text
