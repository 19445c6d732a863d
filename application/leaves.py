"""What the log of leaves commits to of each event: everything that is stored, and nothing readable.

Context. Whoever may change the log's tables must not be able to change what they say unseen, and
whoever holds a proof of one event must not learn of others. Decision. The entry of a leaf names the
event, its metadata and the leaf before it in its stream; for each sealed group the commitment of
its content and the hash of its ciphertext; for what stands clear, and for the stored bytes as a
whole, a commitment under a salt of the leaf's own, kept beside the leaf and not in it. Exactly the
bytes that are stored are hashed: nothing is read and written anew. Consequence: an event is proved
without its keys, and still is when they are destroyed; one group can be shown and another withheld;
and a leaf beside one's own in a proof cannot be found by guessing. Kept by
``tests/application/test_leaves.py``. (Spec: audit, 4.1 and 4.2.)
"""

import hmac
import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Protocol
from uuid import UUID

from application.codec import DECODER
from domain.codec import CodecError
from domain.proof import merkle

LABEL = b"use-of-force-records/leaf/1"
"""What is hashed for no other purpose begins otherwise. Another order of fields has another number."""

SALT_BYTES = ID_BYTES = 16
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
FIRST = b""
"""Stands for the leaf before the first event of a stream."""

Salts = Callable[[], bytes]


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


class Stored(Protocol):
    """An event as it is stored."""

    @property
    def originator_id(self) -> UUID | str: ...
    @property
    def originator_version(self) -> int: ...
    @property
    def topic(self) -> str: ...
    @property
    def state(self) -> bytes: ...


def body(origin: str, stored: Stored, salt: bytes) -> bytes:
    """Everything in the entry of an event but the leaf before it, which is known last.

    Raises:
        CodecError: this is not how the mapper stores an event.

    """
    try:
        return _joined(_fields(origin, stored, salt))
    except CodecError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise CodecError(f"not a stored event: {error}") from error


def clear(stored: Stored) -> bytes:
    """What stands clear in a stored event: exactly the bytes that its leaf commits to."""
    found, _, _, _ = _parts(stored.state)
    return found


def entry(body: bytes, previous: bytes) -> bytes:
    """The entry of a leaf: its body, and the hash of the leaf before it in its stream."""
    return body + len(previous).to_bytes(4, "big") + previous


def leaf(body: bytes, previous: bytes) -> bytes:
    """The hash of a leaf."""
    return merkle.leaf_hash(entry(body, previous))


def _fields(origin: str, stored: Stored, salt: bytes) -> list[bytes]:
    clear, metadata, groups, version = _parts(stored.state)
    via = metadata.get("via")
    found = [
        LABEL,
        origin.encode(),
        _stream(stored.originator_id),
        _number(stored.originator_version),
        stored.topic.encode(),
        _number(version),
        _id(metadata["actor"]),
        metadata["role"].encode(),
        _id(via) if via else b"",
        _id(metadata["request"]),
        _number((datetime.fromisoformat(metadata["at"]) - EPOCH) // MICROSECOND),
        hmac.digest(salt, clear, "sha256"),
        hmac.digest(salt, stored.state, "sha256"),
    ]
    for group, sealed in groups.items():
        found += (
            group.encode(),
            _id(sealed["k"]),
            bytes.fromhex(sealed["c"]),
            sha256(sealed["e"].encode()).digest(),
        )
    return found


def _parts(state: bytes) -> tuple[bytes, Any, Any, int]:
    """What stored bytes are made of, in one order with nothing between: what stands clear, as the piece
    of them that it is, the metadata, the sealed groups, and the version.
    """
    text = state.decode()
    _, end = _part(text, 0, '{"d":')
    metadata, then = _part(text, end, ',"m":')
    sealed, then = _part(text, then, ',"s":')
    version, then = _part(text, then, ',"v":')
    if text[then:] != "}":
        raise CodecError("a stored event ends with its version")
    return text[len('{"d":') : end].encode(), metadata, sealed, version


def _part(text: str, at: int, before: str) -> tuple[Any, int]:
    if not text.startswith(before, at):
        raise CodecError("a stored event has four parts in their order")
    return DECODER.raw_decode(text, at + len(before))


def _joined(fields: Sequence[bytes]) -> bytes:
    """Each field with its length before it, so that none can be read as part of another."""
    return b"".join([len(field).to_bytes(4, "big") + field for field in fields])


def _number(number: int) -> bytes:
    return number.to_bytes(8, "big", signed=True)


def _stream(stream: UUID | str) -> bytes:
    if not isinstance(stream, UUID):
        raise CodecError("a stream is named by a UUID")
    return stream.bytes


def _id(text: str) -> bytes:
    # Five times as quick as making a UUID of it, and a log is verified by the million.
    found = bytes.fromhex(text.replace("-", ""))
    if len(found) != ID_BYTES:
        raise CodecError("an id has 16 bytes")
    return found
