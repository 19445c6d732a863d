"""Amending a record that somebody else changes meanwhile: nothing that was typed is lost."""

from dataclasses import replace
from uuid import uuid4

import pytest

from domain.codelists.answers import YesNo
from domain.codelists.locations import LocationType
from domain.records.events import PinnedNote
from tests.builders import CED_FIRED
from tests.people import OFFICER
from tests.web import given
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from tests.web.given import Given
from tests.web.pages.sections import GO_ON, LATER
from web.bootstrap import Services

SAVE = "Save the change"
SAID = {"reason": "new-evidence", "explanation": "The video shows\nthat I was alone"}


@pytest.fixture
def record(services: Services) -> Given:
    return given.submitted(services)


@pytest.fixture
def officer(browser_of: SignIn) -> Browser:
    return browser_of(OFFICER)


def changed(officer: Browser, record: Given, **answers: str | list[str]) -> Shown:
    """The page that asks why, after the incident was answered anew."""
    page = officer.open(f"/records/{record.reference}/amend/incident")
    page.press(GO_ON, answers or {"single_crewed": "yes"})
    return officer.open(f"/records/{record.reference}/amend/reason")


def said(page: Shown) -> dict[str, str]:
    return {name: value for name in SAID for value in page.values(name)}


def drafts(services: Services) -> int:
    return len(services.drafts.of(OFFICER.id))


def test_the_reason_and_the_explanation_survive_a_conflict(
    officer: Browser, record: Given, services: Services
) -> None:
    page = changed(officer, record)
    record.accepted()

    page = page.press(SAVE, SAID).press("Continue with your changes")

    assert page.heading == "Check your changes and say why"
    assert said(page) == SAID
    page.press(SAVE)
    history = officer.open(f"/records/{record.reference}/history").text
    assert "The video shows that I was alone" in history


def test_they_survive_a_section_that_is_changed_before_the_conflict_is_settled(
    officer: Browser, record: Given
) -> None:
    page = changed(officer, record)
    record.accepted()
    page.press(SAVE, SAID)

    officer.open(f"/records/{record.reference}/amend/incident").press(GO_ON, place="Added")

    page = officer.open(f"/records/{record.reference}/conflict").press("Continue with your changes")
    assert said(page) == SAID
    assert [row[-1] for row in page.rows] == ["Added", "Yes"]


def test_they_survive_a_second_conflict(officer: Browser, record: Given) -> None:
    page = changed(officer, record)
    record.accepted()
    page = page.press(SAVE, SAID).press("Continue with your changes")
    record.amended(locations=(LocationType.CUSTODY,))

    page = page.press(SAVE)

    assert page.heading == "This record changed since you began"
    assert "Answers amended" in page.text
    assert "Record accepted" not in page.text
    assert said(page.press("Continue with your changes")) == SAID


def test_they_are_no_answer_of_the_form(officer: Browser, record: Given) -> None:
    page = changed(officer, record)
    record.accepted()

    page = page.press(SAVE, SAID).press("Continue with your changes")

    assert page.rows == [["Were you single crewed?", "No", "Yes"]]
    assert SAVE in page.buttons


@pytest.mark.parametrize("choice", ["theirs", None], ids=["theirs was chosen", "both say the same"])
def test_a_conflict_that_leaves_nothing_to_save_ends_the_draft(
    officer: Browser, record: Given, services: Services, choice: str | None
) -> None:
    page = changed(officer, record, locations=["dwelling"])
    theirs = LocationType.CUSTODY if choice else LocationType.DWELLING
    record.amended(locations=(theirs,))
    page = page.press(SAVE, SAID)

    if choice:
        page = page.press("Continue with these answers", locations=choice)
    else:
        page = page.press("Continue with your changes")

    assert page.heading == f"Record {record.reference}"
    assert "You have started to amend this record" not in page.text
    assert drafts(services) == 0
    assert record.version == 2


def test_a_form_sent_again_after_its_change_was_saved_leads_to_the_record(
    officer: Browser, record: Given, services: Services
) -> None:
    page = changed(officer, record)
    page.press(SAVE, SAID)

    again = page.press(SAVE, SAID)

    assert again.heading == f"Record {record.reference}"
    assert record.version == 2
    assert drafts(services) == 0


def test_a_form_sent_again_ends_the_draft_that_the_change_left_behind(
    officer: Browser, record: Given, services: Services
) -> None:
    page = changed(officer, record)
    (left,) = services.drafts.of(OFFICER.id)
    page.press(SAVE, SAID)
    # As if the process had died after the change and before the draft was ended.
    services.drafts.start(replace(left, stream=uuid4()))

    page.press(SAVE, SAID)

    assert drafts(services) == 0
    assert record.version == 2


def test_a_form_sent_again_does_not_end_a_draft_begun_since(
    officer: Browser, record: Given, services: Services
) -> None:
    page = changed(officer, record)
    page.press(SAVE, SAID)
    changed(officer, record, place="Begun since")

    page.press(SAVE, SAID)

    (draft,) = services.drafts.of(OFFICER.id)
    assert draft.account.place == "Begun since"
    assert record.version == 2


def test_the_key_of_a_change_does_not_save_another_record(
    officer: Browser, record: Given, services: Services
) -> None:
    other = given.submitted(services)
    page = changed(officer, other)
    page.press(SAVE, SAID)
    used = page.values("key")[0]
    changed(officer, record)

    refused = officer.send(f"/records/{record.reference}/amend/reason", {"key": used, **SAID})

    assert refused.status == 409
    assert record.version == 1
    assert drafts(services) == 1


def test_a_refusal_for_another_cause_keeps_the_page_and_what_was_typed(
    officer: Browser, record: Given, services: Services
) -> None:
    page = changed(officer, record)
    record.withdrawn()
    page = page.press(SAVE, SAID).press("Continue with your changes")

    page = page.press(SAVE)

    assert page.status == 422
    assert "This record was withdrawn. Restore it first" in " ".join(page.errors.values())
    assert said(page) == SAID
    assert page.rows == [["Were you single crewed?", "No", "Yes"]]
    assert drafts(services) == 1


def test_an_amendment_in_which_nothing_is_changed_any_more_is_not_saved(
    officer: Browser, record: Given, services: Services
) -> None:
    page = changed(officer, record)
    changed(officer, record, single_crewed="no")

    page = page.press(SAVE, SAID)

    assert page.status == 422
    assert "Nothing was changed" in " ".join(page.errors.values())
    assert record.version == 1
    assert drafts(services) == 1


def test_a_note_of_the_reviewer_stands_beside_its_question_while_amending(
    officer: Browser, record: Given
) -> None:
    record.returned(
        PinnedNote(question="locations", text="Street or park?"),
        PinnedNote(question="reasons", text="Why was that?"),
    )

    page = officer.open(f"/records/{record.reference}/amend/incident")

    assert [one.text for one in page.main.with_class("app-note")] == ["Returned: Street or park?"]
    places = page.main.all("input", name="locations")[0].inside("fieldset")
    assert places is not None
    text = page.text
    assert text.index("Street or park?") < text.index(places.all("legend")[0].text)


def test_a_note_still_stands_there_when_the_page_is_refused(
    officer: Browser, record: Given
) -> None:
    record.returned(PinnedNote(question="incident_time", text="Check the clock"))

    page = officer.open(f"/records/{record.reference}/amend/incident")
    page = page.press(GO_ON, incident_time="25:10")

    assert page.status == 422
    assert "Returned: Check the clock" in page.text


def test_notes_are_gone_once_the_record_was_sent_back(officer: Browser, record: Given) -> None:
    record.returned(PinnedNote(question="locations", text="Street or park?"))
    record.amended(single_crewed=YesNo.YES)

    page = officer.open(f"/records/{record.reference}/amend/incident")

    assert "Street or park?" not in page.text


def test_a_use_of_a_taser_is_amended(officer: Browser, services: Services) -> None:
    record = given.submitted(services, **CED_FIRED)
    page = officer.open(f"/records/{record.reference}/amend/ced").press("Change use 1")

    page = page.press("Save this use", cycles="3")

    assert page.path == f"/records/{record.reference}/amend/ced"
    page = page.press(GO_ON).follow("Give a reason and save")
    page.press(SAVE, SAID)
    found = services.records.read(record.id, by=OFFICER.id).account
    assert [use.cycles for use in found.ced_uses] == [3]


def test_a_use_of_a_taser_that_cannot_be_read_holds_an_amendment_back(
    officer: Browser, services: Services
) -> None:
    record = given.submitted(services, **CED_FIRED)
    officer.open(f"/records/{record.reference}/amend/ced/1").press(LATER, cycles="two")

    page = officer.open(f"/records/{record.reference}/amend/reason")

    assert "Use 1: Enter a number from 0 to 99" in page.links()
    assert page.buttons == []
    officer.open(f"/records/{record.reference}/amend/ced/1").press("Save this use", cycles="2")
    assert SAVE in officer.open(f"/records/{record.reference}/amend/reason").buttons
