"""On whom force is used: rates, what is unknown, funnels, and who sees whom in them."""

import csv
import io
from datetime import date, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from domain.codelists.answers import Absence
from domain.codelists.perceptions import PerceivedEthnicity, PerceivedGender
from tests.builders import CROWD
from tests.fakes import FakeClock
from tests.people import (
    ADMINISTRATOR,
    ANALYST,
    COLLEAGUE,
    OFFICER,
    OTHER_SUPERVISOR,
    STANDARDS,
    SUPERVISOR,
)
from tests.web import given
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from tests.web.tree import Element
from web.bootstrap import Services
from web.demo.populations import examples
from web.pages import disproportionality

PAGE = "/reports/disproportionality"
PERIOD = "from=2026-q3&to=2026-q3"


@pytest.fixture
def loaded(services: Services) -> Services:
    """Three white, one Black, one Chinese, two unknown, one of a crowd, one withdrawn; and numbers."""
    for file, content in examples().items():
        services.populations.load(content, file=file)
    given.submitted(services)
    given.submitted(services, area="north")
    given.submitted(services, by=COLLEAGUE)
    given.submitted(services, perceived_ethnicity=PerceivedEthnicity.BLACK, area="north")
    given.submitted(services, perceived_ethnicity=PerceivedEthnicity.CHINESE)
    given.submitted(services, perceived_ethnicity=PerceivedEthnicity.DONT_KNOW)
    given.imported(
        services, incident_date=date(2026, 11, 2), perceived_ethnicity=Absence.NOT_ANSWERED
    )
    given.submitted(services, **CROWD)
    given.submitted(services, perceived_ethnicity=PerceivedEthnicity.BLACK).withdrawn()
    return services


@pytest.fixture
def standards(loaded: Services, browser_of: SignIn) -> Browser:
    return browser_of(STANDARDS)


def table(page: Shown, caption: str) -> Element:
    (found,) = (
        one for one in page.main.all("table") if one.all("caption")[0].text.startswith(caption)
    )
    return found


def row(page: Shown, caption: str, label: str) -> list[str]:
    for line in table(page, caption).all("tbody")[0].all("tr"):
        cells = [cell.text for cell in line.children]
        if cells[0] == label:
            return cells[1:]
    raise AssertionError(label)


def captions(page: Shown) -> list[str]:
    return [one.all("caption")[0].text for one in page.main.all("table")]


def test_records_are_counted_by_perception_with_the_share_unknown(standards: Browser) -> None:
    page = standards.open(f"{PAGE}?{PERIOD}")

    assert "7 records, each of one person" in page.text
    assert (
        "In 28.6% of them perceived ethnicity is unknown: 1 don’t know, 1 not reported" in page.text
    )
    assert "1 record of a crowd is in none of this" in page.text
    assert row(page, "Records by perceived ethnicity", "White") == ["3", "60.0%"]
    assert row(page, "Records by perceived ethnicity", "Asian or Asian British") == ["1", "20.0%"]


def test_rates_stand_beside_residents_and_arrests_with_intervals(standards: Browser) -> None:
    page = standards.open(f"{PAGE}?{PERIOD}")

    # One of 38,600: 0.0259 per 1,000, and one of 1,310: 0.0763 per 100. Garwood: 0.0253 to 5.572.
    black = row(page, "Beside residents", "Black or Black British")
    assert black[:3] == ["1", "38,600", "0.03 0.00 to 0.14"]
    # 1/38,600 over 3/712,400 is 6.15.
    assert black[3].startswith("6.15 ")
    assert black[4] == "0.08"
    assert row(page, "Beside residents", "White")[3] == "largest group"
    assert row(page, "Beside arrests", "Black or Black British")[2].startswith("0.08 ")
    assert row(page, "Beside residents", "Mixed")[:2] == ["0", "27,900"]


def test_the_source_and_the_day_stand_with_the_rates(standards: Browser) -> None:
    words = standards.open(f"{PAGE}?{PERIOD}").text

    assert "Residents of Northshire, 21 March 2021. Source: Made up for the demonstration." in words
    assert "Arrests in Northshire, 1 November 2025 to 31 October 2026." in words
    assert "The records are of a quarter and not of a year" in words
    assert "The records and the arrests are of different periods" in words


def test_the_last_loaded_is_shown_and_another_can_be_chosen(
    standards: Browser, loaded: Services, clock: FakeClock
) -> None:
    clock.moment += timedelta(minutes=1)
    later = examples()["residents.csv"].replace(b"38600", b"50000").replace(b"2021-", b"2026-")
    loaded.populations.load(later, file="later.csv")
    first = next(
        one for one in loaded.populations.of(loaded.settings.force) if one.file == "residents.csv"
    )

    page = standards.open(f"{PAGE}?{PERIOD}")
    earlier = page.press("Apply", residents=str(first.id))

    shown = {row(one, "Beside residents", "Black or Black British")[1] for one in (page, earlier)}
    assert shown == {"50,000", "38,600"}
    assert f"residents={first.id}" in earlier.path


def test_every_figure_leads_to_its_records(standards: Browser) -> None:
    page = standards.open(f"{PAGE}?{PERIOD}")

    links = {
        (link.get("href"), int(link.text))
        for link in page.main.all("a")
        if "/search?" in link.get("href")
    }

    assert len(links) >= 8
    for href, figure in links:
        assert len(standards.open(href).rows) == figure, href


@pytest.mark.parametrize(
    ("by", "label", "records"),
    [("gender", "Male", "5"), ("gender", "Female", "1"), ("age", "18 to 34", "6")],
)
def test_groups_may_differ_in_age_and_gender(
    standards: Browser, loaded: Services, by: str, label: str, records: str
) -> None:
    given.submitted(loaded, perceived_gender=PerceivedGender.FEMALE)
    given.submitted(loaded, perceived_gender=PerceivedGender.FEMALE).withdrawn()

    page = standards.open(f"{PAGE}?{PERIOD}&by={by}&area=central")

    assert row(page, "Records by perceived", label)[0] == records


def test_without_numbers_there_are_records_and_how_to_load_some(
    services: Services, browser_of: SignIn
) -> None:
    given.submitted(services)

    page = browser_of(STANDARDS).open(f"{PAGE}?{PERIOD}")

    assert "uof populations load" in page.text
    assert row(page, "Records by perceived ethnicity", "White") == ["1", "100.0%"]


def test_areas_stand_in_the_order_of_their_names_and_few_records_say_nothing(
    standards: Browser,
) -> None:
    page = standards.open(f"{PAGE}?{PERIOD}&group=black")

    lines = [cells for cells in page.rows if cells[-1].startswith("Fewer than 20")]
    assert [cells[0] for cells in lines][:2] == ["Northshire Central", "Northshire North"]
    assert lines[1][1:3] == ["2", "1"]


def test_with_an_area_chosen_rates_are_of_the_people_of_that_area(standards: Browser) -> None:
    page = standards.open(f"{PAGE}?{PERIOD}&area=north")
    both = standards.open(f"{PAGE}?{PERIOD}&area=north&area=central")

    # Of the example: 38,600 in the whole force, 10,000 in the north and 23,900 in the centre.
    assert row(page, "Beside residents", "Black or Black British")[:3] == [
        "1",
        "10,000",
        "0.10 0.00 to 0.56",
    ]
    assert row(both, "Beside residents", "Black or Black British")[1] == "33,900"
    assert [one for one in captions(page) if one.startswith("Beside arrests")] == []
    assert "It has no numbers of the areas that are filtered by" in page.text


def test_areas_stand_beside_their_own_residents(standards: Browser, loaded: Services) -> None:
    for _ in range(12):
        given.submitted(loaded, perceived_ethnicity=PerceivedEthnicity.BLACK, area="north")

    page = standards.open(f"{PAGE}?{PERIOD}&group=black")

    caption = "Areas beside their own residents"
    north = row(page, caption, "Northshire North")
    assert north[:2] == ["13", "10,000"]
    # All areas: 13 of 38,600, 0.34 in 1,000. By chance alone 3.4 records would be usual in the north.
    assert north[-1].startswith("Fewer than 5 records would be usual")
    central = row(page, caption, "Northshire Central")
    assert central[:3] == ["0", "23,900", "0.00 0.00 to 0.15"]
    assert central[-1].startswith("Beyond chance")
    (href,) = (
        link.get("href")
        for line in table(page, caption).all("tr")
        for link in line.all("a")
        if "area=north" in link.get("href")
    )
    assert len(standards.open(href).rows) == 13
    assert "Areas beside their own arrests" not in captions(page)


def many(services: Services, by: object, *, black: int, white: int) -> None:
    for number in range(black + white):
        ethnicity = PerceivedEthnicity.BLACK if number < black else PerceivedEthnicity.WHITE
        given.submitted(services, by=by, perceived_ethnicity=ethnicity)


def test_officers_appear_to_their_supervisor_alone(loaded: Services, browser_of: SignIn) -> None:
    many(loaded, OFFICER, black=20, white=2)
    many(loaded, COLLEAGUE, black=0, white=40)

    theirs = browser_of(SUPERVISOR).open(f"{PAGE}?{PERIOD}&group=black")

    assert row(theirs, "Your officers", f"PC 4127 {OFFICER.name}")[-1].startswith("Beyond chance")
    assert "prompt to support" in theirs.text
    for person in (STANDARDS, ANALYST, OTHER_SUPERVISOR):
        page = browser_of(person).open(f"{PAGE}?{PERIOD}&group=black&force=northshire")
        assert OFFICER.name not in page.text
        assert "Your officers in the order of their names" not in captions(page)


def test_an_officer_leads_their_supervisor_to_the_records_and_nobody_else(
    loaded: Services, browser_of: SignIn
) -> None:
    supervisor = browser_of(SUPERVISOR)
    page = supervisor.open(f"{PAGE}?{PERIOD}&group=black")
    (line,) = (
        line
        for line in table(page, "Your officers").all("tbody")[0].all("tr")
        if COLLEAGUE.name in line.text
    )

    href = line.all("a")[0].get("href")
    listed = supervisor.open(href)

    assert f"Records of PC 3310 {COLLEAGUE.name} alone." in listed.text
    assert [cells[1] for cells in listed.rows] == [f"PC 3310 {COLLEAGUE.name}"]
    assert browser_of(OTHER_SUPERVISOR).open(href, status=404)
    assert supervisor.open(href.replace(str(COLLEAGUE.id), str(uuid4())), status=404)
    (back,) = listed.root.with_class("govuk-back-link")
    assert urlsplit(back.get("href")).path == PAGE


def test_teams_are_named_to_professional_standards_and_to_nobody_else(
    standards: Browser, browser_of: SignIn
) -> None:
    named = standards.open(f"{PAGE}?{PERIOD}")
    own = browser_of(SUPERVISOR).open(f"{PAGE}?{PERIOD}")
    nobody = browser_of(ANALYST).open(f"{PAGE}?{PERIOD}&force=northshire")

    assert (
        table(named, "Teams").all("tbody")[0].text.startswith(f"Team of Sgt 2210 {SUPERVISOR.name}")
    )
    assert table(own, "Teams").all("tbody")[0].text.startswith("Your own team")
    assert table(nobody, "Teams").all("tbody")[0].text.startswith("Team 1")
    assert SUPERVISOR.name not in nobody.text


def test_of_very_many_teams_those_beyond_chance_are_listed_and_all_are_in_a_file(
    loaded: Services, browser_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disproportionality, "LISTED", 0)
    browser = browser_of(STANDARDS)

    none = browser.open(f"{PAGE}?{PERIOD}&group=black")
    loaded.people.assign_supervisor(
        COLLEAGUE.id, OTHER_SUPERVISOR.id, requester=ADMINISTRATOR.asks()
    )
    many(loaded, COLLEAGUE, black=25, white=0)
    many(loaded, OFFICER, black=0, white=13)
    one = browser.open(f"{PAGE}?{PERIOD}&group=black")
    file = browser.client.get(f"{PAGE}/teams.csv?{PERIOD}&group=black").get_data(as_text=True)

    assert "No team lies beyond what chance brings." in none.text
    assert not [caption for caption in captions(none) if caption.startswith("Teams")]
    listed = table(one, "Teams").all("tbody")[0].all("tr")
    assert [line.children[0].text for line in listed] == [
        f"Team of Sgt 2345 {OTHER_SUPERVISOR.name}"
    ]
    assert "Download all 2 teams (CSV)" in one.text
    said = [
        (line["unit"], line["records"], line["records_of_known"], line["beyond_chance"])
        for line in csv.DictReader(io.StringIO(file))
    ]
    assert said == [
        (f"Team of Sgt 2210 {SUPERVISOR.name}", "1", "17", ""),
        (f"Team of Sgt 2345 {OTHER_SUPERVISOR.name}", "25", "26", "yes"),
    ]


def test_teams_have_numbers_instead_of_names_in_the_file_as_on_the_page(
    loaded: Services, browser_of: SignIn
) -> None:
    text = browser_of(ANALYST).client.get(f"{PAGE}/teams.csv?{PERIOD}").get_data(as_text=True)

    assert [line["unit"] for line in csv.DictReader(io.StringIO(text))] == ["Team 1"]
    assert SUPERVISOR.name not in text


def test_an_analyst_sees_figures_that_lead_nowhere(loaded: Services, browser_of: SignIn) -> None:
    page = browser_of(ANALYST).open(f"{PAGE}?{PERIOD}&force=northshire")

    assert [link for one in page.main.all("table") for link in one.all("a")] == []


def test_who_only_records_reads_no_report(browser_of: SignIn) -> None:
    assert browser_of(OFFICER).open(PAGE, status=403)


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("by=height", "#by"),
        ("residents=none", "#by"),
        ("force=kent&force=essex", "#force"),
        ("from=2026-q9", "#from"),
    ],
)
def test_what_is_not_understood_is_said(browser_of: SignIn, query: str, where: str) -> None:
    browser = browser_of(ANALYST)

    page = browser.open(f"{PAGE}?{query}", status=422)

    assert list(page.errors) == [where]
    assert browser.client.get(f"{PAGE}.csv?{query}").status_code == 422


def test_numbers_that_are_not_loaded_are_said(standards: Browser) -> None:
    page = standards.open(f"{PAGE}?arrests=none", status=422)

    assert list(page.errors) == ["#arrests"]


def test_a_group_of_another_question_is_forgotten(standards: Browser) -> None:
    page = standards.open(f"{PAGE}?{PERIOD}&by=gender&group=black")

    assert "people perceived as Female" in page.text


def test_files_have_groups_and_areas_and_nobody(standards: Browser) -> None:
    text = standards.client.get(f"{PAGE}.csv?{PERIOD}").get_data(as_text=True)

    lines = list(csv.DictReader(io.StringIO(text)))
    (black,) = (
        line
        for line in lines
        if (line["about"], line["group"], line["population_kind"]) == ("rate", "black", "residents")
    )
    assert (black["records"], black["number"], black["records_unknown"]) == ("1", "38600", "2")
    assert black["rate"] == f"{1 / 38600:.8f}"
    assert black["population_source"] == "Made up for the demonstration"
    (north,) = (
        line
        for line in lines
        if (line["about"], line["unit"], line["group"]) == ("area", "Northshire North", "black")
    )
    assert (north["records"], north["records_of_known"]) == ("1", "2")
    (rate,) = (
        line
        for line in lines
        if (line["about"], line["unit"], line["group"])
        == ("area-rate", "Northshire North", "black")
    )
    assert (rate["records"], rate["number"]) == ("1", "10000")
    assert rate["rate"] == f"{1 / 10000:.8f}"
    assert {line["about"] for line in lines} == {"records", "rate", "area", "area-rate"}
    # Of so few records neither says anything.
    assert (north["beyond_chance"], rate["beyond_chance"]) == ("", "")
    assert SUPERVISOR.name not in text


def test_the_file_says_which_areas_lie_beyond_chance(
    standards: Browser, services: Services
) -> None:
    for _ in range(20):
        given.submitted(services, perceived_ethnicity=PerceivedEthnicity.BLACK, area="north")
        given.submitted(services)
    file = standards.client.get(f"{PAGE}.csv?{PERIOD}").get_data(as_text=True)
    page = standards.open(f"{PAGE}?{PERIOD}&group=black")

    told = {
        line["unit"]: line["beyond_chance"]
        for line in csv.DictReader(io.StringIO(file))
        if (line["about"], line["group"]) == ("area", "black")
    }

    said = {area: row(page, "Areas in the order", area)[-1] for area in told}
    assert told == {"Northshire North": "yes", "Northshire Central": "yes"}
    assert all(words.startswith("Beyond chance") for words in said.values())


def test_it_is_of_one_force_and_says_so_to_who_counts_them_all(
    loaded: Services, browser_of: SignIn
) -> None:
    page = browser_of(ANALYST).open(f"{PAGE}?{PERIOD}")

    assert "October to December 2026, Northshire Police" in page.text
    assert "all forces" not in page.text
    assert page.values("force") == ["northshire"]
    (force,) = page.main.all("select", name="force")
    assert "All forces" not in [one.text for one in force.all("option")]


def test_charts_are_files_too(standards: Browser, browser_of: SignIn) -> None:
    residents = standards.client.get(f"{PAGE}.svg?{PERIOD}").get_data(as_text=True)
    arrests = standards.client.get(f"{PAGE}.svg?{PERIOD}&population=arrests").get_data(as_text=True)
    nothing = browser_of(ANALYST).client.get(f"{PAGE}.png?{PERIOD}&force=kent")

    assert "<title>Records per 1,000 residents</title>" in residents
    assert "<title>Records per 100 arrests</title>" in arrests
    assert nothing.status_code == 404


@pytest.mark.parametrize(
    ("chart", "title", "named"),
    [
        ("", "Records per 1,000 residents", "residents"),
        ("population=arrests", "Records per 100 arrests", "arrests"),
        ("chart=areas", "Records of people perceived as Black or Black British, by area", "areas"),
        ("chart=teams", "Records of people perceived as Black or Black British, by team", "teams"),
        (
            "chart=area-rates&population=residents",
            "Records of people perceived as Black or Black British per 1,000 residents, by area",
            "area-rates-residents",
        ),
    ],
)
def test_every_chart_but_that_of_officers_is_taken_away_under_a_name_of_its_own(
    standards: Browser, chart: str, title: str, named: str
) -> None:
    query = f"{PERIOD}&group=black&{chart}"
    links = [
        str(one.get("href"))
        for one in standards.open(f"{PAGE}?{PERIOD}&group=black").main.all("a")
        if one.text == "SVG"
    ]

    answer = standards.client.get(f"{PAGE}.svg?{query}")

    assert f"<title>{title}</title>" in answer.text
    assert f"-{named}.svg" in answer.headers["Content-Disposition"]
    assert "Northshire Police, October to December 2026" in answer.text
    # Away from its page a funnel says itself what its lines are.
    assert ("within the broken lines" in answer.text) == ("by " in title)
    assert any(chart in one for one in links)


def test_the_funnel_of_officers_is_no_file(loaded: Services, browser_of: SignIn) -> None:
    supervisor = browser_of(SUPERVISOR)

    links = [one.get("href") for one in supervisor.open(f"{PAGE}?{PERIOD}").main.all("a")]

    assert not [one for one in links if "chart=officers" in str(one)]
    assert "by officer" not in supervisor.client.get(f"{PAGE}.svg?{PERIOD}&chart=officers").text
