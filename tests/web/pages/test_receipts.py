"""Receipts on pages and in the API: given at once, found again, nobody else's, and never in the way."""

import pytest

from domain.proof.inclusion import InclusionProof
from domain.proof.notes import Note, signatures_of
from domain.proof.receipts import Receipt
from tests.people import COLLEAGUE, OFFICER, SUPERVISOR
from tests.web import given
from tests.web.client import Browser
from tests.web.conftest import SignIn
from tests.web.given import Given
from web.bootstrap import Services
from web.pages.receipts import CODE
from web.proof.checkpointing import checkpointing
from web.proof.keys import is_signed
from web.proof.receipts import KEPT


@pytest.fixture
def record(services: Services) -> Given:
    return given.submitted(services)


@pytest.fixture
def supervisor(browser_of: SignIn, record: Given) -> Browser:
    return browser_of(SUPERVISOR)


def address(record: Given, kind: str) -> str:
    """That of the receipt of the newest version."""
    return f"/records/{record.reference}/receipts/{record.version}.{kind}"


def accept(supervisor: Browser, record: Given) -> str:
    """A decision, made on the page; the code on the page that follows."""
    page = supervisor.open(f"/review/{record.reference}/accept")
    answer = page.press("Save decision", decision="accept")
    found = CODE.search(answer.main.text)
    assert found, answer.main.text
    return found.group()


def test_the_page_that_follows_says_the_code_once(supervisor: Browser, record: Given) -> None:
    code = accept(supervisor, record)

    assert code not in supervisor.open("/review").main.text
    page = supervisor.open("/receipts")
    assert [row[0] for row in page.rows] == [code]
    assert record.reference in page.rows[0][1]


def test_a_receipt_is_a_note_that_anybody_checks(
    services: Services, supervisor: Browser, record: Given
) -> None:
    code = accept(supervisor, record)

    answer = supervisor.client.get(address(record, "receipt"))

    assert answer.mimetype == "text/plain"
    note = Note.parsed(answer.data)
    signatures_of(note, [services.receipts.key], is_signed)
    receipt = Receipt.parsed(note.text)
    assert (receipt.record, receipt.code) == (record.id, code)


def test_it_is_exchanged_for_a_proof_once_a_witness_has_seen_it(
    services: Services, supervisor: Browser, record: Given
) -> None:
    code = accept(supervisor, record)
    assert "No witness has seen it yet" in supervisor.open("/receipts").main.text
    assert supervisor.client.get(address(record, "tlog-proof")).status_code == 404

    checkpointing(services.settings, services.stores).checkpoint()

    answer = supervisor.client.get(address(record, "tlog-proof"))
    kept = services.receipts.by_code(code, by=SUPERVISOR.id)
    assert kept
    assert InclusionProof.parsed(answer.data).shows(kept.receipt.leaf)
    assert "No witness" not in supervisor.open("/receipts").main.text


def test_nobody_gets_the_receipt_of_another_who_may_not_read_the_history(
    browser_of: SignIn, supervisor: Browser, record: Given
) -> None:
    accept(supervisor, record)
    colleague = browser_of(COLLEAGUE)

    assert colleague.client.get(address(record, "receipt")).status_code == 404
    assert colleague.open("/receipts").rows == []
    assert browser_of(OFFICER).client.get(address(record, "receipt")).status_code == 200


@pytest.mark.parametrize(("reference", "version"), [("UOF-26-999999", 1), (None, 99)])
def test_a_receipt_that_was_never_given_is_not_found(
    supervisor: Browser, record: Given, reference: str | None, version: int
) -> None:
    named = f"/records/{reference or record.reference}/receipts/{version}"

    assert supervisor.client.get(f"{named}.receipt").status_code == 404
    assert supervisor.client.get(f"{named}.tlog-proof").status_code == 404


def test_a_cookie_that_somebody_made_up_shows_nothing(browser_of: SignIn, record: Given) -> None:
    officer = browser_of(OFFICER)
    officer.client.set_cookie("receipt", "NFW4-W2B9-KK3T-EQWA")

    assert "Your receipt is" not in officer.open("/").main.text


def test_what_was_recorded_is_recorded_where_no_receipt_can_be_given(
    services: Services, supervisor: Browser, record: Given
) -> None:
    today = services.settings.receipts_folder / KEPT / f"{services.clock.now():%Y-%m-%d}"
    today.unlink(missing_ok=True)
    today.mkdir(parents=True)

    page = supervisor.open(f"/review/{record.reference}/accept").press(
        "Save decision", decision="accept"
    )

    assert "Your receipt is" not in page.main.text
    assert services.records.read(record.id, by=SUPERVISOR.id).status.value == "accepted"
