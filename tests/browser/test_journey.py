"""The journey of one record, as four people see it: recorded, amended, returned, accepted, read."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from domain.local_time import LOCAL
from tests.browser import steps
from tests.browser.windows import Windows
from tests.people import OFFICER, STANDARDS, SUPERVISOR

REASON = "The control room log has the right time"
NOTE = "Custody saw a mark on a wrist. Look at this answer again"
SECOND_REASON = "The custody nurse told me"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_record_goes_from_the_form_to_its_audited_history(
    each_windows: Windows, *, script: bool
) -> None:
    officer = each_windows.open(OFFICER, script=script)

    reference = record_a_use_of_force(officer)
    amend_with_a_reason(officer, reference)
    supervisor = each_windows.open(SUPERVISOR, script=script)
    return_with_a_note(supervisor, reference)
    answer_the_note(officer, reference)
    accept_what_changed(supervisor, reference)
    standards = each_windows.open(STANDARDS, script=script)
    read_the_history(standards, reference)
    read_it_as_it_stood(standards, reference)
    compare_two_moments(standards, reference)


def record_a_use_of_force(page: Page) -> str:
    reference = steps.start(page, "Force on one person")
    steps.expect_heading(page, "Your draft record")
    steps.go(page, "Incident")
    steps.fill_incident(page)
    steps.save(page)
    steps.expect_heading(page, "The person")
    steps.fill_person(page)
    steps.save(page)
    steps.expect_heading(page, "Reasons")
    steps.fill_reasons(page)
    steps.save(page)
    steps.expect_heading(page, "Tactics, in the order you used them")
    put_tactics_in_order(page)
    steps.fill_firearms(page)
    steps.save(page)
    steps.expect_heading(page, "Injuries")
    steps.fill_injuries(page)
    steps.save(page)
    steps.expect_heading(page, "Outcome and references")
    steps.fill_outcome(page)
    steps.save(page)
    steps.expect_heading(page, "Your account")
    page.get_by_label("What did you do, and what happened next?").fill("I took hold of his arm.")
    steps.save(page)
    check_and_submit(page)
    return reference


def put_tactics_in_order(page: Page) -> None:
    steps.fill_tactic(page, 1, "Handcuffing, not compliant", "Yes")
    steps.press(page, "Add another tactic")
    steps.fill_tactic(page, 2, "Dog bite", "No")
    steps.press(page, "Add another tactic")
    steps.fill_tactic(page, 3, "Tactical communications", "No")
    steps.press(page, "Remove tactic 2, Dog bite")
    expect(steps.tactic(page, 2).get_by_label("Tactic")).to_have_value("communications")
    steps.press(page, "Move up tactic 2, Tactical communications")
    expect(steps.tactic(page, 1).get_by_label("Tactic")).to_have_value("communications")


def check_and_submit(page: Page) -> None:
    steps.expect_heading(page, "Check your answers before submitting")
    expect(steps.row(page, "Where did it happen?")).to_contain_text("Street or highway")
    expect(steps.row(page, "Where did it happen?")).to_contain_text("Retail premises")
    expect(steps.row(page, "Why it was not recording")).to_contain_text("Camera or battery fault")
    expect(steps.row(page, "Tactics").get_by_role("listitem")).to_have_text(
        [re.compile("1.*Tactical communications"), re.compile("2.*Handcuffing, not compliant")]
    )
    expect(page.get_by_text("2210 Cleo Wren will review it")).to_be_visible()
    steps.press(page, "Submit record")
    steps.expect_heading(page, "Record submitted")


def amend_with_a_reason(page: Page, reference: str) -> None:
    page.goto(f"/records/{reference}")
    expect(page.get_by_text("Awaiting review")).to_be_visible()
    steps.go(page, "Amend")
    steps.go(page, "Reasons")
    steps.answer(page, "How did the person mainly behave?", "Aggressive resistance")
    steps.save(page)
    steps.press(page, "Give a reason and save")
    changed = steps.row(page, "How did the person mainly behave?")
    expect(changed.locator("del")).to_have_text("Active resistance")
    expect(changed.locator("ins")).to_have_text("Aggressive resistance")
    steps.press(page, "Save the change")
    expect(page.get_by_role("alert")).to_contain_text("Enter a few words about the change")
    steps.answer(page, "Why do you change it?", "A mistake in the record")
    page.get_by_label("What happened, in a few words?").fill(REASON)
    steps.press(page, "Save the change")
    steps.expect_heading(page, f"Record {reference}")
    expect(steps.row(page, "How did the person mainly behave?")).to_contain_text("Aggressive")
    expect(page.get_by_text("version 2")).to_be_visible()


def return_with_a_note(page: Page, reference: str) -> None:
    steps.expect_heading(page, "Records to review")
    steps.go(page, reference)
    expect(steps.card(page, "Injuries")).to_be_visible()
    steps.press(page, "Return to officer")
    question = "Was the person injured as a result of the force?"
    page.locator("summary", has_text=question).click()
    page.get_by_label(f"Note about {question}").fill(NOTE)
    steps.press(page, "Return to officer")
    steps.expect_heading(page, "Records to review")
    expect(page.get_by_role("link", name=reference)).to_have_count(0)


def answer_the_note(page: Page, reference: str) -> None:
    page.goto("/")
    returned = page.get_by_role("table", name="Returned to you")
    returned.get_by_role("link", name=reference).click()
    expect(steps.row(page, "Was the person injured as a result of the force?")).to_contain_text(
        f"Returned: {NOTE}"
    )
    steps.go(page, "Amend")
    expect(page.get_by_text(NOTE)).to_be_visible()
    steps.go(page, "Injuries")
    expect(page.get_by_text(f"Returned: {NOTE}")).to_be_visible()
    steps.answer(page, "Was the person injured as a result of the force?", "Yes")
    steps.answer(page, "How serious was the injury?", "Minor")
    steps.answer(page, "Was medical help offered?", "Yes")
    steps.answer(page, "Was medical help given?", "Yes")
    steps.save(page)
    steps.press(page, "Give a reason and save")
    steps.answer(page, "Why do you change it?", "My supervisor asked about it")
    page.get_by_label("What happened, in a few words?").fill(SECOND_REASON)
    steps.press(page, "Save the change")
    expect(page.get_by_text("Awaiting review")).to_be_visible()


def accept_what_changed(page: Page, reference: str) -> None:
    page.goto("/review")
    steps.go(page, reference)
    changed = page.get_by_role("table", name="Changed since it was returned")
    expect(changed.locator("tbody th")).to_have_text(
        [
            "Was the person injured as a result of the force?",
            "Seriousness of the person’s injury",
            "Was medical help offered?",
            "Was medical help given?",
        ]
    )
    expect(steps.card(page, "The person")).to_be_hidden()
    steps.press(page, "Accept or refer")
    steps.answer(page, "Your decision", "Accept")
    steps.press(page, "Save decision")
    steps.expect_heading(page, "Records to review")
    page.goto(f"/records/{reference}")
    expect(page.get_by_text("Accepted", exact=True)).to_be_visible()


def read_the_history(page: Page, reference: str) -> None:
    page.goto(f"/records/{reference}")
    steps.go(page, "History")
    items = page.locator(".app-timeline__item")
    expect(items.get_by_role("heading")).to_have_text(
        [
            re.compile("^Version 5: record accepted by Sgt 2210 Cleo Wren"),
            re.compile("^Version 4: answers amended by PC 4127 Ada Finch"),
            re.compile("^Version 3: returned to officer by Sgt 2210 Cleo Wren"),
            re.compile("^Version 2: answers amended by PC 4127 Ada Finch"),
            re.compile("^Version 1: record submitted by PC 4127 Ada Finch"),
        ]
    )
    expect(items.nth(1)).to_contain_text(f"Why: {SECOND_REASON}")
    injured = items.nth(1).get_by_role("row", name="Was the person injured")
    expect(injured.locator("del")).to_have_text("No")
    expect(injured.locator("ins")).to_have_text("Yes")
    expect(items.nth(2)).to_contain_text(NOTE)
    expect(items.nth(3)).to_contain_text(f"Why: {REASON}")
    behaved = items.nth(3).get_by_role("row", name="How did the person mainly behave?")
    expect(behaved.locator("del")).to_have_text("Active resistance")
    expect(behaved.locator("ins")).to_have_text("Aggressive resistance")


def read_it_as_it_stood(page: Page, reference: str) -> None:
    page.locator("#version-1").get_by_role("link", name="See the record as it stood").click()
    expect(
        page.get_by_text("Version 1 of 5: record submitted by PC 4127 Ada Finch")
    ).to_be_visible()
    expect(steps.row(page, "How did the person mainly behave?")).to_contain_text("Active")
    page.get_by_role("navigation", name="Moments").get_by_role("link", name="Returned").click()
    expect(page.get_by_text("Version 3 of 5: returned to officer")).to_be_visible()
    expect(steps.row(page, "How did the person mainly behave?")).to_contain_text("Aggressive")
    expect(steps.row(page, "Was the person injured as a result of the force?")).to_contain_text(
        "No"
    )
    steps.go(page, "History")
    page.get_by_label("Date").fill(f"{datetime.now(UTC).astimezone(LOCAL):%Y-%m-%d}")
    steps.press(page, "Show")
    expect(page.get_by_text("Version 5 of 5: record accepted")).to_be_visible()
    expect(page.get_by_text("It stands like this now.")).to_be_visible()
    steps.go(page, "History")
    page.get_by_label("Date").fill("2017-04-01")
    page.get_by_label("Time").fill("09:00")
    steps.press(page, "Show")
    expect(page.get_by_role("alert")).to_contain_text("Enter a moment after the record was")


def compare_two_moments(page: Page, reference: str) -> None:
    page.goto(f"/records/{reference}")
    steps.go(page, "Compare versions")
    page.get_by_label("From").select_option("1")
    page.get_by_label("To", exact=True).select_option("2")
    steps.press(page, "Compare")
    table = page.get_by_role("table", name="Answers at the two moments")
    expect(table.locator("tbody th")).to_have_text(["How did the person mainly behave?"])
    steps.go(page, "All answers")
    expect(table.get_by_role("row", name="Was the person injured")).to_contain_text("No")
