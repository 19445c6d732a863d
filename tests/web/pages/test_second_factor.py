"""Signing in by password and a code from a phone: setting it up, using it, losing it."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from domain.people.events import SecondFactorRemoved
from tests import installations
from tests.fakes import FakeClock
from tests.people import ADMINISTRATOR, COLLEAGUE, OFFICER, PASSWORD, Somebody
from tests.web.client import Browser, Shown
from tests.web.test_sessions import token_of
from web.app import create_app
from web.auth import one_time_codes
from web.auth.attempts import MOST_ATTEMPTS
from web.auth.sessions import Way
from web.bootstrap import Services


@pytest.fixture
def services(prepared_sqlite: Path, tmp_path: Path, clock: FakeClock) -> Iterator[Services]:
    """An installation in which a password alone is not enough."""
    data = installations.copy_of(prepared_sqlite, tmp_path / "data")
    with installations.opened(
        installations.sqlite_settings(data, UOF_SECOND_FACTOR="yes"), clock
    ) as opened:
        yield opened


class Phone:
    """An authenticator app: it knows the secret that it was shown, and what time it is."""

    def __init__(self, secret: str, clock: FakeClock) -> None:
        self._secret = base64.b32decode(secret.replace(" ", ""))
        self._clock = clock

    def shows(self) -> str:
        return one_time_codes.code_at(self._secret, self._clock.now().timestamp())


def set_up(page: Shown, clock: FakeClock) -> tuple[Phone, Shown]:
    """Set up a phone, on the page for it."""
    page = page.press("Set up a phone")
    phone = Phone(page.answers["Secret"], clock)
    return phone, page.press("Confirm", code=phone.shows())


def first_sign_in(
    nobody: Browser, clock: FakeClock, who: Somebody = OFFICER
) -> tuple[Phone, Shown]:
    page = nobody.sign_in(who)
    assert page.path == "/settings/second-factor"
    phone, page = set_up(page, clock)
    clock.advance(seconds=60)
    return phone, page


def signs_in(browser: Browser, who: Somebody = OFFICER) -> Shown:
    """As far as the code."""
    page = browser.sign_in(who)
    assert page.path == "/signin/code"
    return page


def is_in(browser: Browser) -> bool:
    return browser.open("/settings").path == "/settings"


def test_who_signs_in_by_a_password_alone_sets_up_a_phone_before_anything_else(
    nobody: Browser, clock: FakeClock, services: Services
) -> None:
    page = nobody.sign_in(OFFICER)
    for address in ("/", "/records/new", "/settings", "/settings/sessions"):
        assert nobody.open(address).path == "/settings/second-factor"
    assert "A password alone is not enough here" in page.text
    first = token_of(nobody)

    _, page = set_up(page, clock)

    assert page.heading == "Your recovery codes"
    assert token_of(nobody) != first
    assert page.follow("Go on").path == "/"
    (session,) = services.sessions.of(OFFICER.id)
    assert session.way is Way.CODE


def test_the_secret_is_a_drawing_and_a_text_without_script_and_goes_when_it_is_confirmed(
    nobody: Browser, clock: FakeClock
) -> None:
    page = nobody.sign_in(OFFICER).press("Set up a phone")
    secret = page.answers["Secret"]

    (drawing,) = page.main.all("svg")
    assert drawing.all("title")[0].text.startswith("QR code")
    assert not page.main.all("img")
    assert nobody.open("/settings/second-factor").answers["Secret"] == secret
    page = page.press("Confirm", code=Phone(secret, clock).shows())

    page = nobody.open("/settings/second-factor")
    assert "Secret" not in page.answers
    assert "You have 10 recovery codes left" in page.text


def test_a_wrong_first_code_puts_nothing_in_force(nobody: Browser, services: Services) -> None:
    page = nobody.sign_in(OFFICER).press("Set up a phone")

    for wrong in ("", "000000", "letters"):
        page = page.press("Confirm", code=wrong)
        assert page.errors == {"#code": "Enter the code that your phone shows now"}
    assert not services.identity.second_factors.has(OFFICER.id)


def test_the_code_is_asked_for_after_the_password_and_leads_where_one_wanted_to_go(
    nobody: Browser, app: Flask, services: Services, clock: FakeClock
) -> None:
    phone, _ = first_sign_in(nobody, clock)
    browser = Browser(app, services)
    page = browser.open("/settings?saved=no").press(
        "Sign in", username=OFFICER.username, password=PASSWORD
    )
    assert page.path == "/signin/code"
    assert browser.client.get_cookie("session") is None
    assert not is_in(browser)

    page = browser.open("/signin/code").press("Go on", code=phone.shows())

    assert page.path == "/settings?saved=no"
    assert browser.client.get_cookie("begun") is None
    assert browser.open("/signin/code").path == "/", "it is over"


def test_a_code_is_good_once_and_a_password_that_was_right_for_ten_minutes(
    nobody: Browser, app: Flask, services: Services, clock: FakeClock
) -> None:
    phone, _ = first_sign_in(nobody, clock)
    code = phone.shows()
    one, other = Browser(app, services), Browser(app, services)
    assert signs_in(one).press("Go on", code=code).path == "/"

    page = signs_in(other).press("Go on", code=code)
    assert page.status == 422
    assert "Enter the code that your phone shows now" in page.errors["#code"]
    assert not is_in(other)

    clock.advance(minutes=10)
    assert page.press("Go on", code=phone.shows()).path == "/signin"
    assert not is_in(other)


def test_a_recovery_code_signs_in_once(
    nobody: Browser, app: Flask, services: Services, clock: FakeClock
) -> None:
    _, page = first_sign_in(nobody, clock)
    codes = [one.text for one in page.main.all("code")]
    assert len(set(codes)) == 10

    one, other = Browser(app, services), Browser(app, services)
    assert signs_in(one).press("Go on", code=codes[3]).path == "/"
    assert signs_in(other).press("Go on", code=codes[3]).status == 422
    assert "You have 9 recovery codes left" in one.open("/settings/second-factor").text


def test_guessing_codes_comes_to_an_end(
    nobody: Browser, app: Flask, services: Services, clock: FakeClock
) -> None:
    phone, _ = first_sign_in(nobody, clock)
    page = signs_in(Browser(app, services))
    for _ in range(MOST_ATTEMPTS):
        page = page.press("Go on", code="000000")
        assert page.status == 422

    assert page.press("Go on", code=phone.shows()).status == 429


def test_nobody_takes_over_a_sign_in_that_waits_in_another_browser(
    nobody: Browser, app: Flask, services: Services, clock: FakeClock
) -> None:
    phone, _ = first_sign_in(nobody, clock)
    signs_in(Browser(app, services))
    thief = Browser(app, services)

    assert thief.send("/signin/code", {"code": phone.shows()}).path == "/signin"
    assert not is_in(thief)


def test_what_was_typed_before_the_session_ended_is_there_after_the_code(
    nobody: Browser, clock: FakeClock
) -> None:
    phone, _ = first_sign_in(nobody, clock)
    clock.advance(hours=1)
    page = nobody.send("/records/UOF-26-000001/note", {"text": "He fell.", "version": "1"})
    page = page.press("Sign in", username=OFFICER.username, password=PASSWORD)
    assert "He fell." not in page.response.get_data(as_text=True), "it waits on the server"

    page = page.press("Go on", code=phone.shows())

    assert page.heading == "Save what you typed"
    assert page.values("text") == ["He fell."]


def test_another_phone_is_set_up_by_who_shows_the_first(
    nobody: Browser, clock: FakeClock, services: Services
) -> None:
    old, _ = first_sign_in(nobody, clock)
    clock.advance(minutes=10)
    page = nobody.open("/settings/second-factor").press("Set up another phone")
    assert page.heading == "Show that it is you"
    assert page.press("Go on", shown=PASSWORD).status == 422, "the password is not enough"

    page = page.press("Go on", shown=old.shows())
    page = page.press("Set up another phone")
    new = Phone(page.answers["Secret"], clock)
    page = page.press("Confirm", code=new.shows())

    assert page.heading == "Your recovery codes"
    clock.advance(seconds=60)
    assert not services.identity.second_factors.takes(OFFICER.id, old.shows())
    assert services.identity.second_factors.takes(OFFICER.id, new.shows())


def test_a_new_first_password_leaves_the_second_factor_and_an_administrator_takes_it_away(
    nobody: Browser, app: Flask, services: Services, clock: FakeClock
) -> None:
    phone, _ = first_sign_in(nobody, clock)
    administrator = Browser(app, services)
    first_sign_in(administrator, clock, ADMINISTRATOR)
    page = administrator.open(f"/admin/people/{OFFICER.id}")
    assert "Has codes from a phone as second factor" in page.text
    first = page.press("Give a new first password").answers["First password"]
    browser = Browser(app, services)
    page = browser.sign_in(OFFICER, first)
    assert page.path == "/signin/code", "whoever resets a password cannot sign in with it alone"
    assert page.press("Go on", code=phone.shows()).path == "/settings/password"

    page = administrator.open(f"/admin/people/{OFFICER.id}").press("Take their second factor away")

    assert "Has codes from a phone" not in page.text
    assert not is_in(browser)
    assert not services.identity.second_factors.has(OFFICER.id)
    event = services.log.events_of(OFFICER.id)[-1]
    assert isinstance(event, SecondFactorRemoved)
    assert event.metadata.actor == ADMINISTRATOR.id
    own = administrator.open(f"/admin/people/{ADMINISTRATOR.id}")
    assert own.press("Take their second factor away").status == 422, "not one's own"


def test_where_it_is_not_asked_for_it_can_be_had_all_the_same(
    prepared_sqlite: Path,
    tmp_path: Path,
    clock: FakeClock,
    templates: FileSystemBytecodeCache,
) -> None:
    data = installations.copy_of(prepared_sqlite, tmp_path / "without")
    with installations.opened(installations.sqlite_settings(data), clock) as services:
        app = create_app(services)
        app.jinja_env.bytecode_cache = templates
        browser, other = Browser(app, services), Browser(app, services)
        browser.sign_in(COLLEAGUE)

        page = browser.open("/settings").follow("Codes from your phone")
        assert "who has your password alone cannot sign in as you" in page.text
        phone, _ = set_up(page, clock)

        clock.advance(seconds=60)
        page = signs_in(other, COLLEAGUE)
        assert page.press("Go on", code=phone.shows()).path == "/"
