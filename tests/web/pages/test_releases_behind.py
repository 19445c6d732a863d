"""An edition of many records is counted behind its page, and the page says how far it is."""

from threading import Event

import pytest

from domain.releases.release import Stage
from tests.people import ANALYST, STANDARDS
from tests.releases.quarter import recorded, release
from tests.web.client import Browser
from tests.web.conftest import SignIn
from web.bootstrap import Services
from web.releases import deciding


@pytest.fixture
def analyst(services: Services, browser_of: SignIn, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """Of whose force any record is many."""
    monkeypatch.setattr(deciding, "AT_ONCE", 0)
    recorded(services, 6)
    return browser_of(ANALYST)


def test_files_are_made_and_approved_behind_the_page(
    services: Services, analyst: Browser, browser_of: SignIn
) -> None:
    prepared = analyst.open("/releases/new").press("Prepare", period="2026-q2", reason="first")
    pressed = prepared.press("Make its files")
    services.behind.wait()
    made = analyst.open(pressed.path)
    day = services.clock.now().date().isoformat()
    approver = browser_of(STANDARDS)
    without = approver.open(made.path).press("Approve these files", day=day, time="23:59")
    services.behind.wait()
    refused = approver.open(without.path)
    refused.press("Approve these files", day=day, time="23:59", although="yes")
    services.behind.wait()

    assert "checks hold" in made.text
    assert list(refused.errors) == ["#although"]
    assert refused.status == 200
    edition = release(services).editions[-1]
    assert (edition.stage, edition.approved_by) == (Stage.APPROVED, STANDARDS.id)
    assert "Approved" in approver.open(without.path).text


def test_the_page_says_what_is_under_way_and_offers_it_no_second_time(
    services: Services, analyst: Browser
) -> None:
    prepared = analyst.open("/releases/new").press("Prepare", period="2026-q2", reason="first")
    may_end, found = Event(), release(services)
    about = deciding.about_work(deciding.MAKING, found, found.editions[-1])
    services.behind.begin(about, may_end.wait)

    page = analyst.open(prepared.path)
    may_end.set()
    services.behind.wait()

    assert "Its files are being made" in page.text
    assert "Make its files" not in page.buttons
    assert "Make its files" in analyst.open(prepared.path).buttons
