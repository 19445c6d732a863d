"""The supervisor's queue, and the check of one record."""

import pytest

from domain.codelists.answers import YesNo
from domain.codelists.locations import LocationType
from domain.records.events import PinnedNote
from projections.register.queries import PAGE
from tests.builders import CED_FIRED
from tests.fakes import FakeClock
from tests.people import COLLEAGUE, OFFICER, OTHER_SUPERVISOR, STANDARDS, SUPERVISOR
from tests.web import given
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from tests.web.given import Given
from web.bootstrap import Services


@pytest.fixture
def record(services: Services) -> Given:
    return given.submitted(services)


@pytest.fixture
def supervisor(browser_of: SignIn) -> Browser:
    return browser_of(SUPERVISOR)


def listed(page: Shown) -> list[str]:
    return [row[0] for row in page.rows]


def counts(page: Shown) -> list[str]:
    return [one.text for one in page.main.with_class("app-counts")[0].all("strong")]


def test_the_queue_shows_what_waits_the_longest_waiting_first(
    services: Services, supervisor: Browser, clock: FakeClock
) -> None:
    old = given.submitted(services)
    clock.advance(minutes=10)
    new = given.submitted(services, by=COLLEAGUE)

    page = supervisor.open("/review")

    assert listed(page) == [old.reference, new.reference]
    assert page.rows[0][1] == f"PC 4127 {OFFICER.name}"


def test_the_queue_counts_what_waits_what_is_overdue_and_what_was_returned(
    services: Services, browser_of: SignIn, clock: FakeClock
) -> None:
    old = given.submitted(services)
    back = given.submitted(services).returned()
    clock.advance(hours=73)
    new = given.submitted(services)
    supervisor = browser_of(SUPERVISOR)

    page = supervisor.open("/review")

    assert counts(page) == ["2", "1", "1"]
    assert listed(supervisor.open("/review?show=overdue")) == [old.reference]
    assert listed(supervisor.open("/review?show=returned")) == [back.reference]
    assert listed(supervisor.open("/review?show=waiting")) == [old.reference, new.reference]


def test_who_supervises_nobody_has_an_empty_queue(browser_of: SignIn, record: Given) -> None:
    page = browser_of(OTHER_SUPERVISOR).open("/review")

    assert page.rows == []
    assert counts(page) == ["0", "0", "0"]


def test_a_filter_stands_in_the_address_and_in_the_form(
    services: Services, supervisor: Browser, record: Given
) -> None:
    taser = given.submitted(services, **CED_FIRED)

    page = supervisor.open("/review").press("Apply filter", tactic=["ced"], flag=["ced"])

    assert listed(page) == [taser.reference]
    assert "tactic=ced" in page.path
    assert "flag=ced" in page.path
    assert page.values("tactic") == ["ced"]
    everything = sorted(listed(page.follow("Clear filter")))
    assert everything == [record.reference, taser.reference]


def test_a_filter_that_nothing_matches_says_so(supervisor: Browser, record: Given) -> None:
    page = supervisor.open("/review?tactic=dog")

    assert "There is nothing here that matches the filter." in page.text


@pytest.mark.parametrize(
    "query", ["tactic=none-such", "flag=none-such", "show=none-such", "page=x", "page=0", "page=-1"]
)
def test_what_the_address_does_not_know_is_left_out(
    supervisor: Browser, record: Given, query: str
) -> None:
    assert listed(supervisor.open(f"/review?{query}")) == [record.reference]


def test_a_long_queue_has_pages_and_keeps_its_filter_on_each(
    services: Services, supervisor: Browser
) -> None:
    for number in range(PAGE + 1):
        given.submitted(services, by=(OFFICER, COLLEAGUE)[number % 2])

    page = supervisor.open("/review?tactic=handcuffing")
    assert len(page.rows) == PAGE
    last = page.follow("Next page")

    assert len(last.rows) == 1
    assert "tactic=handcuffing" in last.path
    assert set(listed(last)).isdisjoint(listed(page))
    assert listed(last.follow("Previous page")) == listed(page)


def test_a_record_is_returned_with_notes_pinned_to_questions(
    browser_of: SignIn, supervisor: Browser, record: Given
) -> None:
    page = supervisor.open(f"/review/{record.reference}").follow("Return to officer")

    page = page.press(
        "Return to officer", {"note-": "Please look again", "note-locations": "Street or park?"}
    )

    assert page.path == "/review"
    assert page.rows == []
    shown = browser_of(OFFICER).open(f"/records/{record.reference}")
    assert "Please look again" in shown.text
    assert shown.answers["Where did it happen?"].endswith("Returned: Street or park?")


def test_a_return_without_a_note_is_refused(supervisor: Browser, record: Given) -> None:
    page = supervisor.open(f"/review/{record.reference}/return").press("Return to officer")

    assert list(page.errors.values()) == ["Enter what the officer should look at"]
    assert record.version == 1


def test_after_a_return_the_reviewer_sees_only_what_changed(
    supervisor: Browser, record: Given
) -> None:
    record.returned(PinnedNote(question="", text="Were you alone?"))
    record.amended(single_crewed=YesNo.YES)

    page = supervisor.open(f"/review/{record.reference}")

    assert "Asked: Were you alone?" in page.text
    assert page.rows == [["Were you single crewed?", "No", "Yes"]]
    assert page.main.all("details")[0].text.startswith("The whole record")


def test_changes_before_the_return_are_not_shown_as_new(supervisor: Browser, record: Given) -> None:
    record.amended(locations=(LocationType.DWELLING,)).returned()

    page = supervisor.open(f"/review/{record.reference}")

    assert "No answer has changed since." in page.text


def test_a_record_is_accepted(browser_of: SignIn, supervisor: Browser, record: Given) -> None:
    page = supervisor.open(f"/review/{record.reference}").follow("Accept or refer")

    page = page.press("Save decision", decision="accept")

    assert page.rows == []
    home = browser_of(OFFICER).open("/")
    assert [table.all("caption")[0].text for table in home.main.all("table")] == ["Accepted"]


def test_advice_reaches_the_officer(browser_of: SignIn, supervisor: Browser, record: Given) -> None:
    page = supervisor.open(f"/review/{record.reference}/accept")

    page.press("Save decision", decision="advise", text="Say who was there")

    history = browser_of(OFFICER).open(f"/records/{record.reference}/history")
    assert "Advice: Say who was there" in history.text


def test_words_that_belong_to_no_advice_are_not_kept_as_advice(
    supervisor: Browser, record: Given
) -> None:
    supervisor.open(f"/review/{record.reference}/accept").press(
        "Save decision", decision="accept", text="Typed and thought better of"
    )

    history = supervisor.open(f"/records/{record.reference}/history")
    assert "thought better of" not in history.text


def test_a_reviewer_may_refer_a_record_of_their_own_accord(
    browser_of: SignIn, supervisor: Browser, record: Given
) -> None:
    page = supervisor.open(f"/review/{record.reference}/accept")

    page.press("Save decision", decision="refer", text="It looks like a complaint")

    referrals = browser_of(STANDARDS).open("/referrals")
    assert [row[:3] for row in referrals.rows] == [
        [record.reference, f"PC 4127 {OFFICER.name}", "The reviewer’s own reason"]
    ]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, {"#decision": "Select what you decide"}),
        ({"decision": "advise"}, {"#text": "Enter your advice"}),
        ({"decision": "refer"}, {"#text": "Enter why you refer it"}),
    ],
)
def test_a_decision_that_says_too_little_is_refused(
    supervisor: Browser, record: Given, typed: dict, errors: dict
) -> None:
    page = supervisor.open(f"/review/{record.reference}/accept").press("Save decision", typed)

    assert page.errors == errors


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("accept", {"decision": "advise", "text": "x" * 20_001}),
        ("return", {"note-": "x" * 20_001}),
        ("return", {"note-locations": "x" * 20_001}),
    ],
)
def test_words_without_end_are_refused_and_kept(
    supervisor: Browser, record: Given, address: str, typed: dict
) -> None:
    page = supervisor.open(f"/review/{record.reference}/{address}")

    page = page.press(page.buttons[-1], typed)

    assert page.status == 422
    assert "no more than" in " ".join(page.errors.values())


def test_a_record_that_changed_since_it_was_opened_is_not_decided_and_the_words_are_kept(
    supervisor: Browser, record: Given
) -> None:
    page = supervisor.open(f"/review/{record.reference}/accept")
    record.amended(single_crewed=YesNo.YES)

    page = page.press("Save decision", decision="advise", text="Say who was there")

    assert page.status in (409, 422)
    assert record.version == 2
    assert page.values("text") == ["Say who was there"]
    assert ["Were you single crewed?", "No", "Yes"] in page.rows
    assert page.press("Save decision").path == "/review"
    assert record.version == 3


def test_notes_for_a_record_that_changed_meanwhile_are_kept(
    supervisor: Browser, record: Given
) -> None:
    page = supervisor.open(f"/review/{record.reference}/return")
    record.amended(single_crewed=YesNo.YES)

    page = page.press("Return to officer", {"note-locations": "Street or park?"})

    assert page.status in (409, 422)
    assert page.values("note-locations") == ["Street or park?"]


def test_the_same_decision_sent_twice_is_made_once(supervisor: Browser, record: Given) -> None:
    page = supervisor.open(f"/review/{record.reference}/accept")
    page.press("Save decision", decision="accept")

    page.press("Save decision", decision="accept")

    assert record.version == 2


def test_a_record_in_which_the_reviewer_is_named_is_somebody_elses_to_review(
    services: Services, supervisor: Browser
) -> None:
    record = given.submitted(services, colleagues=(SUPERVISOR.id,))

    page = supervisor.open(f"/review/{record.reference}")

    assert "There is nothing for you to decide" in page.text
    page = supervisor.open(f"/review/{record.reference}/accept", status=200)
    refused = page.press("Save decision", decision="accept")
    assert refused.status in (403, 409, 422)
    assert record.version == 1


def test_what_is_worth_a_look_is_pointed_out(services: Services, supervisor: Browser) -> None:
    odd = {**CED_FIRED, "ced_trained": YesNo.NO, "narrative_action": "I fired it"}
    odd.pop("ced_carried")
    record = given.submitted(services, **odd)

    page = supervisor.open(f"/review/{record.reference}")

    assert "Worth a look A Taser was used by an officer not trained to" in page.text


def test_what_must_be_referred_is_stated_and_not_offered(
    services: Services, browser_of: SignIn, supervisor: Browser
) -> None:
    record = given.submitted(services, **CED_FIRED)

    page = supervisor.open(f"/review/{record.reference}/accept")

    assert "Whatever you decide, professional standards assess this record" in page.text
    assert [row[0] for row in browser_of(STANDARDS).open("/referrals").rows] == [record.reference]


def test_a_referral_past_its_deadline_is_marked(
    services: Services, browser_of: SignIn, clock: FakeClock
) -> None:
    given.submitted(services, **CED_FIRED)
    assert "Overdue" not in browser_of(STANDARDS).open("/referrals").text

    clock.advance(hours=24 * 10)

    assert "Overdue" in browser_of(STANDARDS).open("/referrals").text


def test_after_an_amendment_of_an_accepted_record_the_reviewer_sees_what_changed(
    supervisor: Browser, record: Given
) -> None:
    record.accepted().amended(single_crewed=YesNo.YES)

    page = supervisor.open(f"/review/{record.reference}")

    assert "Changed since it was accepted" in page.text
    assert page.rows == [["Were you single crewed?", "No", "Yes"]]


def test_an_accepted_record_is_shown_whole(supervisor: Browser, record: Given) -> None:
    record.accepted()

    page = supervisor.open(f"/review/{record.reference}")

    assert "Changed since" not in page.text
