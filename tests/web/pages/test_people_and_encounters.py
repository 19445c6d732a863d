"""Records, encounters and people on a page: each with its basis, and the estimate with what it rests on."""

import csv
import io
from datetime import date

import pytest

from domain.codelists.reasons import GroundForLinking, GroundForLinkingSubject
from domain.counting.people import BASES
from tests.builders import CROWD
from tests.people import ANALYST, COLLEAGUE, OFFICER, STANDARDS, SUPERVISOR
from tests.web import given
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from tests.web.given import Given
from web.bootstrap import Services

PLACE = "/reports/people-and-encounters"
PERIOD = "from=2026-q2&to=2026-q3"
"""July to December: two quarters."""


@pytest.fixture
def records(services: Services) -> list[Given]:
    """Three officers at one person’s encounter, that person again, a crowd, and two others."""
    known = {"subject_identifier": "NS/1"}
    made = [
        given.submitted(services, **known),
        given.submitted(services, by=COLLEAGUE),
        given.submitted(services, area="north", **known),
        given.submitted(services, incident_date=date(2026, 9, 30)),
        given.submitted(services, **CROWD),
        given.submitted(services, subject_identifier="NS/2"),
        given.submitted(services),
    ]
    given.submitted(services).withdrawn()
    services.linking.link(
        [one.id for one in made[:3]],
        ground=GroundForLinking.TOLD,
        requester=STANDARDS.asks(),
    )
    services.linking.link_subject(
        [one.id for one in made[:4]],
        ground=GroundForLinkingSubject.TOLD,
        requester=STANDARDS.asks(),
    )
    made[3]._shown()
    return made


@pytest.fixture
def standards(browser_of: SignIn, records: list[Given]) -> Browser:
    return browser_of(STANDARDS)


def row(page: Shown, code: str) -> list[str]:
    """The figures of the line with a basis."""
    (found, *_) = (cells for cells in page.rows if cells[0].endswith(BASES[code]))
    return found[1:]


def test_each_count_stands_on_its_own_basis(standards: Browser) -> None:
    page = standards.open(f"{PLACE}?{PERIOD}")

    assert row(page, "records") == ["6", "1", "7"]
    assert row(page, "persons") == ["5 83.3%", "1 100.0%", "6 85.7%"]
    assert row(page, "crowds") == ["1 16.7%", "0", "1 14.3%"]
    assert row(page, "all_encounters") == ["4", "1", "5"]
    assert row(page, "encounters") == ["1", "0", "1"]
    assert row(page, "in_encounters") == ["3 50.0%", "0", "3 42.9%"]
    assert row(page, "unlinked") == ["3 50.0%", "1 100.0%", "4 57.1%"]
    # One person in both quarters: once in each, and once in all.
    assert row(page, "subjects") == ["1", "1", "1"]
    assert row(page, "linked") == ["3 60.0%", "1 100.0%", "4 66.7%"]
    assert row(page, "identified") == ["1 20.0%", "0", "1 16.7%"]
    assert row(page, "unknown") == ["1 20.0%", "0", "1 16.7%"]
    assert row(page, "at_most") == ["3", "1", "3"]


def test_the_estimate_comes_with_its_coverage_and_between_its_bounds(standards: Browser) -> None:
    page = standards.open(f"{PLACE}?{PERIOD}")

    assert row(page, "coverage") == ["80.0% 4 of 5", "100.0% 1 of 1", "83.3% 5 of 6"]
    assert row(page, "per_100") == ["50.0", "100.0", "40.0"]
    # Two people in five of six records: 2.4 in all.
    assert row(page, "estimate") == ["3 rests on 80.0%", "1 rests on 100.0%", "2 rests on 83.3%"]
    assert row(page, "at_least") == ["1", "1", "1"]
    assert "about 230,000, from the 39% of reports" in page.text


def test_the_heading_of_the_chart_is_computed(standards: Browser) -> None:
    page = standards.open(f"{PLACE}?{PERIOD}")

    headings = [one.text for one in page.main.all("h2")]

    assert "7 records, at most 5 encounters, and between 1 and 3 people" in headings


@pytest.mark.parametrize(
    ("code", "many"),
    [("in_encounters", 3), ("unlinked", 4), ("linked", 4), ("crowds", 1), ("at_most", 6)],
)
def test_a_figure_leads_to_its_records(standards: Browser, code: str, many: int) -> None:
    page = standards.open(f"{PLACE}?{PERIOD}")
    (line, *_) = (one for one in page.main.all("tr") if one.all("th")[0].text.endswith(BASES[code]))

    listed = standards.open(line.all("a")[-1].get("href"))

    assert len(listed.rows) == many


def test_a_supervisor_comes_back_from_the_records_to_this_report(
    browser_of: SignIn, records: list[Given]
) -> None:
    page = browser_of(SUPERVISOR).open(f"{PLACE}?{PERIOD}")
    (line, *_) = (
        one for one in page.main.all("tr") if one.all("th")[0].text.endswith(BASES["linked"])
    )

    listed = page.browser.open(line.all("a")[-1].get("href"))
    back = listed.browser.open(listed.root.with_class("govuk-back-link")[0].get("href"))

    assert "4 records are counted" in listed.text
    assert "Linked to other records about the same person" in listed.text
    assert back.heading == "Records, encounters and people"


def test_an_analyst_counts_and_is_led_to_no_record(
    browser_of: SignIn, records: list[Given]
) -> None:
    page = browser_of(ANALYST).open(f"{PLACE}?{PERIOD}")

    assert row(page, "records") == ["6", "1", "7"]
    assert not [link for link in page.links().values() if "/search" in link or "/records" in link]


def test_filters_narrow_every_count(standards: Browser) -> None:
    page = standards.open(f"{PLACE}?{PERIOD}&area=north")
    marked = standards.open(f"{PLACE}?{PERIOD}&encounter=alone&subject=unknown")

    assert row(page, "records") == ["1", "0", "1"]
    assert row(page, "encounters") == ["1", "0", "1"]
    # The crowd and one person.
    assert row(marked, "records") == ["2", "0", "2"]
    assert row(marked, "estimate")[::2] == ["– nobody identified", "– nobody identified"]


def test_a_wrong_filter_is_said_beside_its_field(standards: Browser) -> None:
    page = standards.open(f"{PLACE}?subject=nobody", status=422)

    assert list(page.errors) == ["#subject"]
    assert standards.client.get(f"{PLACE}.csv?subject=nobody").status_code == 422


def test_the_file_says_every_figure_with_its_basis(standards: Browser) -> None:
    answer = standards.client.get(f"{PLACE}.csv?{PERIOD}")

    lines = list(csv.DictReader(io.StringIO(answer.text)))
    every = {one["code"]: one for one in lines if one["quarter"] == "all"}

    assert every.keys() == BASES.keys()
    assert all(one["basis"] == BASES[one["code"]] for one in lines)
    assert {name: every[name]["figure"] for name in ("records", "encounters", "subjects")} == {
        "records": "7",
        "encounters": "1",
        "subjects": "1",
    }
    assert (every["coverage"]["figure"], every["coverage"]["of"]) == ("5", "6")
    assert (every["estimate"]["figure"], every["at_least"]["figure"]) == ("2", "1")


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_chart_is_a_file(standards: Browser, kind: str) -> None:
    answer = standards.client.get(f"{PLACE}.{kind}?{PERIOD}")

    assert answer.status_code == 200
    assert len(answer.data) > 500


def test_where_nothing_is_there_is_nothing_to_count(standards: Browser) -> None:
    page = standards.open(f"{PLACE}?from=2018-q1&to=2018-q2")

    assert "No record that counts matches this" in page.text


def test_an_officer_reads_no_report(browser_of: SignIn) -> None:
    browser_of(OFFICER).open(PLACE, status=403)


def test_the_index_leads_here(standards: Browser) -> None:
    page = standards.open("/reports").follow("Records, encounters and people")

    assert page.heading == "Records, encounters and people"
