"""Giving somebody an account, and the password that they choose themselves."""

import pytest

from domain.people.events import AccountIssued
from tests.people import ADMINISTRATOR, COLLEAGUE, OFFICER, PASSWORD, SUPERVISOR
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from web.auth.password_rules import SHORTEST_PASSWORD
from web.bootstrap import Services

OWN = "three words together"
GIVE = "Give an account"
GIVE_AGAIN = "Give a new first password"


@pytest.fixture
def administrator(browser_of: SignIn) -> Browser:
    return browser_of(ADMINISTRATOR)


@pytest.fixture
def newcomer(administrator: Browser) -> Shown:
    """The page of somebody who was registered a moment ago and is an officer."""
    typed = {"name": "Gus Swift", "collar_number": "7001", "rank": "constable"}
    page = administrator.open("/admin/people/new").press("Register", typed)
    return page.press("Grant role", role="officer")


def first_password(page: Shown) -> str:
    return page.answers["First password"]


def signed_in(browser: Browser, password: str, username: str = "gus") -> Shown:
    return browser.open("/signin").press("Sign in", username=username, password=password)


def changed(browser: Browser, old: str, new: str = OWN, again: str | None = None) -> Shown:
    page = browser.open("/settings/password")
    return page.press("Change password", old=old, new=new, again=new if again is None else again)


def issued(services: Services) -> list[AccountIssued]:
    """The events that say that somebody was given the account of the newcomer."""
    return [
        event
        for event in services.log.events_of(services.accounts.holder("gus"))
        if isinstance(event, AccountIssued)
    ]


def test_an_account_is_given_with_a_first_password_that_is_shown_once(newcomer: Shown) -> None:
    assert "Cannot sign in yet." in newcomer.text

    page = newcomer.press(GIVE, username="gus")

    assert page.heading == "Tell PC 7001 Gus Swift their first password"
    assert page.answers["Name"] == "gus"
    again = page.browser.open(newcomer.path)
    assert "Signs in as gus." in again.text
    assert first_password(page) not in again.response.get_data(as_text=True)


def test_the_log_says_who_gave_an_account_to_whom_and_not_the_password(
    newcomer: Shown, services: Services
) -> None:
    page = newcomer.press(GIVE, username="gus")

    (event,) = issued(services)
    assert event.metadata.actor == ADMINISTRATOR.id
    assert newcomer.path == f"/admin/people/{event.originator_id}"
    assert first_password(page) not in repr(event)


def test_the_same_form_sent_again_gives_no_second_password(
    newcomer: Shown, nobody: Browser, services: Services
) -> None:
    first = first_password(newcomer.press(GIVE, username="gus"))

    page = newcomer.press(GIVE, username="gus")

    assert page.heading == "PC 7001 Gus Swift"
    assert len(issued(services)) == 1
    assert signed_in(nobody, first).path == "/settings/password"


def test_a_new_first_password_ends_the_old_one_and_signs_its_owner_out(
    newcomer: Shown, nobody: Browser
) -> None:
    first = first_password(newcomer.press(GIVE, username="gus"))
    signed_in(nobody, first)

    page = newcomer.browser.open(newcomer.path).press(GIVE_AGAIN)

    assert first_password(page) != first
    assert nobody.open("/settings").path.startswith("/signin")
    assert signed_in(nobody, first).status == 422
    assert signed_in(nobody, first_password(page)).path == "/settings/password"


@pytest.mark.parametrize("name", [OFFICER.username, OFFICER.username.upper()])
def test_a_name_that_somebody_else_signs_in_with_is_refused_and_the_page_kept(
    newcomer: Shown, services: Services, name: str
) -> None:
    page = newcomer.press(GIVE, username=name)

    assert page.status == 422
    assert page.errors == {"#username": "Another person signs in with this name"}
    assert "Cannot sign in yet." in page.text
    assert services.accounts.holder(OFFICER.username) == OFFICER.id


@pytest.mark.parametrize("name", ["", "g", "gus swift", "gus/swift", "g" * 61])
def test_a_name_that_cannot_be_typed_with_ease_is_refused(newcomer: Shown, name: str) -> None:
    page = newcomer.press(GIVE, username=name)

    assert page.status == 422
    assert page.errors == {
        "#username": "Enter a name to sign in with: letters, digits, full stops, hyphens"
    }


def test_nobody_else_gives_accounts(newcomer: Shown, browser_of: SignIn) -> None:
    form = {"change": "account", "username": "gus", "key": newcomer.values("key")[0]}

    for person in (OFFICER, SUPERVISOR):
        assert browser_of(person).send(newcomer.path, form).status == 403
    assert "Cannot sign in yet." in newcomer.browser.open(newcomer.path).text


@pytest.mark.parametrize("address", ["/", "/records/new", "/settings", "/signin"])
def test_who_signs_in_with_a_first_password_is_led_to_change_it_from_every_page(
    newcomer: Shown, nobody: Browser, address: str
) -> None:
    signed_in(nobody, first_password(newcomer.press(GIVE, username="gus")))

    page = nobody.open(address)

    assert page.path == "/settings/password"
    assert "Your password was chosen for you" in page.text


def test_a_form_does_nothing_until_the_first_password_is_changed(
    newcomer: Shown, nobody: Browser, services: Services
) -> None:
    signed_in(nobody, first_password(newcomer.press(GIVE, username="gus")))
    key = newcomer.values("key")[0]

    page = nobody.send("/records/new", {"kind": "full", "key": key})

    assert page.path == "/settings/password"
    assert services.drafts.of(services.accounts.holder("gus")) == ()


def test_who_has_chosen_a_password_goes_where_they_want(newcomer: Shown, nobody: Browser) -> None:
    first = first_password(newcomer.press(GIVE, username="gus"))
    signed_in(nobody, first)

    page = changed(nobody, first)

    assert page.path == "/"
    assert nobody.open("/settings").path == "/settings"
    assert "chosen for you" not in nobody.open("/settings/password").text


def test_a_changed_password_is_the_only_one(browser_of: SignIn, nobody: Browser) -> None:
    changed(browser_of(OFFICER), PASSWORD)

    assert signed_in(nobody, PASSWORD, OFFICER.username).status == 422
    assert signed_in(nobody, OWN, OFFICER.username).path == "/"


def test_a_changed_password_leaves_its_owner_signed_in_here_and_nowhere_else(
    browser_of: SignIn,
) -> None:
    here, elsewhere, somebody = browser_of(OFFICER), browser_of(OFFICER), browser_of(COLLEAGUE)

    changed(here, PASSWORD)

    assert here.open("/").path == "/"
    assert elsewhere.open("/").path.startswith("/signin")
    assert somebody.open("/").path == "/"


@pytest.mark.parametrize(
    ("old", "new", "again", "errors"),
    [
        ("not it", OWN, OWN, {"#old": "Enter your password as it is"}),
        ("", OWN, OWN, {"#old": "Enter your password as it is"}),
        ("x" * 501, OWN, OWN, {"#old": "Enter your password as it is"}),
        (PASSWORD, "fourteen chars", "fourteen chars", {"#new": "Enter at least 15 characters"}),
        (PASSWORD, "", "", {"#new": "Enter at least 15 characters"}),
        (PASSWORD, PASSWORD, PASSWORD, {"#new": "Enter a password that you do not have already"}),
        (PASSWORD, OWN, OWN + ".", {"#again": "Enter the same password again"}),
        (PASSWORD, OWN, "", {"#again": "Enter the same password again"}),
    ],
    ids=[
        "wrong old",
        "no old",
        "endless old",
        "too short",
        "no new",
        "same as old",
        "not repeated",
        "repeated not at all",
    ],
)
def test_a_password_that_cannot_be_is_refused_and_the_old_one_stands(
    browser_of: SignIn, nobody: Browser, *, old: str, new: str, again: str, errors: dict[str, str]
) -> None:
    browser = browser_of(OFFICER)

    page = changed(browser, old, new, again)

    assert page.status == 422
    assert page.errors == errors
    assert browser.open("/").path == "/"
    assert signed_in(nobody, PASSWORD, OFFICER.username).path == "/"


def test_a_password_may_be_just_long_enough(browser_of: SignIn, nobody: Browser) -> None:
    just = "kettle monday blue"[:SHORTEST_PASSWORD]

    changed(browser_of(OFFICER), PASSWORD, just)

    assert signed_in(nobody, just, OFFICER.username).path == "/"


def test_no_password_is_shown_again(browser_of: SignIn) -> None:
    page = changed(browser_of(OFFICER), PASSWORD, "one of a kind", "another of a kind")

    text = page.response.get_data(as_text=True)
    assert not any(word in text for word in (PASSWORD, "one of a kind", "another of a kind"))


def test_who_is_not_signed_in_changes_no_password(nobody: Browser) -> None:
    page = nobody.send("/settings/password", {"old": PASSWORD, "new": OWN, "again": OWN})

    assert page.status == 401
    assert signed_in(nobody, OWN, OFFICER.username).status == 422
