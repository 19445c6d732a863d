"""Quality and timeliness of records: figures by rule and question, and the records behind them."""

import csv
import io
from datetime import date, time
from urllib.parse import urlsplit

import pytest

from domain.codelists.answers import Absence
from domain.codelists.outcomes import Outcome
from domain.codelists.tactics import Tactic
from tests.builders import used
from tests.fakes import FakeClock
from tests.people import ANALYST, OFFICER, OTHER_SUPERVISOR, STANDARDS, SUPERVISOR
from tests.web import given
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from web.bootstrap import Services

QUALITY, TIMELINESS = "/reports/quality", "/reports/timeliness"
PERIOD = "from=2026-q2&to=2026-q3"


@pytest.fixture
def standards(browser_of: SignIn, services: Services, clock: FakeClock) -> Browser:
    """Five records that count, of two quarters; two contradict themselves."""
    given.submitted(services)
    given.submitted(services, tactics=used(Tactic.GROUND_RESTRAINT)).returned()
    given.submitted(services, outcomes=(Outcome.FATALITY,), incident_date=date(2026, 9, 30))
    given.submitted(services, perceived_age=Absence.NOT_KNOWN).returned().amended(area="north")
    given.submitted(services).withdrawn()
    given.submitted(
        services, incident_date=clock.now().date(), incident_time=time(11, 0)
    ).restricted()
    return browser_of(STANDARDS)


def row(page: Shown, label: str) -> list[str]:
    """The figures of the one line with a label."""
    (found,) = (cells for cells in page.rows if cells[0] == label)
    return found[1:]


def export(browser: Browser, address: str) -> list[dict[str, str]]:
    answer = browser.client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_each_rule_has_its_records_by_quarter_and_in_all(standards: Browser) -> None:
    page = standards.open(f"{QUALITY}?{PERIOD}")

    # The newest quarter first, and all of them last.
    assert row(page, "All records") == ["4", "1", "5"]
    assert row(page, "Break at least one rule") == ["1 25.0%", "1 100.0%", "2 40.0%"]
    assert row(page, "8. Compliant conduct is met with a compliant tactic") == [
        "1 25.0%",
        "0",
        "1 20.0%",
    ]
    assert row(page, "Outcome fatality, and injury level not death") == ["0", "1 100.0%", "1 20.0%"]
    assert row(page, "1. At least one tactic other than communications") == ["0", "0", "0"]


def test_each_question_says_in_which_way_it_is_open(standards: Browser) -> None:
    page = standards.open(f"{QUALITY}?{PERIOD}")

    assert row(page, "How old did the person appear?")[0] == "20.0% 1 of 5"
    assert row(page, "How old did the person appear?")[3] == "1"
    assert row(page, "Serial number")[1] == "5"


def test_what_was_returned_says_what_was_then_changed(standards: Browser) -> None:
    page = standards.open(f"{QUALITY}?{PERIOD}")

    assert row(page, "Returned once at least") == ["2 40.0%"]
    assert row(page, "Nothing yet") == ["1 50.0%"]
    assert row(page, "A mistake in the record") == ["1 50.0%"]


@pytest.mark.parametrize("address", [f"{QUALITY}?{PERIOD}", f"{TIMELINESS}?{PERIOD}"])
def test_every_figure_leads_to_as_many_records(standards: Browser, address: str) -> None:
    page = standards.open(address)

    cells = [cell for table in page.main.all("table") for cell in table.all("td") if cell.all("a")]

    assert len(cells) > 8
    for cell in cells:
        (link,) = cell.all("a")
        said = cell.text.split()
        number = said[0] if "%" not in said[0] else said[1]
        listed = standards.open(link.get("href"))
        assert f"{number} record" in listed.text, (cell.text, link.get("href"))


def test_records_are_found_by_the_rule_that_they_do_not_meet(standards: Browser) -> None:
    page = standards.open("/search?rule=8")

    assert "1 record, newest incident first" in page.text
    assert page.answers["Rule not met"].startswith("8. Compliant conduct")
    assert set(page.values("rule")) == {"8"}


def test_what_records_were_found_by_is_kept_when_they_are_searched(standards: Browser) -> None:
    page = standards.open("/search?recorded=24-h")

    again = page.press("Search", words="ada")

    assert "recorded=24-h" in again.path
    assert again.answers["Recorded after"] == "More than 24 hours"


def test_a_wrong_rule_is_said_beside_its_field(standards: Browser) -> None:
    page = standards.open(f"{QUALITY}?rule=tidy", status=422)

    assert page.errors == {"#rule": "“tidy” is not in the list. Choose one that is"}


def test_a_file_of_wrong_filters_says_what_is_wrong(standards: Browser) -> None:
    for page in (QUALITY, TIMELINESS):
        answer = standards.client.get(f"{page}.csv?rule=tidy&from=2026-q9")

        assert answer.status_code == 422
        assert len(answer.text.splitlines()) == 2


def test_a_supervisor_is_led_to_their_records_and_back(
    standards: Browser, browser_of: SignIn
) -> None:
    page = browser_of(SUPERVISOR).open(f"{QUALITY}?{PERIOD}")
    (href,) = (
        link.get("href")
        for link in page.main.all("a")
        if "rule=8" in link.get("href") and "from=2026-q2" in link.get("href")
    )

    listed = page.browser.open(href)

    assert urlsplit(listed.path).path == "/reports/records"
    assert "1 record is counted. You see 1 of them" in listed.text
    (back,) = listed.root.with_class("govuk-back-link")
    assert back.get("href").startswith(f"{QUALITY}?from=2026-q2&to=2026-q3")


def test_an_analyst_sees_figures_that_lead_nowhere_and_no_team(
    standards: Browser, browser_of: SignIn
) -> None:
    analyst = browser_of(ANALYST)

    for address in (QUALITY, TIMELINESS):
        page = analyst.open(f"{address}?{PERIOD}")
        assert [link for table in page.main.all("table") for link in table.all("a")] == []
        assert "By team" not in page.text
        assert page.main.all("input", name="team") == []


def test_a_supervisor_sees_their_own_team_and_no_other(
    standards: Browser, browser_of: SignIn
) -> None:
    mine = browser_of(SUPERVISOR).open(f"{TIMELINESS}?{PERIOD}")
    theirs = browser_of(OTHER_SUPERVISOR).open(f"{TIMELINESS}?{PERIOD}")

    assert row(mine, "Your team")[0] == "5"
    assert "Your team" not in [cells[0] for cells in theirs.rows]
    assert browser_of(OTHER_SUPERVISOR).open(f"{TIMELINESS}?team={SUPERVISOR.id}", status=422)


def test_professional_standards_see_every_team_by_name(standards: Browser) -> None:
    page = standards.open(f"{TIMELINESS}?{PERIOD}")

    (team,) = [cells for cells in page.rows if cells[0].startswith("Team of ")]
    assert SUPERVISOR.name in team[0]


def test_how_long_it_took_stands_with_its_base(standards: Browser) -> None:
    page = standards.open(f"{TIMELINESS}?{PERIOD}")

    line = row(page, "July to September 2026")
    assert line[0] == "1"
    assert line[2] == "100.0% 1 of 1"
    assert row(page, "October to December 2026")[1].startswith("13 h 19 min")
    assert {cells[-1] for cells in page.rows if cells[0] == "All records"} == {"3"}


def test_the_files_have_every_figure(standards: Browser, services: Services) -> None:
    rules = export(standards, f"{QUALITY}.csv?{PERIOD}")
    times = export(standards, f"{TIMELINESS}.csv?{PERIOD}")

    (one,) = (r for r in rules if (r["code"], r["quarter"]) == ("fatality-no-death", "2026-q2"))
    assert (one["records"], one["of"]) == ("1", "1")
    age = {r["way"]: r["records"] for r in rules if r["code"] == "perceived_age"}
    assert (age["answered"], age["not-known"], age["not-answered"]) == ("4", "1", "0")
    whole, review = (r for r in times if r["by"] == "all")
    assert (whole["records"], whole["known"], whole["late"]) == ("5", "5", "1")
    assert (review["from_to"], review["missing"]) == ("recorded-to-reviewed", "3")
    assert whole["log_position"] == rules[0]["log_position"]
    assert int(whole["log_position"]) <= services.log.last_position()


@pytest.mark.parametrize("page", [QUALITY, TIMELINESS])
@pytest.mark.parametrize(
    ("kind", "begins"), [("svg", b"<svg "), ("png", b"\x89PNG")], ids=["svg", "png"]
)
def test_the_chart_is_there_as_a_file(
    standards: Browser, page: str, kind: str, begins: bytes
) -> None:
    answer = standards.client.get(f"{page}.{kind}?{PERIOD}")

    assert answer.data.startswith(begins)
    assert f"2026-q2-to-2026-q3.{kind}" in answer.headers["Content-Disposition"]


def test_the_chart_says_in_words_what_it_shows(standards: Browser) -> None:
    (quality,) = standards.open(f"{QUALITY}?{PERIOD}").main.all("svg")
    (times,) = standards.open(f"{TIMELINESS}?{PERIOD}").main.all("svg")

    assert quality.all("title")[0].text == "3 of 5 records meet every rule"
    assert times.all("title")[0].text == "4 of 5 records were made within 24 hours"


def test_that_nothing_matches_is_said(standards: Browser) -> None:
    for address in (QUALITY, TIMELINESS):
        page = standards.open(f"{address}?area=north&gender=female")
        assert "No record that counts matches this" in page.text


def test_who_only_records_reads_no_report(browser_of: SignIn) -> None:
    for address in (QUALITY, TIMELINESS):
        assert browser_of(OFFICER).open(address, status=403)


def test_overdue_is_one_number_in_the_report_and_in_the_queue(
    services: Services, browser_of: SignIn
) -> None:
    given.submitted(services)
    services.clock.advance(hours=services.settings.overdue_hours + 1)  # type: ignore[attr-defined]
    given.submitted(services)
    supervisor = browser_of(SUPERVISOR)

    report = supervisor.open(TIMELINESS)
    queue = report.follow("1 overdue")

    assert (
        "Waiting for review now, in your team: 2, of which 1 overdue (over 72 hours)" in report.text
    )
    assert queue.path == "/review?show=overdue"
    assert len(queue.rows) == 1
    assert "in the whole force: 2, of which 1 overdue" in browser_of(ANALYST).open(TIMELINESS).text
