"""Starting a record: from nothing, and from a colleague's record of the same event."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.codelists.editions import RecordType
from domain.codelists.locations import LocationType
from tests.builders import CED_FIRED, MINOR_INJURY, WORDS, answers
from tests.people import COLLEAGUE, OFFICER, OTHER_SUPERVISOR
from tests.web import given
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from web.bootstrap import Services
from web.pages.drafts import DAYS_SHARED

TODAY = date(2026, 11, 20)
NAMED = {"colleagues": (OFFICER.id,)}
LENT = {
    "incident_date": date(2026, 11, 19),
    "incident_time": answers()["incident_time"],
    "locations": (LocationType.STREET, LocationType.DWELLING),
    "place": "12 Sealed Street",
    "area": "central",
    "incident_reference": "NS-20261119-0412",
}
"""What a colleague's record of the same event lends (spec: ux, 4)."""


@pytest.fixture
def officer(browser_of: SignIn) -> Browser:
    return browser_of(OFFICER)


def offered(officer: Browser) -> list[str]:
    """The references that may be the same event."""
    prefix = "Same event as "
    buttons = officer.open("/records/new").buttons
    return [text.removeprefix(prefix) for text in buttons if text.startswith(prefix)]


def test_a_colleagues_record_that_names_the_officer_may_be_the_same_event(
    officer: Browser, services: Services
) -> None:
    record = given.submitted(services, by=COLLEAGUE, **NAMED)

    assert offered(officer) == [record.reference]
    text = officer.open("/records/new").text
    assert f"PC 3310 {COLLEAGUE.name}: 19 November 2026, 22:41" in text


def test_a_record_that_names_somebody_else_is_not_offered(
    officer: Browser, services: Services
) -> None:
    given.submitted(services, by=COLLEAGUE)
    given.submitted(services, by=COLLEAGUE, colleagues=(OTHER_SUPERVISOR.id,))
    given.submitted(services)

    assert offered(officer) == []
    assert "The same event" not in officer.open("/records/new").text


@pytest.mark.parametrize("state", ["withdrawn", "restricted"])
def test_a_record_that_is_not_in_ordinary_use_is_not_offered(
    officer: Browser, services: Services, state: str
) -> None:
    record = given.submitted(services, by=COLLEAGUE, **NAMED)

    if state == "withdrawn":
        record.withdrawn(by=COLLEAGUE)
    else:
        record.restricted()

    assert offered(officer) == []


@pytest.mark.parametrize(("days", "is_offered"), [(DAYS_SHARED, True), (DAYS_SHARED + 1, False)])
def test_only_events_of_the_last_days_are_offered(
    officer: Browser, services: Services, days: int, *, is_offered: bool
) -> None:
    long_ago = TODAY - timedelta(days=days)

    given.submitted(services, by=COLLEAGUE, incident_date=long_ago, **NAMED)

    assert bool(offered(officer)) is is_offered


def from_a_colleague(officer: Browser, services: Services) -> Shown:
    """The task list of a record that was started as the same event as a colleague's."""
    everything = {**CED_FIRED, **MINOR_INJURY, **WORDS, **LENT, **NAMED}
    record = given.submitted(services, by=COLLEAGUE, **everything)
    return officer.open("/records/new").press(f"Same event as {record.reference}")


def test_the_same_event_lends_when_and_where_it_was_and_nothing_else(
    officer: Browser, services: Services
) -> None:
    page = from_a_colleague(officer, services)

    assert page.heading == "Your draft record"
    (draft,) = services.drafts.of(OFFICER.id)
    assert draft.answers == {"record_type": RecordType.INDIVIDUAL, **LENT}
    assert draft.typed == {}


def test_the_facts_of_ones_own_shift_are_taken_and_those_of_the_event_go_before_them(
    officer: Browser, services: Services
) -> None:
    shift = {"area": "north", "main_duty": "response", "single_crewed": "yes", "ced_trained": "no"}
    officer.open("/settings").press("Save settings", shift)

    from_a_colleague(officer, services)

    (draft,) = services.drafts.of(OFFICER.id)
    assert draft.account.area == LENT["area"]
    assert draft.account.single_crewed == "yes"
    assert draft.account.ced_trained == "no"


def test_a_crowd_lends_no_crowd(officer: Browser, services: Services) -> None:
    crowd = {"record_type": RecordType.CROWD, "crowd_estimate": 200}
    record = given.submitted(services, by=COLLEAGUE, **crowd, **NAMED)

    officer.open("/records/new").press(f"Same event as {record.reference}")

    (draft,) = services.drafts.of(OFFICER.id)
    assert draft.account.record_type is RecordType.INDIVIDUAL
    assert "crowd_estimate" not in draft.answers


@pytest.mark.parametrize("state", ["of others", "restricted", "of nobody"])
def test_a_record_that_one_may_not_see_lends_nothing_even_to_a_form_made_by_hand(
    officer: Browser, services: Services, state: str
) -> None:
    reference = "UOF-26-999999"
    if state == "of others":
        reference = given.submitted(services, by=COLLEAGUE).reference
    if state == "restricted":
        reference = given.submitted(services, by=COLLEAGUE, **NAMED).restricted().reference
    key = officer.open("/records/new").values("key")[0]

    page = officer.send("/records/new", {"same-event": reference, "key": key})

    assert page.status == 404
    assert services.drafts.of(OFFICER.id) == ()


BUTTONS = ("Compliant handcuffing on arrest", "Force on one person", "Force on a crowd")


@pytest.mark.parametrize("button", BUTTONS)
def test_a_start_sent_twice_starts_one_record(
    officer: Browser, services: Services, button: str
) -> None:
    page = officer.open("/records/new")

    first, second = page.press(button), page.press(button)

    assert second.path == first.path
    assert len(services.drafts.of(OFFICER.id)) == 1


def test_a_start_from_a_colleagues_record_sent_twice_starts_one_record(
    officer: Browser, services: Services
) -> None:
    record = given.submitted(services, by=COLLEAGUE, **NAMED)
    page = officer.open("/records/new")
    button = f"Same event as {record.reference}"

    first, second = page.press(button), page.press(button)

    assert second.path == first.path
    assert len(services.drafts.of(OFFICER.id)) == 1


def test_a_start_sent_again_keeps_what_was_answered_since(
    officer: Browser, services: Services
) -> None:
    page = officer.open("/records/new")
    section = page.press("Force on one person").follow("Incident")
    section.press("Save and come back later", place="Typed since")

    page.press("Force on one person")

    (draft,) = services.drafts.of(OFFICER.id)
    assert draft.account.place == "Typed since"


def test_a_start_sent_again_after_its_record_was_submitted_leads_home_and_starts_nothing(
    officer: Browser, services: Services
) -> None:
    page = officer.open("/records/new")
    page.press("Force on one person")
    (draft,) = services.drafts.of(OFFICER.id)
    services.drafts.save(replace(draft, answers=answers()))
    officer.open(f"/records/{draft.reference}/check").press("Submit record")

    again = page.press("Force on one person")

    assert again.path == "/"
    assert services.drafts.of(OFFICER.id) == ()
    assert [row[0] for row in again.rows] == [draft.reference]


def test_two_starts_are_two_records(officer: Browser, services: Services) -> None:
    first = officer.open("/records/new").press("Force on one person")

    second = officer.open("/records/new").press("Force on one person")

    assert first.path != second.path
    assert len(services.drafts.of(OFFICER.id)) == 2


def test_a_kind_that_does_not_exist_is_refused(officer: Browser, services: Services) -> None:
    key = officer.open("/records/new").values("key")[0]

    assert officer.send("/records/new", {"kind": "none-such", "key": key}).status == 400
    assert services.drafts.of(OFFICER.id) == ()
