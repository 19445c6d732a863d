"""What a person chooses for themselves."""

import pytest

from tests.people import ADMINISTRATOR, COLLEAGUE, OFFICER
from tests.web.client import Browser
from tests.web.conftest import SignIn


@pytest.mark.parametrize("theme", ["light", "dark", "system"])
def test_a_theme_is_chosen_for_every_page(browser_of: SignIn, theme: str) -> None:
    page = browser_of(OFFICER).open("/settings").press("Save settings", theme=theme)

    assert "Your settings are saved." in page.text
    assert page.values("theme") == [theme]
    start = page.browser.open("/")
    assert f"app-theme-{theme}" in start.root.all("html")[0].classes


def test_a_theme_that_does_not_exist_is_as_the_device_says(browser_of: SignIn) -> None:
    browser = browser_of(OFFICER)

    page = browser.send("/settings", {"theme": '"><script>'})

    assert page.values("theme") == ["system"]


def test_settings_follow_the_person_and_nobody_else(browser_of: SignIn) -> None:
    browser_of(OFFICER).open("/settings").press("Save settings", theme="dark")

    assert browser_of(OFFICER).open("/settings").values("theme") == ["dark"]
    assert browser_of(COLLEAGUE).open("/settings").values("theme") == ["system"]


def test_the_facts_of_a_shift_are_in_every_new_record(browser_of: SignIn) -> None:
    shift = {"area": "north", "main_duty": "response", "single_crewed": "yes", "ced_trained": "no"}
    page = browser_of(OFFICER).open("/settings").press("Save settings", shift)

    page = page.browser.open("/records/new").press("Force on one person").follow("Incident")

    assert {name: page.values(name) for name in shift} == {
        name: [value] for name, value in shift.items()
    }


def test_who_records_nothing_is_not_asked_about_a_shift(browser_of: SignIn) -> None:
    page = browser_of(ADMINISTRATOR).open("/settings")

    assert "Your shift" not in page.text


@pytest.mark.parametrize("address", ["/accessibility", "/privacy", "/help"])
def test_set_pages_are_read_by_everybody(nobody: Browser, address: str) -> None:
    nobody.open(address)


def test_the_service_says_that_it_is_alive(nobody: Browser) -> None:
    assert nobody.client.get("/health/live").json == {"status": "alive"}


def test_the_colour_of_the_force_is_a_style_of_its_own(nobody: Browser) -> None:
    answer = nobody.client.get("/brand.css")

    assert answer.mimetype == "text/css"
    assert answer.text == ":root { --app-brand: #12304f; }\n"


@pytest.mark.parametrize("name", ["../app.py", "%2e%2e/app.py", "/etc/passwd", "..%5capp.py"])
def test_only_what_is_meant_to_be_served_is_served(nobody: Browser, name: str) -> None:
    assert nobody.client.get(f"/static/{name}").status_code in (308, 404)
