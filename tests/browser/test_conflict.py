"""Two people change one record: the second is told, compares, chooses, and loses nothing."""

from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Page, expect

from domain.codelists.answers import YesNo
from domain.codelists.conduct import PrimaryConduct
from domain.codelists.reasons import ReasonForAmendment
from domain.codelists.video import NoVideoReason
from tests.browser import steps
from tests.browser.serving import Server
from tests.browser.windows import Windows
from tests.builders import an_account
from tests.fakes import NOON
from tests.people import OFFICER, SUPERVISOR

REFERENCE = "UOF-26-000777"
BEHAVED = "How did the person mainly behave?"
AFFECTED = "What affected your decision to use force?"


@pytest.fixture
def submitted(server: Server) -> UUID:
    record = uuid4()
    server.services.records.submit(
        record,
        reference=REFERENCE,
        started_at=NOON,
        answers=an_account().answers,
        requester=OFFICER.asks(),
    )
    return record


def change_reasons(page: Page, question: str, label: str) -> None:
    """Change an answer of the section that explains why, without saving the record yet."""
    page.goto(f"/records/{REFERENCE}/amend/reasons")
    steps.answer(page, question, label)
    steps.save(page)
    steps.expect_heading(page, "What do you want to change?")


def give_reason(page: Page, words: str) -> None:
    page.goto(f"/records/{REFERENCE}/amend/reason")
    steps.answer(page, "Why do you change it?", "A mistake in the record")
    page.get_by_label("What happened, in a few words?").fill(words)
    steps.press(page, "Save the change")


def return_to_officer(page: Page, note: str) -> None:
    page.goto(f"/review/{REFERENCE}/return")
    page.get_by_label("About the whole record").fill(note)
    steps.press(page, "Return to officer")
    steps.expect_heading(page, "Records to review")


@pytest.mark.usefixtures("submitted")
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_an_amendment_meets_a_return_and_neither_is_lost(windows: Windows, *, script: bool) -> None:
    officer = windows.open(OFFICER, script=script)
    supervisor = windows.open(SUPERVISOR, script=script)
    change_reasons(officer, BEHAVED, "Passive resistance")
    return_to_officer(supervisor, "Look at the time again")

    give_reason(officer, "I misread it")

    steps.expect_heading(officer, "This record changed since you began")
    expect(officer.get_by_role("listitem").filter(has_text="Returned to officer")).to_contain_text(
        "Sgt 2210 Cleo Wren"
    )
    expect(officer.get_by_text("None of them touches the same answers")).to_be_visible()
    steps.press(officer, "Continue with your changes")
    give_reason(officer, "I misread it")
    steps.expect_heading(officer, f"Record {REFERENCE}")
    expect(steps.row(officer, BEHAVED)).to_contain_text("Passive resistance")
    supervisor.goto(f"/review/{REFERENCE}")
    expect(supervisor.get_by_text("Look at the time again").first).to_be_visible()
    expect(steps.row(supervisor, BEHAVED).first).to_contain_text("Passive resistance")


def test_the_same_officer_with_two_browsers_chooses_between_both_answers(
    windows: Windows, server: Server, submitted: UUID
) -> None:
    officer = windows.open(OFFICER)
    change_reasons(officer, BEHAVED, "Passive resistance")
    change_reasons(officer, AFFECTED, "Drugs")
    amended_elsewhere(server, submitted)

    give_reason(officer, "I misread it")

    steps.expect_heading(officer, "This record changed since you began")
    group = officer.get_by_role("group", name=BEHAVED, exact=True)
    expect(group.get_by_label("Theirs: Active resistance")).to_be_visible()
    expect(group.get_by_label("Yours: Passive resistance")).to_be_visible()
    expect(officer.get_by_role("group", name=AFFECTED)).to_have_count(0)
    steps.press(officer, "Continue with these answers")
    expect(officer.get_by_role("alert")).to_contain_text(f"Select which answer to keep: {BEHAVED}")
    group.get_by_label("Theirs: Active resistance").check()
    steps.press(officer, "Continue with these answers")
    expect(steps.row(officer, BEHAVED)).to_have_count(0)
    give_reason(officer, "I misread it")
    steps.expect_heading(officer, f"Record {REFERENCE}")
    expect(steps.row(officer, BEHAVED)).to_contain_text("Active resistance")
    expect(steps.row(officer, AFFECTED)).to_contain_text("Drugs")
    expect(steps.row(officer, "Was your body-worn video recording?")).to_contain_text("No")
    officer.goto(f"/records/{REFERENCE}/history")
    expect(officer.locator(".app-timeline__item")).to_have_count(3)


@pytest.mark.usefixtures("submitted")
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_an_old_window_of_the_same_officer_undoes_nothing(
    windows: Windows, *, script: bool
) -> None:
    first = windows.open(OFFICER, script=script)
    second = first.context.new_page()
    second.goto(f"/records/{REFERENCE}/amend/reasons")
    change_reasons(first, BEHAVED, "Passive resistance")
    give_reason(first, "I misread it")
    steps.expect_heading(first, f"Record {REFERENCE}")

    steps.answer(second, AFFECTED, "Drugs")
    steps.save(second)
    steps.expect_heading(second, "What do you want to change?")
    give_reason(second, "Forgotten")

    steps.expect_heading(second, "This record changed since you began")
    steps.press(second, "Continue with your changes")
    give_reason(second, "Forgotten")
    steps.expect_heading(second, f"Record {REFERENCE}")
    expect(steps.row(second, BEHAVED)).to_contain_text("Passive resistance")
    expect(steps.row(second, AFFECTED)).to_contain_text("Drugs")


@pytest.mark.usefixtures("submitted")
def test_a_supervisor_whose_page_is_old_is_told_and_keeps_their_words(windows: Windows) -> None:
    officer, supervisor = windows.open(OFFICER), windows.open(SUPERVISOR)
    supervisor.goto(f"/review/{REFERENCE}/return")
    supervisor.get_by_label("About the whole record").fill("Look at the time again")
    change_reasons(officer, BEHAVED, "Passive resistance")
    give_reason(officer, "I misread it")
    steps.expect_heading(officer, f"Record {REFERENCE}")

    steps.press(supervisor, "Return to officer")

    expect(supervisor.get_by_role("alert")).to_be_visible()
    expect(supervisor.get_by_label("About the whole record")).to_have_value(
        "Look at the time again"
    )
    expect(supervisor.get_by_text("Answers amended by PC 4127 Ada Finch")).to_be_visible()
    steps.press(supervisor, "Return to officer")
    steps.expect_heading(supervisor, "Records to review")


def amended_elsewhere(server: Server, record: UUID) -> None:
    """The same officer, with another browser, meanwhile."""
    server.services.records.amend(
        record,
        {
            "primary_conduct": PrimaryConduct.ACTIVE,
            "video_recorded": YesNo.NO,
            "no_video_reason": NoVideoReason.FAULT,
        },
        reason=ReasonForAmendment.MISSING,
        explanation="From the other browser",
        version=1,
        requester=OFFICER.asks(),
    )
