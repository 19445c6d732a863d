"""What people do on the pages, by the words they read there."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from domain.local_time import LOCAL


def answer(page: Page, question: str, *labels: str) -> None:
    """Tick the answers to a question."""
    group = page.get_by_role("group", name=question, exact=True)
    for label in labels:
        group.get_by_label(label, exact=True).check()


def save(page: Page) -> None:
    """The visible button: the hidden default one has the same name."""
    leave(page, page.locator(".govuk-button", has_text=re.compile(r"^\s*Save and continue")))


def press(page: Page, name: str | re.Pattern[str]) -> None:
    leave(page, page.get_by_role("main").get_by_role("button", name=name))


def leave(page: Page, button: Locator) -> None:
    """Press a button and wait for the page it leads to, which may be the same one again."""
    with page.expect_navigation():
        button.click()


def go(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def expect_heading(page: Page, text: str) -> None:
    expect(heading(page)).to_have_text(text)


def card(page: Page, title: str) -> Locator:
    """A section of a record as it is shown."""
    return page.locator(".govuk-summary-card").filter(
        has=page.get_by_role("heading", name=title, exact=True)
    )


def row(page: Page, words: str) -> Locator:
    """An answer in a section, or a row of a table, by its heading."""
    return page.locator(".govuk-summary-list__row, tr").filter(
        has=page.locator("dt, th[scope=row]").filter(has_text=re.compile(f"^{re.escape(words)}$"))
    )


def reference_of(page: Page) -> str:
    """The reference of the record that the page is about."""
    found = re.search(r"UOF-\d\d-\d{6}", page.url)
    assert found, page.url
    return found.group()


def an_hour_ago() -> datetime:
    return (datetime.now(UTC) - timedelta(hours=1)).astimezone(LOCAL)


def start(page: Page, kind: str) -> str:
    """Start a record; its reference."""
    page.goto("/")
    press(page, "Start a record")
    press(page, kind)
    page.wait_for_url(re.compile(r"/records/UOF-"))
    return reference_of(page)


def fill_incident(page: Page) -> None:
    when = an_hour_ago()
    for part in ("Day", "Month", "Year"):
        page.get_by_role("group", name="When did you use force?").get_by_label(part).fill(
            str(getattr(when, part.lower()))
        )
    page.get_by_label("What time did it start?").fill(f"{when:%H:%M}")
    answer(page, "Where did it happen?", "Street or highway", "Retail premises")
    page.get_by_label("Address or place").fill("12 Mill Lane")
    answer(page, "Which area?", "Northshire Central")
    page.get_by_label("What was your main duty?").select_option("Patrol or response")
    answer(page, "Were you single crewed?", "No")
    answer(page, "Are you trained to use a Taser?", "No")
    answer(page, "Was your body-worn video recording?", "No")
    answer(page, "Why not?", "Camera or battery fault")


def fill_person(page: Page) -> None:
    answer(page, "How old did the person appear?", "18 to 34")
    answer(page, "Which gender did the person appear to be?", "Male")
    answer(page, "Which ethnic group did the person appear to belong to?", "White")
    answer(page, "Did the person appear to have a physical disability?", "No")
    answer(page, "Did the person appear to have a mental disability or condition?", "No")


def fill_reasons(page: Page) -> None:
    answer(page, "How did the person mainly behave?", "Active resistance")
    answer(page, "What affected your decision to use force?", "Alcohol", "Prior knowledge")
    answer(page, "Why did you use force?", "Effect an arrest", "Prevent escape")
    answer(page, "Did the person assault you?", "No")


def tactic(page: Page, number: int) -> Locator:
    return page.get_by_role("group", name=re.compile(f"^Tactic {number} of "))


def fill_tactic(page: Page, number: int, name: str, effective: str) -> None:
    step = tactic(page, number)
    step.get_by_label("Tactic").select_option(name)
    step.get_by_label(effective, exact=True).check()


def fill_firearms(page: Page) -> None:
    answer(page, "Did you aim a firearm?", "No")
    answer(page, "Did you fire a firearm?", "No")


def fill_injuries(page: Page) -> None:
    answer(page, "Was the person injured as a result of the force?", "No")
    answer(page, "Were you injured?", "No")


def fill_outcome(page: Page) -> None:
    answer(page, "What was the outcome?", "Arrested")
