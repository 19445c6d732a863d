"""The answer of the API holds the receipt of what was done, also when the same request comes again."""

from uuid import UUID, uuid4

from domain.proof.notes import Note, signatures_of
from domain.proof.receipts import Receipt
from tests.builders import CED_FIRED, WORDS
from tests.web.api.machine import Machine
from tests.web.api.sending import a_submission
from web.bootstrap import Services
from web.proof.keys import is_signed


def test_a_submission_is_answered_with_its_receipt(officers: Machine, services: Services) -> None:
    did = officers.post("/api/records", a_submission(**CED_FIRED, **WORDS)).get_json()

    note = Note.parsed(did["receipt"]["note"].encode())
    signatures_of(note, [services.receipts.key], is_signed)
    receipt = Receipt.parsed(note.text)
    # Of the last version that the request made, whose leaf holds that of the first.
    assert (receipt.record, receipt.version) == (UUID(did["id"]), did["version"])
    assert receipt.code == did["receipt"]["code"]


def test_the_same_request_is_answered_with_the_same_receipt(officers: Machine) -> None:
    key, content = str(uuid4()), a_submission()

    first = officers.post("/api/records", content, key=key).get_json()
    again = officers.post("/api/records", content, key=key).get_json()

    assert first["receipt"] == again["receipt"] is not None
