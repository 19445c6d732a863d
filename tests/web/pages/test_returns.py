"""The page of the national return: checks, what is missing, tables, files, and who may see which."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from domain.codelists.answers import Absence, YesNo
from domain.codelists.conduct import PrimaryConduct
from domain.codelists.forces import Force
from domain.codelists.injuries import OfficerInjuryLevel, SubjectInjured, SubjectInjuryLevel
from domain.codelists.locations import LocationType
from domain.codelists.perceptions import PerceivedAge, PerceivedEthnicity
from domain.codelists.tactics import Tactic
from domain.counting.quality import NUMBERED, RULES
from tests.builders import CED_FIRED, CROWD, MINOR_INJURY, an_import, used
from tests.installations import follow
from tests.people import ANALYST, OFFICER, OTHER_SUPERVISOR, STANDARDS, SUPERVISOR
from tests.web import given
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from web.bootstrap import Services
from web.returns.checking import MISSING

PAGE = "/return?year=2027"
COMPLIANT = "Compliant conduct and no compliant tactic"


@pytest.fixture
def standards(browser_of: SignIn, services: Services) -> Browser:
    """Five records of the running year and one of the year before."""
    given.submitted(services, primary_conduct=PrimaryConduct.ACTIVE)
    given.submitted(services, **CED_FIRED, perceived_age=PerceivedAge.FROM_11)
    given.submitted(
        services,
        tactics=used(Tactic.COMMUNICATIONS, Tactic.CS_USED, Tactic.PAVA_USED, Tactic.SHIELD),
        perceived_age=Absence.NOT_KNOWN,
        perceived_ethnicity=PerceivedEthnicity.CHINESE,
        locations=(LocationType.STREET, LocationType.DWELLING),
        primary_conduct=PrimaryConduct.COMPLIANT,
    )
    given.submitted(services, **CROWD)
    given.submitted(services, incident_date=date(2026, 4, 1))
    given.submitted(services, incident_date=date(2026, 3, 31))
    given.submitted(services).withdrawn()
    return browser_of(STANDARDS)


def row(page: Shown, label: str) -> list[str]:
    """The cells of a line beside what it is about."""
    (found,) = (cells for cells in page.rows if cells[0].startswith(label))
    return found[1:]


def test_every_check_is_there_with_how_many_records_do_not_pass(standards: Browser) -> None:
    page = standards.open(PAGE)

    stated = [cells[0].rpartition(" Rule ") for cells in page.rows if " Rule " in cells[0]]
    assert [label for label, _, _ in stated] == [one.label for one in NUMBERED]
    assert {int(number) for _, _, number in stated} == RULES.keys()
    assert row(page, COMPLIANT) == ["Look at", "1"]
    assert row(page, "“Not applicable (crowd)” on a record of one person") == ["None", "0"]
    assert row(page, "No reason for force") == ["None", "0"]
    assert "5 records count in this year." in page.text
    assert "The year is not over." in page.text


def test_what_is_missing_is_there_with_its_share(standards: Browser) -> None:
    page = standards.open(PAGE)

    assert row(page, "Perceived age") == ["2", "40.0%"]
    assert row(page, "Perceived ethnicity") == ["1", "20.0%"]
    assert row(page, "Location") == ["0", "0.0%"]
    assert set(MISSING.values()) <= {cells[0] for cells in page.rows}


def test_a_check_leads_to_its_records(standards: Browser) -> None:
    page = standards.open(PAGE)
    links = [link for link in page.main.all("a") if "rule=" in str(link.get("href"))]

    assert links
    for link in links:
        listed = standards.open(link.get("href"))
        assert len(listed.rows) == int(link.text) == 1


def test_a_record_from_before_recording_began_is_in_no_year_and_is_led_to(
    standards: Browser, services: Services
) -> None:
    (event, *_) = an_import()
    answers = {**event.answers, "incident_date": date(2016, 6, 1)}
    services.log.append([replace(event, reference="OLD-1", answers=answers)])
    follow(services)
    page = standards.open(PAGE)
    (link,) = (one for one in page.main.all("a") if "rule=before" in str(one.get("href")))

    assert link.text == "1"
    assert len(standards.open(link.get("href")).rows) == 1


def test_a_blank_answer_leads_to_its_records(standards: Browser) -> None:
    page = standards.open(PAGE)
    links = [link for link in page.main.all("a") if "counted=yes" in str(link.get("href"))]

    assert len(links) > 5
    for link in links:
        assert len(standards.open(link.get("href")).rows) == int(link.text), link.get("href")


def test_what_a_list_of_records_was_led_to_by_is_said(standards: Browser) -> None:
    page = standards.open("/reports/records?from=2026-q1&rule=compliant-met-with-more")

    assert page.answers["Rule not met"] == COMPLIANT
    assert len(page.rows) == 1


def test_every_figure_of_one_tactic_leads_to_as_many_records(standards: Browser) -> None:
    once = ("Shield", "CED", "Total number", "Irritant spray - used", "Northshire", "Yes", "No")

    for number in (*range(1, 15), 16):
        page = standards.open(f"/return/tables/{number}?year=2027")
        links = {
            (link.get("href"), int(link.text))
            for line in page.main.all("tbody")[0].all("tr")
            if any(word in line.text for word in once) and "Total Other" not in line.text
            for link in line.all("a")
            if number not in (1, 14, 16) or "Total" not in line.text
        }
        assert links
        for href, figure in links:
            listed = standards.open(href)
            assert len(listed.rows) == figure, href


def test_every_figure_of_injuries_and_of_ced_leads_to_as_many_records(
    standards: Browser, services: Services
) -> None:
    given.submitted(services, **MINOR_INJURY)
    # Of an older system: a Taser of which no level is stated, and a level without an injury.
    given.imported(
        services,
        incident_date=date(2026, 11, 2),
        ced_used=YesNo.YES,
        officer_injury_level=OfficerInjuryLevel.SEVERE,
        subject_injured=SubjectInjured.UNKNOWN,
    )

    for number in (10, 11, 13):
        page = standards.open(f"/return/tables/{number}?year=2027")
        links = [link for line in page.main.all("tbody")[0].all("tr") for link in line.all("a")]
        figures = [cell for cells in page.rows for cell in cells if cell.isdigit() and cell != "0"]

        assert len(links) == len(figures) > 4
        for link in links:
            listed = standards.open(link.get("href"))
            assert len(listed.rows) == int(link.text), link.get("href")
    stated = standards.open("/search?national=ced-not-stated&counted=yes")
    assert len(stated.rows) == 1
    assert stated.answers["Line of the return"] == "CED not stated"


def test_a_record_behind_a_figure_of_the_return_leads_back_to_it(
    standards: Browser, browser_of: SignIn
) -> None:
    table = browser_of(SUPERVISOR).open("/return/tables/11?year=2027")
    href = next(
        link.get("href") for link in table.main.all("a") if "/reports/records" in link.get("href")
    )

    listed = table.browser.open(href)

    (back,) = listed.root.with_class("govuk-back-link")
    assert back.get("href") == "/return?year=2027&force=northshire"


def test_a_table_has_the_lines_and_columns_of_the_return(standards: Browser) -> None:
    page = standards.open("/return/tables/2?year=2027")

    heads = [cell.text for cell in page.main.all("thead")[0].all("th")]
    assert heads[:3] == ["Type of force", "Tactic", "Under 11 years"]
    assert heads[-1] == "Number of times tactic reported"
    (total,) = (cells for cells in page.rows if cells[1] == "Total Tactics")
    assert total[2:] == ["0", "1", "2", "0", "0", "0", "3", "6"]
    assert page.heading.endswith("age of person involved, year ending March 2027")


def test_a_table_that_there_is_not_is_not_found(standards: Browser) -> None:
    standards.open("/return/tables/18?year=2027", status=404)
    standards.open("/return/tables/16?year=2018", status=404)
    standards.open("/return/tables/1?year=1999", status=404)


def test_the_year_that_ended_last_is_shown_unless_another_is_chosen(standards: Browser) -> None:
    page = standards.open("/return")

    assert page.values("year") == ["2026"]
    assert "1 record counts in this year." in page.text


def test_a_year_is_chosen_in_the_form(standards: Browser) -> None:
    page = standards.open("/return").press("Show", year="2027")

    assert page.path == "/return?year=2027"
    assert "5 records count in this year." in page.text


def test_that_there_is_nothing_to_return_is_said(standards: Browser) -> None:
    page = standards.open("/return?year=2019")

    assert "There is no return to make." in page.text
    assert page.rows == []


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("year=2017", {"#year": "“2017” is not in the list. Choose a year that is"}),
        ("year=twenty", {"#year": "“twenty” is not in the list. Choose a year that is"}),
        ("force=kent", {"#year": "“kent” is not in the list. Choose a force that is"}),
    ],
)
def test_what_cannot_be_is_said(standards: Browser, query: str, errors: dict[str, str]) -> None:
    page = standards.open(f"/return?{query}", status=422)

    assert page.errors == errors
    assert page.rows == []
    assert standards.client.get(f"/return.csv?{query}").status_code == 422


def test_who_counts_one_force_is_not_asked_for_a_force_and_gets_theirs_alone(
    standards: Browser, services: Services
) -> None:
    of_kent(services)

    page = standards.open(PAGE)

    assert "5 records count in this year. 1 of 1 force has records in it." in page.text
    assert page.main.all("input", name="force") == []
    assert {line["police_force"] for line in downloaded(standards, "csv")} >= {"Northshire"}
    assert "Kent" not in standards.client.get(f"{PAGE.replace('return', 'return.csv')}").text


def of_kent(services: Services) -> None:
    """A record of another force in the same log."""
    (event, *_) = an_import()
    answers = {**event.answers, "incident_date": date(2026, 6, 1)}
    services.log.append([replace(event, force=Force.KENT, reference="KENT-1", answers=answers)])
    follow(services)


def downloaded(browser: Browser, kind: str, query: str = "") -> list[dict[str, str]]:
    answer = browser.client.get(f"/return.{kind}?year=2027{query}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_an_analyst_counts_every_force_or_those_that_they_choose(
    standards: Browser, browser_of: SignIn, services: Services
) -> None:
    of_kent(services)
    analyst = browser_of(ANALYST)

    every = analyst.open(PAGE)
    some = every.press("Show", force=["kent"])

    assert "6 records count in this year. 2 of 45 forces have records in it." in every.text
    assert "1 record counts in this year. 1 of 1 force has records in it." in some.text
    assert some.path == "/return?year=2027&force=kent"
    assert row(analyst.open("/return/tables/12?year=2027"), "England and Wales")[-1] == "6"


def test_an_analyst_sees_figures_that_lead_nowhere(standards: Browser, browser_of: SignIn) -> None:
    analyst = browser_of(ANALYST)

    for page in (analyst.open(PAGE), analyst.open("/return/tables/2?year=2027")):
        assert [link for link in page.main.all("a") if "counted=yes" in str(link.get("href"))] == []


def test_a_supervisor_is_led_to_the_records_they_see(
    standards: Browser, browser_of: SignIn
) -> None:
    page = browser_of(OTHER_SUPERVISOR).open(PAGE)
    (link,) = (one for one in page.main.all("a") if "rule=compliant" in str(one.get("href")))

    listed = page.browser.open(link.get("href"))

    assert "1 record is counted. You see 0 of them" in listed.text


def test_who_only_records_sees_no_return(browser_of: SignIn) -> None:
    officer = browser_of(OFFICER)

    for address in ("/return", "/return/tables/1", "/return.ods", "/return.csv"):
        assert officer.client.get(address).status_code == 403


@pytest.mark.parametrize(
    ("kind", "mimetype", "begins"),
    [
        ("ods", "application/vnd.oasis.opendocument.spreadsheet", b"PK"),
        ("csv", "text/csv", b"table,police_force,type_of_force,tactic,category,count\r\n"),
        ("csv-metadata.json", "application/csvm+json", b'{\n  "@context": ['),
        ("checks.csv", "text/csv", b"police_force,rule,check,records,of_records\r\n"),
    ],
)
def test_the_return_is_there_as_files(
    standards: Browser, kind: str, mimetype: str, begins: bytes
) -> None:
    answer = standards.client.get(f"/return.{kind}?year=2027")

    assert answer.mimetype == mimetype
    assert answer.data.startswith(begins)
    ending = kind.replace("checks.", "-checks.") if "checks" in kind else f".{kind}"
    named = f"use-of-force-return-2027-northshire{ending}"
    assert f'filename="{named}"' in answer.headers["Content-Disposition"]


def test_the_file_of_a_supervisor_is_that_of_their_force(
    standards: Browser, browser_of: SignIn
) -> None:
    assert downloaded(browser_of(SUPERVISOR), "csv") == downloaded(standards, "csv")


def test_a_contradiction_is_counted_as_found_and_pointed_at(
    browser_of: SignIn, services: Services
) -> None:
    (event, *_) = an_import()
    answers = {
        **event.answers,
        "incident_date": date(2026, 6, 1),
        "subject_injured": SubjectInjured.NO,
        "subject_injury_level": SubjectInjuryLevel.MINOR,
    }
    services.log.append([replace(event, answers=answers)])
    follow(services)
    browser = browser_of(STANDARDS)

    assert row(browser.open(PAGE), "Level of an injury to a person")[-1] == "1"
    table = browser.open("/return/tables/11?year=2027")
    assert ["No", "1", "1", "0", "0", "0"] in table.rows


def test_the_reports_lead_to_the_return(standards: Browser) -> None:
    assert standards.open("/reports").follow("Home Office return").heading == "Home Office return"


def test_lines_of_forces_without_a_record_are_left_out_until_they_are_asked_for(
    browser_of: SignIn, standards: Browser
) -> None:
    page = browser_of(ANALYST).open("/return/tables/16?year=2027")
    every = page.follow("Show every line")

    assert not any("Kent" in " ".join(cells) for cells in page.rows)
    assert any("Kent" in " ".join(cells) for cells in every.rows)
    assert f"{len(every.rows) - len(page.rows):,} lines of forces without a record" in page.text
