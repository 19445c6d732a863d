"""What a witness is sent, and what of its answers is believed: the examples of C2SP tlog-witness.

Spec: audit, 7.2, T33.
"""

import pytest

from domain.proof.asking import SIZE_TYPE, asked, cosignature_told, size_told
from domain.proof.base64 import MalformedError, encoded
from domain.proof.notes import KeyType, Note, NotSignedError
from tests.domain.proof.test_notes import a_key, check
from tests.domain.proof.test_policies import AT, ORIGIN, TEXT, by_log, by_witness, vkey
from tests.domain.proof.trees import LEAVES

KEY = vkey("x1.example")
NOTE = Note(TEXT, (by_log(),))
GOOD = by_witness("x1.example")


def test_what_is_sent_is_the_size_the_proof_an_empty_line_and_the_checkpoint() -> None:
    written = asked(3, LEAVES[:2], NOTE)

    assert written.decode() == (
        f"old 3\n{encoded(LEAVES[0])}\n{encoded(LEAVES[1])}\n\n{ORIGIN}\n7\n{encoded(LEAVES[0])}\n\n"
        f"{by_log()}"
    )


def test_from_nothing_there_is_no_proof() -> None:
    assert asked(0, (), NOTE).startswith(b"old 0\n\nlog.example/1\n7\n")


def test_a_size_is_a_line_in_decimal() -> None:
    assert size_told(b"20852014\n") == 20_852_014
    assert size_told(b"0\n") == 0
    for wrong in (b"", b"7", b"07\n", b"-7\n", b"7\n\n", b" 7\n", b"7 \n", b"\xd9\xa7\n", b"x\n"):
        with pytest.raises(MalformedError):
            size_told(wrong)


def told(*lines: object, now: float = AT) -> object:
    return cosignature_told(NOTE, "".join(map(str, lines)).encode(), KEY, check, now=now)


def test_its_own_signature_is_taken_and_those_of_others_are_passed_over() -> None:
    assert told(by_witness("other.example"), GOOD) == GOOD


def test_a_signature_is_of_now() -> None:
    for by in (300, -300):
        assert told(GOOD, now=AT + by) == GOOD
        with pytest.raises(NotSignedError, match="another time"):
            told(GOOD, now=AT + by + (1 if by > 0 else -1))


def test_a_signature_of_something_else_is_none() -> None:
    with pytest.raises(NotSignedError):
        told(by_witness("x1.example", text=TEXT.replace("\n7\n", "\n8\n")))
    with pytest.raises(NotSignedError):
        told(by_witness("other.example"))
    with pytest.raises(MalformedError):
        told("fine\n")
    with pytest.raises(MalformedError):
        told("")


def test_an_answer_that_would_change_what_was_signed_is_none() -> None:
    """Put behind the checkpoint, it reads as a text of its own, which the witness did sign."""
    text = f"{TEXT}\nmore\n"

    with pytest.raises(MalformedError, match="signatures alone"):
        told("more\n\n", by_witness("x1.example", text=text))


def test_an_answer_is_as_long_as_it_may_be() -> None:
    """Filled up to 16 kB with a line of another witness, whose name is as long as it takes."""
    _, other = a_key("other.example", KeyType.COSIGNATURE)
    filled = 16_384 - len(str(GOOD).encode())
    line = f" {encoded(other.id + bytes(3000))}\n"
    named = "n" * (filled - len(f"— {line}".encode()))

    assert told(f"— {named}{line}", GOOD) == GOOD
    with pytest.raises(MalformedError, match="too long"):
        told(f"— {named}n{line}", GOOD)


def test_the_size_that_a_witness_saw_is_marked_as_one() -> None:
    """As C2SP tlog-witness writes it, and all witnesses of others do."""
    assert SIZE_TYPE == "text/x.tlog.size"
