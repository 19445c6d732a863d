"""A hundred thousand inputs that nobody would write: each is read as it stands, or refused by name.

Whatever is read is written again byte for byte, so that one thing has one way of being written.
Spec: audit, 7.2, T4.
"""

import os
import random
from collections.abc import Callable, Sequence

import pytest

from domain.proof.asking import cosignature_told, size_told
from domain.proof.base64 import MalformedError, encoded
from domain.proof.checkpoints import Checkpoint
from domain.proof.inclusion import InclusionProof
from domain.proof.notes import Note, NotSignedError, VerifierKey
from domain.proof.policies import Policy
from tests.domain.proof.test_notes import CHECKPOINT, EXAMPLE, EXAMPLE_KEY, a_proof, check
from tests.domain.proof.test_policies import EXAMPLE as POLICY
from tests.domain.proof.test_policies import TEXT, by_witness, vkey

IN_CI = 15_000
TIMES = int(os.environ.get("TESTS_PARSED", IN_CI))
"""Of each format; mutations are tried on fewer."""
PIECES = (
    b"",
    b"\n",
    b"\n\n",
    b" ",
    b"\t",
    b"\r",
    b"\0",
    b"\x7f",
    b"=",
    b"+",
    b"-",
    b"0",
    b"00",
    b"99999999999999999999",
    b"_",
    b"\xe2\x80\x94 ",
    b"\xe2\x84\xaa",
    b"\xc2\xa0",
    b"\xff",
    b"\xed\xa0\x80",
    b"AA==",
    b"none",
    b"extra ",
    b"index ",
)


def read_note(written: bytes) -> bytes:
    return str(Note.parsed(written)).encode()


def read_checkpoint(written: bytes) -> bytes:
    return str(Checkpoint.parsed(written.decode("utf-8", "surrogateescape"))).encode(
        "utf-8", "surrogateescape"
    )


def read_proof(written: bytes) -> bytes:
    # What a proof may carry beside is passed over.
    found = str(InclusionProof.parsed(written)).encode()
    first, _, rest = written.partition(b"\n")
    extra, _, after = rest.partition(b"\n")
    return written if extra.startswith(b"extra ") and first + b"\n" + after == found else found


def read_key(written: bytes) -> bytes:
    return str(VerifierKey.parsed(written.decode("utf-8", "replace"))).encode()


def read_policy(written: bytes) -> bytes:
    found = Policy.parsed(written)
    found.is_met(list(found.witnesses))
    assert found.quorum in {"none", *found.witnesses, *found.groups}
    return written


def read_size(written: bytes) -> bytes:
    return f"{size_told(written)}\n".encode()


def read_answer(written: bytes) -> bytes:
    cosignature_told(Note(TEXT, ()), written, vkey("x1.example"), check, now=1_700_000_000)
    return written


FORMATS: dict[Callable[[bytes], bytes], Sequence[bytes]] = {
    read_note: (EXAMPLE.encode(),),
    read_checkpoint: (CHECKPOINT.encode(),),
    read_proof: (
        str(a_proof()).encode(),
        str(a_proof()).replace("index", "extra YWdl\nindex").encode(),
    ),
    read_key: (EXAMPLE_KEY.encode(),),
    read_policy: (POLICY.encode(),),
    read_size: (b"12345\n",),
    read_answer: (str(by_witness("x1.example")).encode(),),
}


def other(whole: bytes, chance: random.Random) -> bytes:
    """A few changes in random places, or nothing that is like it at all."""
    if chance.random() < 0.05:
        return chance.randbytes(chance.randrange(200))
    changed = bytearray(whole)
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(changed) + 1)
        match chance.randrange(4):
            case 0:
                changed[at:at] = chance.choice(PIECES)
            case 1:
                del changed[at : at + chance.choice((1, 1, 2, 9, 60))]
            case 2 if at < len(changed):
                changed[at] ^= 1 << chance.randrange(8)
            case _:
                end = chance.randrange(len(changed) + 1)
                piece = bytes(changed[min(at, end) : max(at, end)])[:80]
                changed[at:at] = piece
    return bytes(changed)


@pytest.mark.parametrize("read", FORMATS, ids=lambda one: one.__name__)
def test_whatever_comes_is_read_as_it_stands_or_refused(read: Callable[[bytes], bytes]) -> None:
    chance, accepted = random.Random(29), 0
    for whole in FORMATS[read]:
        assert read(whole) == whole
        for _ in range(TIMES // len(FORMATS[read])):
            written = other(whole, chance)
            try:
                again = read(written)
            except (MalformedError, NotSignedError):
                continue
            assert again == written
            accepted += 1

    assert accepted < TIMES / 2


def test_there_are_as_many_as_are_asked_for() -> None:
    assert IN_CI * len(FORMATS) >= 100_000


def test_every_other_way_of_writing_the_same_bytes_is_refused() -> None:
    """Base 64 whose last letter says more than the bytes, or whose end is missing or too long."""
    root = encoded(b"\1" * 32)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_="
    # Of the last letter's six bits the last two are no part of the bytes.
    written = [f"{root[:-2]}{letter}=" for at, letter in enumerate(alphabet) if at % 4 or at >= 64]
    written += [root[:-1], f"{root}=", f" {root}", root.replace("=", "")]

    for one in written:
        with pytest.raises(MalformedError):
            Checkpoint.parsed(f"log.example\n7\n{one}\n")
