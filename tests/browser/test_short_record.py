"""The commonest record within its targets: at most 20 taps, 3 pages, nothing typed.

Spec: ux, section 4. The event is compliant handcuffing on arrest with four reasons and two impact
factors, which is about the national mean.
"""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from domain.codelists.answers import YesNo
from domain.codelists.duties import MainDuty
from tests.browser import steps
from tests.browser.serving import Server
from tests.browser.windows import PHONE, Windows
from tests.people import OFFICER
from web.adapters.preferences import Choices

MOST_TAPS, PAGES = 20, 3

KIND = "Compliant handcuffing on arrest"
ANSWERS = (
    ("Where did it happen?", ("Street or highway",)),
    ("Was your body-worn video recording?", ("Yes",)),
    (
        "Why did you use force?",
        ("Effect an arrest", "Prevent escape", "Protect myself", "Protect other officers"),
    ),
    ("What affected your decision to use force?", ("Alcohol", "Prior knowledge")),
    ("Was the handcuffing effective?", ("Yes",)),
    ("Did the person assault you?", ("No",)),
    ("How old did the person appear?", ("18 to 34",)),
    ("Which gender did the person appear to be?", ("Male",)),
    ("Which ethnic group did the person appear to belong to?", ("White",)),
    ("Did the person appear to have a physical disability?", ("No",)),
    ("Did the person appear to have a mental disability or condition?", ("No",)),
    ("Was the person injured as a result of the force?", ("No",)),
    ("Were you injured?", ("No",)),
)


@pytest.fixture
def on_shift(server: Server) -> None:
    """The officer has said once what stays the same for a shift."""
    shift = {
        "area": "central",
        "main_duty": MainDuty.RESPONSE,
        "single_crewed": YesNo.NO,
        "ced_trained": YesNo.NO,
    }
    server.services.preferences.set(OFFICER.id, Choices(shift=shift))


@dataclass
class Thumb:
    """Counts what a person does with a phone."""

    page: Page
    taps: int = 0

    def tap(self, target: Locator) -> None:
        self.taps += 1
        target.tap()


@dataclass
class Keyboard:
    """Goes through a page by Tab, arrows, Space and Enter, and sees where the focus is."""

    page: Page

    def press_button(self, name: str) -> None:
        target = self.page.locator(".govuk-button", has_text=name)
        self._tab_to(target)
        self.page.keyboard.press("Enter")

    def choose(self, question: str, label: str) -> None:
        """Tab into the group; then arrows within radios, Space for a checkbox or a first radio."""
        group = self.page.get_by_role("group", name=question, exact=True)
        target = group.get_by_label(label, exact=True)
        kind = target.get_attribute("type")
        self._tab_to(target if kind == "checkbox" else group.get_by_role("radio").first)
        if kind == "radio" and not is_focused(target):
            while not is_focused(target):
                self.page.keyboard.press("ArrowDown")
        else:
            self.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def _tab_to(self, target: Locator) -> None:
        target.wait_for()
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if is_focused(target):
                return
        raise AssertionError(f"The Tab key does not lead to {target}")


MOST_TABS = 60


def is_focused(target: Locator) -> bool:
    return bool(target.evaluate("element => element === document.activeElement"))


@pytest.mark.usefixtures("on_shift")
def test_the_commonest_record_takes_at_most_twenty_taps_on_three_pages(windows: Windows) -> None:
    page = windows.open(OFFICER, width=PHONE, touch=True)
    thumb, pages = Thumb(page), list[str]()
    page.on("load", lambda loaded: pages.append(loaded.url))

    thumb.tap(page.get_by_role("button", name="Start a short record"))
    for question, labels in ANSWERS:
        group = page.get_by_role("group", name=question, exact=True)
        for label in labels:
            thumb.tap(group.get_by_label(label, exact=True))
    thumb.tap(page.locator(".govuk-button", has_text="Save and continue"))
    thumb.tap(page.locator(".govuk-button", has_text="Submit record"))

    steps.expect_heading(page, "Record submitted")
    page.wait_for_load_state()
    assert thumb.taps <= MOST_TAPS
    assert len(pages) == PAGES, pages


@pytest.mark.usefixtures("on_shift")
def test_the_commonest_record_is_made_with_the_keyboard_alone(windows: Windows) -> None:
    page = windows.open(OFFICER)
    keyboard = Keyboard(page)

    keyboard.press_button("Start a short record")
    steps.expect_heading(page, KIND)
    for question, labels in ANSWERS:
        for label in labels:
            keyboard.choose(question, label)
    keyboard.press_button("Save and continue")
    steps.expect_heading(page, "Check your answers before submitting")
    keyboard.press_button("Submit record")

    steps.expect_heading(page, "Record submitted")


@pytest.mark.usefixtures("on_shift")
def test_no_judgement_of_the_officer_is_chosen_for_them(windows: Windows) -> None:
    page = windows.open(OFFICER)

    steps.press(page, "Start a short record")

    steps.expect_heading(page, KIND)
    expect(page.locator("main input:checked")).to_have_count(0)
    expect(page.locator("main input[type=radio]")).not_to_have_count(0)


@pytest.mark.usefixtures("on_shift")
def test_what_the_short_record_states_by_itself_is_read_before_submitting(
    windows: Windows,
) -> None:
    page = windows.open(OFFICER)
    steps.press(page, "Start a short record")
    for question, labels in ANSWERS:
        steps.answer(page, question, *labels)

    steps.save(page)

    expect(steps.row(page, "How did the person mainly behave?")).to_contain_text("Compliant")
    expect(steps.row(page, "What was the outcome?")).to_contain_text("Arrested")
    expect(steps.row(page, "Did you aim a firearm?")).to_contain_text("No")
    expect(steps.row(page, "Tactics")).to_contain_text("Handcuffing, compliant")
