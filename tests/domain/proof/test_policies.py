"""Policies: the example of C2SP tlog-policy, every set of its witnesses, and nothing written otherwise.

Spec: audit, 7.2, T32 and T33.
"""

from collections.abc import Iterable
from itertools import chain, combinations

import pytest

from domain.proof.base64 import MalformedError, encoded
from domain.proof.checkpoints import Checkpoint
from domain.proof.notes import (
    KeyType,
    Note,
    NotSignedError,
    Signature,
    VerifierKey,
    cosigned,
)
from domain.proof.policies import MOST_DEFINED, Policy, QuorumError
from tests.domain.proof.test_notes import a_key, check
from tests.domain.proof.trees import LEAVES

ORIGIN = "log.example/1"
X, Y = ("X1", "X2", "X3"), ("Y1", "Y2", "Y3")
AT = 1_700_000_000
TEXT = str(Checkpoint(origin=ORIGIN, size=7, root=LEAVES[0]))


def vkey(name: str, kind: KeyType = KeyType.COSIGNATURE) -> VerifierKey:
    return a_key(name, kind)[1]


LOG = vkey(ORIGIN, KeyType.ED25519)


def witness(name: str, url: str = "") -> str:
    return f"witness {name} {vkey(f'{name.lower()}.example')} {url}".rstrip() + "\n"


EXAMPLE = (
    f"log {LOG}\n\n"
    + "".join(map(witness, X))
    + "group X-witnesses 2 X1 X2 X3\n\n"
    + "".join(map(witness, Y))
    + "group Y-witnesses any Y1 Y2 Y3\n\n"
    + "group X-and-Y all X-witnesses Y-witnesses\n"
    + "quorum X-and-Y\n"
)


def policy(text: str) -> Policy:
    return Policy.parsed(text.encode())


def by_log(text: str = TEXT, name: str = ORIGIN) -> Signature:
    private, key = a_key(name)
    return Signature(name, key.id, private.sign(text.encode()))


def by_witness(name: str, text: str = TEXT, at: int = AT) -> Signature:
    private, key = a_key(name, KeyType.COSIGNATURE)
    return Signature(name, key.id, at.to_bytes(8, "big") + private.sign(cosigned(text, at)))


def seen(*names: str) -> Note:
    return Note(TEXT, (by_log(), *(by_witness(f"{name.lower()}.example") for name in names)))


def sets(names: Iterable[str]) -> Iterable[tuple[str, ...]]:
    known = list(names)
    return chain.from_iterable(combinations(known, count) for count in range(len(known) + 1))


def test_every_set_of_witnesses_of_the_specifications_example() -> None:
    """At least two of the first three, and at least one of the others, as it says there in words."""
    found = policy(EXAMPLE)

    for names in sets((*X, *Y)):
        enough = len(set(names) & set(X)) >= 2 and len(set(names) & set(Y)) >= 1
        assert found.is_met(names) is enough, names


def test_a_policy_is_read_as_it_was_written() -> None:
    with_addresses = EXAMPLE.replace(str(LOG), f"{LOG} https://log.example/", 1)

    for text in (EXAMPLE, with_addresses, f"log {LOG}\nquorum none\n"):
        found = policy(text)
        assert policy(str(found)) == found


def test_keys_make_the_policy_that_wants_every_witness_of_them() -> None:
    keys = (vkey("x1.example"), LOG, vkey("x2.example"))

    assert str(Policy.of(keys)) == (
        f"log {LOG}\nwitness witness-1 {keys[0]}\nwitness witness-2 {keys[2]}\n"
        "group witnesses all witness-1 witness-2\nquorum witnesses\n"
    )
    assert str(Policy.of([LOG])) == f"log {LOG}\nquorum none\n"
    assert policy(str(Policy.of(keys))) == Policy.of(keys)


def test_a_checkpoint_is_believed_when_the_log_and_the_quorum_signed_it() -> None:
    found = policy(EXAMPLE)

    found.refuse_unmet(seen("X1", "X3", "Y2"), check)
    for names in (("X1", "X3"), ("X1", "Y1", "Y2", "Y3"), ()):
        with pytest.raises(QuorumError):
            found.refuse_unmet(seen(*names), check)


def test_whoever_the_policy_does_not_know_counts_for_nothing() -> None:
    found = policy(EXAMPLE)
    known = seen("X1", "X3")
    others = (by_witness("z1.example"), by_witness("z2.example"))

    with pytest.raises(QuorumError):
        found.refuse_unmet(Note(TEXT, (*known.signatures, *others)), check)


def test_the_same_witness_twice_is_one() -> None:
    twice = (by_log(), *(by_witness("x1.example", at=AT + more) for more in range(3)))

    with pytest.raises(QuorumError):
        policy(EXAMPLE).refuse_unmet(Note(TEXT, (*twice, by_witness("y1.example"))), check)


def test_one_signature_that_does_not_hold_is_enough_to_believe_nothing() -> None:
    good = seen("X1", "X3", "Y2")
    wrong = by_witness("x2.example", text=TEXT.replace("\n7\n", "\n8\n"))

    with pytest.raises(NotSignedError, match="does not hold"):
        policy(EXAMPLE).refuse_unmet(Note(TEXT, (*good.signatures, wrong)), check)


def test_witnesses_alone_make_no_checkpoint() -> None:
    _, *witnesses = seen("X1", "X3", "Y2").signatures

    with pytest.raises(NotSignedError):
        policy(EXAMPLE).refuse_unmet(Note(TEXT, tuple(witnesses)), check)


def test_a_log_signs_for_itself_alone() -> None:
    other = "other.example/1"
    found = policy(f"log {LOG}\nlog {vkey(other, KeyType.ED25519)}\nquorum none\n")

    found.refuse_unmet(seen(), check)
    with pytest.raises(NotSignedError):
        found.refuse_unmet(Note(TEXT, (by_log(name=other),)), check)


def test_without_a_quorum_the_log_suffices() -> None:
    found = policy(f"log {LOG}\nquorum none\n")

    found.refuse_unmet(seen(), check)
    assert found.is_met(())


def test_one_witness_is_a_quorum_too() -> None:
    found = policy(f"log {LOG}\n{witness('X1')}{witness('X2')}quorum X2\n")

    assert found.is_met(["X2"])
    assert not found.is_met(["X1"])


def test_addresses_and_remarks_and_spaces_are_read() -> None:
    found = policy(
        f"# who is believed\n \t\n  log\t{LOG}  https://log.example/ \n"
        f"{witness('X1', 'https://x1.example/w')}\t# not believed: X2\nquorum X1\n"
    )

    assert [one.url for one in found.logs] == ["https://log.example/"]
    assert found.witnesses["X1"].url == "https://x1.example/w"
    assert found.keys == (LOG, vkey("x1.example"))


def test_names_are_bytes_and_nothing_else() -> None:
    """A Kelvin sign is no K, and what is no UTF-8 is a name too."""
    key, other = vkey("a.example"), vkey("b.example")
    written = b"witness K %s\nwitness \xe2\x84\xaa %s\ngroup \xff any K \xe2\x84\xaa\nquorum \xff\n"
    found = Policy.parsed(written % (str(key).encode(), str(other).encode()))

    assert set(found.witnesses) == {"K", "\u212a"}
    assert found.is_met({"\u212a"})


def test_the_same_name_with_two_keys_is_a_log_whose_key_was_changed() -> None:
    """Verifiers that hold the old key, the new one, or both, while both sign (T32)."""
    new_private, _ = a_key("another.key")
    new = VerifierKey(ORIGIN, new_private.public_key().public_bytes_raw())
    both = Note(TEXT, (by_log(), Signature(ORIGIN, new.id, new_private.sign(TEXT.encode()))))

    for keys in ([LOG], [new], [LOG, new]):
        lines = "".join(f"log {key}\n" for key in keys)
        policy(f"{lines}quorum none\n").refuse_unmet(both, check)
    with pytest.raises(NotSignedError):
        policy(f"log {new}\nquorum none\n").refuse_unmet(seen(), check)


NOT_POLICIES = {
    "nothing": "",
    "no quorum": f"log {LOG}\n",
    "two quorums": "quorum none\nquorum none\n",
    "a quorum of two names": f"{witness('X1')}{witness('X2')}quorum X1 X2\n",
    "a quorum of nobody": "quorum X1\n",
    "a quorum before its witness": f"quorum X1\n{witness('X1')}",
    "a group before its member": f"group G any X1\n{witness('X1')}quorum G\n",
    "a group in itself": f"{witness('X1')}group G any X1 G\nquorum G\n",
    "a group of nobody": "group G any\nquorum G\n",
    "a group of none": f"{witness('X1')}group G any X1 none\nquorum G\n",
    "a group that needs none": f"{witness('X1')}group G 0 X1\nquorum G\n",
    "a group that needs more than all": f"{witness('X1')}group G 2 X1\nquorum G\n",
    "a number with a zero before it": f"{witness('X1')}group G 01 X1\nquorum G\n",
    "a number with a sign": f"{witness('X1')}group G +1 X1\nquorum G\n",
    "a number that is none": f"{witness('X1')}group G some X1\nquorum G\n",
    "a member twice": f"{witness('X1')}group G 2 X1 X1\nquorum G\n",
    "a member of two groups": (
        f"{witness('X1')}group G any X1\ngroup H any X1\ngroup I all G H\nquorum I\n"
    ),
    "a name twice": f"{witness('X1')}witness X1 {vkey('x2.example')}\nquorum X1\n",
    "a group named as a witness": f"{witness('X1')}group X1 any X1\nquorum X1\n",
    "a witness called none": f"witness none {vkey('x1.example')}\nquorum none\n",
    "a key twice": f"{witness('X1')}witness X2 {vkey('x1.example')}\nquorum X1\n",
    "a key twice under another name": (
        f"{witness('X1')}witness X2"
        f" {VerifierKey('other.example', vkey('x1.example').public, KeyType.COSIGNATURE)}\n"
        "quorum X1\n"
    ),
    "a log twice": f"log {LOG}\nlog {LOG}\nquorum none\n",
    "a witness that signs as a log": f"witness X1 {LOG}\nquorum X1\n",
    "a log that signs as a witness": f"log {vkey(ORIGIN)}\nquorum none\n",
    "a key that is none": "log key\nquorum none\n",
    "a log without a key": "log\nquorum none\n",
    "a log with too much": f"log {LOG} https://log.example more\nquorum none\n",
    "a witness without a name": f"witness {vkey('x1.example')}\nquorum none\n",
    "something else": "logs none\nquorum none\n",
    "other spaces": f"log\u00a0{LOG}\nquorum none\n",
    "a carriage return": "quorum none\r\n",
    "a control character": "# \x00\nquorum none\n",
    "a last line that does not end": "quorum none",
    "too long": f"#{'-' * 70_000}\nquorum none\n",
    "too many groups": (
        "".join(witness(f"W{at}") + f"group G{at} any W{at}\n" for at in range(MOST_DEFINED + 1))
        + "quorum none\n"
    ),
}


@pytest.mark.parametrize("what", NOT_POLICIES)
def test_no_policy_is(what: str) -> None:
    with pytest.raises(MalformedError):
        policy(NOT_POLICIES[what])


def test_what_is_wrong_is_told_with_its_line() -> None:
    with pytest.raises(MalformedError, match=r"^line 2: a quorum is of a witness"):
        policy(f"log {LOG}\nquorum X1\n")


def test_as_many_are_read_as_the_specification_asks_for() -> None:
    many = "".join(witness(f"W{at}") + f"group G{at} any W{at}\n" for at in range(32))
    logs = "".join(f"log {vkey(f'{at}.log.example', KeyType.ED25519)}\n" for at in range(32))
    found = policy(
        f"{logs}{many}group all all {' '.join(f'G{at}' for at in range(32))}\nquorum all\n"
    )

    assert found.is_met([f"W{at}" for at in range(32)])
    assert not found.is_met([f"W{at}" for at in range(31)])


WEAK = {
    "zero": "00" * 32,
    "one": "01" + "00" * 31,
    "minus one": "ec" + "ff" * 30 + "7f",
    "of order eight": "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "of order eight too": "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "zero with a sign": "00" * 31 + "80",
    "one, written larger": "ee" + "ff" * 30 + "7f",
    "three, written larger": "f0" + "ff" * 30 + "7f",
}


@pytest.mark.parametrize("what", WEAK)
def test_a_key_under_which_anybody_can_sign_is_none(what: str) -> None:
    with pytest.raises(MalformedError, match="nobody made"):
        VerifierKey("log.example", bytes.fromhex(WEAK[what]))


def test_the_largest_ordinate_there_is_and_the_first_that_there_is_not() -> None:
    prime = 2**255 - 19

    assert VerifierKey("log.example", (prime - 2).to_bytes(32, "little"))
    with pytest.raises(MalformedError, match="nobody made"):
        VerifierKey("log.example", prime.to_bytes(32, "little"))


@pytest.mark.parametrize(("name", "size"), [("", 32), ("two words", 32), ("a", 31), ("a", 33)])
def test_a_key_has_a_name_and_32_bytes(name: str, size: int) -> None:
    with pytest.raises(MalformedError, match="32 bytes"):
        VerifierKey(name, b"\x09" * size)


def test_a_weak_key_is_not_pinned_by_its_text_either() -> None:
    typed = encoded(b"\x01" + bytes(32))

    with pytest.raises(MalformedError):
        VerifierKey.parsed(f"log.example+00000000+{typed}")
