"""A decision about a record that somebody else changes meanwhile, and words that are too many."""

import pytest

from domain.codelists.answers import YesNo
from domain.codelists.assessments import Assessment
from domain.codelists.locations import LocationType
from domain.records.events import PinnedNote
from tests.builders import CED_FIRED
from tests.people import OFFICER, STANDARDS, SUPERVISOR
from tests.web import given
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from tests.web.given import Given
from web.bootstrap import Services
from web.pages.meanwhile import HEADING
from web.pages.review import LONGEST

DECISIONS = {
    "accepting": ("accept", "Save decision", {"decision": "accept"}),
    "advising": ("accept", "Save decision", {"decision": "advise", "text": "Say who was there"}),
    "referring": ("accept", "Save decision", {"decision": "refer", "text": "It looks wrong"}),
    "returning": (
        "return",
        "Return to officer",
        {"note-": "Look again", "note-locations": "Street or park?"},
    ),
}
every_decision = pytest.mark.parametrize(
    ("address", "button", "typed"), DECISIONS.values(), ids=DECISIONS
)
CHANGED = ["Were you single crewed?", "No", "Yes"]


@pytest.fixture
def record(services: Services) -> Given:
    return given.submitted(services)


@pytest.fixture
def supervisor(browser_of: SignIn) -> Browser:
    return browser_of(SUPERVISOR)


def deciding(supervisor: Browser, record: Given, address: str) -> Shown:
    return supervisor.open(f"/review/{record.reference}/{address}")


@every_decision
def test_a_decision_on_a_record_that_changed_shows_what_happened_and_keeps_what_was_typed(
    supervisor: Browser, record: Given, address: str, button: str, typed: dict[str, str]
) -> None:
    page = deciding(supervisor, record, address)
    record.amended(single_crewed=YesNo.YES)

    page = page.press(button, typed)

    assert page.status == 422
    assert list(page.errors) == [f"#{HEADING}"]
    assert "Answers amended by PC 4127 Ada Finch" in page.text
    assert CHANGED in page.rows
    assert {name: page.values(name) for name in typed} == {
        name: [text] for name, text in typed.items()
    }
    assert record.version == 2


@every_decision
def test_the_same_decision_is_made_on_the_record_as_it_is_by_deciding_again(
    supervisor: Browser, record: Given, address: str, button: str, typed: dict[str, str]
) -> None:
    page = deciding(supervisor, record, address)
    record.amended(single_crewed=YesNo.YES)
    page = page.press(button, typed)

    page = page.press(button)

    assert page.path == "/review"
    assert record.version == 3


@every_decision
def test_what_happened_before_the_page_was_opened_is_not_told_as_new(
    supervisor: Browser, record: Given, address: str, button: str, typed: dict[str, str]
) -> None:
    record.amended(locations=(LocationType.DWELLING,))
    page = deciding(supervisor, record, address)
    record.amended(single_crewed=YesNo.YES)

    page = page.press(button, typed)

    assert page.rows == [CHANGED]
    assert page.text.count("Answers amended") == 1


@every_decision
def test_a_decision_that_somebody_else_took_first_is_told(
    browser_of: SignIn,
    supervisor: Browser,
    record: Given,
    *,
    address: str,
    button: str,
    typed: dict[str, str],
) -> None:
    page = deciding(supervisor, record, address)
    record.accepted(by=STANDARDS)

    page = page.press(button, typed)

    assert page.status == 422
    assert f"Record accepted by Insp 1105 {STANDARDS.name}" in page.text
    again = page.press(button)
    assert again.status == 422
    assert "not awaiting review" in " ".join(again.errors.values())
    assert record.version == 2


@pytest.mark.parametrize(
    ("address", "typed", "href"),
    [
        ("accept", {"decision": "advise", "text": "x" * (LONGEST + 1)}, "#text"),
        ("accept", {"decision": "refer", "text": "x" * (LONGEST + 1)}, "#text"),
        ("return", {"note-": "x" * (LONGEST + 1)}, "#note-"),
        ("return", {"note-locations": "x" * (LONGEST + 1)}, "#note-locations"),
    ],
    ids=["advice", "referral", "note", "pinned note"],
)
def test_words_that_are_too_many_are_refused_at_their_box_and_kept(
    supervisor: Browser, record: Given, address: str, typed: dict[str, str], href: str
) -> None:
    page = deciding(supervisor, record, address)

    page = page.press(page.buttons[-1], typed)

    assert page.status == 422
    assert page.errors == {href: f"Enter no more than {LONGEST:,} characters"}
    assert {name: page.values(name) for name in typed} == {
        name: [text] for name, text in typed.items()
    }
    assert record.version == 1


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("accept", {"decision": "advise", "text": "x" * LONGEST}),
        ("return", {"note-": "x" * LONGEST, "note-locations": "y" * LONGEST}),
    ],
)
def test_words_may_be_just_as_many(
    supervisor: Browser, record: Given, address: str, typed: dict[str, str]
) -> None:
    page = deciding(supervisor, record, address)

    page = page.press(page.buttons[-1], typed)

    assert page.path == "/review"
    assert record.version == 2


def test_a_restriction_is_not_named_to_the_supervisor_who_can_no_longer_see_the_record(
    supervisor: Browser, record: Given
) -> None:
    page = deciding(supervisor, record, "accept")
    record.restricted()

    page = page.press("Save decision", decision="accept")

    assert page.status == 404
    assert record.version == 2


def test_a_review_shows_what_was_asked_and_what_the_officer_says_about_it(
    supervisor: Browser, record: Given
) -> None:
    record.returned(PinnedNote(question="single_crewed", text="Were you alone?"))
    record.amended(single_crewed=YesNo.YES)

    page = supervisor.open(f"/review/{record.reference}")

    assert "Were you alone?" in page.text
    assert "Why: I had it wrong" in page.text


def test_an_assessment_of_a_record_that_changed_shows_what_happened_and_is_kept(
    browser_of: SignIn, services: Services
) -> None:
    record = given.submitted(services, **CED_FIRED)
    page = browser_of(STANDARDS).open(f"/records/{record.reference}/assess")
    record.accepted()
    typed = {"reason": Assessment.INVESTIGATION.value, "text": "Taken on"}

    page = page.press("Record assessment", typed)

    assert page.status == 422
    assert f"Record accepted by Sgt 2210 {SUPERVISOR.name}" in page.text
    assert {name: page.values(name)[0] for name in typed} == typed
    assert page.press("Record assessment").heading == f"Record {record.reference}"


def test_an_officer_who_withdraws_is_told_of_a_note_of_professional_standards_and_not_its_words(
    browser_of: SignIn, services: Services, record: Given
) -> None:
    page = browser_of(OFFICER).open(f"/records/{record.reference}/withdraw")
    services.records.add_note(record.id, "Being looked into", requester=STANDARDS.asks())

    page = page.press("Withdraw record", reason="duplicate", text="Sent twice")

    assert page.status == 422
    assert "Note added" in page.text
    assert "Being looked into" not in page.text


def test_a_form_error_does_not_make_a_stale_decision_a_fresh_one(
    supervisor: Browser, record: Given
) -> None:
    page = deciding(supervisor, record, "accept")
    record.amended(single_crewed=YesNo.YES)
    page = page.press("Save decision", decision="advise", text="")

    page = page.press("Save decision", decision="advise", text="Say who was there")

    assert list(page.errors) == [f"#{HEADING}"]
    assert record.version == 2
