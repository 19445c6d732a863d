"""Everything that happened to a record, and the record as it stood at any moment."""

import pytest

from domain.codelists.answers import YesNo
from tests.fakes import FakeClock
from tests.people import OFFICER, STANDARDS
from tests.web import given
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from tests.web.given import Given
from web.bootstrap import Services


@pytest.fixture
def record(services: Services, clock: FakeClock) -> Given:
    """Submitted at 12:00, returned at 13:00, amended at 14:00 and accepted at 15:00."""
    made = given.submitted(services)
    clock.advance(hours=1)
    made.returned()
    clock.advance(hours=1)
    made.amended(single_crewed=YesNo.YES)
    clock.advance(hours=1)
    return made.accepted()


@pytest.fixture
def standards(browser_of: SignIn, record: Given) -> Browser:
    return browser_of(STANDARDS)


def at(standards: Browser, record: Given, **when: str) -> Shown:
    page = standards.open(f"/records/{record.reference}/history")
    return page.press("Show", when)


CREWED = "Were you single crewed?"


def test_the_history_tells_the_newest_first_and_what_changed(
    standards: Browser, record: Given
) -> None:
    page = standards.open(f"/records/{record.reference}/history")

    items = page.main.with_class("app-timeline__item")
    for item, words in zip(
        items,
        ("record accepted", "answers amended", "returned to officer", "record submitted"),
        strict=True,
    ):
        assert words in item.text.lower()
    assert page.rows == [[CREWED, "No", "Yes"]]
    assert "by PC 4127 Ada Finch, officer" in items[1].text
    assert "20 November 2026 at 14:00" in items[1].text


@pytest.mark.parametrize(("version", "answer"), [(1, "No"), (2, "No"), (3, "Yes"), (4, "Yes")])
def test_a_version_shows_the_answers_of_its_time(
    standards: Browser, record: Given, version: int, answer: str
) -> None:
    page = standards.open(f"/records/{record.reference}/as-at?version={version}")

    assert page.answers[CREWED] == answer
    assert f"Version {version} of 4" in page.text


@pytest.mark.parametrize(
    ("time", "version"),
    [("12:00", 1), ("12:59", 1), ("13:00", 2), ("14:30", 3), ("15:00", 4), ("", 4)],
)
def test_a_moment_leads_to_the_version_that_stood_then(
    standards: Browser, record: Given, time: str, version: int
) -> None:
    page = at(standards, record, date="2026-11-20", time=time)

    assert f"Version {version} of 4" in page.text
    assert f"As at 20 November 2026 at {time or '15:00'}" in page.text


@pytest.mark.parametrize(
    ("date", "time", "sentence"),
    [
        ("2026-11-20", "11:59", "Enter a moment after the record was submitted"),
        ("2020-01-01", "", "Enter a moment after the record was submitted"),
        ("", "", "Enter a date, and a time like 14:30"),
        ("20/11/2026", "", "Enter a date, and a time like 14:30"),
        ("2026-11-20", "15:02", "Enter a moment in the past"),
        ("2026-11-21", "", "Enter a moment in the past"),
        ("2026-11-20", "noon", "Enter a date, and a time like 14:30"),
        ("0001-01-01", "00:00", "Enter a moment after the record was submitted"),
        ("9999-12-31", "25:00", "Enter a date, and a time like 14:30"),
    ],
)
def test_a_moment_that_leads_nowhere_is_asked_again(
    standards: Browser, record: Given, date: str, time: str, sentence: str
) -> None:
    page = at(standards, record, date=date, time=time)

    assert page.status == 422
    assert page.errors == {"#date": sentence}
    assert page.values("date") == [date]
    assert page.values("time") == [time]


def test_an_hour_that_the_clocks_show_twice_is_a_moment_like_any_other(
    browser_of: SignIn, record: Given, clock: FakeClock
) -> None:
    clock.advance(days=365)

    page = at(browser_of(STANDARDS), record, date="2027-10-31", time="01:30")

    assert "Version 4 of 4" in page.text


def test_the_moments_that_matter_are_marked(standards: Browser, record: Given) -> None:
    page = standards.open(f"/records/{record.reference}/as-at?version=1")

    moments = page.main.all("nav")[0].all("a")

    assert [one.text for one in moments] == [
        "Record submitted",
        "Returned to officer",
        "Answers amended",
        "Record accepted",
    ]
    assert [one.has("aria-current") for one in moments] == [True, False, False, False]


@pytest.mark.parametrize("version", ["0", "5", "-1", "one", "1.0", ""])
def test_a_version_that_never_was_is_not_found(
    standards: Browser, record: Given, version: str
) -> None:
    standards.open(f"/records/{record.reference}/as-at?version={version}", status=404)
    standards.open(f"/records/{record.reference}/compare?from={version}", status=404)


def test_any_two_moments_are_compared(standards: Browser, record: Given) -> None:
    page = standards.open(f"/records/{record.reference}/compare")
    page = page.press("Compare", {"from": "1", "to": "3"})

    assert page.rows == [[CREWED, "No", "Yes"]]
    back = page.press("Compare", {"from": "4", "to": "1"})
    assert back.rows == [[CREWED, "Yes", "No"]]
    same = page.press("Compare", {"from": "1", "to": "2"})
    assert "No answer differs" in same.text
    assert "Status: Awaiting review, then returned" in same.text


def test_all_answers_are_shown_on_demand(standards: Browser, record: Given) -> None:
    page = standards.open(f"/records/{record.reference}/compare").follow("All answers")

    assert len(page.rows) > 40
    assert len(page.follow("Changed answers only").rows) == 1


def test_before_and_after_are_told_apart_without_colour(standards: Browser, record: Given) -> None:
    page = standards.open(f"/records/{record.reference}/compare")

    assert [one.text for one in page.main.all("del")] == ["No"]
    assert [one.text for one in page.main.all("ins")] == ["Yes"]


def test_an_officer_sees_the_history_of_their_own_record(browser_of: SignIn, record: Given) -> None:
    page = browser_of(OFFICER).open(f"/records/{record.reference}/history")

    assert len(page.main.with_class("app-timeline__item")) == 4
