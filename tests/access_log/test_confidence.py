"""A purpose is said in confidence only where somebody else approved it, and for as long as that holds (T53)."""

import pytest

from domain.access_log.codes import Asking
from tests.access_log.conftest import Asked, Installed, appoint
from tests.access_log.logged import Line, last, lines
from tests.people import OFFICER, STANDARDS
from tests.standards import HEAD, INVESTIGATOR, approved, requested
from tests.web import given
from tests.web.client import Browser, Shown
from tests.web.given import Given

CASE = "CO/123/26"


def say(browser: Browser, *, case: str = CASE, purpose: str = "complaint") -> Shown:
    page = browser.open("/purpose")
    return page.press("Continue", purpose=purpose, case=case, confidential="yes")


def look(installed: Installed, browser: Browser, record: Given) -> list[Line]:
    """What is logged of a look at a record."""
    before = last(installed.services)
    browser.open(f"/records/{record.reference}")
    return lines(installed.services, after=before)


def is_shown(installed: Installed, record: Given) -> bool:
    """Whether the officer is shown that professional standards looked."""
    page = installed.browser_of(OFFICER).open(f"/records/{record.reference}/access")
    return "Effie Lark" in page.text


@pytest.fixture
def installed(asking: Asked) -> Installed:
    made = asking(Asking.SENSITIVE)
    appoint(made.services, HEAD, INVESTIGATOR)
    return made


def test_it_is_refused_until_it_is_approved_and_the_page_says_what_to_do(
    installed: Installed,
) -> None:
    record, browser = given.submitted(installed.services), installed.browser_of(STANDARDS)

    unasked = say(browser)
    requested(installed.services, CASE)
    undecided = say(browser)

    for page in (unasked, undecided):
        assert page.errors.keys() == {"#confidential"}
        assert "not approved for this case" in page.errors["#confidential"]
        assert page.links()["Ask to look in confidence"] == "/confidence"
    # Nothing of it was taken down.
    assert browser.open(f"/records/{record.reference}").heading == "Why are you looking?"


def test_it_is_said_for_that_case_by_that_person_and_hides_their_looks_from_the_officer(
    installed: Installed,
) -> None:
    approved(installed.services, CASE)
    record, browser = given.submitted(installed.services), installed.browser_of(STANDARDS)

    of_another_case = say(browser, case="CO/124/26")
    without_a_case = say(browser, case="", purpose="assurance")
    by_another = say(installed.browser_of(INVESTIGATOR))
    offered = browser.open("/purpose")
    said = say(browser)
    (entry,) = look(installed, browser, record)

    assert of_another_case.errors.keys() == by_another.errors.keys() == {"#confidential"}
    assert without_a_case.errors.keys() == {"#case"}
    assert f"Approved for {CASE} until 29 November 2026" in offered.text
    assert said.errors == {}
    assert (entry.confidential, entry.case_reference) == (True, CASE)
    assert not is_shown(installed, record)


@pytest.mark.parametrize("when", Asking)
def test_once_it_is_over_they_are_asked_anew_and_nothing_more_is_hidden(
    asking: Asked, when: Asking
) -> None:
    installed = asking(when)
    appoint(installed.services, HEAD)
    version = approved(installed.services, CASE)
    record, browser = given.submitted(installed.services), installed.browser_of(STANDARDS)
    say(browser)
    browser.open(f"/records/{record.reference}")

    installed.services.confidences.end(STANDARDS.id, version, requester=HEAD.asks())
    before = last(installed.services)
    asked = browser.open(f"/records/{record.reference}")
    held_back = lines(installed.services, after=before)
    refused = asked.press("Continue", case=CASE, confidential="yes")
    shown = refused.press("Continue", purpose="complaint", case=CASE, confidential=())

    assert (asked.heading, held_back) == ("Why are you looking?", [])
    assert refused.errors.keys() == {"#confidential"}
    assert shown.path == f"/records/{record.reference}"
    assert not lines(installed.services, after=before)[-1].confidential
    assert is_shown(installed, record)


def test_it_ends_by_itself_within_the_hour_for_which_the_purpose_holds(
    installed: Installed,
) -> None:
    approved(installed.services, CASE, days=1)
    record, browser = given.submitted(installed.services), installed.browser_of(STANDARDS)
    installed.clock.advance(hours=23, minutes=50)
    browser = installed.browser_of(STANDARDS)
    say(browser)
    (entry,) = look(installed, browser, record)

    installed.clock.advance(minutes=10)

    assert entry.confidential
    assert browser.open(f"/records/{record.reference}").heading == "Why are you looking?"


def test_a_purpose_that_is_not_in_confidence_outlives_an_approval(installed: Installed) -> None:
    version = approved(installed.services, CASE)
    record, browser = given.submitted(installed.services), installed.browser_of(STANDARDS)
    browser.open("/purpose").press("Continue", purpose="complaint", case=CASE)
    installed.services.confidences.end(STANDARDS.id, version, requester=HEAD.asks())

    (entry,) = look(installed, browser, record)

    assert (entry.confidential, entry.case_reference) == (False, CASE)
