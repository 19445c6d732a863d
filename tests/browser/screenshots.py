"""Makes the pictures of the README anew: ``make screenshots``.

The made-up force of the demonstration, found by state and not by reference, so that the story may
change.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Page, sync_playwright

from domain.codelists.statuses import RecordStatus
from domain.records.account import Account
from projections import following
from projections.register import queries as register
from projections.register.queries import RegisterRow
from tests.browser import steps
from tests.browser.serving import Server, served
from tests.browser.windows import DESK, PHONE, Windows, sign_in
from tests.installations import sqlite_settings
from web.adapters.drafts import Draft
from web.bootstrap import install
from web.demo import answers
from web.demo.loading import load
from web.demo.people import OFFICER, PASSWORD, STANDARDS, SUPERVISOR
from web.demo.people import Account as Person
from web.demo.quarter import quarter_of

PICTURES = Path(__file__).parents[2] / "screenshots"
TALLEST = {PHONE: 1100, DESK: 1000}
"""How much of a long page a picture shows."""


def main() -> None:
    """Build the force, walk through it, and write the pictures."""
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if not program:
        sys.exit("There is no Chromium: apt-get install chromium-headless-shell fonts-liberation")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        settings = sqlite_settings(Path(folder) / "data")
        install(settings)
        load(settings)
        browser = playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--lang=en-GB"],
            env={**os.environ, "LANGUAGE": "en_GB"},
        )
        with served(settings) as server:
            following.catch_up(server.services.views.engine(), server.services.reader)
            windows = Windows(browser=browser, url=server.url)
            _pictures(windows, server)
            windows.close()
        browser.close()
    sys.exit("\n".join(windows.problems) or None)


def _pictures(windows: Windows, server: Server) -> None:
    officer = _window(windows, OFFICER)
    _picture(officer, "/", "start")
    draft = _draft(server, answers.STRUGGLE, answers.SHIFT)
    _picture(officer, f"/records/{draft}/check", "check")
    phone = _window(windows, OFFICER, PHONE)
    empty = _draft(server, {})
    phone.goto(f"/records/{empty}/edit/incident")
    steps.answer(phone, "Was your body-worn video recording?", "No")
    steps.save(phone)
    _keep(phone, "errors-phone")
    phone.emulate_media(color_scheme="dark")
    _picture(phone, f"/records/{draft}/edit/tactics", "tactics-phone-night")
    supervisor = _window(windows, SUPERVISOR)
    _picture(supervisor, "/review", "queue")
    _open_one_that_came_back(supervisor)
    _keep(supervisor, "review")
    standards = _window(windows, STANDARDS)
    longest = max(_accepted(server), key=lambda row: row.version)
    _picture(standards, f"/records/{longest.reference}/history", "history")
    _picture(standards, f"/records/{longest.reference}/as-at?version=2", "as-at")
    _picture(standards, "/reports/tactics", "report")
    _picture(standards, "/reports/effectiveness", "effectiveness")
    told = quarter_of(server.services.clock.now().date())
    _picture(windows.open(), f"/publications/northshire/{told.code}", "publication")


def _window(windows: Windows, who: Person, width: int = DESK) -> Page:
    page = windows.open(width=width)
    sign_in(page, who, password=PASSWORD)
    return page


def _picture(page: Page, address: str, name: str) -> None:
    page.goto(address)
    _keep(page, name)


def _keep(page: Page, name: str) -> None:
    width = page.viewport_size["width"] if page.viewport_size else DESK
    tall = int(page.evaluate("() => document.documentElement.scrollHeight"))
    clip = {"x": 0, "y": 0, "width": width, "height": min(tall, TALLEST[width])}
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True, clip=clip)


def _open_one_that_came_back(page: Page) -> None:
    """The first record of the queue that was returned and answered."""
    addresses = [
        link.get_attribute("href") or ""
        for link in page.get_by_role("table").get_by_role("link").all()
    ]
    for address in addresses:
        page.goto(address)
        if page.get_by_role("table", name="Changed since it was returned").count():
            return
    raise LookupError("No record of the made-up force was returned and answered")


def _accepted(server: Server) -> tuple[RegisterRow, ...]:
    wanted = register.Filter(statuses=frozenset({RecordStatus.ACCEPTED.value}))
    with server.services.views.reading() as connection:
        return register.search(connection, wanted, seen=register.Seen(everything=True)).rows


def _draft(server: Server, *given: dict[str, object]) -> str:
    """A draft of the officer with these answers; its reference."""
    services = server.services
    now = services.clock.now()
    account = {name: answer for some in given for name, answer in some.items()}
    if account:
        account |= {"incident_date": now.date(), "area": next(iter(services.settings.area_options))}
    draft = Draft(
        id=uuid4(),
        officer=OFFICER.id,
        reference=services.references.next(now.year),
        started_at=now,
        saved_at=now,
        answers=Account.of(account).without_unasked().answers,
    )
    return services.drafts.start(draft).reference


if __name__ == "__main__":
    main()
