"""Asking to look in confidence, and deciding on it, as people do it on the pages."""

import pytest

from tests.installations import appoint, follow
from tests.people import ADMINISTRATOR, OFFICER, STANDARDS, SUPERVISOR
from tests.standards import HEAD, INVESTIGATOR, REVIEWER, WORDS, approved, requested
from tests.web.client import Shown
from tests.web.conftest import SignIn
from web.bootstrap import Services

CASE = "CO/123/26"


@pytest.fixture(autouse=True)
def _those_who_watch(services: Services) -> None:
    appoint(services, INVESTIGATOR, HEAD, REVIEWER)
    for one in (INVESTIGATOR, HEAD, REVIEWER):
        services.accounts.set_password(one.id, username=one.username, password="made-up-password")
    follow(services)


def asked(browser_of: SignIn) -> Shown:
    page = browser_of(STANDARDS).open("/purpose").follow("Ask to look in confidence")
    return page.press("Ask for it", case="co/123/26", text=WORDS)


def test_an_investigator_asks_and_is_told_what_was_decided(browser_of: SignIn) -> None:
    page = asked(browser_of)
    assert [row[0] for row in page.rows] == [CASE]
    assert "To be decided" in page.rows[0][3]

    (row,) = browser_of(HEAD).open("/confidences").rows
    decided = browser_of(HEAD).open("/confidences").follow(row[0])
    assert WORDS in decided.text
    decided = decided.press(
        "Save what you decide", outcome="approved", days="3", text="It is needed."
    )

    assert row[1:3] == ["Insp 1105 Effie Lark", CASE]
    assert "Approved until 23 November 2026" in decided.rows[0][4]
    (mine,) = browser_of(STANDARDS).open("/confidence").rows
    assert "Ida Plover" in mine[2]
    assert "Approved until 23 November 2026" in mine[3]
    again = decided.follow(decided.rows[0][0])
    assert "It is needed." in again.text
    assert again.buttons == ["End it now"]


def test_it_is_declined_with_words(browser_of: SignIn, services: Services) -> None:
    version = requested(services, CASE)
    follow(services)
    page = browser_of(HEAD).open(f"/confidences/{STANDARDS.id}/{version}")

    page = page.press("Save what you decide", outcome="declined", text="There is another way.")

    assert "Declined" in page.rows[0][4]
    assert page.follow(page.rows[0][0]).buttons == []


@pytest.mark.parametrize("who", [STANDARDS, HEAD], ids=lambda who: who.username)
def test_it_is_ended_by_who_asked_and_by_who_decides(
    browser_of: SignIn, services: Services, who: object
) -> None:
    version = approved(services, CASE)
    follow(services)

    if who is STANDARDS:
        page = browser_of(STANDARDS).open("/confidence").press(f"End {CASE}")
    else:
        page = browser_of(HEAD).open(f"/confidences/{STANDARDS.id}/{version}")
        page = page.press("End it now")

    assert "Ended" in " ".join(page.rows[0])
    assert not services.access.person(STANDARDS.id).looks_in_confidence_at(
        CASE, services.clock.now()
    )


def test_what_waits_is_withdrawn(browser_of: SignIn) -> None:
    page = asked(browser_of).press(f"Withdraw {CASE}")

    assert page.rows[0][3:] == ["Withdrawn", "Over"]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"case": "my neighbour", "text": WORDS}, "#case"),
        ({"case": "", "text": WORDS}, "#case"),
        ({"case": CASE, "text": ""}, "#text"),
        ({"case": CASE, "text": "x" * 2001}, "#text"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_asked(
    browser_of: SignIn, typed: dict[str, str], wrong: str
) -> None:
    page = browser_of(STANDARDS).open("/confidence").press("Ask for it", **typed)

    assert (page.status, list(page.errors)) == (422, [wrong])
    assert page.rows == []


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"text": "Why."}, ["#outcome"]),
        ({"outcome": "approved", "days": "0", "text": "Why."}, ["#days"]),
        ({"outcome": "approved", "days": "91", "text": "Why."}, ["#days"]),
        ({"outcome": "approved", "days": "soon", "text": ""}, ["#days", "#text"]),
        ({"outcome": "declined", "text": ""}, ["#text"]),
    ],
)
def test_a_decision_that_says_too_little_decides_nothing(
    browser_of: SignIn, services: Services, typed: dict[str, str], wrong: list[str]
) -> None:
    version = requested(services, CASE)
    follow(services)
    page = browser_of(HEAD).open(f"/confidences/{STANDARDS.id}/{version}")

    page = page.press("Save what you decide", **typed)

    assert (page.status, list(page.errors)) == (422, wrong)
    assert "To be decided" in browser_of(HEAD).open("/confidences").rows[0][4]


def test_the_outside_reviewer_is_told_that_it_is_for_the_head_to_decide(
    browser_of: SignIn, services: Services
) -> None:
    version = requested(services, CASE)
    follow(services)
    page = browser_of(REVIEWER).open(f"/confidences/{STANDARDS.id}/{version}")

    page = page.press("Save what you decide", outcome="approved", text="Why not.")

    assert "A head of professional standards decides" in page.errors["#outcome"]


def test_nobody_is_offered_to_decide_on_their_own(browser_of: SignIn, services: Services) -> None:
    services.people.grant(
        STANDARDS.id, HEAD.role, since=None, until=None, requester=ADMINISTRATOR.asks()
    )
    version = requested(services, CASE)
    follow(services)

    page = browser_of(STANDARDS).open(f"/confidences/{STANDARDS.id}/{version}")

    assert "Somebody else must decide on it" in page.text
    assert page.buttons == []


def test_a_request_that_is_not_there_is_not_found(browser_of: SignIn) -> None:
    for address in (
        f"{STANDARDS.id}/1",
        f"{OFFICER.id}/99",
        f"{'0' * 8}-0000-0000-0000-{'0' * 12}/1",
    ):
        browser_of(HEAD).open(f"/confidences/{address}", status=404)


def test_others_find_neither_page(browser_of: SignIn, services: Services) -> None:
    version = requested(services, CASE)
    follow(services)
    for person in (OFFICER, SUPERVISOR, HEAD, REVIEWER):
        browser_of(person).open("/confidence", status=403)
    for person in (OFFICER, SUPERVISOR, STANDARDS, INVESTIGATOR):
        browser_of(person).open("/confidences", status=403)
        browser_of(person).open(f"/confidences/{STANDARDS.id}/{version}", status=403)
