"""What a leaf commits to: every stored byte, its place, and the leaf before it; and what it does not tell.

Spec: audit, 4.1 and 4.2.
"""

import base64
import hmac
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from application import leaves
from application.mapper import SealingMapper
from application.sealing import BLIND_BYTES, NONCE_BYTES, Place
from domain.codec import CodecError
from tests import frozen_events
from tests.builders import CED_FIRED, a_submission
from tests.fakes import FakeKeyRing

ORIGIN = "log.example/1"
SALT = bytes(range(16))
SAMPLES = Path(frozen_events.__file__).parent / "samples"


@dataclass(frozen=True)
class Kept:
    originator_id: UUID
    originator_version: int
    topic: str
    state: bytes


def sample(name: str) -> Kept:
    """An event as it was once stored."""
    stored = json.loads((SAMPLES / f"{name}.json").read_text())
    return Kept(
        UUID(stored["originator_id"]),
        stored["originator_version"],
        stored["topic"],
        stored["state"].encode(),
    )


REGISTERED = sample("client.registered.v1")


def fields(entry: bytes) -> list[bytes]:
    """An entry taken apart, as its description says."""
    found, at = [], 0
    while at < len(entry):
        length = int.from_bytes(entry[at : at + 4], "big")
        found.append(entry[at + 4 : at + 4 + length])
        at += 4 + length
    assert at == len(entry)
    return found


def a_leaf(stored: Kept = REGISTERED, *, origin: str = ORIGIN, salt: bytes = SALT) -> bytes:
    return leaves.leaf(leaves.body(origin, stored, salt), b"p" * 32)


def test_the_entry_of_an_event_is_the_one_that_is_described() -> None:
    """Written out by hand: what is recorded must give the same leaf for ever."""
    state = json.loads(REGISTERED.state)
    narrative = state["s"]["narrative"]
    at = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)
    clear = b'{"name":"Custody system"}'
    assert clear in REGISTERED.state

    entry = leaves.entry(leaves.body(ORIGIN, REGISTERED, SALT), b"p" * 32)

    assert fields(entry) == [
        b"use-of-force-records/leaf/1",
        b"log.example/1",
        REGISTERED.originator_id.bytes,
        (1).to_bytes(8, "big"),
        b"client.registered",
        (1).to_bytes(8, "big"),
        UUID(state["m"]["actor"]).bytes,
        b"administrator",
        b"",
        UUID(state["m"]["request"]).bytes,
        (int(at.timestamp()) * 1_000_000 + 123_456).to_bytes(8, "big"),
        hmac.digest(SALT, clear, "sha256"),
        hmac.digest(SALT, REGISTERED.state, "sha256"),
        b"narrative",
        UUID(narrative["k"]).bytes,
        bytes.fromhex(narrative["c"]),
        sha256(narrative["e"].encode()).digest(),
        b"p" * 32,
    ]
    assert a_leaf() == sha256(b"\x00" + entry).digest()


@pytest.mark.parametrize("sample_file", sorted(SAMPLES.glob("*.json")), ids=lambda file: file.stem)
def test_every_event_that_was_ever_stored_has_a_leaf(sample_file: Path) -> None:
    assert len(a_leaf(sample(sample_file.stem))) == 32


@settings(deadline=None)
@given(st.data())
def test_no_byte_of_what_is_stored_can_change(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(REGISTERED.state) - 1))
    other = bytearray(REGISTERED.state)
    other[at] ^= data.draw(st.integers(1, 255))

    try:
        changed = a_leaf(replace(REGISTERED, state=bytes(other)))
    except CodecError:
        return
    assert changed != a_leaf()


def test_the_same_content_written_in_another_way_is_no_stored_event() -> None:
    spaced = json.dumps(json.loads(REGISTERED.state)).encode()

    with pytest.raises(CodecError):
        a_leaf(replace(REGISTERED, state=spaced))


@pytest.mark.parametrize(
    "changes",
    [
        {"originator_id": UUID(int=7)},
        {"originator_version": 2},
        {"topic": "client.token-issued"},
    ],
)
def test_an_event_cannot_stand_elsewhere(changes: dict[str, object]) -> None:
    assert a_leaf(replace(REGISTERED, **changes)) != a_leaf()


def test_a_leaf_belongs_to_its_log_its_salt_and_the_leaf_before_it() -> None:
    body = leaves.body(ORIGIN, REGISTERED, SALT)

    found = {
        a_leaf(),
        a_leaf(origin="other.example/1"),
        a_leaf(salt=bytes(16)),
        leaves.leaf(body, b"q" * 32),
        leaves.leaf(body, leaves.FIRST),
    }

    assert len(found) == 5


def test_letters_cannot_move_from_one_field_to_the_next() -> None:
    """Plain concatenation would be the same for both."""
    one = leaves.body("log.example", REGISTERED, SALT)
    moved = replace(REGISTERED, topic="client.registered")
    other = leaves.body("log.exampl", moved, SALT)

    assert one != other
    assert fields(one)[1] == b"log.example"


NOT_STORED = {
    "empty": b"",
    "not JSON": b"x",
    "a part missing": b'{"d":{},"m":{},"s":{}}',
    "something behind": REGISTERED.state + b" ",
    "another part": REGISTERED.state[:-1] + b',"w":1}',
    "no actor": REGISTERED.state.replace(b'"actor"', b'"acter"'),
    "no time": REGISTERED.state.replace(b"2026-11-20T12", b"2026-13-20T12"),
    "a time nowhere": REGISTERED.state.replace(b"+00:00", b""),
    "a version in words": REGISTERED.state.replace(b'"v":1}', b'"v":"1"}'),
    "a commitment in words": REGISTERED.state.replace(b'"c":"3d', b'"c":"xx'),
    "not UTF-8": REGISTERED.state.replace(b"Custody", b"Cust\xffdy"),
    "sealed without groups": b'{"d":{},"m":{},"s":[],"v":1}',
}


@pytest.mark.parametrize("what", NOT_STORED)
def test_what_the_mapper_never_stores_has_no_leaf(what: str) -> None:
    with pytest.raises(CodecError):
        a_leaf(replace(REGISTERED, state=NOT_STORED[what]))


def test_a_leaf_tells_nothing_of_what_was_answered() -> None:
    """Entries lie beside others' in proofs and tiles: who does not know the salt cannot even guess."""
    ring = FakeKeyRing()
    (event, *_) = a_submission(narrative_information="These words.", **CED_FIRED)
    stored = SealingMapper(ring).to_stored_event(event)

    entry = leaves.entry(leaves.body(ORIGIN, stored, SALT), leaves.FIRST)

    for told in (b"compliant", b"UOF-26", b"aggressive", b"words", SALT):
        assert told not in entry
    assert a_leaf(stored) != a_leaf(stored, salt=leaves.new_salt())


def test_one_group_can_be_shown_to_whoever_has_no_keys() -> None:
    """With its content and its blind the commitment is checked by HMAC alone; another text fails."""
    ring = FakeKeyRing()
    (event, *_) = a_submission(narrative_information="These words.", **CED_FIRED)
    stored = SealingMapper(ring).to_stored_event(event)
    sealed = json.loads(stored.state)["s"]["narrative"]
    place = Place(stream=event.originator_id, version=1, topic=event.TOPIC)
    whole = base64.b64decode(sealed["e"])
    opened = AESGCM(ring.for_reading(UUID(sealed["k"]))).decrypt(
        whole[:NONCE_BYTES], whole[NONCE_BYTES:], place.bound_to("narrative")
    )
    blind, content = opened[:BLIND_BYTES], opened[BLIND_BYTES:]

    found = fields(leaves.entry(leaves.body(ORIGIN, stored, SALT), leaves.FIRST))

    at = found.index(b"narrative")
    assert b"These words." in content
    assert hmac.digest(blind, content, "sha256") == found[at + 2]
    assert hmac.digest(blind, content.replace(b"These", b"Those"), "sha256") != found[at + 2]
    assert sha256(sealed["e"].encode()).digest() == found[at + 3]
