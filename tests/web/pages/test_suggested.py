"""Suggestions on a page: confirmed with one button, or said to be wrong, and gone either way."""

import re
from datetime import date, time

import pytest

from domain.codelists.answers import Absence
from tests.builders import CROWD
from tests.people import COLLEAGUE, OFFICER, STANDARDS, SUPERVISOR
from tests.web import given
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from tests.web.given import Given
from web.bootstrap import Services

PLACE = "/review/encounters"
SAME, PERSON, NOT = "They are of one encounter", "They are about one person", "They are not"


@pytest.fixture
def two(services: Services) -> tuple[Given, Given]:
    return (
        given.submitted(services, incident_reference="NS/0417"),
        given.submitted(
            services, by=COLLEAGUE, incident_time=time(22, 45), incident_reference="ns 0417"
        ),
    )


@pytest.fixture
def supervisor(browser_of: SignIn) -> Browser:
    return browser_of(SUPERVISOR)


def press(page: Shown, text: str, **typed: str | list[str]) -> Shown:
    """Press the first button that begins so: after it stands which records are meant, for who hears it."""
    (button, *_) = (one for one in page.buttons if one.startswith(text))
    return page.press(button, typed)


def headings(page: Shown) -> list[str]:
    """What is asked."""
    titles = page.main.all("h2")
    return [one.text for one in titles if one.get("class") == "govuk-summary-card__title"]


def test_records_of_one_minute_are_not_said_to_be_about_and_at_the_same_time(
    services: Services, supervisor: Browser
) -> None:
    for _ in range(2):
        given.submitted(services)

    page = supervisor.open(PLACE)

    assert "The same officer, about the same time and place, in the same minute: " in page.text


def test_what_is_suggested_says_why_and_how_sure_it_is(
    supervisor: Browser, two: tuple[Given, Given]
) -> None:
    page = supervisor.open("/review").browser.open(PLACE)

    assert headings(page) == ["Probably of one encounter"]
    assert "Strong" in page.text
    assert (
        "The same reference in another system, 4 min apart: "
        f"{two[0].reference} with {two[1].reference}"
    ) in page.text
    assert "1 suggestion from 2 records" in page.text


def test_one_button_links_the_records_and_the_suggestion_is_gone(
    supervisor: Browser, two: tuple[Given, Given]
) -> None:
    page = press(supervisor.open(PLACE), SAME)

    assert (page.status, headings(page)) == (200, [])
    assert page.path.startswith(f"{PLACE}?told=same-encounter")
    record = supervisor.open(f"/records/{two[0].reference}")
    assert len(record.follow("Records of the same encounter").rows) == 2


def test_what_is_confirmed_by_mistake_is_undone_and_asked_again(
    supervisor: Browser, two: tuple[Given, Given]
) -> None:
    press(supervisor.open(PLACE), SAME)
    supervisor.open(f"/records/{two[0].reference}/unlink").press(
        "Unlink record", ground="linked-in-error"
    )

    page = supervisor.open(PLACE)

    assert headings(page) == ["Probably of one encounter"]
    press(page, NOT)
    assert headings(supervisor.open(PLACE)) == []


def test_what_is_not_so_does_not_come_back_and_stands_in_both_histories(
    supervisor: Browser, two: tuple[Given, Given]
) -> None:
    page = press(supervisor.open(PLACE), NOT)

    assert headings(page) == []
    for one in two:
        history = supervisor.open(f"/records/{one.reference}/history")
        assert "said to be of another encounter than a record like it" in history.text


def test_only_the_ticked_records_are_linked(
    supervisor: Browser, services: Services, two: tuple[Given, Given]
) -> None:
    third = given.submitted(services, incident_reference="NS0417")

    page = press(supervisor.open(PLACE), SAME, record=[str(third.id), str(two[1].id)])

    assert third.version == two[1].version == 2
    assert two[0].version == 1
    assert headings(page) == ["Probably of one encounter, as some of them are already"]


def test_one_record_alone_belongs_to_nothing(supervisor: Browser, two: tuple[Given, Given]) -> None:
    page = press(supervisor.open(PLACE), SAME, record=[str(two[0].id)])

    assert page.status == 422
    assert list(page.errors.values()) == ["Select two records at least"]
    assert headings(page) == ["Probably of one encounter"]


def test_a_suggestion_that_another_answered_is_told_of(
    browser_of: SignIn, supervisor: Browser, services: Services, two: tuple[Given, Given]
) -> None:
    page = supervisor.open(PLACE)
    two[0].linked(given.submitted(services))

    page = press(page, SAME)

    assert page.status == 422
    assert list(page.errors.values()) == [
        "This record already belongs to an encounter. Unlink it first"
    ]


def test_the_same_person_is_asked_apart_and_confirmed(
    supervisor: Browser, services: Services
) -> None:
    records = [
        given.submitted(services, subject_identifier="NS/2207"),
        given.submitted(
            services,
            incident_date=date(2026, 10, 2),
            area="north",
            subject_identifier="ns 2207",
        ),
    ]
    page = supervisor.open(PLACE)
    assert headings(page) == ["Probably about one person"]

    page = press(page, PERSON)

    assert headings(page) == []
    record = supervisor.open(f"/records/{records[0].reference}")
    assert len(record.follow("Records about the same person").rows) == 2


def test_people_who_are_not_the_same_are_not_asked_of_again(
    supervisor: Browser, services: Services
) -> None:
    for day in (1, 2):
        given.submitted(services, incident_date=date(2026, 10, day), subject_identifier="NS/2207")

    page = press(supervisor.open(PLACE), NOT)

    assert headings(page) == []


def test_professional_standards_see_what_lies_between_teams(
    browser_of: SignIn, services: Services, two: tuple[Given, Given]
) -> None:
    nobodys = given.imported(
        services,
        officer=None,
        incident_date=date(2026, 11, 19),
        incident_reference="NS-0417",
        incident_time=time(23, 0),
    )

    page = browser_of(STANDARDS).open(PLACE)

    assert nobodys.reference in page.text
    assert "Officer not recorded" in page.text


def test_no_record_is_shown_that_one_may_not_link(
    browser_of: SignIn, supervisor: Browser, two: tuple[Given, Given]
) -> None:
    two[0].restricted()

    assert headings(supervisor.open(PLACE)) == []
    assert headings(browser_of(STANDARDS).open(PLACE)) == ["Probably of one encounter"]


def test_records_that_say_no_time_are_counted_and_compared_with_none(
    browser_of: SignIn, services: Services
) -> None:
    given.imported(services, incident_time=Absence.NOT_ANSWERED)

    page = browser_of(STANDARDS).open(PLACE)

    assert "No suggestions from 1 record" in page.text
    assert "1 of them says no time" in page.text


def test_records_are_compared_by_area_and_until_a_day(
    supervisor: Browser, services: Services, two: tuple[Given, Given]
) -> None:
    assert headings(supervisor.open(f"{PLACE}?area=north")) == []
    assert headings(supervisor.open(f"{PLACE}?area=central")) == ["Probably of one encounter"]
    before = supervisor.open(f"{PLACE}?until=2026-11-01")
    assert "There are no records to compare of these days and this area." in before.text
    assert headings(before.follow("Back to the newest")) == ["Probably of one encounter"]
    assert headings(supervisor.open(f"{PLACE}?until=tomorrow&area=moon")) != []


def test_a_crowd_is_compared_too_and_is_nobody(supervisor: Browser, services: Services) -> None:
    given.submitted(services, incident_reference="NS/0417", **CROWD)
    given.submitted(services, incident_reference="NS/0417")

    page = supervisor.open(PLACE)

    assert headings(page) == ["Probably of one encounter"]
    assert "A crowd." in page.text


def test_an_officer_is_asked_nothing(browser_of: SignIn) -> None:
    browser_of(OFFICER).open(PLACE, status=403)


def test_it_stands_in_the_navigation_of_who_links(browser_of: SignIn, supervisor: Browser) -> None:
    def places(browser: Browser) -> list[str]:
        return re.findall(r">\s*(Encounters)\s*<", browser.open("/", status=None).response.text)

    assert places(supervisor)
    assert not places(browser_of(OFFICER))


def test_what_was_confirmed_is_told_with_the_way_to_undo_it(
    supervisor: Browser, two: tuple[Given, Given]
) -> None:
    page = press(supervisor.open(PLACE), SAME)
    references = {one.reference for one in two}

    assert all(reference in page.text for reference in references)
    assert "they are of one encounter" in page.text
    encounter = page.follow("See the encounter")
    assert {row[0] for row in encounter.rows} == references
    undone = encounter.follow(f"Unlink {two[0].reference}").press("Unlink record", ground="told")
    assert undone.path == f"/records/{two[0].reference}"
    assert SAME in supervisor.open(PLACE).text


def test_what_was_ruled_out_is_told_and_listed_with_a_way_back(
    supervisor: Browser, two: tuple[Given, Given]
) -> None:
    page = press(supervisor.open(PLACE), NOT)

    assert "are not of one encounter, and are not suggested again" in page.text
    assert "Ruled out" in [one.text for one in page.main.all("h2")]
    (back,) = [one for one in page.links() if one.startswith("Link them after all")]
    question = page.follow(back)
    assert question.values("other")[0] in {one.reference for one in two}
    question.press("Link records", ground="told")
    after = supervisor.open(PLACE)
    assert after.main.all("h2") == []


def test_an_address_tells_nothing_of_records_that_are_not_compared(
    supervisor: Browser, two: tuple[Given, Given]
) -> None:
    page = supervisor.open(f"{PLACE}?told=same-encounter&record={two[0].id}&record={two[1].id}")

    # They are compared, and are not linked: nothing was said.
    assert "Saved" not in page.text
