"""Asking to look in confidence, and deciding on it, as people do it on the pages."""

import pytest

from tests.access_log.conftest import Installed, appoint
from tests.installations import follow
from tests.people import ADMINISTRATOR, OFFICER, STANDARDS, SUPERVISOR
from tests.standards import HEAD, INVESTIGATOR, REVIEWER, WORDS, approved, requested
from tests.web.client import Shown

CASE = "CO/123/26"


@pytest.fixture
def watched(embedded: Installed) -> Installed:
    appoint(embedded.services, INVESTIGATOR, HEAD, REVIEWER)
    return embedded


def asked(watched: Installed) -> Shown:
    page = watched.browser_of(STANDARDS).open("/purpose").follow("Ask to look in confidence")
    return page.press("Ask for it", case="co/123/26", text=WORDS)


def waiting(watched: Installed) -> str:
    """The address at which something that was asked for is decided."""
    version = requested(watched.services, CASE)
    follow(watched.services)
    return f"/confidences/{STANDARDS.id}/{version}"


def test_an_investigator_asks_and_is_told_what_was_decided(watched: Installed) -> None:
    head, page = watched.browser_of(HEAD), asked(watched)
    assert [row[0] for row in page.rows] == [CASE]
    assert "To be decided" in page.rows[0][3]

    told = head.open("/audit")
    (row,) = told.follow("Decide on it").rows
    decided = head.open("/confidences").follow(row[0])
    assert WORDS in decided.text
    decided = decided.press(
        "Save what you decide", outcome="approved", days="3", text="It is needed."
    )

    assert "Somebody asks to look in confidence" in told.text
    assert "to look in confidence" not in head.open("/audit").text
    assert row[1:3] == ["Insp 1105 Effie Lark", CASE]
    assert "Approved until 23 November 2026" in decided.rows[0][4]
    (mine,) = page.browser.open("/confidence").rows
    assert "Rae Linnet" in mine[2]
    assert "Approved until 23 November 2026" in mine[3]
    again = decided.follow(decided.rows[0][0])
    assert "It is needed." in again.text
    assert again.buttons == ["End it now"]


def test_every_request_that_waits_is_told_of(watched: Installed) -> None:
    requested(watched.services, "CO/124/26")
    waiting(watched)

    told = watched.browser_of(HEAD).open("/audit")

    assert "2 requests were made to look in confidence" in told.text
    assert len(told.follow("Decide on them").rows) == 2


def test_it_is_declined_with_words(watched: Installed) -> None:
    page = watched.browser_of(HEAD).open(waiting(watched))

    page = page.press("Save what you decide", outcome="declined", text="There is another way.")

    assert "Declined" in page.rows[0][4]
    assert page.follow(page.rows[0][0]).buttons == []


def test_it_is_ended_by_who_decides_and_what_waits_is_withdrawn_by_who_asked(
    watched: Installed,
) -> None:
    services = watched.services
    version, other = approved(services, CASE), approved(services, "CO/125/26")
    requested(services, "CO/124/26")
    follow(services)

    page = watched.browser_of(HEAD).open(f"/confidences/{STANDARDS.id}/{version}")
    page.press("End it now")
    mine = watched.browser_of(STANDARDS).open("/confidence")
    mine = mine.press("End CO/125/26").browser.open("/confidence").press("Withdraw CO/124/26")

    assert [row[3:] for row in mine.rows] == [
        ["Withdrawn", "Over"],
        ["Ended", "Over"],
        ["Ended", "Over"],
    ]
    person, now = services.access.person(STANDARDS.id), services.clock.now()
    assert other > version
    for case in (CASE, "CO/124/26", "CO/125/26"):
        assert not person.looks_in_confidence_at(case, now)


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_asked(watched: Installed) -> None:
    browser = watched.browser_of(STANDARDS)

    for typed, wrong in (
        ({"case": "my neighbour", "text": WORDS}, ["#case"]),
        ({"case": "", "text": WORDS}, ["#case"]),
        ({"case": CASE, "text": ""}, ["#text"]),
        ({"case": CASE, "text": "x" * 2001}, ["#text"]),
        ({"case": "", "text": ""}, ["#case", "#text"]),
    ):
        page = browser.open("/confidence").press("Ask for it", **typed)
        assert (page.status, list(page.errors)) == (422, wrong)
        assert page.rows == []


def test_a_decision_that_says_too_little_or_is_for_another_to_take_decides_nothing(
    watched: Installed,
) -> None:
    address = waiting(watched)
    head, reviewer = watched.browser_of(HEAD), watched.browser_of(REVIEWER)

    for typed, wrong in (
        ({"text": "Why."}, ["#outcome"]),
        ({"outcome": "approved", "days": "0", "text": "Why."}, ["#days"]),
        ({"outcome": "approved", "days": "91", "text": "Why."}, ["#days"]),
        ({"outcome": "approved", "days": "soon", "text": ""}, ["#days", "#text"]),
        ({"outcome": "declined", "text": ""}, ["#text"]),
    ):
        page = head.open(address).press("Save what you decide", **typed)
        assert (page.status, list(page.errors)) == (422, wrong)
    page = reviewer.open(address).press("Save what you decide", outcome="approved", text="Why not.")

    assert "A head of professional standards decides" in page.errors["#outcome"]
    assert "To be decided" in head.open("/confidences").rows[0][4]


def test_nobody_is_offered_to_decide_on_their_own(watched: Installed) -> None:
    watched.services.people.grant(
        STANDARDS.id, HEAD.role, since=None, until=None, requester=ADMINISTRATOR.asks()
    )

    page = watched.browser_of(STANDARDS).open(waiting(watched))

    assert "Somebody else must decide on it" in page.text
    assert page.buttons == []


def test_others_find_neither_page_and_what_is_not_there_is_not_found(watched: Installed) -> None:
    address = waiting(watched)
    refused = {
        "/confidence": (OFFICER, SUPERVISOR, HEAD, REVIEWER),
        "/confidences": (OFFICER, SUPERVISOR, STANDARDS, INVESTIGATOR),
        address: (OFFICER, SUPERVISOR, STANDARDS, INVESTIGATOR),
    }

    for path, people in refused.items():
        for who in people:
            assert watched.browser_of(who).client.get(path).status_code == 403
    head = watched.browser_of(HEAD).client
    nobody = "00000000-0000-0000-0000-000000000000"
    for missing in (f"{STANDARDS.id}/1", f"{OFFICER.id}/99", f"{nobody}/1"):
        assert head.get(f"/confidences/{missing}").status_code == 404
