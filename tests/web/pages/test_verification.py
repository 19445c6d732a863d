"""When the log was verified, on a page; an alarm on every page of whoever answers for it."""

import pytest

from application.verifying import Verdict
from tests.fakes import NOON, FakeClock
from tests.people import ADMINISTRATOR, OFFICER, STANDARDS, SUPERVISOR, Somebody
from tests.proof.conftest import places, witnesses_at
from tests.proof.histories import Insider
from tests.web import given
from tests.web.conftest import SignIn
from web.adapters.stores import RECORDS
from web.app import create_app
from web.bootstrap import Services
from web.proof.checkpointing import checkpointing
from web.proof.verifying import Report, verify

OVERDUE = "was not verified for too long"
FOUND = "Verifying the log showed tampering"


@pytest.fixture
def seen(services: Services) -> Services:
    given.submitted(services)
    with witnesses_at(NOON):
        checkpointing(services.settings, services.stores).checkpoint()
    return services


def keep(services: Services, clock: FakeClock) -> Report:
    report = verify(services.stores, places(services.settings))
    services.verifications.keep(report, at=clock.now(), by="nightly@log-host")
    return report


def tamper(services: Services) -> None:
    with services.stores.engine(RECORDS).begin() as connection:
        insider = Insider(connection)
        insider.unguard()
        row = next(one for one in insider.rows() if one.topic.startswith("use-of-force-record"))
        insider.event(row, topic="use-of-force-record.withdrawn")


@pytest.mark.parametrize("who", [STANDARDS, ADMINISTRATOR])
def test_it_says_when_by_whom_how_far_and_what_came_out(
    seen: Services, clock: FakeClock, browser_of: SignIn, who: Somebody
) -> None:
    report = keep(seen, clock)

    page = browser_of(who).open("/verification")

    assert "nightly@log-host" in page.main.text
    assert f"{report.examined.tree.size} events, of which a witness saw" in page.main.text
    assert page.rows[-1][1:3] == ["The whole log", "Proved"]
    assert FOUND not in page.main.text


def test_what_was_found_names_the_record_and_the_layer(
    seen: Services, clock: FakeClock, browser_of: SignIn
) -> None:
    tamper(seen)
    assert keep(seen, clock).verdict is Verdict.TAMPERED

    page = browser_of(STANDARDS).open("/verification")

    assert page.rows[0][0] == "Row"
    assert "version 1" in page.rows[0][1]
    assert "Tampering shown" in page.main.text


def test_an_alarm_stands_on_every_page_of_whoever_answers_for_the_log(
    seen: Services, clock: FakeClock, browser_of: SignIn
) -> None:
    tamper(seen)
    keep(seen, clock)

    assert FOUND in browser_of(STANDARDS).open("/reports").main.text
    assert FOUND not in browser_of(SUPERVISOR).open("/reports").main.text
    assert FOUND not in browser_of(OFFICER).open("/").main.text


def test_what_is_overdue_is_said_and_what_is_not_is_not(
    seen: Services, clock: FakeClock, browser_of: SignIn
) -> None:
    keep(seen, clock)
    assert OVERDUE not in browser_of(STANDARDS).open("/reports").main.text

    clock.advance(hours=2)

    assert OVERDUE in browser_of(STANDARDS).open("/reports").main.text


def test_before_the_first_one_nothing_is_said_to_be_proved(browser_of: SignIn) -> None:
    page = browser_of(STANDARDS).open("/verification")

    assert "has not been verified yet" in page.main.text
    assert page.rows == []


@pytest.mark.parametrize("who", [OFFICER, SUPERVISOR])
def test_it_is_nobody_elses_page(browser_of: SignIn, who: Somebody) -> None:
    assert browser_of(who).client.get("/verification").status_code == 403


def test_monitoring_is_told(seen: Services, clock: FakeClock) -> None:
    keep(seen, clock)
    client = create_app(seen).test_client()

    fine = client.get("/metrics").text
    health = client.get("/health/ready").get_json()
    tamper(seen)
    keep(seen, clock)
    clock.advance(hours=2)
    alarming = client.get("/metrics").text

    assert "uof_verify_overdue 0.0" in fine
    assert "uof_verify_tampered 0.0" in fine
    assert f'uof_verified_at_seconds{{scope="whole"}} {NOON.timestamp():.9g}' in fine
    assert health["verified"] == "proved"
    assert "uof_verify_overdue 1.0" in alarming
    assert "uof_verify_tampered 1.0" in alarming
    after = client.get("/health/ready")
    assert (after.status_code, after.get_json()["verified"]) == (200, "tampering shown")
