"""Asking a witness over the network to cosign a checkpoint (C2SP tlog-witness).

Only the addresses that the policy lists are asked, over TLS that is checked, and whatever they lead on
to is not followed. What a witness answers is believed as far as its own signature goes.
"""

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException

from domain.clients.client import is_safe
from domain.proof.asking import MOST_BYTES, SIZE_TYPE, asked, cosignature_told, size_told
from domain.proof.base64 import MalformedError
from domain.proof.checkpoints import Checkpoint
from domain.proof.notes import Note, NotSignedError, Signature
from domain.proof.policies import Party
from web.proof.keys import is_signed
from web.webhooks.sending import OPENER

SECONDS = 5.0
TIMES = 3
"""How often a witness may say that it saw another size: others may be telling it of the same log."""
PATH = "add-checkpoint"

Proofs = Callable[[int], Sequence[bytes]]
"""What leads from a size to the checkpoint that is to be cosigned."""


class WitnessError(Exception):
    """A witness did not cosign."""


class SilentError(WitnessError):
    """The witness cannot be reached, or does not answer in time."""


class UnwillingError(WitnessError):
    """The witness does not know this log, or not this key of it, or cannot do it now."""


class FalseError(WitnessError):
    """What the witness answered is not its signature of this checkpoint, made now."""


class AheadError(WitnessError):
    """The witness saw a larger log than there is: the end was cut off, or an old copy is in its place."""


class DisputedError(WitnessError):
    """The witness saw another log of this name: what it saw does not lead to what there is."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    kind: str
    body: bytes


Post = Callable[[str, bytes], Answer]
"""Sends bytes to an address.

Raises:
    OSError: nothing came back.

"""


def post(address: str, body: bytes) -> Answer:
    """Send to an address, and read no more of the answer than one may have."""
    if not is_safe(address):
        raise OSError("the address is not safe")
    request = urllib.request.Request(  # noqa: S310 - checked the line before
        address,
        data=body,
        method="POST",
        headers={"Content-Type": "text/plain", "User-Agent": "use-of-force-records"},
    )
    try:
        answered = OPENER.open(request, timeout=SECONDS)
    except urllib.error.HTTPError as error:
        answered = error
    except ValueError as error:
        raise OSError(str(error)) from error
    with answered:
        content = answered.read(MOST_BYTES + 1)
        return Answer(answered.status, answered.headers.get_content_type(), content)


def cosigned_by(
    witness: Party,
    note: Note,
    proofs: Proofs,
    *,
    last: int = 0,
    send: Post = post,
    clock: Callable[[], float] = time.time,
) -> Signature:
    """Have a witness cosign a checkpoint, of which it saw the beginning of size ``last``.

    Raises:
        WitnessError: it did not.

    """
    size = Checkpoint.parsed(note.text).size
    address = f"{witness.url.rstrip('/')}/{PATH}"
    old = min(last, size)
    for _ in range(TIMES):
        proof = proofs(old) if 0 < old < size else ()
        answer = _sent(send, address, asked(old, proof, note))
        if answer.status == HTTPStatus.OK:
            try:
                return cosignature_told(note, answer.body, witness.key, is_signed, now=clock())
            except (MalformedError, NotSignedError):
                raise FalseError from None
        if answer.status == HTTPStatus.UNPROCESSABLE_ENTITY:
            raise DisputedError
        if answer.status != HTTPStatus.CONFLICT:
            raise UnwillingError
        old = _size(answer)
        if old > size:
            raise AheadError
    raise UnwillingError


def _sent(send: Post, address: str, body: bytes) -> Answer:
    try:
        return send(address, body)
    # Whoever listens there may speak another protocol, badly.
    except (OSError, HTTPException):
        raise SilentError from None


def _size(answer: Answer) -> int:
    if answer.kind != SIZE_TYPE:
        raise FalseError
    try:
        return size_told(answer.body)
    except MalformedError:
        raise FalseError from None
