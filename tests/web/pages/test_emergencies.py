"""Opening a record in an emergency, and looking into it, as people do it on the pages."""

import pytest

from tests.people import OFFICER, OTHER_SUPERVISOR, STANDARDS, SUPERVISOR
from tests.web import given
from tests.web.client import Shown
from tests.web.conftest import SignIn
from tests.web.given import Given
from web.bootstrap import Services

WORDS = "They are missing and may be hurt."


@pytest.fixture
def record(services: Services) -> Given:
    return given.submitted(services)


def opened(browser_of: SignIn, record: Given) -> Shown:
    page = browser_of(OTHER_SUPERVISOR).open("/review").follow("Open a record in an emergency")
    return page.press(
        "Open the record", reference=record.reference, ground="risk-to-life", text=WORDS
    )


def test_a_supervisor_opens_a_record_and_is_told_for_how_long(
    browser_of: SignIn, record: Given
) -> None:
    browser_of(OTHER_SUPERVISOR).open(f"/records/{record.reference}", status=404)

    page = opened(browser_of, record)

    assert page.path == f"/records/{record.reference}"
    assert "You opened this record in an emergency" in page.text
    assert "Review" not in page.links()
    page.browser.open(f"/records/{record.reference}/history", status=404)


def test_professional_standards_are_told_at_once_and_say_what_they_found(
    browser_of: SignIn, record: Given
) -> None:
    opened(browser_of, record)
    page = browser_of(STANDARDS).open("/review")
    assert "A record was opened in an emergency" in page.text

    page = page.follow("Look into it")
    (row,) = page.rows
    page = page.follow(row[0])
    assert WORDS in page.text
    page = page.press("Save what you found")
    assert page.errors == {
        "#outcome": "Select whether it was needed",
        "#text": "Enter what you found",
    }
    page = page.press("Save what you found", outcome="justified", text="The control room agrees.")

    assert "It was needed" in page.text
    assert "opened in an emergency" not in page.browser.open("/review").text


@pytest.mark.parametrize(
    ("given_", "wrong"),
    [
        (
            {"reference": "", "ground": "risk-to-life", "text": WORDS},
            {"#reference": "Enter the reference of the record"},
        ),
        (
            {"reference": "UOF-26-999999", "ground": "risk-to-life", "text": WORDS},
            {
                "#reference": "There is no record with this reference that can be opened. Check it",
            },
        ),
        ({"reference": "*", "text": WORDS}, {"#ground": "Select why it cannot wait"}),
        (
            {"reference": "*", "ground": "risk-to-life", "text": ""},
            {"#text": "Enter what is happening"},
        ),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_opened(
    browser_of: SignIn, record: Given, given_: dict[str, str], wrong: dict[str, str]
) -> None:
    typed = {**given_, "reference": given_["reference"].replace("*", record.reference)}
    page = browser_of(OTHER_SUPERVISOR).open("/emergency")

    page = page.press("Open the record", **typed)

    assert page.errors == wrong
    assert page.status == 422
    browser_of(OTHER_SUPERVISOR).open(f"/records/{record.reference}", status=404)


def test_who_may_read_it_anyway_is_told_so(browser_of: SignIn, record: Given) -> None:
    page = browser_of(SUPERVISOR).open("/emergency")

    page = page.press(
        "Open the record", reference=record.reference, ground="risk-to-life", text=WORDS
    )

    assert page.errors == {"#reference": "You can read this record without an emergency"}


def test_others_find_neither_page(browser_of: SignIn) -> None:
    for person in (OFFICER, STANDARDS):
        browser_of(person).open("/emergency", status=403)
    for person in (OFFICER, SUPERVISOR):
        browser_of(person).open("/emergencies", status=403)


def test_a_supervisor_who_is_away_has_another_review_the_team(
    browser_of: SignIn, record: Given
) -> None:
    page = browser_of(SUPERVISOR).open("/review").follow("While you are away")
    page = page.press(
        "Save", collar_number=OTHER_SUPERVISOR.collar_number, since="", until="2027-12-31"
    )

    assert OTHER_SUPERVISOR.name in page.rows[0][0]
    queue = browser_of(OTHER_SUPERVISOR).open("/review")
    assert record.reference in queue.text
    assert "You act for" in queue.follow("While you are away").text
    page = page.press(f"End for {page.rows[0][0]}")
    assert record.reference not in browser_of(OTHER_SUPERVISOR).open("/review").text


@pytest.mark.parametrize(
    ("given_", "wrong"),
    [
        ({"collar_number": "0000", "until": "2027-12-31"}, "#collar_number"),
        ({"collar_number": "2345", "until": ""}, "#until"),
        ({"collar_number": "2345", "until": "9999-12-31"}, "#until"),
        ({"collar_number": "4127", "until": "2027-12-31"}, "#collar_number"),
    ],
)
def test_nobody_acts_who_cannot(browser_of: SignIn, given_: dict[str, str], wrong: str) -> None:
    page = browser_of(SUPERVISOR).open("/review/delegation").press("Save", **given_)

    assert list(page.errors) == [wrong]
    assert page.rows == []
