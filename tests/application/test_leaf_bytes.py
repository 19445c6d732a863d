"""The edges of what a leaf commits to, which a small fault would move (spec: audit, 4.1 and 7.2, T3)."""

import hmac
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from application import leaves
from application.codec import to_json
from domain.codec import CodecError
from tests.application.test_leaves import (
    ORIGIN,
    REGISTERED,
    SALT,
    SAMPLES,
    Kept,
    fields,
    sample,
)

VIA = UUID(int=7)


def entry(stored: Any = REGISTERED) -> list[bytes]:
    return fields(leaves.entry(leaves.body(ORIGIN, stored, SALT), leaves.FIRST))


def with_metadata(**changes: object) -> Kept:
    state = json.loads(REGISTERED.state)
    state["m"] |= changes
    return replace(REGISTERED, state=to_json(state))


def test_the_first_leaf_of_a_stream_has_nothing_before_it() -> None:
    assert entry()[-1] == leaves.FIRST == b""


def test_through_which_system_something_came_is_in_the_leaf() -> None:
    assert entry()[8] == b""
    assert entry(with_metadata(via=str(VIA)))[8] == VIA.bytes


def test_a_stream_that_a_file_keeps_as_text_is_the_same_stream() -> None:
    stream = REGISTERED.originator_id

    assert entry(replace(REGISTERED, originator_id=stream.hex)) == entry()  # type: ignore[arg-type]
    for other in (str(stream), stream.hex.upper(), stream.hex[:-2], f"{stream.hex}00", "é" * 32):
        with pytest.raises(CodecError, match="a stream is named by a UUID"):
            leaves.stream_bytes(other)


@pytest.mark.parametrize("salt", ["0" * 16, None, bytes(65)])
def test_a_salt_is_a_few_bytes(salt: Any) -> None:
    with pytest.raises(CodecError, match="a salt is a few bytes"):
        leaves.body(ORIGIN, REGISTERED, salt)


@pytest.mark.parametrize("length", [0, 16, 64])
def test_what_is_clear_is_told_by_hmac_under_the_salt(length: int) -> None:
    salt = bytes(range(length))
    found = fields(leaves.entry(leaves.body(ORIGIN, REGISTERED, salt), leaves.FIRST))

    assert found[11] == hmac.digest(salt, leaves.clear(REGISTERED), "sha256")
    assert found[12] == hmac.digest(salt, REGISTERED.state, "sha256")


def test_a_moment_before_1970_is_a_moment() -> None:
    found = entry(with_metadata(at="1969-12-31T23:59:59.999999+00:00"))

    assert found[10] == b"\xff" * 8


@pytest.mark.parametrize(
    ("stored", "why"),
    [
        (replace(REGISTERED, originator_id="text"), "a stream is named by a UUID"),
        (with_metadata(actor="0011"), "an id has 16 bytes"),
        (
            replace(REGISTERED, state=REGISTERED.state.replace(b',"m":', b',"n":', 1)),
            "begins with what stands clear",
        ),
        (replace(REGISTERED, state=REGISTERED.state[:-1] + b',"x":1}'), "four parts"),
    ],
)
def test_what_is_stored_otherwise_has_no_leaf_and_says_why(stored: Any, why: str) -> None:
    with pytest.raises(CodecError, match=why):
        entry(stored)


CHANGES = 100
EVERY_SAMPLE = tuple(sample(file.stem) for file in sorted(SAMPLES.glob("*.json")))


NONE = "not a stored event"


def both(state: bytes) -> tuple[object, object]:
    """What is read of an event as it is written, and what reading it as JSON says of it."""
    end = state.rfind(leaves.METADATA)
    return tuple(
        _read(way, state, end) for way in (leaves._parts_as_written, leaves._parts_as_json)
    )  # type: ignore[return-value]


def _read(way: Callable[[bytes, int], object], state: bytes, end: int) -> object:
    try:
        return way(state, end)
    except (CodecError, ValueError, KeyError, TypeError, AttributeError):
        return NONE


def test_reading_an_event_as_it_is_written_says_what_reading_it_as_json_says() -> None:
    quick = 0
    for stored in (REGISTERED, with_metadata(via=str(VIA))):
        assert both(stored.state)[0] is not None, "one with a sealed group is read as it is written"
    for stored in EVERY_SAMPLE:
        written, as_json = both(stored.state)
        assert as_json != NONE
        assert written in (None, as_json)
        quick += written is not None
        assert leaves.clear(stored) in stored.state

    assert 0 < len(EVERY_SAMPLE) - quick < len(EVERY_SAMPLE) / 2


def test_whatever_is_written_otherwise_is_read_as_json_or_not_at_all() -> None:
    """A byte changed, left out, or put in: the quick way never says what JSON does not."""
    chance, is_read = random.Random(20261126), 0
    for stored in EVERY_SAMPLE * CHANGES:
        state, end = stored.state, stored.state.rfind(leaves.METADATA)
        at = chance.randrange(end, len(state))
        put_in = chance.choice((b"", b'"', b"\\", b",", b"}", b"0", b" ", b"\xff", b"-", b"a"))
        changed = state[:at] + put_in + state[at + chance.randrange(3) :]
        if changed.rfind(leaves.METADATA) != end:
            continue

        written, as_json = both(changed)

        assert written in (None, as_json), changed
        is_read += written not in (None, NONE)
    assert is_read > len(EVERY_SAMPLE)


def a_group(name: str, words: str) -> str:
    return f'"{name}":{{"c":"{"0" * 64}","e":"{words}","k":"{VIA}","n":["x"]}}'


@pytest.mark.parametrize("names", [("medical", "medical"), ("narrative", "medical")])
def test_a_group_that_is_written_twice_or_out_of_order_is_left_to_json(
    names: Sequence[str],
) -> None:
    groups = ",".join(a_group(name, f"AAA{at}") for at, name in enumerate(names))
    before, _, after = REGISTERED.state.partition(b'"s":')
    state = before + b'"s":{' + groups.encode() + b"}" + after[after.rindex(b',"v"') :]

    written, as_json = both(state)

    assert written is None
    assert as_json != NONE
