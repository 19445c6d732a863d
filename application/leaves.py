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

import re
import secrets
import struct
from binascii import unhexlify
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from hmac import trans_5C, trans_36
from typing import Protocol
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

BEGINS, METADATA = b'{"d":', b',"m":'
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
    found, *_ = _parts(stored.state)
    return found


def entry(body: bytes, previous: bytes) -> bytes:
    """The entry of a leaf: its body, and the hash of the leaf before it in its stream."""
    return body + len(previous).to_bytes(4, "big") + previous


def leaf(body: bytes, previous: bytes) -> bytes:
    """The hash of a leaf."""
    return merkle.leaf_hash(body + len(previous).to_bytes(4, "big") + previous)


def stream_bytes(stream: object) -> bytes:
    """The bytes of the id of a stream: of a UUID, or of the text by which a file keeps it.

    Raises:
        CodecError: it names no stream, or is not the one way of writing it, under which alone it is found.

    """
    if isinstance(stream, UUID):
        return stream.bytes
    if isinstance(stream, str) and len(stream) == 2 * ID_BYTES:
        try:
            found = bytes.fromhex(stream)
        except ValueError:
            found = b""
        if found.hex() == stream:
            return found
    raise CodecError("a stream is named by a UUID")


def _body(origin: str, stored: Stored, salt: bytes) -> tuple[bytes, int]:
    # A log is verified by the million: each field is written with its length before it, so that none can
    # be read as part of another, and the lengths that never change are written with their neighbours.
    state, topic = stored.state, stored.topic.encode()
    clear, version, actor, role, via, request, moment, groups = _parts(state)
    told_clear, told_whole = _told(salt, clear, state)
    found = [
        _head(origin),
        STREAM.pack(
            ID_BYTES, stream_bytes(stored.originator_id), 8, stored.originator_version, len(topic)
        ),
        topic,
        ACTOR.pack(8, version, ID_BYTES, actor, len(role)),
        role,
        ID.pack(ID_BYTES, via) if via else NOTHING,
        RECORDED.pack(ID_BYTES, request, 8, moment, 32, told_clear, 32, told_whole),
    ]
    for name, key, commitment, sealed in groups:
        found += (
            len(name).to_bytes(4, "big"),
            name,
            KEY.pack(ID_BYTES, key, len(commitment)),
            commitment,
            HASH.pack(32, sha256(sealed).digest()),
        )
    return b"".join(found), moment


STREAM, ACTOR = struct.Struct(">I16sIqI"), struct.Struct(">IqI16sI")
ID, KEY, HASH, RECORDED = (
    struct.Struct(">I16s"),
    struct.Struct(">I16sI"),
    struct.Struct(">I32s"),
    struct.Struct(">I16sIqI32sI32s"),
)
NOTHING = bytes(4)


@lru_cache(maxsize=8)
def _head(origin: str) -> bytes:
    named = origin.encode()
    return b"".join((len(LABEL).to_bytes(4, "big"), LABEL, len(named).to_bytes(4, "big"), named))


def _told(salt: bytes, clear: bytes, whole: bytes) -> tuple[bytes, bytes]:
    """HMAC-SHA-256 of what stands clear, and of all of it, under a salt. By hand, as RFC 2104 says: the two
    of each event were half of the time that verifying took.
    """
    if not isinstance(salt, bytes) or len(salt) > BLOCK:
        raise CodecError("a salt is a few bytes")
    key = salt.ljust(BLOCK, b"\0")
    inner, outer = key.translate(trans_36), key.translate(trans_5C)
    return (
        sha256(outer + sha256(inner + clear).digest()).digest(),
        sha256(outer + sha256(inner + whole).digest()).digest(),
    )


BLOCK = 64

_Parts = tuple[
    bytes, int, bytes, bytes, bytes, bytes, int, Sequence[tuple[bytes, bytes, bytes, bytes]]
]
"""Of stored bytes what stands clear, as the piece of them that it is; the version; actor, role, token and
request; the moment in microseconds since 1970; and of each sealed group its name, the id of its key, its
commitment and its ciphertext.
"""


def _parts(state: bytes) -> _Parts:
    """What stored bytes are made of.

    What stands clear is not read, only told from the rest: no text holds the quotation marks of a name,
    and no later part has a name like that of the metadata.
    """
    if not state.isascii():
        state.decode()
    end = state.rfind(METADATA)
    if end < 0 or not state.startswith(BEGINS):
        raise CodecError("a stored event begins with what stands clear")
    return _parts_as_written(state, end) or _parts_as_json(state, end)


def _parts_as_written(state: bytes, end: int) -> _Parts | None:
    """The parts of an event that is written as nearly all are, at half the cost of reading it as JSON, which
    says the same of it; nothing of one that is written otherwise.
    """
    read = WRITTEN_METADATA.match(state, end)
    if read is None:
        return None
    actor, at, request, role, via, version = read.groups()
    groups: list[tuple[bytes, bytes, bytes, bytes]] = []
    if version is None:
        after, last = read.end(), b""
        while one := WRITTEN_GROUP.match(state, after):
            name, commitment, sealed, key, version = one.groups()
            if name <= last:
                # The mapper writes them in order; of two with one name JSON would take the second.
                return None
            ids = unhexlify((key + commitment).replace(b"-", b""))
            groups.append((name, ids[:ID_BYTES], ids[ID_BYTES:], sealed))
            after, last = one.end(), name
        if version is None:
            return None
    ids = unhexlify((actor + request).replace(b"-", b""))
    return (
        state[len(BEGINS) : end],
        int(version),
        ids[:ID_BYTES],
        role,
        unhexlify(via.replace(b"-", b"")) if via else NO_ID,
        ids[ID_BYTES:],
        _moment(at.decode()),
        groups,
    )


def _parts_as_json(state: bytes, end: int) -> _Parts:
    """The same of an event that is written in any way in which one may be."""
    text = state[end + 1 :].decode()
    rest, then = DECODER.raw_decode(f"{{{text}")
    if len(rest) != len(AFTER) or then != len(text) + 1:
        raise CodecError("a stored event has four parts")
    metadata, sealed, version = (rest[name] for name in AFTER)
    via = metadata.get("via")
    return (
        state[len(BEGINS) : end],
        version,
        _id(metadata["actor"]),
        metadata["role"].encode(),
        _id(via) if via else NO_ID,
        _id(metadata["request"]),
        _moment(metadata["at"]),
        [
            (name.encode(), _id(one["k"]), bytes.fromhex(one["c"]), one["e"].encode())
            for name, one in sealed.items()
        ],
    )


NO_ID = b""
HEX_ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
WRITTEN_END = '},"v":([1-9][0-9]{0,8})}\\Z'
WRITTEN_METADATA = re.compile(
    f',"m":{{"actor":"({HEX_ID})","at":"([0-9T:.-]{{19,26}}[+]00:00)","request":"({HEX_ID})"'
    f',"role":"([a-z-]+)"(?:,"via":"({HEX_ID})")?,"why":"[a-z-]+"}},"s":{{(?:{WRITTEN_END})?'.encode()
)
WRITTEN_GROUP = re.compile(
    f'"([a-z-]+)":{{"c":"([0-9a-f]{{64}})","e":"([A-Za-z0-9+/=]+)","k":"({HEX_ID})"'
    f',"n":\\["[a-z0-9_.]+"(?:,"[a-z0-9_.]+")*\\]}}(?:,(?=")|{WRITTEN_END})'.encode()
)
"""How the mapper writes an event, but for what stands clear, and for where an imported one was found."""


def _id(text: str) -> bytes:
    # Five times as quick as making a UUID of it.
    found = bytes.fromhex(text.replace("-", ""))
    if len(found) != ID_BYTES:
        raise CodecError("an id has 16 bytes")
    return found


def _moment(at: str) -> int:
    return (datetime.fromisoformat(at) - EPOCH) // MICROSECOND
