"""Records about one person: within an encounter, across encounters, and undone."""

import pytest

from tests.builders import CROWD
from tests.people import COLLEAGUE, OFFICER, OTHER_SUPERVISOR, STANDARDS, SUPERVISOR
from tests.web import given
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from tests.web.given import Given
from web.bootstrap import Services

LINK, SAME = "Link to another record about the person", "Records about the same person"
KNOW = "Select how you know that it is the same person"


@pytest.fixture
def one(services: Services) -> Given:
    return given.submitted(services)


@pytest.fixture
def two(services: Services) -> Given:
    return given.submitted(services, by=COLLEAGUE)


@pytest.fixture
def supervisor(browser_of: SignIn) -> Browser:
    return browser_of(SUPERVISOR)


def linked(supervisor: Browser, one: Given, two: Given) -> Shown:
    page = supervisor.open(f"/records/{one.reference}").follow(LINK)
    return page.press("Link the person", other=two.reference.lower(), ground="video")


def subject(record: Given) -> object:
    return record.services.records.read(record.id, by=STANDARDS.id).subject


def test_two_records_of_different_encounters_are_about_one_person(
    supervisor: Browser, one: Given, two: Given
) -> None:
    page = linked(supervisor, one, two).follow(SAME)

    assert sorted(row[0] for row in page.rows) == [one.reference, two.reference]
    assert subject(one) == subject(two) is not None


def test_the_history_says_on_what_ground(supervisor: Browser, one: Given, two: Given) -> None:
    linked(supervisor, one, two)

    page = supervisor.open(f"/records/{two.reference}/history")

    assert "person linked to another record" in page.text
    assert "Video shows the same person" in page.text


def test_a_link_that_was_a_mistake_is_undone_on_a_ground(
    supervisor: Browser, one: Given, two: Given
) -> None:
    page = linked(supervisor, one, two).follow(SAME).follow(f"Unlink {one.reference}")
    refused = page.press("Unlink the person")

    undone = refused.press("Unlink the person", ground="linked-in-error")

    assert refused.errors == {"#ground": "Select how you know that it is somebody else"}
    assert LINK in undone.links()
    assert (subject(one), subject(two)) == (None, None)


def test_who_was_unlinked_meanwhile_is_told_of(supervisor: Browser, one: Given, two: Given) -> None:
    page = linked(supervisor, one, two).follow(SAME).follow(f"Unlink {one.reference}")
    supervisor.open(f"/records/{one.reference}/unlink-person").press(
        "Unlink the person", ground="told"
    )

    page = page.press("Unlink the person", ground="linked-in-error")

    assert list(page.errors.values()) == ["The person of this record is linked to no other record"]


@pytest.mark.parametrize("other", ["", "itself", "hidden"])
def test_the_person_is_linked_to_another_record_that_one_sees(
    supervisor: Browser, services: Services, one: Given, other: str
) -> None:
    hidden = given.submitted(services, by=COLLEAGUE).restricted()
    typed = {"itself": one.reference, "hidden": hidden.reference}.get(other, other)
    page = supervisor.open(f"/records/{one.reference}/link-person")

    page = page.press("Link the person", other=typed)

    assert page.errors == {
        "#other": "Enter the reference of another record that you can see",
        "#ground": KNOW,
    }


def test_two_linked_people_are_refused_and_the_page_kept(
    supervisor: Browser, services: Services, one: Given, two: Given
) -> None:
    for record in (one, two):
        linked(supervisor, record, given.submitted(services))

    page = supervisor.open(f"/records/{one.reference}/link-person")
    page = page.press("Link the person", other=two.reference, ground="told")

    assert page.status == 422
    assert "linked to different people" in " ".join(page.errors.values())
    assert page.values("other") == [two.reference]


def test_a_crowd_is_nobody(supervisor: Browser, services: Services, one: Given) -> None:
    crowd = given.submitted(services, **CROWD)

    assert LINK not in supervisor.open(f"/records/{crowd.reference}").links()
    page = supervisor.open(f"/records/{one.reference}/link-person")
    page = page.press("Link the person", other=crowd.reference, ground="told")
    assert list(page.errors.values()) == ["A record of a crowd is about no one person"]


def test_an_officer_links_nobody_and_sees_their_own_records_about_somebody(
    browser_of: SignIn, supervisor: Browser, one: Given, two: Given
) -> None:
    linked(supervisor, one, two)
    officer = browser_of(OFFICER)

    officer.open(f"/records/{one.reference}/link-person", status=403)
    page = officer.open(f"/records/{one.reference}").follow(SAME)

    assert [row[0] for row in page.rows] == [one.reference]


def test_who_sees_none_of_the_records_does_not_know_of_the_person(
    browser_of: SignIn, supervisor: Browser, one: Given, two: Given
) -> None:
    page = linked(supervisor, one, two)

    browser_of(OTHER_SUPERVISOR).open(page.links()[SAME], status=404)


def together(supervisor: Browser, *records: Given) -> Shown:
    """The page of the encounter that records are of."""
    first, *others = records
    for one in others:
        one.linked(first)
    return supervisor.open(f"/records/{first.reference}").follow("Records of the same encounter")


def test_within_an_encounter_records_about_one_person_are_ticked(
    supervisor: Browser, services: Services, one: Given, two: Given
) -> None:
    third = given.submitted(services)
    page = together(supervisor, one, two, third)

    page = page.press("They are about one person", record=[str(one.id), str(two.id)], ground="told")

    assert subject(one) == subject(two) is not None
    assert subject(third) is None
    shown = {row[0]: row[3] for row in page.rows}
    assert shown[one.reference] == shown[two.reference] == "Person 1: all records"
    assert shown[third.reference] == "Not linked"


def test_another_record_of_an_encounter_joins_a_person(
    supervisor: Browser, services: Services, one: Given, two: Given
) -> None:
    third = given.submitted(services)
    page = together(supervisor, one, two, third).press(
        "They are about one person", record=[str(one.id), str(two.id)], ground="told"
    )

    page.press("They are about one person", record=[str(two.id), str(third.id)], ground="told")

    assert subject(third) == subject(one)


def test_it_takes_two_records_and_a_ground(supervisor: Browser, one: Given, two: Given) -> None:
    page = together(supervisor, one, two)

    page = page.press("They are about one person", record=[str(one.id)])

    assert page.status == 422
    assert page.errors == {
        "#record": "Select the records that are about one person, two at least",
        "#ground": KNOW,
    }
    assert page.values("record") == [str(one.id)]


def test_a_record_of_another_encounter_cannot_be_slipped_in(
    supervisor: Browser, services: Services, one: Given, two: Given
) -> None:
    page = together(supervisor, one, two)
    stranger = given.submitted(services)
    fields = {
        "key": page.values("key")[-1],
        "record": [str(one.id), str(stranger.id)],
        "ground": "told",
    }

    answer = supervisor.post(f"{page.path.partition('?')[0]}/people", fields)

    assert answer.status_code == 422
    assert subject(stranger) is None


def test_somebody_who_was_linked_meanwhile_is_told_of(
    supervisor: Browser, services: Services, one: Given, two: Given
) -> None:
    page = together(supervisor, one, two)
    linked(supervisor, one, given.submitted(services))
    linked(supervisor, two, given.submitted(services))

    page = page.press("They are about one person", record=[str(one.id), str(two.id)], ground="told")

    assert page.status == 422
    assert "linked to different people" in " ".join(page.errors.values())


def test_where_all_are_one_person_nobody_is_asked(
    supervisor: Browser, one: Given, two: Given
) -> None:
    page = together(supervisor, one, two)

    page = page.press("They are about one person", record=[str(one.id), str(two.id)], ground="told")

    assert page.buttons == []


def test_only_who_links_is_asked_who_is_the_same(
    browser_of: SignIn, supervisor: Browser, one: Given, two: Given
) -> None:
    page = together(supervisor, one, two)

    seen = browser_of(OFFICER).open(page.path)

    assert "They are about one person" in page.buttons
    assert seen.buttons == []
