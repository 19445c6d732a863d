"""Records of one event, linked to each other."""

import pytest

from domain.records.events import EncounterLinked
from tests.people import COLLEAGUE, OFFICER, OTHER_SUPERVISOR, STANDARDS, SUPERVISOR
from tests.web import given
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from tests.web.given import Given
from web.bootstrap import Services

SAME = "Records of the same encounter"


@pytest.fixture
def one(services: Services) -> Given:
    return given.submitted(services)


@pytest.fixture
def two(services: Services) -> Given:
    return given.submitted(services, by=COLLEAGUE)


def linked(supervisor: Browser, one: Given, two: Given) -> Shown:
    page = supervisor.open(f"/records/{one.reference}").follow("Link to an encounter")
    return page.press("Link records", other=two.reference.lower(), ground="same-incident")


def test_two_records_of_one_event_are_linked(browser_of: SignIn, one: Given, two: Given) -> None:
    page = linked(browser_of(SUPERVISOR), one, two).follow(SAME)

    assert sorted(row[0] for row in page.rows) == [one.reference, two.reference]


def test_an_officer_sees_their_own_records_of_an_encounter_alone(
    browser_of: SignIn, one: Given, two: Given
) -> None:
    linked(browser_of(SUPERVISOR), one, two)

    page = browser_of(OFFICER).open(f"/records/{one.reference}").follow(SAME)

    assert [row[0] for row in page.rows] == [one.reference]


def test_who_sees_none_of_its_records_does_not_know_of_an_encounter(
    browser_of: SignIn, one: Given, two: Given
) -> None:
    page = linked(browser_of(SUPERVISOR), one, two)

    browser_of(OTHER_SUPERVISOR).open(page.links()[SAME], status=404)


@pytest.mark.parametrize("other", ["", "UOF-26-999999", "itself", "hidden"])
def test_a_record_is_linked_to_another_that_one_sees(
    browser_of: SignIn, services: Services, one: Given, other: str
) -> None:
    hidden = given.submitted(services, by=COLLEAGUE).restricted()
    typed = {"itself": one.reference, "hidden": hidden.reference}.get(other, other)
    page = browser_of(SUPERVISOR).open(f"/records/{one.reference}/link")

    page = page.press("Link records", other=typed)

    assert page.errors == {
        "#other": "Enter the reference of another record that you can see",
        "#ground": "Select why they belong together",
    }
    assert page.values("other") == [typed]


def test_a_record_that_is_linked_is_not_offered_to_be_linked(
    browser_of: SignIn, one: Given, two: Given
) -> None:
    page = linked(browser_of(SUPERVISOR), one, two)

    assert "Link to an encounter" not in page.links()


def test_an_officer_links_nothing(browser_of: SignIn, one: Given) -> None:
    browser_of(OFFICER).open(f"/records/{one.reference}/link", status=403)


def encounter(record: Given) -> object:
    return record.services.records.read(record.id, by=STANDARDS.id).encounter


def links(record: Given) -> list[EncounterLinked]:
    events = record.services.log.events_of(record.id)
    return [event for event in events if isinstance(event, EncounterLinked)]


def test_both_records_are_linked_by_one_save(browser_of: SignIn, one: Given, two: Given) -> None:
    before = one.services.log.last_position()

    linked(browser_of(SUPERVISOR), one, two)

    (mine,), (theirs,) = links(one), links(two)
    assert mine.encounter == theirs.encounter
    assert mine.metadata.request == theirs.metadata.request
    # Two events and one receipt.
    assert one.services.log.last_position() == before + 3


def test_the_same_link_sent_twice_is_made_once(browser_of: SignIn, one: Given, two: Given) -> None:
    page = browser_of(SUPERVISOR).open(f"/records/{one.reference}/link")
    typed = {"other": two.reference, "ground": "same-incident"}
    page.press("Link records", typed)

    again = page.press("Link records", typed)

    assert again.heading == f"Record {one.reference}"
    assert (one.version, two.version) == (2, 2)


def test_a_third_record_joins_the_encounter_of_the_others(
    browser_of: SignIn, services: Services, one: Given, two: Given
) -> None:
    supervisor = browser_of(SUPERVISOR)
    linked(supervisor, one, two)
    third = given.submitted(services)

    page = linked(supervisor, third, one).follow(SAME)

    assert len(page.rows) == 3
    assert one.version == 2


def test_a_record_that_was_linked_meanwhile_is_refused_and_the_page_kept(
    browser_of: SignIn, services: Services, one: Given, two: Given
) -> None:
    page = browser_of(SUPERVISOR).open(f"/records/{one.reference}/link")
    third = given.submitted(services)
    one.linked(third)
    before = encounter(one)

    page = page.press("Link records", other=two.reference, ground="told")

    assert page.status == 422
    assert "already belongs to an encounter" in " ".join(page.errors.values())
    assert page.values("other") == [two.reference]
    assert page.values("ground") == ["told"]
    assert encounter(one) == before
    assert (encounter(two), two.version) == (None, 1)


def test_two_records_of_different_encounters_are_not_linked(
    browser_of: SignIn, services: Services, one: Given, two: Given
) -> None:
    one.linked(given.submitted(services))
    two.linked(given.submitted(services, by=COLLEAGUE))
    page = browser_of(SUPERVISOR).open(f"/records/{one.reference}/link")

    page = page.press("Link records", other=two.reference, ground="told")

    assert page.status == 422
    assert encounter(one) != encounter(two)


def unlinking(supervisor: Browser, one: Given, two: Given) -> Shown:
    """The page that asks why the first of two linked records does not belong to the other."""
    return linked(supervisor, one, two).follow(SAME).follow(f"Unlink {one.reference}")


def test_a_record_is_unlinked_on_a_ground(browser_of: SignIn, one: Given, two: Given) -> None:
    page = unlinking(browser_of(SUPERVISOR), one, two)

    page = page.press("Unlink record", ground="linked-in-error")

    assert "Link to an encounter" in page.links()
    # A record by itself is of no encounter: it may be suggested again.
    assert (encounter(one), encounter(two)) == (None, None)


def test_of_three_records_two_stay_linked(
    browser_of: SignIn, services: Services, one: Given, two: Given
) -> None:
    third = given.submitted(services)
    two.linked(third)
    page = unlinking(browser_of(SUPERVISOR), one, two)

    page.press("Unlink record", ground="linked-in-error")

    assert encounter(one) is None
    assert encounter(two) == encounter(third) is not None


def test_from_an_encounter_one_goes_back_to_the_record(
    browser_of: SignIn, one: Given, two: Given
) -> None:
    page = linked(browser_of(SUPERVISOR), one, two).follow(SAME)

    whole = page.response.get_data(as_text=True)

    assert f'<a href="/records/{one.reference}" class="govuk-back-link">Back to record' in whole


def test_nothing_is_unlinked_without_a_ground(browser_of: SignIn, one: Given, two: Given) -> None:
    page = unlinking(browser_of(SUPERVISOR), one, two)

    page = page.press("Unlink record")

    assert page.errors == {"#ground": "Select why they do not belong together"}
    assert encounter(one) is not None


def test_a_record_that_was_unlinked_meanwhile_is_told_of(
    browser_of: SignIn, one: Given, two: Given
) -> None:
    supervisor = browser_of(SUPERVISOR)
    page = unlinking(supervisor, one, two)
    supervisor.open(f"/records/{one.reference}/unlink").press("Unlink record", ground="told")

    page = page.press("Unlink record", ground="linked-in-error")

    assert list(page.errors.values()) == ["This record does not belong to an encounter"]
