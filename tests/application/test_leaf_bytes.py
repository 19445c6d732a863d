"""The edges of what a leaf commits to, which a small fault would move (spec: audit, 4.1 and 7.2, T3)."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from application import leaves
from application.codec import to_json
from domain.codec import CodecError
from tests.application.test_leaves import ORIGIN, REGISTERED, SALT, Kept, fields

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
