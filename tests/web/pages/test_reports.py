"""Records by tactic and quarter: figures, what is unknown beside them, and the records behind them."""

import csv
import io
from datetime import date
from urllib.parse import urlsplit

import pytest

from domain.codelists.answers import Absence
from domain.codelists.perceptions import PerceivedAge, PerceivedEthnicity
from domain.codelists.reasons import ReasonForForce
from domain.codelists.tactics import Tactic
from domain.counting.rules import LABELS
from tests.builders import CED_FIRED, CROWD, used
from tests.people import ANALYST, OFFICER, OTHER_SUPERVISOR, STANDARDS, SUPERVISOR
from tests.web import given
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from tests.web.tree import Element
from web.bootstrap import Services

PAGE = "/reports/tactics"


@pytest.fixture
def standards(browser_of: SignIn, services: Services) -> Browser:
    """Six records of two quarters, of which one is withdrawn and one restricted."""
    given.submitted(services)
    given.submitted(services, **CED_FIRED, perceived_age=PerceivedAge.FROM_11)
    given.submitted(
        services,
        tactics=used(Tactic.COMMUNICATIONS, Tactic.CS_USED, Tactic.PAVA_USED, Tactic.SHIELD),
        incident_date=date(2026, 9, 30),
        perceived_age=Absence.NOT_KNOWN,
        reasons=(ReasonForForce.PREVENT_ESCAPE,),
    ).restricted()
    given.submitted(services, **CROWD)
    given.submitted(services, perceived_ethnicity=PerceivedEthnicity.DONT_KNOW)
    given.submitted(services).withdrawn()
    return browser_of(STANDARDS)


def row(page: Shown, label: str) -> list[str]:
    """The figures of a line of the table, in the order of time: it shows the newest quarter first."""
    (found,) = (cells for cells in page.rows if cells[0] == label)
    *newest_first, every = found[1:]
    return [*reversed(newest_first), every]


def test_each_line_has_its_records_by_quarter_and_in_all(standards: Browser) -> None:
    page = standards.open(f"{PAGE}?from=2026-q2&to=2026-q3")

    assert row(page, "All records") == ["1", "4", "5"]
    assert row(page, "Of those, records of a crowd") == ["0", "1", "1"]
    assert row(page, "Handcuffing, compliant") == ["0", "3", "3"]
    assert row(page, "Taser (CED) drawn") == ["0", "0", "0"]
    assert row(page, "Taser (CED) fired") == ["0", "1", "1"]
    assert row(page, "Irritant spray used") == ["1", "0", "1"]
    assert row(page, "Tactic not reported") == ["0", "0", "0"]
    assert row(page, "Tactical communications, with another tactic") == ["1", "0", "1"]


def test_times_stand_beside_records_where_they_differ(standards: Browser) -> None:
    page = standards.open(f"{PAGE}?from=2026-q2&to=2026-q3")

    assert row(page, "Other equipment") == ["1 2 times", "0", "1 2 times"]
    assert row(page, "Total tactics") == ["1 2 times", "4", "5 6 times"]


def test_every_line_of_the_table_is_there(standards: Browser) -> None:
    page = standards.open(PAGE)

    assert [cells[0] for cells in page.rows] == list(LABELS.values())


def test_the_last_four_quarters_are_shown_unless_others_are_chosen(standards: Browser) -> None:
    page = standards.open(PAGE)

    heads = [cell.text for cell in page.main.all("thead")[0].all("th")]
    assert heads[1] == "October to December 2026"
    assert heads[4:] == ["January to March 2026", "All quarters"]


@pytest.mark.parametrize(
    ("query", "records"),
    [
        ("age=11-to-17", 1),
        ("age=11-to-17&age=~not-known", 2),
        ("ethnicity=white", 3),
        ("ethnicity=dont-know", 1),
        ("reason=prevent-escape", 1),
        ("reason=effect-arrest&reason=prevent-escape", 5),
        ("factor=alcohol&conduct=compliant", 3),
        ("conduct=~not-applicable", 1),
        ("kind=crowd", 1),
        ("area=north", 0),
        ("line=ced", 1),
        ("line=ced&line=shield", 2),
        ("line=communications", 1),
        ("mental=~not-known&physical=no", 4),
        ("force=northshire", 5),
        ("gender=female", 0),
    ],
)
def test_records_are_filtered_by_what_stands_in_the_address(
    standards: Browser, query: str, records: int
) -> None:
    found = export(standards, f"from=2026-q2&to=2026-q3&{query}")

    assert sum(int(line["records"]) for line in found if line["line"] == "records") == records


def test_a_filter_is_chosen_in_the_form(standards: Browser) -> None:
    page = standards.open(PAGE).press(
        "Apply filter", age=["11-to-17"], **{"from": "2026-q3", "to": "2026-q3"}
    )

    assert "age=11-to-17" in page.path
    assert "from=2026-q3" in page.path
    assert page.values("age") == ["11-to-17"]
    assert page.answers["Perceived age"] == "11 to 17"
    assert row(page, "All records")[0].startswith("1")


def test_what_is_unknown_stands_beside_every_figure_told_apart(standards: Browser) -> None:
    page = standards.open(f"{PAGE}?from=2026-q2&to=2026-q3&age=18-to-34")

    assert row(page, "All records") == [
        "0 + 1 age not known",
        "2 + 1 age not applicable (crowd)",
        "2 + 1 age not known + 1 age not applicable (crowd)",
    ]
    assert row(page, "Shield") == [
        "0 + 1 age not known",
        "0 0 unknown",
        "0 + 1 age not known",
    ]


def test_every_figure_leads_to_as_many_records(standards: Browser) -> None:
    page = standards.open(f"{PAGE}?from=2026-q2&to=2026-q3&age=18-to-34&reason=effect-arrest")

    links = {(link.get("href"), int(link.text.lstrip("+ "))) for link in table_of(page).all("a")}

    assert len(links) > 10
    for href, figure in links:
        listed = standards.open(href)
        assert listed.text.count(" records, newest") + listed.text.count(" record, newest") == 1
        assert f"{figure} record" in listed.text, href


def test_every_figure_without_a_filter_leads_to_as_many_records(standards: Browser) -> None:
    page = standards.open(f"{PAGE}?from=2026-q2&to=2026-q3")

    for link in table_of(page).all("a"):
        listed = standards.open(link.get("href"))
        assert f"{link.text} record" in listed.text, link.get("href")
        assert len(listed.rows) == int(link.text)


def table_of(page: Shown) -> Element:
    return page.main.all("table")[0]


def test_a_supervisor_is_led_to_the_records_they_see(
    standards: Browser, browser_of: SignIn
) -> None:
    page = browser_of(SUPERVISOR).open(f"{PAGE}?from=2026-q2&to=2026-q3")

    listed = page.follow("5")

    assert urlsplit(listed.path).path == "/reports/records"
    assert "5 records are counted. You see 4 of them" in listed.text
    assert len(listed.rows) == 4
    (back,) = listed.root.with_class("govuk-back-link")
    assert row(listed.browser.open(back.get("href")), "All records") == ["1", "4", "5"]


def test_a_supervisor_of_nobody_sees_figures_and_no_record(
    standards: Browser, browser_of: SignIn
) -> None:
    page = browser_of(OTHER_SUPERVISOR).open("/reports/records?from=2026-q2")

    assert "5 records are counted. You see 0 of them" in page.text
    assert page.rows == []


def test_wrong_filters_of_a_list_are_said_where_they_are_chosen(browser_of: SignIn) -> None:
    page = browser_of(SUPERVISOR).open("/reports/records?age=old&reason=other", status=422)

    assert page.heading == "Tactics by quarter"
    assert page.values("reason") == ["other"]


def test_an_analyst_sees_figures_that_lead_nowhere(standards: Browser, browser_of: SignIn) -> None:
    analyst = browser_of(ANALYST)

    page = analyst.open(f"{PAGE}?from=2026-q2&to=2026-q3")

    assert row(page, "All records") == ["1", "4", "5"]
    assert table_of(page).all("a") == []
    assert analyst.open("/reports/records", status=403)


def test_an_analyst_starts_at_the_reports_and_counts_every_force(browser_of: SignIn) -> None:
    page = browser_of(ANALYST).open("/")

    assert page.heading == "Reports"
    offered = page.follow("Tactics by quarter").main.all("select", name="force")[0].text
    assert "All forces" in offered
    assert "Kent Police" in offered


def test_others_count_their_own_force_alone(standards: Browser) -> None:
    offered = standards.open(PAGE).main.all("select", name="force")[0].text
    refused = standards.open(f"{PAGE}?force=kent", status=422)

    assert offered == "Northshire Police"
    assert refused.errors == {"#force": "“kent” is not in the list. Choose a force that is"}


def test_who_only_records_reads_no_report(browser_of: SignIn) -> None:
    assert browser_of(OFFICER).open(PAGE, status=403)


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("from=2026-q9", {"#from": "“2026-q9” is not in the list. Choose a quarter that is"}),
        ("to=2031-q1", {"#to": "“2031-q1” is not in the list. Choose a quarter that is"}),
        (
            "from=2026-q3&to=2026-q1",
            {"#from": "The first quarter must not be after the last"},
        ),
        ("age=old", {"#age": "“old” is not in the list. Choose an answer that is"}),
        ("line=tickling", {"#line": "“tickling” is not in the list. Choose a tactic that is"}),
        ("kind=herd", {"#kind": "“herd” is not in the list. Choose a kind of record that is"}),
    ],
)
def test_a_filter_that_cannot_be_is_said_beside_its_field(
    standards: Browser, query: str, errors: dict[str, str]
) -> None:
    page = standards.open(f"{PAGE}?{query}&reason=effect-arrest", status=422)

    assert page.errors == errors
    assert page.values("reason") == ["effect-arrest"], "what was right is kept"
    assert page.rows == []


def test_a_file_of_wrong_filters_says_what_is_wrong(standards: Browser) -> None:
    answer = standards.client.get(f"{PAGE}.csv?age=old&from=2026-q9")

    assert answer.status_code == 422
    assert answer.text.splitlines() == [
        "“2026-q9” is not in the list. Choose a quarter that is",
        "“old” is not in the list. Choose an answer that is",
    ]


def test_that_nothing_matches_is_said(standards: Browser) -> None:
    page = standards.open(f"{PAGE}?area=north&gender=female")

    assert "No record that counts matches this" in page.text
    assert page.rows == []


def test_the_page_says_what_is_counted_and_until_where(
    standards: Browser, services: Services
) -> None:
    page = standards.open(PAGE)

    assert f"up to log position {services.log.last_position():,}." in page.text
    assert "not an incident and not a person" in page.text


def test_what_the_figures_do_not_hold_yet_is_said(standards: Browser, services: Services) -> None:
    services.records.add_note(
        given.submitted(services).id, "Seen on the video.", requester=STANDARDS.asks()
    )

    page = standards.open(PAGE)

    assert "not in these figures yet" in page.text


def export(browser: Browser, query: str) -> list[dict[str, str]]:
    answer = browser.client.get(f"{PAGE}.csv?{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_the_file_has_every_cell_of_the_table(standards: Browser) -> None:
    query = "from=2026-q2&to=2026-q3&age=18-to-34"

    page = standards.open(f"{PAGE}?{query}")
    found = export(standards, query)

    assert len(found) == 2 * len(LABELS)
    figures = [line["records"] for line in found if line["line"] == "handcuffing-compliant"]
    assert figures == [text.split()[0] for text in row(page, "Handcuffing, compliant")[:2]]
    first = found[0]
    assert (first["forces"], first["financial_year"], first["quarter"]) == (
        "northshire",
        "2026/27",
        "2026-q2",
    )
    assert (first["line"], first["line_label"], first["records"]) == ("records", "All records", "0")
    assert (first["unknown_age_not-known"], first["unknown_age_not-applicable"]) == ("1", "0")


@pytest.mark.parametrize(
    ("kind", "mimetype", "begins"),
    [("svg", "image/svg+xml", b"<svg "), ("png", "image/png", b"\x89PNG")],
)
def test_the_chart_is_there_as_a_file(
    standards: Browser, kind: str, mimetype: str, begins: bytes
) -> None:
    answer = standards.client.get(f"{PAGE}.{kind}?from=2026-q2&to=2026-q3&line=restraint")

    assert answer.mimetype == mimetype
    assert answer.data.startswith(begins)
    assert f"tactics-2026-q2-to-2026-q3.{kind}" in answer.headers["Content-Disposition"]


def test_the_chart_says_in_words_what_it_shows(standards: Browser) -> None:
    page = standards.open(f"{PAGE}?from=2026-q2&to=2026-q3")

    (drawing,) = page.main.all("svg")
    assert drawing.get("role") == "img"
    assert drawing.all("title")[0].text == "Restraint is on 3 of 5 records"
    assert "Restraint: from 0 to 3 a quarter." in drawing.all("desc")[0].text


ACROSS_A_BREAK = "from=2022-q4&to=2023-q2&reason=effect-arrest"
"""Over the day on which the form got another reason."""


@pytest.fixture
def across(standards: Browser, services: Services) -> Browser:
    given.submitted(
        services,
        incident_date=date(2023, 4, 2),
        reasons=(ReasonForForce.EFFECT_ARREST,),
    )
    return standards


def test_a_break_in_the_series_is_marked_in_the_table_and_said(across: Browser) -> None:
    page = across.open(f"{PAGE}?{ACROSS_A_BREAK}")

    heads = [cell.text for cell in page.main.all("thead")[0].all("th")]
    assert [head for head in heads if "[break]" in head] == ["April to June 2023 [break]"]
    assert "Break on 1 April 2023: “Effect a stop and search” could be chosen." in page.main.text
    assert "Break on" not in across.open(f"{PAGE}?from=2022-q4&to=2023-q2").main.text


def test_the_chart_and_the_files_mark_it_too(across: Browser) -> None:
    page = across.open(f"{PAGE}?{ACROSS_A_BREAK}")
    alone = across.client.get(f"{PAGE}.svg?{ACROSS_A_BREAK}").text
    lines = export(across, ACROSS_A_BREAK)

    words = "2023-04-01: “Effect a stop and search” could be chosen"
    (drawing,) = page.main.all("svg")
    assert f"Break on {words}." in drawing.all("desc")[0].text
    assert ">[break]<" in str(alone)
    assert {line["quarter"] for line in lines if line["breaks"] == words} == {"2023-q1"}
    assert {line["quarter"] for line in lines if not line["breaks"]} == {"2022-q4", "2023-q2"}


@pytest.mark.parametrize(
    ("report", "says"),
    [
        ("quality", "Break on 1 April 2023: National form, 1 April 2023 came into use."),
        ("effectiveness", "Break on 1 April 2023: “Effect a stop and search” could be chosen."),
    ],
)
def test_other_reports_say_it_of_their_period(across: Browser, report: str, says: str) -> None:
    page = across.open(f"/reports/{report}?{ACROSS_A_BREAK}")

    assert says in page.main.text
