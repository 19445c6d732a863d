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

import secrets
import struct
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from hmac import trans_5C, trans_36
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

BEGINS, METADATA = '{"d":', ',"m":'
AFTER = ("m", "s", "v")
"""What comes after what stands clear: the metadata, the sealed groups and the version."""

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
    return body_and_moment(origin, stored, salt)[0]


def body_and_moment(origin: str, stored: Stored, salt: bytes) -> tuple[bytes, int]:
    """The same, with the moment in which the event was recorded, in microseconds since 1970.

    Raises:
        CodecError: this is not how the mapper stores an event.

    """
    try:
        return _body(origin, stored, salt)
    except CodecError:
        raise
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        ArithmeticError,
        struct.error,
    ) as error:
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


def _body(origin: str, stored: Stored, salt: bytes) -> tuple[bytes, int]:
    # A log is verified by the million: each field is written with its length before it, so that none can
    # be read as part of another, and the lengths that never change are written with their neighbours.
    clear, metadata, groups, version = _parts(stored.state)
    moment = (datetime.fromisoformat(metadata["at"]) - EPOCH) // MICROSECOND
    topic, role, via = stored.topic.encode(), metadata["role"].encode(), metadata.get("via")
    told = _told_under(salt)
    found = [
        _head(origin),
        STREAM.pack(
            ID_BYTES, _stream(stored.originator_id), 8, stored.originator_version, len(topic)
        ),
        topic,
        ACTOR.pack(8, version, ID_BYTES, _id(metadata["actor"]), len(role)),
        role,
        ID.pack(ID_BYTES, _id(via)) if via else NOTHING,
        RECORDED.pack(
            ID_BYTES, _id(metadata["request"]), 8, moment, 32, told(clear), 32, told(stored.state)
        ),
    ]
    for group, sealed in groups.items():
        name, commitment = group.encode(), bytes.fromhex(sealed["c"])
        found += (
            len(name).to_bytes(4, "big"),
            name,
            ID.pack(ID_BYTES, _id(sealed["k"])),
            len(commitment).to_bytes(4, "big"),
            commitment,
            HASH.pack(32, sha256(sealed["e"].encode()).digest()),
        )
    return b"".join(found), moment


STREAM, ACTOR = struct.Struct(">I16sIqI"), struct.Struct(">IqI16sI")
ID, HASH, RECORDED = (
    struct.Struct(">I16s"),
    struct.Struct(">I32s"),
    struct.Struct(">I16sIqI32sI32s"),
)
NOTHING = bytes(4)


@lru_cache(maxsize=8)
def _head(origin: str) -> bytes:
    named = origin.encode()
    return b"".join((len(LABEL).to_bytes(4, "big"), LABEL, len(named).to_bytes(4, "big"), named))


def _told_under(salt: bytes) -> Callable[[bytes], bytes]:
    """HMAC-SHA-256 under a salt. By hand, as RFC 2104 says: the two of each event were half of the time
    that verifying took.
    """
    if not isinstance(salt, bytes) or len(salt) > BLOCK:
        raise CodecError("a salt is a few bytes")
    key = salt.ljust(BLOCK, b"\0")
    inner, outer = key.translate(trans_36), key.translate(trans_5C)

    def told(what: bytes) -> bytes:
        return sha256(outer + sha256(inner + what).digest()).digest()

    return told


BLOCK = 64


def _parts(state: bytes) -> tuple[bytes, Mapping[str, Any], Mapping[str, Any], int]:
    """What stored bytes are made of: what stands clear, as the piece of them that it is, the metadata, the
    sealed groups, and the version.

    What stands clear is not read, only told from the rest: no text holds the quotation marks of a name,
    and no later part has a name like that of the metadata.
    """
    text = state.decode()
    end = text.rfind(METADATA)
    if end < 0 or not text.startswith(BEGINS):
        raise CodecError("a stored event begins with what stands clear")
    rest, then = DECODER.raw_decode(f"{{{text[end + 1 :]}")
    if len(rest) != len(AFTER) or then != len(text) - end:
        raise CodecError("a stored event has four parts")
    metadata, sealed, version = (rest[name] for name in AFTER)
    return text[len(BEGINS) : end].encode(), metadata, sealed, version


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
