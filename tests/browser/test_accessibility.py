"""Every page in every state, by day and by night, on a phone and on a desk: no finding at all.

Spec: ux, section 9: axe and the house checks, on every route, and no list of exceptions.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.routing import MapAdapter

from domain.access.policy import Permission
from tests import installations
from tests.browser import states
from tests.browser.checks import HEIGHT, faults
from tests.browser.places import ASKED_BY, NOT_PAGES, PLACES, PUBLIC, Place
from tests.browser.serving import Server, served
from tests.browser.windows import DESK, PHONE, Windows
from tests.people import OFFICER, STANDARDS, SUPERVISOR, Somebody
from tests.web.addresses import pages
from web import errors
from web.app import create_app
from web.security import requires

WIDTHS = (PHONE, DESK)


@dataclass
class Rounds:
    """One window for each person and installation, kept open from page to page."""

    full: Server
    untouched: Server
    browser: Browser
    windows: dict[str, Windows] = field(default_factory=dict)
    pages: dict[tuple[str, Somebody | None], Page] = field(default_factory=dict)

    def at(self, place: Place) -> Page:
        """Go there, and do there what makes the state."""
        server = self.untouched if place.untouched else self.full
        windows = self.windows.setdefault(server.url, Windows(browser=self.browser, url=server.url))
        page = self.pages.get((server.url, place.who)) or windows.open(place.who)
        self.pages[server.url, place.who] = page
        page.set_viewport_size({"width": DESK, "height": 900})
        page.emulate_media(color_scheme="light")
        page.goto(place.address)
        if place.then:
            place.then(page, server.services)
            page.wait_for_load_state()
        return page

    def problems(self) -> list[str]:
        """What the windows noticed since they were last asked."""
        noticed = [one for windows in self.windows.values() for one in windows.problems]
        for windows in self.windows.values():
            windows.problems.clear()
        return noticed


@pytest.fixture(scope="module")
def rounds(
    browser: Browser, prepared_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Rounds]:
    made = tmp_path_factory.mktemp("states")
    full, untouched = (
        installations.sqlite_settings(installations.copy_of(prepared_sqlite, made / name), **more)
        for name, more in {"full": states.SINGLE_SIGN_ON, "untouched": {}}.items()
    )
    states.build(full)
    with served(full, more=show_errors) as one, served(untouched) as other:
        opened = Rounds(full=one, untouched=other, browser=browser)
        yield opened
        for windows in opened.windows.values():
            windows.close()


@pytest.fixture(scope="module")
def app(rounds: Rounds) -> Flask:
    return create_app(rounds.full.services)


@pytest.fixture(scope="module")
def addresses(app: Flask) -> MapAdapter:
    return app.url_map.bind("")


def show_errors(app: Flask) -> None:
    """The error pages at addresses of their own, since some cannot be brought about at will."""

    @app.get("/error/<int:status>")
    @requires(Permission.EVERYBODY)
    def error(status: int) -> str:
        text, _ = errors.page(status, "This is what was refused, in a sentence.")
        return str(text)


def check(rounds: Rounds, place: Place) -> list[str]:
    page = rounds.at(place)
    found = [*faults(page, WIDTHS), *rounds.problems()]
    return [f"{page.url}{' after sending' if place.then else ''}: {one}" for one in found]


@pytest.mark.parametrize("endpoint", PLACES)
def test_a_page_has_no_finding_in_any_of_its_states(rounds: Rounds, endpoint: str) -> None:
    found = [one for place in PLACES[endpoint] for one in check(rounds, place)]

    assert not found, "\n".join(found)


def test_tables_of_a_release_are_folded_on_a_phone_and_open_where_there_is_room(
    rounds: Rounds,
) -> None:
    page = rounds.at(Place(who=None, address=PUBLIC))
    folded = page.locator("details.app-fold")
    shown = {}

    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        shown[width] = (
            folded.get_by_role("table").filter(visible=True).count(),
            folded.locator("summary").filter(visible=True).count(),
        )
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    folded.locator("summary").first.click()

    assert folded.count() > 5
    assert shown == {PHONE: (0, folded.count()), DESK: (folded.count(), 0)}
    expect(folded.first.get_by_role("table")).to_be_visible()


def test_the_number_of_the_page_one_is_on_is_read_by_day_and_by_night(rounds: Rounds) -> None:
    # axe does not judge the contrast of a single letter.
    page = rounds.at(Place(who=SUPERVISOR, address="/review?page=2"))
    current = page.locator(".govuk-pagination__item--current a")
    colours = """one => [getComputedStyle(one).color,
        getComputedStyle(document.body).backgroundColor]"""

    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        words, ground = current.evaluate(colours)
        assert words == ground, theme


def test_a_shade_says_that_a_table_goes_on_beside_until_it_is_scrolled_there(
    rounds: Rounds,
) -> None:
    page = rounds.at(Place(who=STANDARDS, address="/reports/effectiveness"))
    table = page.locator(".app-wide").first
    shade = "one => Number(getComputedStyle(one, '::after').opacity)"
    seen = []

    for width, left in ((DESK, 0), (PHONE, 0), (PHONE, 10_000)):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        table.evaluate("(one, left) => { one.scrollLeft = left }", left)
        # The timeline of what scrolls is brought up with the next frame.
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        seen.append(table.evaluate(shade))

    assert seen == [0, 1, 0]


@pytest.mark.parametrize("who", [OFFICER, None], ids=["signed-in", "signed-out"])
def test_the_error_pages_have_no_finding(rounds: Rounds, who: Somebody | None) -> None:
    places = [Place(who=who, address=f"/error/{status}") for status in errors.TITLES]

    found = [one for place in places for one in check(rounds, place)]

    assert not found, "\n".join(found)


def test_every_route_that_shows_a_page_is_among_the_places(app: Flask) -> None:
    shown = {rule.endpoint for rule in pages(app) if "GET" in (rule.methods or ())}

    assert shown == PLACES.keys() | NOT_PAGES.keys()


@pytest.mark.parametrize("endpoint", PLACES)
def test_each_place_is_answered_by_its_endpoint(addresses: MapAdapter, endpoint: str) -> None:
    matched = {addresses.match(place.address.partition("?")[0])[0] for place in PLACES[endpoint]}

    assert matched == {endpoint}


@pytest.mark.parametrize("endpoint", NOT_PAGES)
def test_what_is_not_among_the_places_is_no_page(rounds: Rounds, endpoint: str) -> None:
    page = rounds.at(Place(who=ASKED_BY.get(endpoint, STANDARDS), address="/help"))

    answer = page.request.get(NOT_PAGES[endpoint])

    assert answer.ok
    assert "html" not in answer.headers["content-type"]
