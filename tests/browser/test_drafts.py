"""Nothing that was entered is lost: autosave, two windows, back and forward, Enter, and the focus."""

import re
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from tests.browser import steps
from tests.browser.windows import Windows
from tests.people import OFFICER

PAUSE = 2000
LOOKS = 20
PLACE = "Address or place"
INCIDENT = "/records/{}/edit/incident"
TACTICS = "/records/{}/edit/tactics"


def saved(page: Page) -> Locator:
    return page.locator("[data-autosave-status]")


def on_incident(windows: Windows, **how: bool) -> tuple[Page, str]:
    """The incident page of a new draft, and its address."""
    page = windows.open(OFFICER, **how)
    address = INCIDENT.format(steps.start(page, "Force on one person"))
    page.goto(address)
    return page, address


def on_tactics(windows: Windows, *tactics: str, **how: bool) -> Page:
    """The tactics page of a new draft, with some tactics entered."""
    page = windows.open(OFFICER, **how)
    page.goto(TACTICS.format(steps.start(page, "Force on one person")))
    for number, name in enumerate(tactics, start=1):
        if number > 1:
            steps.press(page, "Add another tactic")
        steps.fill_tactic(page, number, name, "Yes")
    return page


def tactics_on(page: Page) -> list[str]:
    return [
        str(choice.evaluate("select => select.selectedOptions[0].text"))
        for choice in page.get_by_label(re.compile("^Tactic")).all()
        if choice.evaluate("element => element.tagName") == "SELECT"
    ]


def test_what_is_entered_is_saved_two_seconds_after_the_last_change(windows: Windows) -> None:
    page, address = on_incident(windows)
    now = steps.an_hour_ago()
    page.clock.install(time=now)
    page.goto(address)
    page.clock.pause_at(now + timedelta(minutes=1))

    page.get_by_label(PLACE).press_sequentially("12 Mill")
    page.clock.run_for(PAUSE - 1)
    early = saved(page).text_content()
    page.clock.run_for(1)

    assert early == ""
    expect(saved(page)).to_have_text(re.compile(r"^Saved at \d\d:\d\d$"))


def test_closing_the_browser_after_it_says_saved_loses_nothing(windows: Windows) -> None:
    page, address = on_incident(windows)
    page.get_by_label(PLACE).fill("12 Mill Lane")
    expect(saved(page)).to_have_text(re.compile("^Saved at"))

    page.close()

    again = windows.open(OFFICER)
    again.goto(address)
    expect(again.get_by_label(PLACE)).to_have_value("12 Mill Lane")


def test_leaving_the_page_within_the_two_seconds_saves_what_was_entered(windows: Windows) -> None:
    page, address = on_incident(windows)
    page.get_by_label(PLACE).fill("12 Mill Lane")

    page.goto("/help")

    assert "12 Mill Lane" in places_until(page, address, "12 Mill Lane")


def test_closing_the_browser_within_the_two_seconds_loses_no_more_than_them(
    windows: Windows,
) -> None:
    page, address = on_incident(windows)
    page.get_by_label(PLACE).fill("12 Mill Lane")
    expect(saved(page)).to_have_text(re.compile("^Saved at"))
    page.get_by_label(PLACE).press_sequentially(", Northtown")

    page.close()

    again = windows.open(OFFICER)
    again.goto(address)
    expect(again.get_by_label(PLACE)).to_have_value(re.compile("^12 Mill Lane"))


def places_until(page: Page, address: str, wanted: str) -> list[str]:
    """The place as saved, looked at again until it is as wanted: saving goes on in the background."""
    seen: list[str] = []
    while wanted not in seen and len(seen) < LOOKS:
        page.goto(address)
        seen.append(page.get_by_label(PLACE).input_value())
    return seen


def test_what_cannot_be_read_yet_is_kept_as_it_was_typed(windows: Windows) -> None:
    page, address = on_incident(windows)
    page.get_by_label("What time did it start?").fill("quarter past")
    expect(saved(page)).to_have_text(re.compile("^Saved at"))

    page.goto(address)

    expect(page.get_by_label("What time did it start?")).to_have_value("quarter past")


def test_who_was_signed_out_is_told_that_nothing_is_saved_and_keeps_what_they_typed(
    windows: Windows,
) -> None:
    page, _ = on_incident(windows)
    other = page.context.new_page()
    other.goto("/settings")
    other.get_by_role("button", name="Sign out").click()
    steps.expect_heading(other, "Sign in")

    page.get_by_label(PLACE).fill("12 Mill Lane")

    expect(saved(page)).to_contain_text("Not saved yet")
    expect(page.get_by_label(PLACE)).to_have_value("12 Mill Lane")


def test_the_second_window_is_told_in_the_background(windows: Windows) -> None:
    first, address = on_incident(windows)
    second = first.context.new_page()
    second.goto(address)
    first.get_by_label(PLACE).fill("From the first window")
    expect(saved(first)).to_have_text(re.compile("^Saved at"))

    second.get_by_label(PLACE).fill("From the second window")

    expect(saved(second)).to_contain_text("changed in another window")
    first.goto(address)
    expect(first.get_by_label(PLACE)).to_have_value("From the first window")


def test_the_second_window_is_told_when_it_saves_and_keeps_what_was_typed(
    windows: Windows,
) -> None:
    first, address = on_incident(windows, script=False)
    second = first.context.new_page()
    second.goto(address)
    first.get_by_label(PLACE).fill("From the first window")
    steps.press(first, "Save and come back later")

    second.get_by_label(PLACE).fill("From the second window")
    steps.save(second)

    expect(second.get_by_role("alert")).to_contain_text("changed in another window")
    expect(second.get_by_label(PLACE)).to_have_value("From the second window")


def test_going_back_and_forward_shows_what_was_saved_and_saves_again(windows: Windows) -> None:
    page, _ = on_incident(windows)
    steps.fill_incident(page)
    steps.save(page)
    steps.expect_heading(page, "The person")

    page.go_back()
    steps.expect_heading(page, "Incident")
    place = page.get_by_label(PLACE).input_value()
    page.get_by_label(PLACE).fill("14 Mill Lane")
    steps.save(page)
    steps.expect_heading(page, "The person")
    page.go_back()
    page.go_forward()

    assert place == "12 Mill Lane"
    steps.expect_heading(page, "The person")


def test_enter_saves_and_does_not_remove_a_tactic(windows: Windows) -> None:
    page = on_tactics(windows, "Dog bite", "Baton used")
    steps.fill_firearms(page)

    steps.tactic(page, 2).get_by_label("Yes", exact=True).press("Enter")

    steps.expect_heading(page, "Injuries")
    page.go_back()
    assert tactics_on(page) == ["Dog bite", "Baton used"]


def test_after_an_error_the_focus_is_on_the_summary_and_its_links_lead_to_the_answers(
    windows: Windows,
) -> None:
    page, _ = on_incident(windows)

    steps.save(page)

    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Enter the time, like 14:30").click()
    expect(page.get_by_label("What time did it start?")).to_be_focused()


def test_after_a_tactic_is_added_the_focus_is_on_it(windows: Windows) -> None:
    page = on_tactics(windows, "Dog bite")

    steps.press(page, "Add another tactic")

    expect(page.get_by_role("heading", name="Tactic 2 of 2")).to_be_focused()


def test_after_a_tactic_is_removed_the_focus_is_on_the_next_one(windows: Windows) -> None:
    page = on_tactics(windows, "Dog bite", "Baton used", "Shield")

    steps.press(page, "Remove tactic 2, Baton used")

    expect(page.get_by_role("heading", name="Tactic 2 of 2")).to_be_focused()
    assert tactics_on(page) == ["Dog bite", "Shield"]


def test_after_a_tactic_is_moved_the_focus_is_still_on_it(windows: Windows) -> None:
    page = on_tactics(windows, "Dog bite", "Baton used")

    steps.press(page, re.compile("^Move up tactic 2"))

    expect(page.get_by_role("heading", name="Tactic 1 of 2")).to_be_focused()
    assert tactics_on(page) == ["Baton used", "Dog bite"]
