"""Which tactics work: what is shown, what is not, and where each figure leads."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

import pytest

from domain.codelists.answers import Absence, YesNo
from domain.codelists.conduct import PrimaryConduct
from domain.codelists.perceptions import PerceivedAge
from domain.codelists.tactics import Tactic
from domain.counting import effectiveness
from domain.records.tactics import TacticUsed
from tests.builders import MINOR_INJURY, used
from tests.people import ANALYST, OFFICER, STANDARDS, SUPERVISOR
from tests.web import given
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from tests.web.tree import Element
from web.bootstrap import Services

PAGE = "/reports/effectiveness"
PERIOD = "from=2026-q3&to=2026-q3"


def failed(tactic: Tactic) -> TacticUsed:
    return TacticUsed(tactic=tactic, effective=YesNo.NO)


def worked(tactic: Tactic) -> TacticUsed:
    return TacticUsed(tactic=tactic, effective=YesNo.YES)


HANDS, CUFFS, BATON = Tactic.UNARMED_SKILLS, Tactic.NON_COMPLIANT_HANDCUFFING, Tactic.BATON_USED


@pytest.fixture
def standards(browser_of: SignIn, services: Services) -> Browser:
    """Hands fail twice, then cuffs work and the baton does not; hands work once, and once nobody says."""
    given.submitted(services, tactics=(failed(HANDS), worked(CUFFS)), **MINOR_INJURY)
    given.submitted(
        services,
        tactics=(failed(HANDS), failed(BATON)),
        primary_conduct=PrimaryConduct.AGGRESSIVE,
        perceived_age=Absence.NOT_KNOWN,
    )
    given.submitted(services, tactics=used(HANDS))
    given.imported(
        services,
        incident_date=date(2026, 11, 2),
        tactics=(TacticUsed(tactic=HANDS),),
        primary_conduct=Absence.NOT_ANSWERED,
    )
    given.submitted(services, tactics=used(BATON)).withdrawn()
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


def test_each_tactic_has_its_uses_answers_share_and_bounds(standards: Browser) -> None:
    page = standards.open(f"{PAGE}?{PERIOD}")

    # One of three: Wilson's interval, and one or two of four.
    assert row(page, "What officers said", HANDS.label) == [
        "4",
        "1",
        "2",
        "1 not reported",
        "33.3% 6.1% to 79.2%",
        "25.0% to 50.0%",
        "not compared: only 3 answers",
    ]
    assert row(page, "What officers said", CUFFS.label)[:6] == [
        "1",
        "1",
        "0",
        "0",
        "100.0% 20.7% to 100.0%",
        "all answered",
    ]


def test_what_the_figures_cannot_show_stands_before_them(standards: Browser) -> None:
    words = standards.open(PAGE).text

    for said in ("said of their own use of force", "Most answers are yes", "choose a tactic"):
        assert words.index(said) < words.index("What officers said")


def test_places_in_the_sequence_and_injuries_are_shown(standards: Browser) -> None:
    page = standards.open(f"{PAGE}?{PERIOD}")

    positions = row(page, "By place in the sequence", BATON.label)
    injuries = row(page, "Injuries", HANDS.label)
    assert positions[0] == "not used"
    assert positions[1].startswith("0.0% 0 of 1")
    assert injuries[:3] == ["4", "1", "0"]


def test_a_tactic_leads_to_what_followed_and_to_its_circumstances(standards: Browser) -> None:
    page = standards.open(f"{PAGE}?{PERIOD}").follow(HANDS.label)

    assert page.heading == HANDS.label
    assert row(page, "What was used next", CUFFS.label)[:3] == ["1", "1", "0"]
    assert row(page, "What was used next", BATON.label)[:3] == ["1", "0", "1"]
    assert "Something was used after it every time" in page.text
    assert row(page, "By primary conduct", "Aggressive resistance")[:3] == ["1", "0", "1"]
    assert row(page, "By primary conduct", "Not reported")[:4] == ["1", "0", "0", "1 not reported"]
    assert row(page, "By impact factor", "Alcohol")[0] == "4"
    assert row(page, "By location", "Street or highway")[0] == "4"


def test_that_nothing_followed_is_told_and_not_counted_as_an_end(standards: Browser) -> None:
    page = standards.open(f"{PAGE}?{PERIOD}&of=baton-used")

    assert "1 time nothing was used after it" in page.text
    assert "does not say how it ended" in page.text


@pytest.mark.parametrize("of", ["", "&of=unarmed-skills", "&order=share&alike=location"])
def test_every_figure_leads_to_its_records(standards: Browser, of: str) -> None:
    page = standards.open(f"{PAGE}?{PERIOD}{of}")

    links = {
        (link.get("href"), int(link.text.split()[0]))
        for one in page.main.all("table")
        for link in one.all("a")
        if "/search?" in link.get("href")
    }

    assert len(links) > 10
    for href, figure in links:
        # No record here has a tactic twice: as many uses, as many records.
        assert len(standards.open(href).rows) == figure, href


def test_no_figure_leads_to_other_records_than_it_counts(standards: Browser) -> None:
    page = standards.open(f"{PAGE}?{PERIOD}&of=unarmed-skills&factor=alcohol&conduct=compliant")

    assert table(page, "By impact factor").all("a") == []
    links = table(page, "By primary conduct").all("a")
    assert [len(standards.open(link.get("href")).rows) for link in links] == [2, 1, 1]


def test_a_supervisor_is_led_to_their_teams_and_back(
    standards: Browser, browser_of: SignIn
) -> None:
    page = browser_of(SUPERVISOR).open(f"{PAGE}?{PERIOD}")
    (link,) = (
        link
        for link in table(page, "What officers said").all("a")
        if "step=unarmed-skills%2Fno" in link.get("href")
    )

    listed = page.browser.open(link.get("href"))

    assert urlsplit(listed.path).path == "/reports/records"
    assert "2 records are counted. You see 2 of them" in listed.text
    assert listed.answers["With a step"] == f"{HANDS.label}, not effective"
    (back,) = listed.root.with_class("govuk-back-link")
    assert urlsplit(back.get("href")).path == PAGE


def test_an_analyst_sees_figures_that_lead_nowhere(standards: Browser, browser_of: SignIn) -> None:
    page = browser_of(ANALYST).open(f"{PAGE}?{PERIOD}&force=northshire")

    links = [link for one in page.main.all("table") for link in one.all("a")]
    assert row(page, "What officers said", HANDS.label)[0] == "4"
    assert {urlsplit(link.get("href")).path for link in links} == {PAGE}


def test_who_only_records_reads_no_report(browser_of: SignIn) -> None:
    assert browser_of(OFFICER).open(PAGE, status=403)


def test_records_of_which_a_filter_cannot_tell_are_told_beside(standards: Browser) -> None:
    page = standards.open(f"{PAGE}?{PERIOD}&age=18-to-34")
    young = standards.open(f"{PAGE}?{PERIOD}&age=18-to-34&area=north")

    assert "leave one unknown: 1 age not known" in page.text
    assert "No record that counts matches this" in young.text


@pytest.fixture
def small_base(monkeypatch: pytest.MonkeyPatch) -> int:
    """A base that a handful of records can reach."""
    for module in ("domain.counting.effectiveness", "web.reports.effectiveness"):
        monkeypatch.setattr(f"{module}.BASE", 2)
    assert effectiveness.BASE == 2
    return 2


def names(found: Element) -> Sequence[str]:
    return [line.children[0].text for line in found.all("tbody")[0].all("tr")]


def test_only_what_has_enough_answers_is_in_the_order_of_the_share(
    standards: Browser, services: Services, small_base: int
) -> None:
    given.submitted(services, tactics=(failed(BATON), worked(BATON)))
    given.submitted(services, tactics=used(BATON))

    page = standards.open(f"{PAGE}?{PERIOD}").follow("In the order of the share")

    assert names(table(page, "What officers said, by share")) == [BATON.label, HANDS.label]
    assert names(table(page, "Too few answers")) == [CUFFS.label]


def test_like_is_compared_with_like_where_there_is_enough(
    standards: Browser, services: Services, small_base: int
) -> None:
    for conduct in (PrimaryConduct.COMPLIANT, PrimaryConduct.AGGRESSIVE):
        given.submitted(services, tactics=used(CUFFS), primary_conduct=conduct)
        given.submitted(services, tactics=used(BATON), primary_conduct=conduct)

    page = standards.open(f"{PAGE}?{PERIOD}")

    # Hands: one of two of compliant people, none of one of an aggressive one; of all nine answers
    # whose circumstances are known five are of compliant people.
    compliant, aggressive = 5, 4
    expected = compliant / (compliant + aggressive) * 1 / 2
    assert row(page, "What officers said", HANDS.label)[6].startswith(f"{100 * expected:.1f}%")


def test_files_have_everything_about_every_tactic(standards: Browser) -> None:
    text = standards.client.get(f"{PAGE}.csv?{PERIOD}").get_data(as_text=True)

    lines = list(csv.DictReader(io.StringIO(text)))
    hands = [line for line in lines if line["tactic"] == "unarmed-skills"]
    (every,) = (line for line in hands if line["about"] == "all")
    assert (every["times_used"], every["effective"], every["not_effective"]) == ("4", "1", "2")
    assert every["unanswered_not_answered"] == "1"
    assert every["share_effective"] == "0.33333333"
    assert {line["about"] for line in hands} == {
        "all",
        "like-with-like",
        "position",
        "next-after-failure",
        "person-injured",
        "officer-injured",
        "conduct",
        "factor",
        "location",
    }
    (next_,) = (line for line in hands if line["category"] == "baton-used")
    assert (next_["times_used"], next_["not_effective"]) == ("1", "1")
    (nothing,) = (line for line in lines if line["category"] == "nothing")
    assert (nothing["tactic"], nothing["times_used"]) == ("baton-used", "1")


def test_the_chart_is_a_file_too(standards: Browser) -> None:
    drawn = standards.client.get(f"{PAGE}.svg?{PERIOD}")
    picture = standards.client.get(f"{PAGE}.png?{PERIOD}&of=unarmed-skills")
    nothing = standards.client.get(f"{PAGE}.svg?{PERIOD}&area=north")

    assert drawn.mimetype == "image/svg+xml"
    assert "<title>Tactics said to have been effective</title>" in drawn.get_data(as_text=True)
    assert picture.data.startswith(b"\x89PNG")
    assert nothing.status_code == 404


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("alike=weather", {"#alike": "“weather” is not in the list. Choose what circumstances"}),
        ("of=truncheon", {"#of": "“truncheon” is not in the list. Choose a tactic that is"}),
        ("order=best", {"#order": "“best” is not in the list. Choose an order that is"}),
        (
            "step=no-step",
            {"#main-content": "“no-step” is no step. Follow a figure of the report to one"},
        ),
        ("from=2026-q3&to=2026-q1", {"#from": "The first quarter must not be after the last"}),
    ],
)
def test_what_is_not_understood_is_said(
    browser_of: SignIn, query: str, errors: dict[str, str]
) -> None:
    browser = browser_of(STANDARDS)

    page = browser.open(f"{PAGE}?{query}", status=422)
    file = browser.client.get(f"{PAGE}.csv?{query}")

    assert page.errors.keys() == errors.keys()
    assert all(page.errors[where].startswith(said) for where, said in errors.items())
    assert file.status_code == 422


def test_a_filter_is_chosen_in_the_form_and_the_tactic_stays(standards: Browser) -> None:
    page = standards.open(f"{PAGE}?{PERIOD}&of=unarmed-skills").press(
        "Apply", age=[PerceivedAge.FROM_18.value], alike=["conduct", "location"]
    )

    assert page.heading == HANDS.label
    assert page.values("alike") == ["conduct", "location"]
    assert page.answers["Perceived age"] == "18 to 34"
