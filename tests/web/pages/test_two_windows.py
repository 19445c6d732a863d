"""One draft in two windows: the second to save is told, keeps what it says, and may save it again."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from domain.codelists.tactics import Tactic
from tests.builders import CED_FIRED, used
from tests.people import OFFICER
from tests.web import given
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from tests.web.pages.sections import GO_ON, LATER
from web.adapters.drafts import Draft
from web.bootstrap import Services

TWO = {
    **CED_FIRED,
    "tactics": used(Tactic.CED_DRAWN, Tactic.CED_FIRED, Tactic.COMPLIANT_HANDCUFFING),
}
SENTENCE = "This draft was changed in another window."
BACKGROUND = {"X-Requested-With": "autosave"}


@dataclass(frozen=True)
class Form:
    """A page that saves a draft: where it is, its button, and what is typed on it."""

    address: str
    button: str
    typed: Mapping[str, str]


FORMS = {
    "a section": Form("edit/incident", LATER, {"place": "Typed here"}),
    "a section, going on": Form("edit/account", GO_ON, {"narrative_action": "Typed here"}),
    "the short record": Form("short", "Save and continue", {"perceived_gender": "female"}),
    "a use of a Taser": Form("edit/ced/1", "Save this use", {"cartridge_number": "C-2"}),
    "a new use of a Taser": Form("edit/ced/2", "Save this use", {"cartridge_number": "C-2"}),
    "the tactics": Form("edit/tactics", LATER, {"tactics-0-effective": "no"}),
}
every_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)


@pytest.fixture
def draft(services: Services) -> Draft:
    return given.a_draft(services, **TWO)


@pytest.fixture
def officer(browser_of: SignIn) -> Browser:
    return browser_of(OFFICER)


def kept(services: Services, draft: Draft) -> Draft:
    return services.drafts.get(draft.id, officer=OFFICER.id)


def opened(officer: Browser, draft: Draft, services: Services, address: str) -> Shown:
    """A page of the draft, which is saved in another window after it was opened."""
    page = officer.open(f"/records/{draft.reference}/{address}")
    services.drafts.save(draft)
    return page


@every_form
def test_what_is_typed_in_the_window_that_comes_second_is_shown_again_and_not_saved(
    officer: Browser, draft: Draft, services: Services, form: Form
) -> None:
    page = opened(officer, draft, services, form.address)

    page = page.press(form.button, form.typed)

    assert page.status == 422
    assert any(SENTENCE in sentence for sentence in page.errors.values())
    assert {name: page.values(name) for name in form.typed} == {
        name: [text] for name, text in form.typed.items()
    }
    assert kept(services, draft).answers == draft.answers


@every_form
def test_saving_again_keeps_what_the_second_window_says(
    officer: Browser, draft: Draft, services: Services, form: Form
) -> None:
    page = opened(officer, draft, services, form.address).press(form.button, form.typed)

    page.press(form.button)

    reopened = officer.open(f"/records/{draft.reference}/{form.address}")
    assert {name: reopened.values(name) for name in form.typed} == {
        name: [text] for name, text in form.typed.items()
    }
    assert kept(services, draft).version == draft.version + 2


@every_form
def test_the_script_in_the_background_is_told_and_saves_nothing(
    officer: Browser, draft: Draft, services: Services, form: Form
) -> None:
    page = opened(officer, draft, services, form.address)
    typed = {**form.typed, "version": page.values("version")[0]}

    answer = officer.post(page.path, typed, **BACKGROUND)

    assert answer.status_code == 409
    assert answer.mimetype == "application/json"
    assert answer.json["message"].startswith(SENTENCE)
    assert kept(services, draft).answers == draft.answers


@every_form
def test_the_script_in_the_background_is_told_when_it_saved(
    officer: Browser, draft: Draft, services: Services, form: Form
) -> None:
    page = officer.open(f"/records/{draft.reference}/{form.address}")
    typed = {**form.typed, "version": page.values("version")[0]}

    answer = officer.post(page.path, typed, **BACKGROUND)

    assert answer.status_code == 200
    assert answer.json == {"message": "Saved at 12:00", "version": draft.version + 1}
    assert kept(services, draft).answers != draft.answers


def chosen(page: Shown) -> list[str]:
    """The tactics that stand in the form, in their order; empty where none is chosen yet."""
    return [
        next((one.get("value") for one in select.all("option") if one.has("selected")), "")
        for select in page.main.all("select")
    ]


DRAWN, FIRED, CUFFED = (step.tactic.value for step in TWO["tactics"])
EDITS = {
    "added": ("Add another tactic", [DRAWN, FIRED, CUFFED, ""]),
    "removed": (f"Remove tactic 1, {Tactic.CED_DRAWN.label}", [FIRED, CUFFED]),
    "moved": (f"Move up tactic 3, {Tactic.COMPLIANT_HANDCUFFING.label}", [DRAWN, CUFFED, FIRED]),
}
every_edit = pytest.mark.parametrize(("button", "expected"), EDITS.values(), ids=EDITS)


@every_edit
def test_tactics_that_are_put_in_order_in_the_second_window_stand_as_they_were_put(
    officer: Browser, draft: Draft, services: Services, button: str, expected: list[str]
) -> None:
    page = opened(officer, draft, services, "edit/tactics")

    page = page.press(button, {"tactics-1-effective": "no"})

    assert page.status == 422
    assert any(SENTENCE in sentence for sentence in page.errors.values())
    assert chosen(page) == expected
    at = expected.index(FIRED)
    assert page.values(f"tactics-{at}-effective") == ["no"]
    assert kept(services, draft).account.tactics == TWO["tactics"]


@every_edit
def test_tactics_of_the_second_window_are_saved_by_saving_again(
    officer: Browser, draft: Draft, services: Services, button: str, expected: list[str]
) -> None:
    page = opened(officer, draft, services, "edit/tactics").press(button)

    page.press(LATER)

    tactics = kept(services, draft).account.tactics
    assert [step.tactic.value for step in tactics] == [code for code in expected if code]


def test_a_use_that_another_window_removed_is_shown_again_and_saved_by_saving_again(
    officer: Browser, draft: Draft, services: Services
) -> None:
    address = f"/records/{draft.reference}/edit/ced"
    officer.open(f"{address}/2").press("Save this use", drawn="yes")
    first, second = officer.open(f"{address}/1"), officer.open(f"{address}/2")
    first.press("Remove this use")
    officer.open(f"{address}/1").press("Remove this use")

    page = second.press("Save this use", cartridge_number="C-2")

    assert page.status == 422
    assert page.values("cartridge_number") == ["C-2"]
    page.press("Save this use")
    (use,) = kept(services, draft).account.ced_uses
    assert use.cartridge_number == "C-2"


def test_removing_a_use_in_the_second_window_waits_too(
    officer: Browser, draft: Draft, services: Services
) -> None:
    page = opened(officer, draft, services, "edit/ced/1").press("Remove this use")
    assert page.status == 422
    assert kept(services, draft).account.ced_uses == TWO["ced_uses"]

    page.press("Remove this use")

    assert "ced_uses" not in kept(services, draft).answers


def test_a_window_of_a_draft_that_was_discarded_saves_nothing(
    officer: Browser, draft: Draft, services: Services
) -> None:
    page = officer.open(f"/records/{draft.reference}/edit/incident")
    services.drafts.end(draft.id, officer=OFFICER.id)

    page = page.press(LATER, place="Typed here")

    assert page.status == 404
    assert services.drafts.of(OFFICER.id) == ()


def amending(officer: Browser, services: Services) -> tuple[given.Given, Shown]:
    """A submitted record, and the first section of its amendment, which is not begun yet."""
    record = given.submitted(services)
    return record, officer.open(f"/records/{record.reference}/amend/incident")


def test_two_windows_that_begin_one_amendment_begin_it_once(
    officer: Browser, services: Services
) -> None:
    _, first = amending(officer, services)
    second = officer.open(first.path)
    first.press(LATER, place="The first")

    page = second.press(LATER, place="The second")

    assert page.status == 422
    assert page.values("place") == ["The second"]
    assert [one.account.place for one in services.drafts.of(OFFICER.id)] == ["The first"]
    page.press(LATER)
    assert [one.account.place for one in services.drafts.of(OFFICER.id)] == ["The second"]


def test_a_window_older_than_the_amendment_does_not_undo_what_others_did(
    officer: Browser, services: Services
) -> None:
    record, first = amending(officer, services)
    old = officer.open(first.path)
    record.amended(area="north")
    officer.open(first.path).press(LATER, place="Begun later")

    page = old.press(LATER, single_crewed="yes")

    assert page.status == 422
    (draft,) = services.drafts.of(OFFICER.id)
    assert (draft.account.area, draft.account.place) == ("north", "Begun later")


def test_a_window_of_an_amendment_that_was_discarded_does_not_save_over_the_next_one(
    officer: Browser, services: Services
) -> None:
    record, first = amending(officer, services)
    first.press(LATER, place="Discarded")
    old = officer.open(first.path)
    services.drafts.end(record.id, officer=OFFICER.id)
    record.amended(area="north")
    officer.open(first.path).press(LATER, place="Begun again")
    # Both amendments were saved as often, so that their versions do not tell them apart.
    assert officer.open(first.path).values("version") == old.values("version")

    page = old.press(LATER, single_crewed="yes")

    assert page.status == 422
    (draft,) = services.drafts.of(OFFICER.id)
    assert (draft.account.area, draft.account.place) == ("north", "Begun again")


def test_an_old_window_begins_an_amendment_from_what_it_showed(
    officer: Browser, services: Services
) -> None:
    record, old = amending(officer, services)
    record.amended(area="north")

    old.press(LATER, single_crewed="yes")

    (draft,) = services.drafts.of(OFFICER.id)
    assert draft.base_version == 1
    page = officer.open(f"/records/{record.reference}/amend/reason")
    assert page.rows == [["Were you single crewed?", "No", "Yes"]]
