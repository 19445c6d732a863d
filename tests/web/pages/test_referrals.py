"""What professional standards must assess, and what becomes of it."""

import pytest

from domain.codelists.assessments import Assessment
from domain.records.referral import LABELS
from projections.register.queries import PAGE
from tests.builders import CED_FIRED
from tests.fakes import FakeClock
from tests.people import COLLEAGUE, OFFICER, STANDARDS, SUPERVISOR
from tests.web import given
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from tests.web.given import Given
from web.bootstrap import Services

ASSESS = "Record assessment"
FINISHED = {"reason": Assessment.NO_MORE.value, "text": "Seen and settled"}


@pytest.fixture
def record(services: Services) -> Given:
    """One to which a rule applies."""
    return given.submitted(services, **CED_FIRED)


@pytest.fixture
def standards(browser_of: SignIn) -> Browser:
    return browser_of(STANDARDS)


def listed(page: Shown) -> list[str]:
    return [row[0] for row in page.rows]


def assessed(standards: Browser, record: Given) -> Shown:
    page = standards.open(f"/records/{record.reference}/assess")
    return page.press(ASSESS, FINISHED)


def test_a_referral_names_the_rule_that_fired(standards: Browser, record: Given) -> None:
    ((reference, officer, why, *_),) = standards.open("/referrals").rows

    assert reference == record.reference
    assert officer == f"PC 4127 {OFFICER.name}"
    assert why in LABELS.values()


@pytest.mark.parametrize("result", Assessment)
def test_each_result_settles_a_referral(
    standards: Browser, record: Given, result: Assessment
) -> None:
    page = standards.open(f"/records/{record.reference}/assess")

    page.press(ASSESS, {"reason": result.value, "text": "Seen and settled"})

    referrals = standards.open("/referrals")
    assert referrals.rows == []
    assert "Nothing waits to be assessed." in referrals.text
    history = standards.open(f"/records/{record.reference}/history").text
    assert result.label in history


def test_an_assessment_settles_its_own_record_alone(
    standards: Browser, services: Services, record: Given
) -> None:
    other = given.submitted(services, **CED_FIRED)

    assessed(standards, record)

    assert listed(standards.open("/referrals")) == [other.reference]


def test_the_review_goes_on_after_an_assessment(
    browser_of: SignIn, standards: Browser, record: Given
) -> None:
    assessed(standards, record)

    supervisor = browser_of(SUPERVISOR)
    assert listed(supervisor.open("/review")) == [record.reference]
    page = supervisor.open(f"/review/{record.reference}/accept")
    assert "Whatever you decide" not in page.text
    page.press("Save decision", decision="accept")
    assert "Accepted" in supervisor.open(f"/records/{record.reference}").text


def test_what_a_reviewer_referred_is_reviewed_again_after_the_assessment(
    browser_of: SignIn, standards: Browser, services: Services
) -> None:
    record = given.submitted(services)
    supervisor = browser_of(SUPERVISOR)
    page = supervisor.open(f"/review/{record.reference}/accept")
    page.press("Save decision", decision="refer", text="It looks wrong")
    assert listed(supervisor.open("/review")) == []
    assert listed(standards.open("/referrals")) == [record.reference]

    assessed(standards, record)

    assert listed(standards.open("/referrals")) == []
    assert listed(supervisor.open("/review")) == [record.reference]


def test_accepting_a_record_does_not_take_its_referral_away(
    standards: Browser, record: Given
) -> None:
    record.accepted()

    assert listed(standards.open("/referrals")) == [record.reference]


def test_withdrawing_a_record_does_not_take_its_referral_away(
    standards: Browser, record: Given
) -> None:
    record.withdrawn()

    ((reference, *_, status),) = standards.open("/referrals").rows
    assert (reference, status) == (record.reference, "Withdrawn")


def test_a_withdrawn_record_is_assessed_like_any_other(standards: Browser, record: Given) -> None:
    record.withdrawn()

    page = assessed(standards, record)

    assert page.heading == f"Record {record.reference}"
    assert "This record was withdrawn" in page.text
    assert standards.open("/referrals").rows == []


def test_restricting_a_record_does_not_take_its_referral_away(
    standards: Browser, record: Given
) -> None:
    record.restricted()

    assert listed(standards.open("/referrals")) == [record.reference]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, {"#reason": "Select the result", "#text": "Enter a few words"}),
        ({"text": "Seen"}, {"#reason": "Select the result"}),
        ({"reason": "no-more"}, {"#text": "Enter a few words"}),
        (
            {"reason": "no-more", "text": "x" * 2001},
            {"#text": "Enter no more than 2,000 characters"},
        ),
    ],
)
def test_an_assessment_that_says_too_little_or_too_much_is_refused_and_kept(
    standards: Browser, record: Given, typed: dict[str, str], errors: dict[str, str]
) -> None:
    before = record.version

    page = standards.open(f"/records/{record.reference}/assess").press(ASSESS, typed)

    assert page.status == 422
    assert page.errors == errors
    assert {name: page.values(name)[0] for name in typed} == typed
    assert record.version == before


def test_the_same_assessment_sent_twice_is_made_once(standards: Browser, record: Given) -> None:
    page = standards.open(f"/records/{record.reference}/assess")
    first = page.press(ASSESS, FINISHED)
    version = record.version

    second = page.press(ASSESS, FINISHED)

    assert second.path == first.path
    assert record.version == version


def test_what_was_assessed_is_not_assessed_again(standards: Browser, record: Given) -> None:
    page = assessed(standards, record)
    assert "Record an assessment" not in page.links()

    page = assessed(standards, record)

    assert page.status == 422
    assert "has not been assessed already" in " ".join(page.errors.values())
    assert page.values("text") == [FINISHED["text"]]


def test_a_record_that_nobody_referred_is_not_offered_for_assessment(
    standards: Browser, services: Services
) -> None:
    record = given.submitted(services)

    page = standards.open(f"/records/{record.reference}")

    assert "Record an assessment" not in page.links()


@pytest.mark.parametrize("person", [OFFICER, SUPERVISOR], ids=lambda person: person.username)
def test_nobody_else_sees_the_referrals(browser_of: SignIn, record: Given, person) -> None:
    browser = browser_of(person)

    browser.open("/referrals", status=403)
    browser.open(f"/records/{record.reference}/assess", status=403)


def test_many_referrals_have_pages_the_soonest_due_first(
    browser_of: SignIn, services: Services, clock: FakeClock
) -> None:
    made = []
    for number in range(PAGE + 1):
        clock.advance(minutes=1)
        who = (OFFICER, COLLEAGUE)[number % 2]
        made.append(given.submitted(services, by=who, **CED_FIRED).reference)
    standards = browser_of(STANDARDS)

    first = standards.open("/referrals")
    last = first.follow("Next page")

    assert [*listed(first), *listed(last)] == made
    assert len(first.rows) == PAGE
    assert listed(last.follow("Previous page")) == listed(first)


@pytest.mark.parametrize("page", ["99", "x", "0", "-1", "²", "9" * 500])
def test_a_page_of_referrals_that_there_is_not_is_no_failure(
    standards: Browser, record: Given, page: str
) -> None:
    shown = standards.open(f"/referrals?page={page}")

    assert listed(shown) == ([] if page == "99" else [record.reference])


@pytest.mark.parametrize("address", ["/review?page=99", "/review?page=99&show=returned"])
def test_a_page_of_the_queue_that_there_is_not_is_no_failure(
    browser_of: SignIn, record: Given, address: str
) -> None:
    assert browser_of(SUPERVISOR).open(address).rows == []
