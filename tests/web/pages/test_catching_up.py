"""The page after a write, while the read models have not come so far yet."""

import pytest

from domain.codelists.ranks import Rank
from tests.people import ADMINISTRATOR, COLLEAGUE, OFFICER, SUPERVISOR
from tests.web import given
from tests.web.client import ORIGIN, Browser, Shown
from tests.web.conftest import SignIn
from web import security
from web.bootstrap import Services
from web.errors import CATCHING_UP


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing follows the log in these tests: whoever waits for it, waits in vain."""
    monkeypatch.setattr(security, "WAIT_SECONDS", 0.0)


@pytest.fixture
def officer(browser_of: SignIn) -> Browser:
    return browser_of(OFFICER)


def sent(page: Shown, address: str = "", **more: str) -> str:
    """Send the form of a page, so that the read models stay behind; where the answer leads."""
    form = {name: page.values(name)[0] for name in ("key", "version") if page.values(name)}
    answer = page.browser.client.post(
        address or page.path, data={**form, **more}, headers={"Origin": ORIGIN}
    )
    assert answer.status_code == 302, answer.status_code
    return answer.location


def submitted(officer: Browser, services: Services) -> str:
    """The address of the receipt of a record that no list shows yet."""
    draft = given.a_draft(services)
    return sent(officer.open(f"/records/{draft.reference}/check"))


def test_what_was_saved_a_moment_ago_is_said_to_be_saved_and_not_to_be_unknown(
    officer: Browser, services: Services
) -> None:
    page = officer.open(submitted(officer, services), status=503)

    title, advice = CATCHING_UP
    assert page.heading == title
    assert advice in page.text


def test_it_is_said_of_every_page_about_it(officer: Browser, services: Services) -> None:
    reference = submitted(officer, services).split("/")[2]

    for address in (f"/records/{reference}", f"/records/{reference}/history"):
        assert officer.open(address, status=503).heading == CATCHING_UP[0]


def test_it_is_shown_once_the_read_models_have_caught_up(
    officer: Browser, services: Services
) -> None:
    receipt = submitted(officer, services)
    officer.open(receipt, status=503)

    given.follow(services)

    assert officer.open(receipt).heading == "Record submitted"


def test_then_what_there_is_not_is_unknown_again(officer: Browser, services: Services) -> None:
    receipt = submitted(officer, services)
    given.follow(services)
    officer.open(receipt)

    assert officer.open("/records/UOF-26-999999", status=404).heading == "Page not found"


def test_pages_that_know_enough_are_shown_meanwhile(officer: Browser, services: Services) -> None:
    record = given.submitted(services)
    submitted(officer, services)

    assert officer.open("/").path == "/"
    assert officer.open(f"/records/{record.reference}").heading == f"Record {record.reference}"


def test_nobody_else_is_told_of_what_one_person_saved(
    officer: Browser, browser_of: SignIn, services: Services
) -> None:
    receipt = submitted(officer, services)

    browser_of(COLLEAGUE).open(receipt, status=404)


def test_who_was_registered_a_moment_ago_is_known_at_once(browser_of: SignIn) -> None:
    page = browser_of(ADMINISTRATOR).open("/admin/people/new")
    typed = {"name": "Gus Swift", "collar_number": "7001", "rank": Rank.CONSTABLE.value}

    page = page.browser.open(sent(page, **typed))

    assert "Gus Swift" in page.heading


def test_a_decision_that_lists_do_not_show_yet_leads_to_the_queue(
    browser_of: SignIn, services: Services
) -> None:
    record = given.submitted(services)
    page = browser_of(SUPERVISOR).open(f"/review/{record.reference}/accept")

    page = page.browser.open(sent(page, decision="accept"))

    assert page.path == "/review"


MADE_UP = ["999999", "9" * 15, "9" * 3000, "-1", "1.5", "x", "", "²"]


@pytest.mark.parametrize("position", MADE_UP, ids=lambda position: position[:20] or "empty")
def test_a_position_that_was_made_up_changes_nothing(
    officer: Browser, services: Services, position: str
) -> None:
    given.submitted(services)
    officer.client.set_cookie("position", position)

    assert officer.open("/").path == "/"
    page = officer.open("/records/UOF-26-999999", status=404)
    assert page.heading == "Page not found"


def test_a_position_that_was_reached_long_ago_changes_nothing(
    officer: Browser, services: Services
) -> None:
    given.submitted(services)
    officer.client.set_cookie("position", "1")

    officer.open("/records/UOF-26-999999", status=404)
    assert officer.client.get_cookie("position") is None


def test_who_is_not_signed_in_waits_for_nothing(
    nobody: Browser, officer: Browser, services: Services
) -> None:
    submitted(officer, services)
    nobody.client.set_cookie("position", str(services.log.last_position()))

    assert nobody.open("/help").status == 200
    assert nobody.open("/").path.startswith("/signin")
