"""An edition is prepared by one person, approved by another, published, and shown to everybody."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from application.carrying_out import KeyReusedError
from domain.codelists.answers import Absence
from domain.codelists.releases import ReasonForEdition
from domain.releases.facts import Facts
from domain.releases.period import Period
from domain.releases.release import Basis
from tests.installations import follow
from tests.people import ADMINISTRATOR, ANALYST, OFFICER, STANDARDS, SUPERVISOR, Somebody
from tests.releases.quarter import (
    Told,
    happened_after,
    published,
    recorded,
    release,
)
from tests.web import given
from tests.web.client import Browser
from tests.web.conftest import SignIn
from web.adapters.stores import WORK
from web.adapters.tables import published_files
from web.bootstrap import Services
from web.releases.files import DOCUMENT
from web.releases.moving import published_figures_moved
from web.releases.publishing import publish_due

PUBLIC = "/publications/northshire/2026-q2"


@pytest.fixture
def analyst(browser_of: SignIn, services: Services) -> Browser:
    recorded(services, 12)
    return browser_of(ANALYST)


@pytest.fixture
def corrected(services: Services) -> Services:
    """A release with two editions."""
    # Their references are none that the installation gives out next.
    records = recorded(services, 12, since=500)
    published(services, ReasonForEdition.FIRST)
    happened_after(services, records, Told(amended=3, added=2, withdrawn=2, restored=1, linked=2))
    published(services, ReasonForEdition.ERROR, "Some records were counted twice.")
    return services


def test_two_people_publish_a_quarter(
    analyst: Browser, browser_of: SignIn, nobody: Browser, services: Services
) -> None:
    prepared = analyst.open("/releases/new").press("Prepare", period="2026-q2", reason="first")
    assert prepared.heading == "July to September 2026"
    checked = prepared.press("Make its files")
    assert "Approve these files" not in checked.buttons
    assert "checks hold" in checked.text
    assert "Tactics agree with tactics by quarter" in checked.text

    address = checked.path
    day = services.clock.now().date().isoformat()
    approver = browser_of(STANDARDS)
    page = approver.open(address)
    assert "checks do not hold" in page.text
    refused = page.press("Approve these files", day=day, time="23:59")
    assert list(refused.errors) == ["#although"]
    assert approver.client.get(f"{address}/editions/1/data/figures.csv").status_code == 200
    approved = refused.press("Approve these files", day=day, time="23:59", although="yes")
    assert "Approved" in approved.text
    assert nobody.open(PUBLIC, status=404)
    assert "July to September 2026" in nobody.open("/publications").text

    services.clock.advance(hours=12)  # type: ignore[attr-defined]
    assert publish_due(services.releases, services.views, services.clock) == 1
    fields = {"key": str(ANALYST.asks().request), "ground": "figures"}
    assert browser_of(ANALYST).send(f"{address}/abandon", fields).status == 422

    shown = nobody.open(PUBLIC)
    assert shown.heading == "Use of force, July to September 2026"
    assert "Provisional" in shown.text


def test_a_day_is_announced_and_the_release_says_how_long_ahead(
    analyst: Browser, nobody: Browser, services: Services
) -> None:
    day = services.clock.now().date() + timedelta(days=30)
    page = analyst.open("/releases/announce")
    told = page.press("Announce", period="2026-q2", day=day.isoformat(), time="09:30")

    assert told.path == "/releases"
    assert (
        f"July to September 2026: {day.day} {day:%B %Y} at 09:30"
        in nobody.open("/publications").text
    )

    services.clock.advance(days=31)  # type: ignore[attr-defined]
    assert "and is late" in nobody.open("/publications").text
    published(services, ReasonForEdition.FIRST)
    shown = nobody.open(PUBLIC)
    assert "29 days ahead" in shown.text
    assert "Not announced yet" in shown.text
    assert "No date was announced yet" in nobody.open("/publications").text


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({}, ["#period", "#day"]),
        ({"period": "2026-q2", "day": "2026-10-20"}, ["#day"]),
        ({"period": "2026-q3", "day": "2026-12-31"}, ["#day"]),
    ],
)
def test_what_cannot_be_announced_is_said(
    analyst: Browser, typed: dict[str, str], fields: list[str]
) -> None:
    page = analyst.open("/releases/announce").press("Announce", typed)

    assert page.status == 422
    assert list(page.errors) == fields


def test_a_release_says_what_it_found_who_saw_it_and_what_was_done_to_it(
    analyst: Browser, browser_of: SignIn, nobody: Browser, services: Services
) -> None:
    page = analyst.open("/releases/new").press(
        "Prepare",
        period="2026-q2",
        reason="first",
        early_access="Chief Constable\n\n Head of Communications",
    )
    page.press("Make its files")
    found = release(services)
    services.releases.approve(
        found.id,
        found.editions[-1].files,
        publish_at=services.clock.now(),
        requester=STANDARDS.asks(),
    )
    follow(services)
    publish_due(services.releases, services.views, services.clock)
    follow(services)

    shown = nobody.open(PUBLIC).text

    assert "were public: Chief Constable; Head of Communications." in shown
    assert re.search(r"[0-9]+ records by 2 officers; [0-9.]+% of those that say when", shown)
    assert "Unless it says otherwise below a table, its figures are as counted" in shown
    assert "Northshire North" in shown
    assert "Police forces record differently." in shown
    assert "These are not official statistics." in shown
    assert "Chief Constable" in analyst.open("/releases/new").text


def test_the_first_quarter_of_all_can_still_be_corrected(analyst: Browser) -> None:
    page = analyst.open("/releases/new").press("Prepare", period="2017-q1", reason="first")

    assert page.heading == "April to June 2017"


def test_a_release_that_was_only_announced_has_no_page(
    analyst: Browser, services: Services
) -> None:
    done = services.releases.announce(
        Period(2026, 2), services.clock.now() + timedelta(days=40), requester=ANALYST.asks()
    )
    follow(services)

    assert analyst.open(f"/releases/{done.aggregate}", status=404)


def test_the_same_request_with_other_facts_is_refused(services: Services) -> None:
    basis = Basis(position=0, counting_rules=1, code_lists=1, layout=1)
    asked, period, first = ANALYST.asks(), Period(2026, 2), ReasonForEdition.FIRST
    facts = Facts(early_access=("Chief Constable",))
    prepare = services.releases.prepare
    done = prepare(period, basis, reason=first, facts=facts, requester=asked)

    again = prepare(period, basis, reason=first, facts=facts, requester=asked)

    assert (again.aggregate, again.repeated) == (done.aggregate, True)
    with pytest.raises(KeyReusedError):
        prepare(period, basis, reason=first, requester=asked)


def test_whoever_prepared_it_is_refused_and_told_why(analyst: Browser, services: Services) -> None:
    page = analyst.open("/releases/new").press("Prepare", period="2026-q2", reason="first")
    page = page.press("Make its files")
    edition = release(services).editions[-1]
    shown = next(one.sha256 for one in edition.files if one.name == DOCUMENT)

    refused = analyst.send(
        f"{page.path}/approve",
        {"key": str(ANALYST.asks().request), "shown": shown, "day": "2026-12-01", "time": "09:30"},
    )

    assert refused.status == 422
    assert "A second person does" in refused.text


def test_files_that_were_made_anew_are_not_approved_unseen(
    analyst: Browser, browser_of: SignIn
) -> None:
    checked = (
        analyst.open("/releases/new")
        .press("Prepare", period="2026-q2", reason="first")
        .press("Make its files")
    )

    refused = browser_of(STANDARDS).send(
        f"{checked.path}/approve",
        {"key": str(STANDARDS.asks().request), "shown": "", "day": "2026-12-01", "time": "09:30"},
    )

    assert refused.errors == {"#day": "The files were made anew. Look at them again"}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"period": ""}, "#period"),
        ({"period": "2026-q2", "reason": "error"}, "#period"),
        ({"period": "2026-q2", "notice": "x" * 10_001}, "#notice"),
    ],
)
def test_what_cannot_be_prepared_is_said(
    analyst: Browser, typed: dict[str, str], field: str
) -> None:
    page = analyst.open("/releases/new").press("Prepare", {"reason": "first", **typed})

    assert page.status == 422
    assert list(page.errors) == [field]


def test_an_edition_can_be_given_up(analyst: Browser) -> None:
    page = analyst.open("/releases/new").press("Prepare", period="2026-q2", reason="first")
    assert page.press("Give this edition up").errors == {
        "#ground": "Select why it is not published"
    }

    given_up = page.press("Give this edition up", ground="figures")

    assert "Abandoned" in given_up.text
    assert given_up.buttons == []


def test_a_later_edition_says_what_changed_and_every_edition_stays(
    corrected: Services, nobody: Browser
) -> None:
    newest = nobody.open(PUBLIC)
    assert "Some records were counted twice." in newest.text
    assert "What changed since edition 1" in newest.text

    changes = nobody.open(f"{PUBLIC}/editions/2/changes")
    assert changes.rows
    for _, before, after, why in changes.rows:
        parts = re.findall(r"[+-][0-9,]+(?= )", why.replace("−", "-"))
        assert sum(map(int, parts)) == int(after) - int(before)

    first = nobody.open(f"{PUBLIC}/editions/1")
    assert "This edition was replaced" in first.text
    assert nobody.open(f"{PUBLIC}/editions/1/changes", status=404)
    assert nobody.open(f"{PUBLIC}/editions/3", status=404)


def test_every_file_is_the_one_that_was_approved(corrected: Services, nobody: Browser) -> None:
    for edition in release(corrected).published:
        for file in edition.files:
            address = f"{PUBLIC}/editions/{edition.number}/data/{file.name}"
            answer = nobody.client.get(address)
            assert answer.status_code == 200
            assert answer.get_etag()[0] == file.sha256
    assert nobody.client.get(f"{PUBLIC}/editions/1/data/changes.csv").status_code == 404


def test_a_file_that_is_not_what_it_was_is_not_given_out(
    corrected: Services, nobody: Browser
) -> None:
    with corrected.stores.engine(WORK).begin() as connection:
        connection.execute(update(published_files).values(content=b"altered"))

    assert nobody.client.get(f"{PUBLIC}/editions/1/data/figures.csv").status_code == 503
    assert nobody.open(PUBLIC, status=503)


def test_the_records_behind_a_difference_are_shown_to_who_may_see_them(
    corrected: Services, browser_of: SignIn
) -> None:
    address = f"/releases/{release(corrected).id}"
    moved = f"{address}/editions/2/moved?table=counted&row=records&column=records&cause=withdrawn"

    seen = browser_of(STANDARDS).open(moved)
    counted = browser_of(ANALYST).open(moved)

    assert len(seen.rows) == int(seen.text.split(" record")[0].split()[-1])
    assert counted.rows == []
    assert "You see none of them" in counted.text
    assert browser_of(STANDARDS).open(moved.replace("withdrawn", "nothing"), status=404)


def test_an_amendment_shows_which_published_figures_it_would_move(
    corrected: Services, browser_of: SignIn
) -> None:
    record = given.submitted(corrected, incident_date=release(corrected).period.first.first_day)
    officer = browser_of(OFFICER)

    given.an_amendment(corrected, record, area="north")

    reason = officer.open(f"/records/{record.reference}/amend/reason")

    assert "Published figures that this moves" in reason.text
    assert "July to September 2026, edition 2" in reason.text
    assert "Area by perceived ethnicity: Northshire North, White: +1" in reason.text
    # It was made after the edition: no cell has it less.
    assert "Northshire Central, White" not in reason.text


def test_without_a_date_no_figure_is_moved_yet(corrected: Services) -> None:
    record = given.submitted(corrected)
    account = corrected.records.read(record.id, by=OFFICER.id).account

    undated = account.with_changes({"incident_date": Absence.NOT_ANSWERED})

    assert published_figures_moved(corrected, record.id, undated) == ()


@pytest.mark.parametrize("person", [OFFICER, SUPERVISOR, ADMINISTRATOR])
def test_nobody_else_prepares_or_approves(browser_of: SignIn, person: Somebody) -> None:
    browser = browser_of(person)

    assert browser.open("/releases", status=403)
    assert browser.open("/releases/new", status=403)
