"""Asking a witness to cosign a checkpoint: what is sent, and what is answered (C2SP tlog-witness)."""

from collections.abc import Sequence

from domain.proof.base64 import MalformedError, decimal, encoded
from domain.proof.notes import Check, Note, NotSignedError, Signature, VerifierKey, signatures_of

MOST_BYTES = 16_384
"""Of an answer: a few lines, of which one may be a signature that quantum computers do not forge."""
SIZE_TYPE = "text/x.tlog.size"
"""How a witness marks the answer that says what size it saw."""
CLOCK_SECONDS = 300
"""By so much a witness's clock may differ from ours."""


def asked(old: int, proof: Sequence[bytes], note: Note) -> bytes:
    """What a witness is sent: what it is thought to have seen, and what leads from there to the new."""
    return "\n".join((f"old {old}", *map(encoded, proof), "", str(note))).encode()


def size_told(body: bytes) -> int:
    """The size of what a witness saw last, when it was thought to have seen another.

    Raises:
        MalformedError: it says no size.

    """
    text = body.decode("ascii", "replace")
    if not text.endswith("\n"):
        raise MalformedError("a size is a line")
    return decimal(text[:-1])


def cosignature_told(
    note: Note, body: bytes, key: VerifierKey, check: Check, *, now: float
) -> Signature:
    """The cosignature that a witness answers with, made now. Those of keys that are not its own are passed
    over.

    Raises:
        MalformedError: it answers something else.
        NotSignedError: it did not sign this, or not now.

    """
    if len(body) > MOST_BYTES:
        raise MalformedError("this is too long for an answer")
    answered = Note.parsed(f"{note.text}\n".encode() + body)
    if answered.text != note.text:
        raise MalformedError("an answer is of signatures alone")
    (found,) = signatures_of(answered, [key], check).values()
    if abs(found.at - now) > CLOCK_SECONDS:
        raise NotSignedError("the witness signed at another time")
    return found
