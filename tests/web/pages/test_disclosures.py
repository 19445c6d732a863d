"""Records handed to somebody outside: chosen, decided, looked at, confirmed, taken away, verified."""

import hashlib
import re
from pathlib import Path

import pytest

from domain.records.events import Disclosed
from tests.architecture.source import ROOT
from tests.builders import WORDS
from tests.disclosing.bundles import keys_of, verified
from tests.fakes import FakeClock
from tests.people import OFFICER, STANDARDS
from tests.web import given
from tests.web.client import Browser, Shown, Typed
from tests.web.conftest import SignIn
from tests.web.given import Given
from web.bootstrap import Services
from web.disclosing.contents import VERIFIER
from web.proof.checkpointing import checkpointing

DIGEST = hashlib.sha256(VERIFIER.read_bytes()).hexdigest()


@pytest.fixture
def record(services: Services, clock: FakeClock) -> Given:
    made = given.submitted(services, **WORDS)
    clock.advance(hours=1)
    return made.returned()


@pytest.fixture
def standards(browser_of: SignIn, record: Given) -> Browser:
    return browser_of(STANDARDS)


TERMS = {"recipient": "HM Coroner", "explanation": "Inquest 12", "basis": "coroner"}


def choose(browser: Browser, *records: Given, kind: str = "proceedings", **more: str) -> Shown:
    page = browser.open("/disclosures/new")
    references = "\n".join(one.reference for one in records)
    return page.press("Continue", records=references, kind=kind, **more)


def previewed(browser: Browser, *records: Given, typed: Typed | None = None) -> Shown:
    return choose(browser, *records).press("See what is disclosed", {**TERMS, **(typed or {})})


def sign(services: Services) -> None:
    checkpointing(services.settings, services.stores).checkpoint()


def test_a_record_is_disclosed_and_what_was_taken_away_holds(
    services: Services, standards: Browser, record: Given, tmp_path: Path
) -> None:
    page = standards.open(f"/records/{record.reference}").follow("Disclosures")
    assert "It was disclosed to nobody." in page.text
    page = page.follow("Disclose this record")
    assert page.values("records") == [record.reference]
    page = page.press("Continue", kind="proceedings")
    page = page.press("See what is disclosed", TERMS)
    assert page.heading == "Check what is disclosed"
    assert "Sealed Subject" in page.text
    assert "Injuries of the officer, in words: it is about somebody else" in page.text

    page = page.press("Disclose")

    assert page.heading == "Disclosed to HM Coroner"
    assert page.answers["Legal basis"] == "Coroners and Justice Act 2009, schedule 5"
    assert "Nobody yet." in page.text
    sign(services)
    answer = standards.post(f"{page.path}/bundle")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert verified(tmp_path, answer.data, *keys_of(services.settings).options).code == 0
    assert "Insp 1105 Effie Lark" in standards.open(page.path).text.split("Who took it away")[1]


def test_until_a_witness_has_seen_it_there_is_no_bundle(standards: Browser, record: Given) -> None:
    page = previewed(standards, record).press("Disclose")

    page = page.press("Download the bundle (ZIP)")

    assert page.status == 409
    assert "No witness has seen this disclosure yet" in page.text
    assert "Nobody yet." in page.text


def test_a_checkpoint_that_is_none_is_said(
    services: Services, standards: Browser, record: Given
) -> None:
    page = previewed(standards, record).press("Disclose")
    sign(services)

    page = page.press("Download the bundle (ZIP)", previous="this is none")

    assert page.status == 409
    assert "This is no checkpoint of this log" in page.text
    assert page.values("previous") == ["this is none"]


def test_what_is_confirmed_is_what_was_seen(
    services: Services, standards: Browser, record: Given, clock: FakeClock
) -> None:
    page = previewed(standards, record)
    clock.advance(minutes=5)
    services.records.add_note(record.id, "Later", requester=STANDARDS.asks())

    page.press("Disclose")

    said = services.log.events_of(record.id)[-1]
    assert isinstance(said, Disclosed)
    assert (said.version, said.originator_version) == (2, 4)


def test_what_was_seen_can_be_changed_before_it_is_confirmed(
    services: Services, standards: Browser, record: Given
) -> None:
    before = len(services.log.events_of(record.id))
    page = previewed(standards, record, typed={"withheld-identity": "privileged"})

    page = page.press("Change it")

    assert (page.heading, page.errors) == ("What is disclosed, and to whom", {})
    assert page.values("recipient") == ["HM Coroner"]
    assert page.values("withheld-identity") == ["privileged"]
    page = page.press("See what is disclosed", {"withheld-identity": ""})
    assert "Sealed Subject" in page.text
    assert len(services.log.events_of(record.id)) == before


def test_a_part_is_withheld_when_somebody_says_so(standards: Browser, record: Given) -> None:
    page = previewed(standards, record, typed={"withheld-identity": "privileged"})

    assert "Sealed Subject" not in page.text
    assert "Identity of the person, and the place: it is legally privileged" in page.text
    page = page.press("Disclose")
    assert "Identity of the person, and the place: it is legally privileged" in page.text


def test_each_kind_begins_with_other_parts_withheld(standards: Browser, record: Given) -> None:
    page = choose(standards, record, kind="subject-access")
    assert page.values("withheld-identity") == [""]
    assert page.values("withheld-review") == ["about-others"]

    page = choose(standards, record, kind="freedom-of-information")
    assert page.values("withheld-identity") == []
    page = page.press("See what is disclosed", {**TERMS, "basis": "freedom-of-information"})
    assert "Record 1, version 2" in page.text
    assert record.reference not in page.text
    assert "Sealed" not in page.text


def test_the_past_can_be_disclosed(standards: Browser, record: Given) -> None:
    page = choose(standards, record, date="2026-11-20", time="12:00")
    page = page.press("See what is disclosed", TERMS)
    assert f"Record {record.reference}, version 1" in page.text

    page = choose(standards, record, date="2026-11-19")
    page = page.press("See what is disclosed", TERMS)
    assert page.errors == {
        "#date": "One of these records did not exist at that moment. Choose a later one, or leave"
        " the record out"
    }


def test_what_is_left_open_is_asked_for(standards: Browser, record: Given) -> None:
    page = standards.open("/disclosures/new").press("Continue", records="UOF-26-999999", time="9")
    assert page.status == 422
    assert page.errors == {
        "#records": "There is no record UOF-26-999999 that you may disclose",
        "#kind": "Select what it is for",
        "#date": "Enter a date, and a time like 14:30, or leave both empty",
    }

    page = choose(standards, record).press("See what is disclosed")
    assert page.status == 422
    assert page.errors == {
        "#basis": "Select the legal basis",
        "#recipient": "Enter who receives it",
        "#explanation": "Enter what they asked for",
    }


def test_disclosures_are_listed_over_all_and_of_each_record(
    services: Services, standards: Browser, record: Given
) -> None:
    other = given.submitted(services)
    previewed(standards, record, other).press("Disclose")
    previewed(standards, other, typed={"recipient": "The IOPC"}).press("Disclose")

    page = standards.open("/disclosures")
    assert [row[0] for row in page.rows] == ["The IOPC", "HM Coroner"]
    assert [row[3] for row in page.rows] == ["1", "2"]
    page = standards.open(f"/records/{record.reference}/disclosures")
    assert [row[0] for row in page.rows] == ["HM Coroner"]


def test_the_officer_sees_that_it_was_disclosed_and_not_for_what(
    browser_of: SignIn, standards: Browser, record: Given
) -> None:
    previewed(standards, record).press("Disclose")

    history = browser_of(OFFICER).open(f"/records/{record.reference}/history")

    assert "record disclosed to somebody outside" in history.text.lower()
    assert "Coroner" not in history.text
    seen = standards.open(f"/records/{record.reference}/history")
    assert "Coroners and Justice Act 2009, schedule 5" in seen.text


def test_others_disclose_nothing(
    browser_of: SignIn, standards: Browser, record: Given, services: Services
) -> None:
    page = previewed(standards, record).press("Disclose")

    officer = browser_of(OFFICER)
    for address in ("/disclosures", "/disclosures/new", page.path):
        assert officer.client.get(address).status_code == 403
    assert officer.post(f"{page.path}/bundle").status_code == 403
    assert "Disclosures" not in officer.open(f"/records/{record.reference}").links()


# What anybody can get to verify with (T36)


def test_the_program_and_its_digest_are_for_everybody(nobody: Browser, services: Services) -> None:
    sign(services)

    page = nobody.open("/verify")

    assert DIGEST in page.text
    assert keys_of(services.settings).log in page.text
    answer = nobody.client.get("/verify.py")
    assert hashlib.sha256(answer.data).hexdigest() == DIGEST


def test_where_no_witness_is_the_keys_are_asked_for_elsewhere(nobody: Browser) -> None:
    assert "There is no checkpoint here" in nobody.open("/verify").text


def test_the_digest_that_is_published_is_that_of_the_program() -> None:
    said = re.findall("[0-9a-f]{64}", (ROOT / "SECURITY.md").read_text())

    # Changed on purpose? Then publish the new one.
    assert DIGEST in said
