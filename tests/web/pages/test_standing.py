"""Notes, withdrawal and restriction: what happens to a record as a whole."""

import pytest

from tests.builders import CED_FIRED
from tests.people import OFFICER, STANDARDS, SUPERVISOR
from tests.web import given
from tests.web.conftest import SignIn
from tests.web.given import Given
from web.bootstrap import Services


@pytest.fixture
def record(services: Services) -> Given:
    return given.submitted(services)


def test_a_note_stands_beside_the_record_and_changes_no_answer(
    browser_of: SignIn, record: Given
) -> None:
    page = browser_of(SUPERVISOR).open(f"/records/{record.reference}").follow("Add a note")

    page = page.press("Add note", text="Video was seen\n<b>today</b>")

    assert page.heading == f"Record {record.reference}"
    history = page.browser.open(f"/records/{record.reference}/history")
    assert "note added" in history.text.lower()
    assert "Video was seen <b>today</b>" in history.text


def test_a_withdrawn_record_says_so_and_can_be_restored(browser_of: SignIn, record: Given) -> None:
    page = browser_of(OFFICER).open(f"/records/{record.reference}").follow("Withdraw")
    reason = page.main.all("input", type="radio")[0].get("value")

    page = page.press("Withdraw record", reason=reason, text="Sent twice")

    assert "This record was withdrawn and no longer counts" in page.text
    assert "Withdraw" not in page.links()
    page = page.follow("Restore").press("Restore record", text="It was not")
    assert "no longer counts" not in page.text
    assert "Restore" not in page.links()


def test_a_restricted_record_is_seen_by_professional_standards_alone(
    browser_of: SignIn, record: Given
) -> None:
    page = browser_of(STANDARDS).open(f"/records/{record.reference}").follow("Restrict")
    ground = page.main.all("input", type="radio")[0].get("value")

    page = page.press("Restrict record", reason=ground, text="Being looked into")

    assert "Restricted" in page.text
    for person in (OFFICER, SUPERVISOR):
        browser_of(person).open(f"/records/{record.reference}", status=404)
    page.follow("Lift the restriction").press("Lift restriction", text="Done")
    assert browser_of(OFFICER).open(f"/records/{record.reference}").status == 200


@pytest.mark.parametrize(
    ("address", "button", "with_reason"),
    [
        ("note", "Add note", False),
        ("withdraw", "Withdraw record", True),
        ("restrict", "Restrict record", True),
    ],
)
def test_a_page_that_asks_why_insists(
    browser_of: SignIn, record: Given, address: str, button: str, *, with_reason: bool
) -> None:
    page = browser_of(STANDARDS).open(f"/records/{record.reference}/{address}")

    page = page.press(button, text="   ")

    reason = {"#reason": "Select a reason"} if with_reason else {}
    assert page.errors == {**reason, "#text": "Enter a few words"}
    assert record.version == 1


@pytest.mark.parametrize("address", ["note", "withdraw", "restrict"])
def test_words_that_are_too_long_are_refused_and_kept(
    browser_of: SignIn, record: Given, address: str
) -> None:
    page = browser_of(STANDARDS).open(f"/records/{record.reference}/{address}")

    page = page.press(page.buttons[-1], text="x" * 2001)

    assert page.errors["#text"] == "Enter no more than 2,000 characters"
    assert page.values("text") == ["x" * 2001]


def test_the_same_note_sent_twice_is_added_once(browser_of: SignIn, record: Given) -> None:
    page = browser_of(OFFICER).open(f"/records/{record.reference}/note")
    page.press("Add note", text="Video was seen")

    page.press("Add note", text="Video was seen")

    assert record.version == 2


def test_a_record_that_changed_since_is_not_withdrawn_and_the_words_are_kept(
    browser_of: SignIn, record: Given
) -> None:
    page = browser_of(OFFICER).open(f"/records/{record.reference}/withdraw")
    reason = page.main.all("input", type="radio")[0].get("value")
    record.accepted()

    page = page.press("Withdraw record", reason=reason, text="Sent twice")

    assert page.status in (409, 422)
    assert record.version == 2
    assert page.values("text") == ["Sent twice"]
    assert "Record accepted" in page.text


@pytest.mark.parametrize("address", ["withdraw", "restore", "restrict", "unrestrict"])
def test_a_supervisor_has_no_say_in_it(browser_of: SignIn, record: Given, address: str) -> None:
    browser_of(SUPERVISOR).open(f"/records/{record.reference}/{address}", status=403)


def test_professional_standards_assess_what_was_referred(
    browser_of: SignIn, services: Services
) -> None:
    referred = given.submitted(services, **CED_FIRED)
    page = browser_of(STANDARDS).open(f"/records/{referred.reference}")
    page = page.follow("Record an assessment")

    page = page.press(page.buttons[-1], reason="no-more", text="Nothing more to do")

    assert page.heading == f"Record {referred.reference}"
    assert "Record an assessment" not in page.links()
    assert page.browser.open("/referrals").rows == []
    history = page.browser.open(f"/records/{referred.reference}/history")
    assert "Nothing more to do" in history.text


def test_nobody_else_assesses(browser_of: SignIn, services: Services) -> None:
    referred = given.submitted(services, **CED_FIRED)

    browser_of(SUPERVISOR).open(f"/records/{referred.reference}/assess", status=403)
