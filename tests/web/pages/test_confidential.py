"""What professional standards and reviewers say to each other is not for the officer it is about.

That it happened is (spec: audit, 6.1).
"""

from collections.abc import Callable

import pytest

from domain.codelists.assessments import Assessment
from domain.codelists.reasons import GroundForRestriction
from domain.records.events import PinnedNote
from tests.builders import CED_FIRED
from tests.installations import follow
from tests.people import COLLEAGUE, OFFICER, STANDARDS, SUPERVISOR, Somebody
from tests.web import given
from tests.web.client import Shown
from tests.web.conftest import SignIn
from tests.web.given import Given
from web.bootstrap import Services

SECRET = "Kept among those who look into it"
WITHHELD = "Kept by professional standards"


def referred(record: Given) -> None:
    record.services.reviews.refer(
        record.id, explanation=SECRET, version=record.version, requester=SUPERVISOR.asks()
    )


def assessed(record: Given) -> None:
    record.services.reviews.assess(
        record.id,
        Assessment.INVESTIGATION,
        explanation=SECRET,
        version=record.version,
        requester=STANDARDS.asks(),
    )


def noted(record: Given) -> None:
    record.services.records.add_note(record.id, SECRET, requester=STANDARDS.asks())


def restricted_for_a_time(record: Given) -> None:
    records = record.services.records
    records.restrict(
        record.id,
        ground=GroundForRestriction.EVIDENCE,
        explanation=SECRET,
        requester=STANDARDS.asks(),
    )
    records.unrestrict(record.id, explanation=SECRET, requester=STANDARDS.asks())


ACTS: dict[str, Callable[[Given], None]] = {
    "Referred to professional standards": referred,
    "Assessed by professional standards": assessed,
    "Note added": noted,
    "Restriction lifted": restricted_for_a_time,
}
every_act = pytest.mark.parametrize(("title", "act"), ACTS.items(), ids=ACTS)


@pytest.fixture
def record(services: Services) -> Given:
    """One that must be assessed."""
    return given.submitted(services, **CED_FIRED)


def history(browser_of: SignIn, person: Somebody, record: Given) -> Shown:
    follow(record.services)
    return browser_of(person).open(f"/records/{record.reference}/history")


@every_act
def test_the_officer_reads_that_it_happened_and_not_what_was_said(
    browser_of: SignIn, record: Given, title: str, act: Callable[[Given], None]
) -> None:
    act(record)

    page = history(browser_of, OFFICER, record)

    assert title.lower() in page.text.lower()
    assert WITHHELD in page.text
    assert SECRET not in page.response.get_data(as_text=True)


@every_act
@pytest.mark.parametrize("person", [SUPERVISOR, STANDARDS], ids=lambda person: person.username)
def test_supervisor_and_professional_standards_read_what_was_said(
    browser_of: SignIn, record: Given, title: str, act: Callable[[Given], None], person: Somebody
) -> None:
    act(record)

    page = history(browser_of, person, record)

    assert title.lower() in page.text.lower()
    assert SECRET in page.text
    assert WITHHELD not in page.text


@every_act
def test_no_other_page_about_the_record_tells_the_officer(
    browser_of: SignIn, record: Given, title: str, act: Callable[[Given], None]
) -> None:
    act(record)
    follow(record.services)
    browser, last = browser_of(OFFICER), record.version
    where = f"/records/{record.reference}"

    for address in (
        where,
        f"{where}/amend",
        f"{where}/as-at?version={last}",
        f"{where}/as-at?version={last - 1}",
        f"{where}/compare?from=1&to={last}&show=all",
        "/",
    ):
        text = browser.open(address).response.get_data(as_text=True)
        assert SECRET not in text, address
        assert Assessment.INVESTIGATION.label not in text, address
        assert GroundForRestriction.EVIDENCE.label not in text, address


def test_the_result_and_the_ground_are_withheld_with_the_words(
    browser_of: SignIn, record: Given
) -> None:
    assessed(record)
    restricted_for_a_time(record)

    text = history(browser_of, OFFICER, record).text

    assert Assessment.INVESTIGATION.label not in text
    assert GroundForRestriction.EVIDENCE.label not in text
    theirs = history(browser_of, STANDARDS, record).text
    assert Assessment.INVESTIGATION.label in theirs
    assert GroundForRestriction.EVIDENCE.label in theirs


def test_the_rule_that_fired_is_no_secret(browser_of: SignIn, record: Given) -> None:
    page = history(browser_of, OFFICER, record)

    assert "Rule: " in page.text
    assert WITHHELD not in page.text


def test_what_the_supervisor_says_to_the_officer_is_no_secret(
    browser_of: SignIn, services: Services, record: Given
) -> None:
    record.returned(PinnedNote(question="", text="Please look again"))
    services.records.add_note(record.id, "I saw the video", requester=SUPERVISOR.asks())

    page = history(browser_of, OFFICER, record)

    assert "Please look again" in page.text
    assert "I saw the video" in page.text


def test_who_is_named_in_a_record_reads_no_history_of_it(
    browser_of: SignIn, services: Services
) -> None:
    record = given.submitted(services, colleagues=(COLLEAGUE.id,), **CED_FIRED)
    assessed(record)
    browser = browser_of(COLLEAGUE)

    page = browser.open(f"/records/{record.reference}")

    assert SECRET not in page.text
    browser.open(f"/records/{record.reference}/history", status=404)


def test_the_officer_is_told_nothing_more_when_a_conflict_shows_what_happened(
    browser_of: SignIn, services: Services, record: Given
) -> None:
    browser = browser_of(OFFICER)
    page = browser.open(f"/records/{record.reference}/amend/incident")
    page = page.press("Save and continue", single_crewed="yes").follow("Give a reason and save")
    assessed(record)

    page = page.press("Save the change", reason="error", explanation="I had it wrong")

    assert page.heading == "This record changed since you began"
    assert "Assessed by professional standards" in page.text
    assert SECRET not in page.response.get_data(as_text=True)
