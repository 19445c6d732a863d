"""Every report as JSON: the same filters and the same figures as on its page and in its file."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qs

import pytest
from flask import Flask

from domain.codelists.answers import Absence
from domain.codelists.outcomes import Outcome
from domain.codelists.tactics import Tactic
from tests.builders import CROWD, used
from tests.expecting import covered_in_part
from tests.people import ANALYST, COLLEAGUE, OFFICER, STANDARDS
from tests.web import given
from tests.web.api.conftest import MachineOf
from tests.web.api.documented import DocumentedClient
from tests.web.api.machine import Machine, a_token
from tests.web.conftest import SignIn
from web.bootstrap import Services
from web.demo.populations import examples
from web.reports.rows import ABOUT, DECIMALS

PERIOD = "from=2026-q2&to=2026-q3"
NARROW = f"{PERIOD}&force=northshire&gender=male&age=18-to-34&age=~not-known&reason=effect-arrest"
REPORTS = (
    *("tactics", "effectiveness", "disproportionality", "quality", "timeliness"),
    *("people-and-encounters", "coverage"),
)
ASKED = [
    *((report, PERIOD) for report in REPORTS),
    *((report, NARROW) for report in REPORTS[:-1]),
    ("tactics", f"{PERIOD}&line=restraint&also=handcuffing&rule=any&persons=yes"),
    ("effectiveness", f"{PERIOD}&alike=conduct&alike=location&step=unarmed-skills/yes"),
    ("disproportionality", f"{PERIOD}&by=gender"),
    ("timeliness", f"{PERIOD}&returned=any"),
]


@pytest.fixture
def filled(services: Services) -> Services:
    """Records with every kind of answer, of two quarters, and what other systems know of."""
    for file, content in examples().items():
        services.populations.load(content, file=file)
    given.submitted(services)
    given.submitted(services, tactics=used(Tactic.UNARMED_SKILLS, Tactic.GROUND_RESTRAINT))
    given.submitted(services, by=COLLEAGUE, area="north", perceived_age=Absence.NOT_KNOWN)
    given.submitted(services, outcomes=(Outcome.FATALITY,), incident_date=date(2026, 9, 30))
    given.submitted(services, perceived_gender=Absence.NOT_KNOWN).returned().amended(area="north")
    given.submitted(services, **CROWD)
    given.submitted(services).withdrawn()
    covered_in_part(services)
    return services


@pytest.fixture
def analyst(filled: Services, machine_of: MachineOf) -> Machine:
    return machine_of(ANALYST)


def as_text(value: Any) -> str:
    return (
        f"{value:.{DECIMALS}f}" if isinstance(value, float) else "" if value is None else str(value)
    )


def as_cells(row: Mapping[str, Any]) -> dict[str, str]:
    """An object as the line of a file that says the same."""
    found = {}
    for name, value in row.items():
        if isinstance(value, dict):
            found |= {f"{name}_{code}": as_text(number) for code, number in value.items()}
        else:
            found[name] = as_text(value)
    return found


@pytest.mark.parametrize(("report", "query"), ASKED)
def test_json_and_file_have_the_same_figures(
    analyst: Machine, browser_of: SignIn, report: str, query: str
) -> None:
    answer = analyst.read(f"/api/reports/{report}?{query}")
    file = browser_of(ANALYST).client.get(f"/reports/{report}.csv?{query}")

    assert (answer.status_code, file.status_code) == (200, 200), answer.text
    content = answer.get_json()
    lines = list(csv.DictReader(io.StringIO(file.text)))
    assert len(lines) == len(content["rows"]) > 0
    for line, row in zip(lines, content["rows"], strict=True):
        figures = {name: cell for name, cell in line.items() if name not in ABOUT}
        # A ratio may have no upper end: a file says inf, JSON has no number for it.
        figures = {name: "" if cell == "inf" else cell for name, cell in figures.items()}
        said = as_cells(row)
        assert {name: said.get(name, "") for name in figures} == figures
        assert said.keys() <= figures.keys()
        assert line["log_position"] == str(content["position"])
        assert line["expected_due"] == str(content["coverage"]["due"])
        assert line["expected_matched"] == str(content["coverage"]["matched"])


def test_json_and_page_have_the_same_figures(analyst: Machine, browser_of: SignIn) -> None:
    query = f"{PERIOD}&force=northshire&gender=male"

    rows = analyst.read(f"/api/reports/tactics?{query}").get_json()["rows"]
    page = browser_of(ANALYST).open(f"/reports/tactics?{query}")

    shown = {cells[0]: [cell.split()[0] for cell in cells[1:3]] for cells in page.rows}
    said: dict[str, list[str]] = {}
    for row in rows:
        said.setdefault(row["line_label"], []).append(str(row["records"]))
    # A page begins with the newest quarter, and a series with its first.
    assert {line: figures[::-1] for line, figures in said.items()} == shown
    assert said["All records"] != ["0", "0"]


def test_the_return_in_json_is_its_file(analyst: Machine, browser_of: SignIn) -> None:
    query = "year=2027&force=northshire"

    content = analyst.read(f"/api/reports/return?{query}").get_json()
    browser = browser_of(ANALYST)
    figures = csv.DictReader(io.StringIO(browser.client.get(f"/return.csv?{query}").text))
    checks = csv.DictReader(io.StringIO(browser.client.get(f"/return.checks.csv?{query}").text))

    def of(rows: Any) -> list[dict[str, str]]:
        return [
            {name: ":" if cell is None else str(cell) for name, cell in row.items()} for row in rows
        ]

    assert of(content["rows"]) == list(figures)
    assert of(content["checks"]) == list(checks)
    assert content["year"] == 2027
    assert len(content["rows"]) > 500
    (covered,) = (one for one in content["checks"] if one["rule"] == "coverage")
    assert covered["of_records"] == content["coverage"]["due"] > 0


def test_what_was_counted_is_said_with_the_figures(analyst: Machine, filled: Services) -> None:
    content = analyst.read(f"/api/reports/quality?{NARROW}").get_json()

    said = {name: sorted(values) for name, values in content["filters"].items()}
    assert said == {name: sorted(values) for name, values in parse_qs(NARROW).items()} | {
        "counted": ["yes"]
    }
    assert content["position"] + content["behind"] == filled.log.last_position()
    assert content["coverage"]["kinds"][0]["due"] <= content["coverage"]["due"]


def test_the_answers_are_as_the_document_says(app: Flask, filled: Services) -> None:
    _, token = a_token(filled, acts_as=ANALYST)
    client = DocumentedClient(app.test_client(), token)

    for report in (*REPORTS, "national_return"):
        assert client.call(f"reports_{report.replace('-', '_')}").status == 200
    found = client.call("facts_listing", limit="2")
    assert len(found.content["facts"]) == 2


@pytest.mark.parametrize(
    ("query", "status", "parameter", "detail"),
    [
        ("age=old", 400, "age", "It is not in the list"),
        ("from=2026-q9", 400, "from", "Send the first quarter, such as 2026-q1"),
        ("colour=red", 400, "colour", "There is nothing of this name here"),
        ("from=2099-q1", 422, "from", "“2099-q1” is not in the list"),
        ("from=2026-q3&to=2026-q2", 422, "from", "The first quarter must not be after the last"),
        ("area=moon", 422, "area", "“moon” is not in the list"),
        ("step=truncheon", 422, "step", "“truncheon” is no step"),
        (f"team={OFFICER.id}", 422, "team", "is not in the list"),
    ],
)
def test_a_wrong_filter_is_said_by_its_name(
    analyst: Machine, query: str, status: int, parameter: str, detail: str
) -> None:
    for report in ("tactics", "effectiveness", "disproportionality", "quality", "timeliness"):
        answer = analyst.read(f"/api/reports/{report}?{query}")

        assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
        assert answer.get_json()["errors"][0]["parameter"] == parameter
        assert detail in answer.get_json()["errors"][0]["detail"]


def test_a_year_that_has_no_return_is_said(analyst: Machine) -> None:
    answer = analyst.get("/api/reports/return", year=2098)

    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["parameter"] == "year"


def test_records_of_other_forces_are_counted_by_analysts_alone(
    analyst: Machine, filled: Services, machine_of: MachineOf
) -> None:
    kent = {report: {"force": "kent", "from": "2026-q3"} for report in (*REPORTS, "return")}
    kent["return"].pop("from")

    for report, query in kent.items():
        assert analyst.get(f"/api/reports/{report}", **query).status_code == 200
        refused = machine_of(STANDARDS).get(f"/api/reports/{report}", **query)
        assert refused.status_code == 422, report
        assert "force" in refused.text


def test_who_only_records_reads_no_report(officers: Machine) -> None:
    for report in (*REPORTS, "return"):
        assert officers.get(f"/api/reports/{report}").status_code == 403
    assert officers.get("/api/facts").status_code == 403
