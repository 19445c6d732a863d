"""Changing a submitted record: with a reason, and without losing what somebody else did."""

import pytest

from domain.codelists.answers import YesNo
from domain.codelists.locations import LocationType
from tests.people import OFFICER, SUPERVISOR
from tests.web import given
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from tests.web.given import Given
from tests.web.pages.sections import GO_ON
from web.bootstrap import Services

SAVE = "Save the change"


@pytest.fixture
def record(services: Services) -> Given:
    return given.submitted(services)


@pytest.fixture
def officer(browser_of: SignIn) -> Browser:
    return browser_of(OFFICER)


def changed(officer: Browser, record: Given, **answers: str) -> Shown:
    """The page that asks why, after the incident was answered anew."""
    page = officer.open(f"/records/{record.reference}").follow("Amend").follow("Incident")
    return page.press(GO_ON, answers or {"single_crewed": "yes"}).follow("Give a reason and save")


def account(services: Services, record: Given):
    return services.records.read(record.id, by=OFFICER.id).account


def test_an_officer_amends_their_record_and_says_why(
    officer: Browser, record: Given, services: Services
) -> None:
    page = changed(officer, record)
    assert page.rows == [["Were you single crewed?", "No", "Yes"]]

    page = page.press(SAVE, reason="error", explanation="I was alone after all")

    assert page.heading == f"Record {record.reference}"
    assert page.answers["Were you single crewed?"] == "Yes"
    history = page.root.with_class("app-subnav")[0].all("a")[1].get("href")
    text = officer.open(history).text
    assert "answers amended" in text.lower()
    assert "A mistake in the record" in text
    assert "I was alone after all" in text


def test_nothing_of_the_record_changes_until_there_is_a_reason(
    officer: Browser, record: Given, services: Services
) -> None:
    changed(officer, record)

    assert account(services, record).single_crewed is YesNo.NO


def test_an_amendment_without_a_reason_is_refused(officer: Browser, record: Given) -> None:
    page = changed(officer, record).press(SAVE)

    assert page.errors == {
        "#reason": "Select why you change it",
        "#explanation": "Enter a few words about the change",
    }


def test_an_explanation_that_is_too_long_is_refused_and_kept(
    officer: Browser, record: Given
) -> None:
    page = changed(officer, record).press(SAVE, reason="error", explanation="x" * 2001)

    assert page.errors == {"#explanation": "Enter no more than 2,000 characters"}
    assert page.values("explanation") == ["x" * 2001]


def test_an_amendment_that_leaves_a_gap_is_not_saved(officer: Browser, record: Given) -> None:
    page = officer.open(f"/records/{record.reference}/amend/incident")
    page.press("Save and come back later", video_recorded="no")

    page = officer.open(f"/records/{record.reference}/amend/reason")

    assert SAVE not in page.buttons
    assert "Select why your body-worn video was not recording" in page.links()


def test_the_same_amendment_sent_twice_is_made_once(officer: Browser, record: Given) -> None:
    page = changed(officer, record)
    said = {"reason": "error", "explanation": "I was alone after all"}
    page.press(SAVE, said)

    again = page.press(SAVE, said)

    assert again.heading == f"Record {record.reference}"
    assert record.version == 2


def test_looking_at_the_pages_of_an_amendment_begins_none(
    officer: Browser, record: Given, services: Services
) -> None:
    officer.open(f"/records/{record.reference}/amend")
    officer.open(f"/records/{record.reference}/amend/incident")

    assert services.drafts.of(OFFICER.id) == ()


def test_changes_can_be_discarded(officer: Browser, record: Given, services: Services) -> None:
    changed(officer, record)

    page = officer.open(f"/records/{record.reference}/amend").follow("Discard these changes")
    page.press(page.buttons[-1])

    assert services.drafts.of(OFFICER.id) == ()
    assert account(services, record).single_crewed is YesNo.NO


def test_an_amendment_begun_before_the_supervisor_acted_shows_what_happened_and_loses_nothing(
    officer: Browser, record: Given, services: Services
) -> None:
    page = changed(officer, record)
    record.accepted()

    page = page.press(SAVE, reason="error", explanation="I was alone after all")

    assert page.heading == "This record changed since you began"
    assert "Record accepted" in page.text
    assert "None of them touches the same answers" in page.text
    page = page.press("Continue with your changes")
    assert page.rows == [["Were you single crewed?", "No", "Yes"]]
    page = page.press(SAVE, reason="error", explanation="I was alone after all")
    assert page.answers["Were you single crewed?"] == "Yes"
    assert "Awaiting review" in page.text


def two_minds(officer: Browser, record: Given, services: Services) -> Shown:
    """The conflict page: another window changed one answer of two, and one more."""
    page = officer.open(f"/records/{record.reference}/amend/incident")
    answers = {"single_crewed": "yes", "locations": ["dwelling"], "place": "Mine"}
    page = page.press(GO_ON, answers).follow("Give a reason and save")
    record.amended(locations=(LocationType.CUSTODY,), area="north")
    return page.press(SAVE, reason="error", explanation="Mine")


def test_two_changes_of_one_answer_are_shown_side_by_side(
    officer: Browser, record: Given, services: Services
) -> None:
    page = two_minds(officer, record, services)

    (fieldset,) = page.main.all("fieldset")
    assert fieldset.all("legend")[0].text == "Where did it happen?"
    theirs, yours = (label.text for label in fieldset.all("label"))
    assert theirs.startswith(("Theirs: Police station", "Theirs: Custody"))
    assert yours == f"Yours: {LocationType.DWELLING.label}"


def test_nobody_chooses_for_the_officer(
    officer: Browser, record: Given, services: Services
) -> None:
    page = two_minds(officer, record, services)
    assert page.values("locations") == []

    page = page.press("Continue with these answers")

    assert page.errors == {"#locations": "Select which answer to keep: Where did it happen?"}


@pytest.mark.parametrize(
    ("choice", "kept"), [("theirs", LocationType.CUSTODY), ("yours", LocationType.DWELLING)]
)
def test_the_answer_that_was_chosen_is_kept_and_everything_else_of_both(
    officer: Browser, record: Given, services: Services, choice: str, kept: LocationType
) -> None:
    page = two_minds(officer, record, services)

    page = page.press("Continue with these answers", locations=choice)
    page.press(SAVE, reason="error", explanation="Mine")

    found = account(services, record)
    assert found.locations == (kept,)
    assert (found.single_crewed, found.area, found.place) == (YesNo.YES, "north", "Mine")


def test_an_amendment_that_is_being_made_is_told_from_a_record_that_is_new(
    officer: Browser, record: Given
) -> None:
    changed(officer, record)

    assert "Amendment" in officer.open("/").text
    assert (
        "You have started to amend this record" in officer.open(f"/records/{record.reference}").text
    )
    officer.open(f"/records/{record.reference}/check", status=404)


def test_what_the_supervisor_asked_stands_beside_the_sections(
    browser_of: SignIn, officer: Browser, record: Given
) -> None:
    record.returned()

    page = officer.open(f"/records/{record.reference}/amend")

    assert "Your supervisor asked" in page.text
    assert "Please look again" in page.text


def test_a_supervisor_amends_nothing(browser_of: SignIn, record: Given) -> None:
    supervisor = browser_of(SUPERVISOR)

    assert "Amend" not in supervisor.open(f"/records/{record.reference}").links()
    supervisor.open(f"/records/{record.reference}/amend", status=403)


def test_a_withdrawn_record_is_not_offered_for_amendment(officer: Browser, record: Given) -> None:
    record.withdrawn()

    assert "Amend" not in officer.open(f"/records/{record.reference}").links()
