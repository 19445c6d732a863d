"""Finding any record of the force, and every filter in the address."""

from datetime import date

import pytest

from projections.register.queries import PAGE
from tests.builders import CED_FIRED, CROWD
from tests.people import COLLEAGUE, OFFICER, STANDARDS
from tests.web import given
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from web.bootstrap import Services
from web.pages import home


@pytest.fixture
def standards(browser_of: SignIn, services: Services) -> Browser:
    """Three records: accepted handcuffing, a Taser of the day before, and a colleague's crowd."""
    given.submitted(services).accepted()
    given.submitted(services, **CED_FIRED, incident_date=date(2026, 11, 18))
    given.submitted(services, by=COLLEAGUE, **CROWD)
    return browser_of(STANDARDS)


def found(page: Shown) -> list[str]:
    return sorted(row[0][-1] for row in page.rows)


def test_that_nothing_was_found_is_said(standards: Browser) -> None:
    page = standards.open("/search?words=nobody+of+that+name")

    assert "No record matches this." in page.text
    assert "newest incident first" not in page.text


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ({}, "123"),
        ({"words": "UOF-26-000002"}, "2"),
        ({"words": "uof-26-000002"}, "2"),
        ({"words": "Ada"}, "12"),
        ({"words": COLLEAGUE.collar_number}, "3"),
        ({"words": "nobody of that name"}, ""),
        ({"words": "%"}, ""),
        ({"words": "'; --"}, ""),
        ({"status": "accepted"}, "1"),
        ({"status": "submitted"}, "23"),
        ({"since": "2026-11-19"}, "13"),
        ({"until": "2026-11-18"}, "2"),
        ({"since": "2026-11-18", "until": "2026-11-18", "words": "Ada"}, "2"),
        ({"since": "not-a-day"}, "123"),
    ],
)
def test_a_record_is_found(standards: Browser, typed: dict[str, str], numbers: str) -> None:
    page = standards.open("/search").press("Search", typed)

    assert found(page) == list(numbers)


def test_a_search_stands_in_the_address_and_in_the_form(standards: Browser) -> None:
    page = standards.open("/search").press("Search", words="Ada", since="2026-11-19")

    assert "words=Ada" in page.path
    assert page.values("words")[0] == "Ada"
    assert set(page.values("since")) == {"2026-11-19"}


def test_a_search_is_filtered_by_tactic_and_flag(standards: Browser) -> None:
    assert found(standards.open("/search").press("Apply filter", tactic=["ced"])) == ["2"]
    assert found(standards.open("/search").press("Apply filter", flag=["crowd"])) == ["3"]


def test_a_filter_keeps_the_words(standards: Browser) -> None:
    page = standards.open("/search").press("Search", words="Ada")

    page = page.press("Apply filter", tactic=["handcuffing"])

    assert found(page) == ["1"]


def test_many_records_have_pages(services: Services, browser_of: SignIn) -> None:
    for _ in range(PAGE + 1):
        given.submitted(services)

    page = browser_of(STANDARDS).open("/search?words=Ada")
    last = page.follow("Next page")

    assert len(last.rows) == 1
    assert "words=Ada" in last.path
    assert f"{PAGE + 1} records" in last.text


def test_a_page_beyond_the_last_is_empty_and_no_failure(standards: Browser) -> None:
    assert standards.open("/search?page=99999").rows == []


def test_the_start_page_shows_an_officers_own_records_alone(
    services: Services, standards: Browser, browser_of: SignIn
) -> None:
    page = browser_of(OFFICER).open("/")

    assert found(page) == ["1", "2"]


def test_an_officer_goes_through_all_their_records_in_a_status(
    services: Services, browser_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A page of one: a record costs more than a page.
    monkeypatch.setattr(home, "A_PAGE", 1)
    records = [given.submitted(services).accepted() for _ in range(2)]
    given.submitted(services)

    page = browser_of(OFFICER).open("/?show=accepted")
    last = page.follow("Next page")

    assert page.heading == "Accepted"
    assert {page.rows[0][0], last.rows[0][0]} == {one.reference for one in records}
    assert "2 records, the last changed first" in last.text


def test_a_status_in_which_there_is_nothing_is_the_start_page(browser_of: SignIn) -> None:
    for shown in ("accepted", "nothing"):
        assert browser_of(OFFICER).open(f"/?show={shown}").heading == "Your records"


def test_a_search_from_after_until_is_told_and_finds_nothing(standards: Browser) -> None:
    page = standards.open("/search?since=2026-11-20&until=2026-11-01", status=422)

    assert page.errors == {"#since": "“Happened from” must not be after “Happened until”"}
    assert page.rows == []
