"""The pages of those who keep records, and what everybody else reads of what was erased."""

import csv
import io
import re
import zlib
from datetime import date

import pytest
from flask import Flask

from domain.codelists.perceptions import PerceivedAge
from domain.codelists.retention import RetentionGroup
from domain.records.events import PinnedNote
from domain.retention.keeping import Stage
from tests import keepers
from tests.builders import WORDS
from tests.fakes import FakeClock
from tests.installations import follow
from tests.keepers import MANAGER, PROTECTION
from tests.people import ADMINISTRATOR, ANALYST, COLLEAGUE, OFFICER, STANDARDS, SUPERVISOR
from tests.web import given
from tests.web.api.machine import Machine, a_token
from tests.web.client import Shown
from tests.web.conftest import SignIn
from tests.web.given import Given
from web.bootstrap import Services
from web.cli.keys import change


@pytest.fixture
def record(services: Services) -> Given:
    keepers.appoint(services)
    return given.submitted(services, **WORDS)


def address(record: Given, step: str = "") -> str:
    return f"/retention/{record.reference}{step}"


def first_ground(page: Shown) -> str | None:
    return page.main.all("input", type="radio")[0].get("value")


def groups(page: Shown) -> list[str | None]:
    return [one.get("value") for one in page.main.all("input", type="checkbox")]


def proposed(browser_of: SignIn, record: Given) -> Shown:
    page = browser_of(MANAGER).open(address(record)).follow("Propose to erase content")
    return page.press("Propose erasure", group=groups(page), reason="not-lawful")


def ended(services: Services, clock: FakeClock) -> None:
    """Its time is over, and whoever keeps the keys changes the epoch."""
    clock.advance(days=14)
    services.erasing.end(change(services, services.settings.data / "backup"))
    follow(services)


def test_an_erasure_from_its_proposal_to_its_certificate(
    browser_of: SignIn, services: Services, clock: FakeClock, record: Given
) -> None:
    page = proposed(browser_of, record)
    assert page.heading == f"Record {record.reference}"
    assert "Approve this erasure" not in page.links(), "nobody approves what they proposed"

    page = browser_of(PROTECTION).open("/retention?show=under-way").follow(record.reference)
    page = page.follow("Approve this erasure").press("Approve erasure")

    assert "Withheld since 20 November 2026 under event 3, to be erased" in page.text
    assert "Undo this erasure" in page.links()
    ended(services, clock)
    page = browser_of(PROTECTION).open("/retention?show=erased").follow(record.reference)
    assert "Erased on 4 December 2026 under event 5" in page.text
    page = page.follow("Certificate of erasure, event 5")
    assert "Keys destroyed: 3" in page.text
    assert not [word for word in WORDS.values() if word in page.text]
    file = page.browser.client.get(address(record, "/certificates/5.txt"))
    assert file.mimetype == "text/plain"
    assert file.text.startswith("Certificate of erasure\n")
    assert f"{record.reference}-erasure-5.txt" in file.headers["Content-Disposition"]


def test_every_reader_says_since_when_it_is_erased_and_by_which_event(
    browser_of: SignIn, app: Flask, services: Services, clock: FakeClock, record: Given
) -> None:
    record.returned(PinnedNote(question="place", text="Sealed question"))
    record.amended(place="14 Sealed Street")
    machine = Machine(app, services, a_token(services, acts_as=STANDARDS)[1])
    before = machine.read(f"/api/records/{record.id}/as-at?version=1")
    assert before.json["answers"]["place"] == WORDS["place"]
    keepers.propose(services, record.id)
    keepers.approve(services, record.id)
    ended(services, clock)
    words = "Erased on 4 December 2026 under event 7"

    officer, standards = browser_of(OFFICER), browser_of(STANDARDS)
    of = f"/records/{record.reference}"
    pages = {
        "record": officer.open(of),
        "as at": standards.open(f"{of}/as-at?version=1"),
        "compare": standards.open(f"{of}/compare?from=1&to=3"),
        "history": standards.open(f"{of}/history"),
        "review": browser_of(SUPERVISOR).open(f"/review/{record.reference}"),
    }
    for name, page in pages.items():
        sealed = [word for word in (*WORDS.values(), "14 Sealed", "Sealed q") if word in page.text]
        assert (name, sealed) == (name, [])
        assert words.lower() in page.text.lower(), name
    pdf = officer.client.get(f"{of}.pdf").data
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    unpacked = b"".join(zlib.decompressobj().decompress(one) for one in streams if one[:1] == b"x")
    assert WORDS["place"].encode() not in pdf + unpacked

    now = machine.get(f"/api/records/{record.id}").json
    assert now["answers"]["place"] == {"absent": "erased"}
    assert {one["event"] for one in now["erased"]} == {7}
    then = machine.read(
        f"/api/records/{record.id}/as-at?version=1", If_None_Match=before.headers["ETag"]
    )
    assert then.status_code == 200, "what somebody keeps of it is not what it is any more"
    assert then.json["answers"]["place"] == {"absent": "erased"}
    told = machine.get(f"/api/records/{record.id}/history").json
    assert words in str(told)
    assert "Sealed question" not in str(told)
    compared = machine.read(f"/api/records/{record.id}/compare?from=1&to=3").json
    assert compared["erased"]


def test_who_keeps_records_reads_no_answer(browser_of: SignIn, record: Given) -> None:
    for somebody in (MANAGER, PROTECTION):
        browser = browser_of(somebody)
        page = browser.open(address(record))
        assert not [word for word in WORDS.values() if word in page.text]
        browser.open(f"/records/{record.reference}", status=404)
        browser.open(f"/records/{record.reference}/history", status=403)


@pytest.mark.parametrize("somebody", [OFFICER, SUPERVISOR, STANDARDS, ANALYST, ADMINISTRATOR])
def test_nobody_else_sees_what_is_kept(
    browser_of: SignIn, record: Given, somebody: keepers.Somebody
) -> None:
    browser = browser_of(somebody)
    browser.open("/retention", status=403)
    browser.open(address(record), status=403)
    for step in ("propose", "approve", "keep", "stop"):
        browser.open(address(record, f"/{step}"), status=403)


def test_a_step_that_is_not_theirs_is_refused(browser_of: SignIn, record: Given) -> None:
    browser_of(PROTECTION).open(address(record, "/propose"), status=403)
    browser_of(MANAGER).open(address(record, "/approve"), status=403)
    browser_of(PROTECTION).open("/retention/policy")


def test_a_form_that_is_not_filled_in_says_what_is_missing(
    browser_of: SignIn, record: Given
) -> None:
    manager = browser_of(MANAGER)
    page = manager.open(address(record, "/propose")).press("Propose erasure")
    assert page.errors == {"#reason": "Select a reason", "#group": "Select what is to be erased"}
    page = manager.open(address(record, "/keep")).press("Keep record", until="soon")
    assert page.errors == {
        "#reason": "Select a reason",
        "#until": "Enter the day of the next review",
    }
    page = manager.open(address(record, "/hold")).press("Place hold", case="x" * 101)
    assert page.errors == {
        "#reason": "Select a reason",
        "#case": "Enter no more than 100 characters",
    }
    assert record.version == 1
    assert "No hold is on this record" in manager.open(address(record, "/release")).text
    keepers.hold(record.services, record.id)
    page = manager.open(address(record, "/release")).press("Release hold")
    assert page.errors == {"#reason": "Select a hold"}


def test_a_hold_is_placed_told_and_released_by_two(
    browser_of: SignIn, services: Services, record: Given
) -> None:
    proposed(browser_of, record)
    page = browser_of(STANDARDS).open(f"/records/{record.reference}").follow("Place a legal hold")
    page = page.press("Place hold", reason="iopc", case="IOPC-77")

    assert page.heading == f"Record {record.reference}"
    manager = browser_of(MANAGER)
    page = manager.open("/retention?show=held").follow(record.reference)
    assert "A legal hold is on this record" in page.text
    assert "Propose to erase content" not in page.text
    assert "IOPC-77" in page.text
    assert "Being erased" in manager.open("/retention").text
    refused = manager.open(address(record, "/propose"))
    refused = refused.press("Propose erasure", group=groups(refused), reason="not-lawful")
    assert "A legal hold is on this record, and it always wins" in refused.text
    page = page.follow("Release a legal hold")
    page = page.press("Release hold", reason=first_ground(page))
    assert services.retention.record(record.id).keeping.is_held
    again = page.follow("Release a legal hold")
    assert (
        "Somebody else must agree" in again.press("Release hold", reason=first_ground(again)).text
    )
    page = browser_of(PROTECTION).open(address(record)).follow("Release a legal hold")
    page.press("Release hold", reason=first_ground(page))
    assert not services.retention.record(record.id).keeping.is_held


def test_an_erasure_is_turned_down_or_undone_with_a_reason(
    browser_of: SignIn, services: Services, record: Given
) -> None:
    page = proposed(browser_of, record).follow("Turn this erasure down")
    page = page.press("Turn down", reason="mistaken")
    assert "Erasure turned down" in page.text or "erasure turned down" in page.text
    proposed(browser_of, record)
    page = browser_of(PROTECTION).open(address(record)).follow("Approve this erasure")
    page = page.press("Approve erasure").follow("Undo this erasure")
    page.press("Undo erasure", reason="evidence")
    assert services.retention.record(record.id).keeping.erasure is None
    assert WORDS["place"] in browser_of(OFFICER).open(f"/records/{record.reference}").text


def test_what_changed_since_is_not_approved_unseen(
    browser_of: SignIn, services: Services, record: Given
) -> None:
    proposed(browser_of, record)
    page = browser_of(PROTECTION).open(address(record, "/approve"))
    services.records.add_note(record.id, "Something new", requester=SUPERVISOR.asks())

    page = page.press("Approve erasure")

    assert page.status == 422
    assert services.retention.record(record.id).keeping.is_at(Stage.PROPOSED)


def test_a_policy_is_set_and_reviews_fall_due_by_it(
    browser_of: SignIn, services: Services, clock: FakeClock, record: Given
) -> None:
    given.submitted(services, perceived_age=PerceivedAge.FROM_11)
    manager = browser_of(MANAGER)
    assert "nothing falls due" in manager.open("/retention").text
    page = manager.open("/retention/policy")
    months = {group.value: "84" for group in RetentionGroup}
    wrong = page.press("Set policy", **{**months, "ordinary": "many"}, since="", days="", source="")
    assert set(wrong.errors) == {"#since", "#ordinary", "#days", "#source"}
    wrong = page.press(
        "Set policy", **months, since="2026-11-20", days="15", source="Made-up schedule"
    )
    assert "at most 14 days" in wrong.errors["#days"]

    page = page.press(
        "Set policy",
        **months,
        since="2026-11-20",
        days="14",
        source="Made-up schedule",
        from_18th_birthday="yes",
    )

    assert "In force" in page.text
    assert "No review is due" in manager.open("/retention").text
    clock.moment = clock.moment.replace(year=2033)
    page = browser_of(MANAGER).open("/retention")
    assert [one for one in page.links() if one.startswith("UOF-")] == [record.reference]
    answer = page.browser.client.get("/retention.csv")
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert (row["reference"], row["due_on"]) == (record.reference, "2033-11-19")
    page = page.follow(record.reference).follow("Keep after review")
    page.press("Keep record", reason="pattern", until="2040-01-01")
    assert "No review is due" in browser_of(MANAGER).open("/retention").text
    kept = services.retention.kept(record.id)
    assert kept.due_on == date(2040, 1, 1)
    # The child's period begins at the 18th birthday, seven years later at most.
    clock.moment = clock.moment.replace(year=2040)
    assert "Under 18" in browser_of(MANAGER).open("/retention").text


def test_restriction_hides_from_ordinary_reading_and_counts_all_the_same(
    browser_of: SignIn, app: Flask, services: Services, record: Given
) -> None:
    """T48: hidden from ordinary use, seen by who keeps evidence, and statistics count it by rule."""
    machine = Machine(app, services, a_token(services, acts_as=OFFICER)[1])
    other = given.submitted(services, colleagues=(COLLEAGUE.id,))
    counted = browser_of(ANALYST).client.get("/reports/tactics.csv").text

    other.restricted()

    for somebody in (OFFICER, COLLEAGUE, SUPERVISOR):
        browser = browser_of(somebody)
        browser.open(f"/records/{other.reference}", status=404)
        assert browser.client.get(f"/records/{other.reference}.pdf").status_code == 404
    assert other.reference not in browser_of(OFFICER).open("/").text
    assert other.reference not in browser_of(SUPERVISOR).open("/review").text
    assert machine.get(f"/api/records/{other.id}").status_code == 404
    assert str(other.id) not in machine.get("/api/records").text
    assert WORDS["place"] in browser_of(STANDARDS).open(f"/records/{record.reference}").text
    assert browser_of(STANDARDS).open(f"/records/{other.reference}").status == 200
    assert browser_of(MANAGER).open(address(other)).status == 200
    after = browser_of(ANALYST).client.get("/reports/tactics.csv").text
    assert _figures(after) == _figures(counted)


def _figures(text: str) -> list[dict[str, str]]:
    """The rows of a file, but for how far the log was taken in."""
    rows = csv.DictReader(io.StringIO(text))
    return [{name: value for name, value in row.items() if "position" not in name} for row in rows]
