"""How a receipt is written, what its code is, and what is none (spec: audit, 4.8)."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.proof.base64 import MalformedError
from domain.proof.checkpoints import Checkpoint
from domain.proof.receipts import Receipt, signs_as

RECEIPT = Receipt(
    origin="log.example/1",
    record=UUID(int=7),
    version=2,
    index=41,
    leaf=bytes(range(32)),
    at=datetime(2026, 11, 20, 12, 0, 0, 5, tzinfo=UTC),
)
WRITTEN = """log.example/1
record 00000000-0000-0000-0000-000000000007
version 2
index 41
leaf AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=
recorded 2026-11-20T12:00:00.000005+00:00
"""


def test_a_receipt_is_an_origin_and_five_named_lines() -> None:
    assert str(RECEIPT) == WRITTEN
    assert Receipt.parsed(WRITTEN) == RECEIPT


def test_its_code_is_eighty_bits_of_the_digest_of_its_text() -> None:
    """Written out once, bit by bit from the digest: codes in notebooks hold for ever."""
    assert RECEIPT.code == "NFW4-W2B9-KK3T-EQWA"


def test_the_key_of_receipts_is_not_the_logs() -> None:
    assert signs_as("log.example/1") == "log.example/1/receipt"


def test_a_receipt_never_passes_for_a_checkpoint_nor_a_checkpoint_for_a_receipt() -> None:
    checkpoint = str(Checkpoint(origin="log.example/1", size=1, root=bytes(32)))

    with pytest.raises(MalformedError):
        Checkpoint.parsed(WRITTEN)
    with pytest.raises(MalformedError):
        Receipt.parsed(checkpoint)


@pytest.mark.parametrize(
    ("given", "instead"),
    [
        ("version 2", "version 02"),
        ("version 2", "version -2"),
        ("index 41", "index  41"),
        ("index 41", "place 41"),
        ("record 0000", "record {0000"),
        ("leaf AAEC", "leaf AAE"),
        ("Hh8=", "Hh9="),
        ("+00:00", "Z"),
        ("12:00:00.000005+00:00", "13:00:00.000005+01:00"),
        (".000005", ""),
        ("log.example/1\n", "\n"),
        ("\nversion 2", ""),
        ("+00:00\n", "+00:00\nmore 1\n"),
    ],
)
def test_what_could_be_written_in_another_way_is_none(given: str, instead: str) -> None:
    assert given in WRITTEN

    with pytest.raises(MalformedError):
        Receipt.parsed(WRITTEN.replace(given, instead))


@given(st.text())
def test_whatever_is_read_is_written_the_same(text: str) -> None:
    try:
        found = Receipt.parsed(text)
    except MalformedError:
        return
    assert str(found) == text


@given(at=st.integers(0, len(WRITTEN) - 1), other=st.characters(codec="ascii"))
def test_another_letter_is_another_receipt_or_none(at: int, other: str) -> None:
    changed = WRITTEN[:at] + other + WRITTEN[at + 1 :]
    try:
        found = Receipt.parsed(changed)
    except MalformedError:
        return
    assert (found == RECEIPT) == (changed == WRITTEN)
    assert (found.code == RECEIPT.code) == (changed == WRITTEN)
