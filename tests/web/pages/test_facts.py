"""Facts for analysis: a slice as a file of codes, and the same read on through the API."""

import csv
import io

import pytest

from domain.codelists.tactics import Tactic
from tests.builders import WORDS, used
from tests.people import ANALYST, EVERYBODY, OFFICER, STANDARDS
from tests.web import given
from tests.web.api.machine import Machine, a_token
from tests.web.conftest import SignIn
from web.bootstrap import Services

PAGE = "/reports/facts"
PERIOD = "from=2026-q3&to=2026-q3"


@pytest.fixture
def filled(services: Services) -> Services:
    for area in ("central", "north", "north"):
        given.submitted(services, area=area, **WORDS)
    given.submitted(services, tactics=used(Tactic.GROUND_RESTRAINT, Tactic.LIMB_RESTRAINTS))
    given.submitted(services).withdrawn()
    return services


def lines(browser_of: SignIn, query: str) -> list[dict[str, str]]:
    answer = browser_of(ANALYST).client.get(f"{PAGE}.csv?{query}")
    assert answer.status_code == 200
    assert "facts-2026-q3-to-2026-q3.csv" in answer.headers["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_an_analyst_sees_how_many_records_and_gets_their_facts(
    filled: Services, browser_of: SignIn
) -> None:
    page = browser_of(ANALYST).open(f"{PAGE}?{PERIOD}")

    found = lines(browser_of, PERIOD)

    assert "4 records" in page.text
    assert sorted((one["area"], one["records"]) for one in found) == [
        ("central", "1"),
        ("central", "1"),
        ("north", "2"),
    ]
    (steps,) = (one["steps"] for one in found if "limb" in one["tactics"])
    assert steps.split() == ["01/ground-restraint/yes", "02/limb-restraints/yes"]
    assert {one["financial_year"] for one in found} == {"2026/27"}


def test_the_file_and_the_page_hold_the_same_slice(filled: Services, browser_of: SignIn) -> None:
    query = f"{PERIOD}&area=north"

    page = browser_of(ANALYST).open(f"{PAGE}?{query}")

    assert "2 records" in page.text
    (href,) = (a.get("href") for a in page.main.all("a") if ".csv" in a.get("href"))
    assert lines(browser_of, href.partition("?")[2]) == lines(browser_of, query)
    assert [one["records"] for one in lines(browser_of, query)] == ["2"]


def test_neither_names_nor_words_are_in_it(filled: Services, browser_of: SignIn) -> None:
    text = browser_of(ANALYST).client.get(f"{PAGE}.csv?{PERIOD}").text

    assert "effect-arrest" in text, "the search would find what is there"
    words = [str(one) for one in WORDS.values()]
    names = [part for one in EVERYBODY for part in one.name.split()]
    assert [one for one in (*words, *names, "UOF-26", str(OFFICER.id)) if one in text] == []


def test_the_api_gives_the_same_rows_page_by_page(
    filled: Services, browser_of: SignIn, analyst: Machine
) -> None:
    query = {"from": "2026-q3", "to": "2026-q3"}
    whole = analyst.get("/api/facts", **query).get_json()

    found, cursor = [], {}
    for _ in range(4):
        part = analyst.get("/api/facts", limit=1, **query, **cursor).get_json()
        found += part["facts"]
        cursor = {"cursor": part["next"]}
        if part["next"] is None:
            break

    assert found == whole["facts"]
    assert whole["next"] is None
    as_lines = [
        {
            name: " ".join(value) if isinstance(value, list) else str(value)
            for name, value in one.items()
        }
        for one in found
    ]
    assert as_lines == lines(browser_of, PERIOD)


@pytest.fixture
def analyst(app: object, filled: Services) -> Machine:
    return Machine(app, filled, a_token(filled, acts_as=ANALYST)[1])  # type: ignore[arg-type]


@pytest.mark.parametrize("cursor", ["", "x", "W10=", "bnVsbHw="])
def test_a_cursor_that_nobody_gave_is_refused(analyst: Machine, cursor: str) -> None:
    answer = analyst.get("/api/facts", cursor=cursor)

    assert answer.status_code == 400
    assert answer.get_json()["errors"][0]["parameter"] == "cursor"


def test_a_cursor_of_other_filters_is_refused(analyst: Machine) -> None:
    given_ = analyst.get("/api/facts", limit=1).get_json()["next"]

    assert analyst.get("/api/facts", limit=2, cursor=given_).status_code == 200
    assert analyst.get("/api/facts", area="north", cursor=given_).status_code == 400


def test_who_counts_one_force_gets_the_facts_of_it_alone(
    filled: Services, browser_of: SignIn
) -> None:
    kent = f"{PAGE}.csv?{PERIOD}&force=kent"

    assert browser_of(STANDARDS).client.get(kent).status_code == 422
    assert browser_of(ANALYST).client.get(kent).status_code == 200
    assert browser_of(OFFICER).client.get(f"{PAGE}.csv").status_code == 403
    browser_of(OFFICER).open(PAGE, status=403)


def test_a_wrong_filter_is_said_beside_its_field(browser_of: SignIn) -> None:
    page = browser_of(ANALYST).open(f"{PAGE}?age=old", status=422)

    assert list(page.errors) == ["#age"]
