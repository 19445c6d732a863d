"""A session that ended while somebody was typing: what was typed waits in the sign-in page."""

from typing import Any
from uuid import UUID

import pytest

from tests.fakes import FakeClock
from tests.people import ADMINISTRATOR, COLLEAGUE, OFFICER, PASSWORD, SUPERVISOR, Somebody
from tests.web import given
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from tests.web.pages.sections import LATER
from web.adapters.drafts import Draft
from web.bootstrap import Services

PROSE = 'First line\nSecond "line" <b>&amp;</b>'
GO_ON = "Save and go on"


@pytest.fixture
def draft(services: Services) -> Draft:
    return given.a_draft(services)


@pytest.fixture
def officer(browser_of: SignIn) -> Browser:
    return browser_of(OFFICER)


def too_late(page: Shown, clock: FakeClock, button: str, **typed: Any) -> Shown:
    """The answer to a form that was sent after the session had ended."""
    clock.advance(hours=1)
    return page.press(button, typed)


def signed_in(page: Shown, person: Somebody = OFFICER, password: str = PASSWORD) -> Shown:
    return page.press("Sign in", username=person.username, password=password)


def test_a_form_that_comes_after_the_session_ended_is_answered_with_the_sign_in_page(
    officer: Browser, draft: Draft, clock: FakeClock
) -> None:
    page = officer.open(f"/records/{draft.reference}/edit/account")

    page = too_late(page, clock, LATER, narrative_action=PROSE)

    assert page.status == 401
    assert page.heading == "Sign in"
    assert "Sign in to save what you just typed" in page.text


def test_what_was_typed_is_saved_after_signing_in_again(
    officer: Browser, draft: Draft, services: Services, clock: FakeClock
) -> None:
    page = officer.open(f"/records/{draft.reference}/edit/account")
    page = signed_in(too_late(page, clock, LATER, narrative_action=PROSE))
    assert page.heading == "Save what you typed"
    assert services.drafts.get(draft.id, officer=OFFICER.id).account == draft.account

    page = page.press(GO_ON)

    assert page.heading == "Your draft record"
    kept = services.drafts.get(draft.id, officer=OFFICER.id)
    assert kept.account.narrative_action == PROSE


def test_every_value_of_a_question_with_several_is_saved(
    officer: Browser, draft: Draft, services: Services, clock: FakeClock
) -> None:
    page = officer.open(f"/records/{draft.reference}/edit/incident")
    several = ["street", "dwelling"]

    signed_in(too_late(page, clock, LATER, locations=several)).press(GO_ON)

    kept = services.drafts.get(draft.id, officer=OFFICER.id)
    assert sorted(one.value for one in kept.account.locations) == sorted(several)


def test_a_wrong_password_does_not_lose_it(
    officer: Browser, draft: Draft, services: Services, clock: FakeClock
) -> None:
    page = officer.open(f"/records/{draft.reference}/edit/account")

    page = signed_in(too_late(page, clock, LATER, narrative_action=PROSE), password="no")
    assert page.status == 422
    signed_in(page).press(GO_ON)

    kept = services.drafts.get(draft.id, officer=OFFICER.id)
    assert kept.account.narrative_action == PROSE


def test_a_submission_is_made_once_with_the_key_it_had(
    officer: Browser, draft: Draft, services: Services, clock: FakeClock
) -> None:
    check = officer.open(f"/records/{draft.reference}/check")
    page = signed_in(too_late(check, clock, "Submit record"))
    assert services.log.events_of(draft.id) == ()

    first, second, third = (
        page.press(GO_ON),
        page.press(GO_ON),
        check.press("Submit record"),
    )

    assert {first.heading, second.heading, third.heading} == {"Record submitted"}
    assert len(services.log.events_of(draft.id)) == 1
    assert services.log.receipt(_key(check)) is not None


def _key(page: Shown) -> UUID:
    return UUID(page.values("key")[0])


def test_a_decision_of_a_reviewer_waits_too(
    browser_of: SignIn, services: Services, clock: FakeClock
) -> None:
    record = given.submitted(services)
    page = browser_of(SUPERVISOR).open(f"/review/{record.reference}/accept")

    page = too_late(page, clock, "Save decision", decision="advise", text=PROSE)
    page = signed_in(page, SUPERVISOR).press(GO_ON)

    assert page.path == "/review"
    history = page.browser.open(f"/records/{record.reference}/history")
    assert "Advice: " + " ".join(PROSE.split()) in history.text


def test_it_is_no_matter_for_the_next_form_that_a_draft_was_saved_meanwhile(
    officer: Browser, draft: Draft, services: Services, clock: FakeClock
) -> None:
    page = officer.open(f"/records/{draft.reference}/edit/account")
    page = signed_in(too_late(page, clock, LATER, narrative_action=PROSE))
    services.drafts.save(draft)

    page = page.press(GO_ON)

    assert page.status == 422
    assert page.values("narrative_action") == [PROSE]
    assert page.press(LATER).heading == "Your draft record"


def test_somebody_else_who_signs_in_there_saves_nothing_of_it(
    officer: Browser, draft: Draft, services: Services, clock: FakeClock
) -> None:
    page = officer.open(f"/records/{draft.reference}/edit/account")
    page = signed_in(too_late(page, clock, LATER, narrative_action=PROSE), COLLEAGUE)

    page = page.press(GO_ON)

    assert page.status == 404
    assert services.drafts.of(COLLEAGUE.id) == ()
    assert services.drafts.get(draft.id, officer=OFFICER.id).version == draft.version


def test_a_sign_in_without_a_form_that_waits_goes_where_one_wanted(nobody: Browser) -> None:
    page = nobody.open("/settings").press("Sign in", username=OFFICER.username, password=PASSWORD)

    assert page.path == "/settings"


def test_what_is_sent_after_signing_out_in_another_window_waits_too(
    officer: Browser, draft: Draft, services: Services
) -> None:
    page = officer.open(f"/records/{draft.reference}/edit/account")
    officer.send("/signout")

    page = page.press(LATER, narrative_action=PROSE)
    assert page.status == 401
    signed_in(page).press(GO_ON)

    kept = services.drafts.get(draft.id, officer=OFFICER.id)
    assert kept.account.narrative_action == PROSE


def test_nothing_is_done_before_somebody_signs_in(
    nobody: Browser, draft: Draft, services: Services
) -> None:
    form = {"version": "1", "action": "later", "narrative_action": PROSE}

    page = nobody.send(f"/records/{draft.reference}/edit/account", form)

    assert page.status == 401
    assert services.drafts.get(draft.id, officer=OFFICER.id).version == draft.version


def test_the_script_in_the_background_is_refused_and_handed_no_page_to_sign_in(
    officer: Browser, draft: Draft, clock: FakeClock
) -> None:
    clock.advance(hours=1)
    form = {"version": "1", "narrative_action": PROSE}
    address = f"/records/{draft.reference}/edit/account"

    answer = officer.post(address, form, **{"X-Requested-With": "autosave"})

    assert answer.status_code == 401
    assert "First line" not in answer.text


def test_a_form_of_another_site_is_not_kept(officer: Browser, clock: FakeClock) -> None:
    clock.advance(hours=1)

    answer = officer.client.post(
        "/records/new", data={"typed": PROSE}, headers={"Origin": "https://elsewhere.example"}
    )

    assert answer.status_code == 403
    assert "First line" not in answer.text


def test_passwords_are_not_kept(officer: Browser, clock: FakeClock) -> None:
    page = officer.open("/settings/password")

    typed = {"old": PASSWORD, "new": "three words together", "again": "three words together"}
    page = too_late(page, clock, "Change password", **typed)

    assert page.status == 401
    text = page.response.get_data(as_text=True)
    assert PASSWORD not in text
    assert "three words together" not in text


def test_a_person_is_registered_after_signing_in_again(
    browser_of: SignIn, clock: FakeClock
) -> None:
    page = browser_of(ADMINISTRATOR).open("/admin/people/new")
    typed = {"name": "Gus Swift", "collar_number": "7001", "rank": "constable"}

    page = signed_in(too_late(page, clock, "Register", **typed), ADMINISTRATOR).press(GO_ON)

    assert page.heading == "PC 7001 Gus Swift"


ELSEWHERE = [
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "/\\elsewhere.example/",
    "\\\\elsewhere.example/",
    "javascript:alert(1)",
    "elsewhere.example",
    "///elsewhere.example",
    "/\t/elsewhere.example/",
    "/\n/elsewhere.example/",
    "\t//elsewhere.example/",
    "http:elsewhere.example",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_what_was_typed_is_sent_to_no_other_site(nobody: Browser, address: str) -> None:
    form = {"username": OFFICER.username, "password": PASSWORD, "resume": address, "kept-a": "b"}

    answer = nobody.post("/signin", form)

    assert answer.status_code == 302
    assert answer.location == "/"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_a_refused_sign_in_carries_no_address_of_another_site_on(
    nobody: Browser, address: str
) -> None:
    form = {"username": OFFICER.username, "password": "no", "resume": address, "kept-a": "b"}

    page = nobody.send("/signin", form)

    assert page.status == 422
    assert "elsewhere.example" not in page.response.get_data(as_text=True)


def test_what_waits_is_sent_to_where_it_was_meant_for_and_as_text(
    officer: Browser, draft: Draft, clock: FakeClock
) -> None:
    section = officer.open(f"/records/{draft.reference}/edit/account")

    page = signed_in(too_late(section, clock, LATER, narrative_action='"><b id="planted">'))

    (form,) = page.main.all("form")
    assert form.get("action") == section.path
    assert page.main.all("b") == []
    assert page.values("narrative_action") == ['"><b id="planted">']
