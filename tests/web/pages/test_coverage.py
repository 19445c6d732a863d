"""Coverage: how many of the encounters of other systems have a record, beside every figure."""

import csv
import io

import pytest

from tests.expecting import an_expected, covered_in_part
from tests.installations import follow
from tests.people import ANALYST, OFFICER, STANDARDS
from tests.web import given
from tests.web.client import Browser
from tests.web.conftest import SignIn
from web.bootstrap import Services

PAGE = "/reports/coverage"
PERIOD = "from=2026-q2&to=2026-q3"
FILES = (
    "/reports/tactics.csv",
    "/reports/effectiveness.csv",
    "/reports/disproportionality.csv",
    "/reports/quality.csv",
    "/reports/timeliness.csv",
)


@pytest.fixture
def analyst(services: Services, browser_of: SignIn) -> Browser:
    """One arrest with its record; one of the quarter before and an arrival without."""
    given.submitted(services)
    covered_in_part(services)
    return browser_of(ANALYST)


def test_each_system_and_quarter_says_what_is_due_and_what_has_a_record(analyst: Browser) -> None:
    page = analyst.open(f"{PAGE}?{PERIOD}")

    rows = {cells[0]: cells[1:] for cells in page.rows}
    assert rows["Arrest"] == ["2", "1 50.0%", "1", "0"]
    assert rows["Custody arrival"] == ["1", "0 0.0%", "1", "0"]
    assert rows["Taser download"] == ["nothing loaded", "–", "–", "–"]
    assert rows["July to September 2026"] == ["1", "0 0.0%", "1", "0"]
    assert rows["October to December 2026"] == ["2", "1 50.0%", "1", "0"]
    assert rows["All of them"] == ["3", "1 33.3%", "2", "0"]
    assert "Coverage: 33.3%" in page.text


def test_the_file_has_a_line_for_each_system_quarter_and_force(analyst: Browser) -> None:
    answer = analyst.client.get(f"{PAGE}.csv?{PERIOD}")

    found = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(one["quarter"], one["kind"], one["due"], one["matched"]) for one in found] == [
        ("2026-q2", "arrest", "1", "0"),
        ("2026-q3", "arrest", "1", "1"),
        ("2026-q3", "custody", "1", "0"),
    ]
    assert found[1]["share_matched"] == "1.00000000"
    assert {one["expected_due"] for one in found} == {"3"}


@pytest.mark.parametrize("file", FILES)
def test_every_file_of_figures_has_the_coverage_beside_them(analyst: Browser, file: str) -> None:
    whole = csv.DictReader(io.StringIO(analyst.client.get(f"{file}?{PERIOD}").text))
    kent = csv.DictReader(io.StringIO(analyst.client.get(f"{file}?{PERIOD}&force=kent").text))

    said = {(one["expected_due"], one["expected_matched"]) for one in whole}
    assert said == {("3", "1")}
    assert {(one["expected_due"], one["forces"]) for one in kent} <= {("", "kent")}


@pytest.mark.parametrize("page", [one.removesuffix(".csv") for one in FILES])
def test_every_page_of_figures_has_it_too(analyst: Browser, page: str) -> None:
    assert "Coverage: 33.3%" in analyst.open(f"{page}?{PERIOD}").text


def test_the_return_says_it_with_its_checks(analyst: Browser) -> None:
    page = analyst.open("/return?year=2027")
    checks = list(
        csv.DictReader(io.StringIO(analyst.client.get("/return.checks.csv?year=2027").text))
    )

    assert "Coverage: 33.3%" in page.text
    known = [one for one in checks if one["rule"] == "coverage" and one["records"] != ":"]
    assert [(one["police_force"], one["records"], one["of_records"]) for one in known] == [
        ("Northshire", "1", "3")
    ]


def test_where_nothing_was_loaded_coverage_is_not_known(browser_of: SignIn) -> None:
    page = browser_of(STANDARDS).open(f"{PAGE}?{PERIOD}")

    assert "Coverage is not known" in page.text
    assert {cells[1] for cells in page.rows} == {"nothing loaded"}


def test_a_wrong_force_is_said_and_who_only_records_reads_no_coverage(browser_of: SignIn) -> None:
    page = browser_of(STANDARDS).open(f"{PAGE}?force=kent", status=422)

    assert list(page.errors) == ["#force"]
    assert browser_of(STANDARDS).client.get(f"{PAGE}.csv?force=kent").status_code == 422
    browser_of(OFFICER).open(PAGE, status=403)


def test_it_follows_the_area_and_says_what_names_none(services: Services, analyst: Browser) -> None:
    an_expected(services, reference="AR/SEALED/79", area="")
    follow(services)

    central = analyst.open(f"/reports/tactics?{PERIOD}&area=central").text
    north = analyst.open(f"/reports/tactics?{PERIOD}&area=north").text
    answer = analyst.client.get(f"/reports/tactics.csv?{PERIOD}&area=central").text

    assert "Coverage: 33.3%" in central
    assert (
        "It is of Northshire Central alone, as those systems say where it was; 1 more says"
        in central
    )
    assert "nothing was loaded of this period and area" in north
    assert "1 that says nothing of where was loaded of the period." in north
    # What is not known is of nothing: only a share that is there has limits.
    assert "It is of Northshire" not in north
    said = next(csv.DictReader(io.StringIO(answer)))
    assert (said["expected_areas"], said["expected_without_area"]) == ("central", "1")


def test_it_says_in_words_what_it_cannot_follow(analyst: Browser) -> None:
    address = f"/reports/tactics?{PERIOD}&line=ced&ethnicity=black"

    both = analyst.open(f"{address}&area=central").text
    without = analyst.open(f"{address}&area=~not-known").text

    assert "what else is chosen (tactic, perceived ethnicity), which those systems" in both
    assert "everything in the period, force and area" in both
    assert "what else is chosen (tactic, area, perceived ethnicity), which those" in without
    assert "Coverage: 33.3%" in without
    assert "what else is chosen" not in analyst.open(f"/reports/tactics?{PERIOD}").text
