"""What was typed and is no answer: kept as it was typed until it is mended, and never submitted."""

from dataclasses import replace

import pytest

from domain.codelists.answers import Absence
from tests.builders import CED_FIRED
from tests.people import OFFICER
from tests.web import given
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from tests.web.pages.sections import GO_ON, LATER
from web.adapters.drafts import Draft
from web.bootstrap import Services

NO_DAY = {
    "incident_date-day": "31",
    "incident_date-month": "Sept",
    "incident_date-year": "2026",
    "incident_time": "25:10",
}
"""There is no such day and no such time."""
SENTENCES = ("Enter a real date", "Enter a time, like 14:30")


@pytest.fixture
def draft(services: Services) -> Draft:
    return given.a_draft(services)


@pytest.fixture
def officer(browser_of: SignIn) -> Browser:
    return browser_of(OFFICER)


def incident(officer: Browser, draft: Draft) -> Shown:
    return officer.open(f"/records/{draft.reference}/edit/incident")


def statuses(officer: Browser, draft: Draft) -> dict[str, str]:
    page = officer.open(f"/records/{draft.reference}")
    return {
        item.all("a")[0].text: item.with_class("govuk-task-list__status")[0].text
        for item in page.main.with_class("govuk-task-list__item")
    }


def test_what_cannot_be_read_is_saved_for_later_as_it_was_typed(
    officer: Browser, draft: Draft
) -> None:
    page = incident(officer, draft).press(LATER, NO_DAY)

    assert page.heading == "Your draft record"
    again = page.follow("Incident")
    assert {name: again.values(name) for name in NO_DAY} == {
        name: [text] for name, text in NO_DAY.items()
    }


def test_it_is_kept_while_other_sections_are_saved(officer: Browser, draft: Draft) -> None:
    incident(officer, draft).press(LATER, NO_DAY)

    person = officer.open(f"/records/{draft.reference}/edit/person")
    person.press(GO_ON, perceived_gender="female")
    tactics = officer.open(f"/records/{draft.reference}/edit/tactics")
    tactics.press("Add another tactic").press(LATER)

    again = incident(officer, draft)
    assert again.values("incident_date-month") == ["Sept"]
    assert again.values("incident_time") == ["25:10"]


def test_a_section_with_something_that_cannot_be_read_is_not_complete(
    officer: Browser, draft: Draft
) -> None:
    assert statuses(officer, draft)["Incident"] == "Completed"

    incident(officer, draft).press(LATER, NO_DAY)

    assert statuses(officer, draft)["Incident"] == "Incomplete"


def test_the_check_page_lists_what_cannot_be_read_and_leads_to_it(
    officer: Browser, draft: Draft
) -> None:
    incident(officer, draft).press(LATER, NO_DAY)

    page = officer.open(f"/records/{draft.reference}/check")

    assert "Submit record" not in page.buttons
    assert set(SENTENCES) <= set(page.links())
    assert page.links()[SENTENCES[0]].endswith("/edit/incident#incident_date-day")
    assert page.follow(SENTENCES[1]).values("incident_time") == ["25:10"]


def test_an_optional_question_stops_submission_too(officer: Browser, services: Services) -> None:
    draft = given.a_draft(services)
    incident(officer, draft).press(LATER, place="x" * 501)

    page = officer.open(f"/records/{draft.reference}/check")

    assert "Enter no more than 500 characters" in page.links()
    assert "Submit record" not in page.buttons


def test_a_form_made_by_hand_does_not_submit_it(
    officer: Browser, draft: Draft, services: Services
) -> None:
    form = {"key": officer.open(f"/records/{draft.reference}/check").values("key")[0]}
    incident(officer, draft).press(LATER, NO_DAY)

    page = officer.send(f"/records/{draft.reference}/check", form)

    assert page.heading == "Check your answers before submitting"
    assert SENTENCES[0] in page.links()
    assert services.log.events_of(draft.id) == ()


def test_what_is_mended_is_an_answer_again_and_nothing_is_left_of_what_was_typed(
    officer: Browser, draft: Draft, services: Services
) -> None:
    incident(officer, draft).press(LATER, NO_DAY)

    mended = {"incident_date-day": "30", "incident_time": "2310"}
    incident(officer, draft).press(LATER, {**mended, "incident_date-month": "Oct"})

    assert services.drafts.get(draft.id, officer=OFFICER.id).typed == {}
    page = officer.open(f"/records/{draft.reference}/check")
    assert page.answers["When did you use force?"] == "30 October 2026"
    assert page.press("Submit record").heading == "Record submitted"


def test_what_cannot_be_read_is_no_matter_once_it_is_not_asked(
    officer: Browser, services: Services
) -> None:
    draft = given.a_draft(services)
    crowd = {"record_type": "crowd", "crowd_estimate": "many"}
    incident(officer, draft).press(LATER, crowd)
    check = f"/records/{draft.reference}/check"
    assert "Enter a whole number, like 12" in officer.open(check).links()

    incident(officer, draft).press(LATER, record_type="individual")

    assert "Enter a whole number, like 12" not in officer.open(check).links()


def test_an_amendment_with_something_that_cannot_be_read_is_not_saved(
    officer: Browser, services: Services
) -> None:
    record = given.submitted(services)
    page = officer.open(f"/records/{record.reference}/amend/incident").press(LATER, NO_DAY)

    page = officer.open(f"/records/{record.reference}/amend/reason")

    assert set(SENTENCES) <= set(page.links())
    assert page.buttons == []
    assert page.follow(SENTENCES[1]).values("incident_time") == ["25:10"]


def test_boxes_that_contradict_each_other_are_kept_on_the_short_record(officer: Browser) -> None:
    page = officer.open("/records/new").press("Compliant handcuffing on arrest")
    both = ["none", "alcohol"]

    page = page.press("Save and continue", impact_factors=both)

    assert page.status == 422
    assert sorted(page.values("impact_factors")) == sorted(both)
    assert sorted(officer.open(page.path).values("impact_factors")) == sorted(both)


@pytest.fixture
def taser(services: Services) -> Draft:
    """A complete draft in which a Taser was fired once."""
    return given.a_draft(services, **CED_FIRED)


def use(officer: Browser, taser: Draft, number: int = 1) -> Shown:
    return officer.open(f"/records/{taser.reference}/edit/ced/{number}")


TASER = {"cycles": ("two", "Use 1: Enter a number from 0 to 99"),
         "cartridge_number": ("C" * 41, "Use 1: Enter no more than 40 characters")}  # fmt: skip


@pytest.mark.parametrize("name", TASER)
def test_a_use_of_a_taser_is_saved_for_later_as_it_was_typed(
    officer: Browser, taser: Draft, name: str
) -> None:
    text, _ = TASER[name]

    page = use(officer, taser).press(LATER, {name: text, "missed_one_probe": "yes"})

    assert page.heading == "Taser"
    again = page.press("Change use 1")
    assert again.values(name) == [text]
    assert again.values("missed_one_probe") == ["yes"]


@pytest.mark.parametrize("fired", ["yes", "no"])
@pytest.mark.parametrize("name", TASER)
def test_a_use_that_cannot_be_read_stops_submission(
    officer: Browser, taser: Draft, name: str, fired: str
) -> None:
    text, sentence = TASER[name]
    use(officer, taser).press(LATER, {name: text, "fired": fired})

    page = officer.open(f"/records/{taser.reference}/check")

    assert "Submit record" not in page.buttons
    assert sentence in page.links()
    assert statuses(officer, taser)["Taser"] == "Incomplete"
    section = page.follow(sentence).press(GO_ON)
    assert section.errors == {"#ced_uses": sentence}


def test_it_is_kept_while_another_use_and_other_sections_are_saved(
    officer: Browser, taser: Draft
) -> None:
    use(officer, taser).press(LATER, cycles="two")

    use(officer, taser, 2).press("Save this use", drawn="yes")
    incident(officer, taser).press(GO_ON)
    officer.open(f"/records/{taser.reference}/edit/ced").press(LATER)

    assert use(officer, taser).values("cycles") == ["two"]
    assert use(officer, taser, 2).values("cycles") == [""]


def test_it_stays_with_its_use_when_one_before_it_is_removed(
    officer: Browser, taser: Draft
) -> None:
    use(officer, taser, 2).press(LATER, drawn="yes", cycles="two")

    use(officer, taser).press("Remove this use")

    assert use(officer, taser).values("cycles") == ["two"]
    assert use(officer, taser, 2).values("cycles") == [""]


def test_it_goes_with_the_use_that_is_removed(
    officer: Browser, taser: Draft, services: Services
) -> None:
    use(officer, taser, 2).press(LATER, drawn="yes", cycles="two")

    use(officer, taser, 2).press("Remove this use")

    assert services.drafts.get(taser.id, officer=OFFICER.id).typed == {}
    assert "Submit record" in officer.open(f"/records/{taser.reference}/check").buttons


def test_a_use_that_is_mended_says_what_it_was_mended_to(
    officer: Browser, taser: Draft, services: Services
) -> None:
    use(officer, taser).press(LATER, cycles="two")

    use(officer, taser).press("Save this use", cycles="2")

    kept = services.drafts.get(taser.id, officer=OFFICER.id)
    assert [one.cycles for one in kept.account.ced_uses] == [2]
    assert kept.typed == {}
    assert "Submit record" in officer.open(f"/records/{taser.reference}/check").buttons


def test_what_was_typed_about_a_taser_is_no_matter_once_none_was_used(
    officer: Browser, taser: Draft, services: Services
) -> None:
    use(officer, taser).press(LATER, cycles="two")
    found = services.drafts.get(taser.id, officer=OFFICER.id)
    changed = found.account.with_changes({"tactics": Absence.NOT_ANSWERED})

    services.drafts.save(replace(found, answers=changed.without_unasked().answers))

    links = officer.open(f"/records/{taser.reference}/check").links()
    assert TASER["cycles"][1] not in links
