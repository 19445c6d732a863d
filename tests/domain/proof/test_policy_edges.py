"""Policies at their edges: the longest one, the most that one defines, and every byte."""

import pytest

from domain.proof.base64 import MalformedError
from domain.proof.notes import KeyType, Note, Signature, VerifierKey
from domain.proof.policies import Policy
from tests.domain.proof.test_notes import a_key, check
from tests.domain.proof.test_policies import (
    EXAMPLE,
    LOG,
    ORIGIN,
    TEXT,
    by_log,
    policy,
    seen,
    vkey,
    witness,
)

MOST = 256


def in_a_chain(groups: int) -> str:
    """One witness, and so many groups, each of which is the only member of the next."""
    lines = [f"group G{at} any {f'G{at - 1}' if at else 'X1'}\n" for at in range(groups)]
    return f"{witness('X1')}{''.join(lines)}quorum G{groups - 1}\n"


def logs(count: int) -> str:
    keys = (vkey(f"log-{at}.example", KeyType.ED25519) for at in range(count))
    return "".join(f"log {key}\n" for key in keys) + "quorum none\n"


def test_the_longest_policy_has_65536_bytes() -> None:
    end = "\nquorum none\n"

    assert policy("#" * (65_536 - len(end)) + end).quorum == "none"
    with pytest.raises(MalformedError, match="too long"):
        policy("#" * (65_537 - len(end)) + end)


def test_a_policy_defines_256_groups_and_no_more() -> None:
    assert policy(in_a_chain(MOST)).is_met(["X1"])
    with pytest.raises(MalformedError, match="defines too much"):
        policy(in_a_chain(MOST + 1))


def test_a_policy_defines_256_logs_and_no_more() -> None:
    assert len(policy(logs(MOST)).logs) == MOST
    with pytest.raises(MalformedError, match="defines too much"):
        policy(logs(MOST + 1))


def test_a_policy_may_hold_every_byte_but_control_characters() -> None:
    for byte in range(256):
        written = b"# %c\nquorum none\n" % byte
        if (byte < 0x20 and byte not in b"\t\n") or byte == 0x7F:
            with pytest.raises(MalformedError, match="control"):
                Policy.parsed(written)
        else:
            assert Policy.parsed(written).quorum == "none", byte


def test_the_last_line_ends_even_if_it_is_a_remark() -> None:
    with pytest.raises(MalformedError, match="does not end"):
        policy("quorum none\n# and nobody else")


def test_a_group_of_nobody_is_told_what_it_lacks() -> None:
    with pytest.raises(MalformedError, match="a name, a number and members"):
        policy("group G any\nquorum G\n")


def test_a_policy_knows_the_logs_it_believes_by_their_names() -> None:
    found = policy(EXAMPLE)

    assert found.has(ORIGIN) is True
    assert found.has("other.example/1") is False
    assert found.has("x1.example") is False


def test_who_signed_for_the_log_is_the_key_that_did() -> None:
    """Of two keys of one log, while it changes them."""
    private, _ = a_key("another.key")
    new = VerifierKey(ORIGIN, private.public_key().public_bytes_raw())
    found = policy(f"log {new}\nlog {LOG}\nquorum none\n")
    by_new = Note(TEXT, (Signature(ORIGIN, new.id, private.sign(TEXT.encode())),))

    assert found.log_of(seen(), check) == LOG
    assert found.log_of(by_new, check) == new
    assert found.log_of(Note(TEXT, (*by_new.signatures, by_log())), check) == new
