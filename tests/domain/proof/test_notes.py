"""Signed notes, checkpoints and proofs: the examples of C2SP, and nothing that is written otherwise.

Spec: audit, 7.2, T4.
"""

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.proof.base64 import MalformedError, encoded
from domain.proof.checkpoints import Checkpoint
from domain.proof.inclusion import InclusionProof
from domain.proof.merkle import inclusion_proof
from domain.proof.notes import (
    KeyType,
    Note,
    NotSignedError,
    Signature,
    VerifierKey,
    cosigned,
    signatures_of,
)
from tests.domain.proof.trees import LEAVES, tree

EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYj"
    "OBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
CHECKPOINT = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"


def check(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def a_key(name: str, kind: KeyType = KeyType.ED25519) -> tuple[Ed25519PrivateKey, VerifierKey]:
    private = Ed25519PrivateKey.from_private_bytes(name.encode().ljust(32, b"-")[:32])
    return private, VerifierKey(name, private.public_key().public_bytes_raw(), kind)


def signed(text: str, name: str) -> tuple[Signature, VerifierKey]:
    private, key = a_key(name)
    return Signature(name, key.id, private.sign(text.encode())), key


def test_the_example_of_the_specification_holds() -> None:
    key = VerifierKey.parsed(EXAMPLE_KEY)
    note = Note.parsed(EXAMPLE.encode())

    assert set(signatures_of(note, [key], check)) == {"example.com/foo"}
    assert (str(note), str(key)) == (EXAMPLE, EXAMPLE_KEY)


def test_a_changed_letter_is_refused() -> None:
    note = Note.parsed(EXAMPLE.replace("message", "massage").encode())

    with pytest.raises(NotSignedError, match="does not hold"):
        signatures_of(note, [VerifierKey.parsed(EXAMPLE_KEY)], check)


def test_signatures_of_others_are_passed_over() -> None:
    text = "what is signed\n"
    (ours, key), (others, _) = signed(text, "ours.example"), signed("other text\n", "other.example")
    note = Note.parsed(str(Note(text, (others, ours))).encode())

    assert set(signatures_of(note, [key], check)) == {"ours.example"}


def test_a_note_that_only_others_signed_is_refused() -> None:
    text = "what is signed\n"
    one, _ = signed(text, "one.example")
    _, key = a_key("ours.example")

    with pytest.raises(NotSignedError, match="none of the keys"):
        signatures_of(Note(text, (one,)), [key], check)


def test_a_key_of_the_same_name_and_another_id_is_another_key() -> None:
    text = "what is signed\n"
    one, key = signed(text, "ours.example")
    other = Signature(one.name, b"\0\0\0\0", one.signature)

    with pytest.raises(NotSignedError, match="none of the keys"):
        signatures_of(Note(text, (other,)), [key], check)


def test_a_cosignature_says_when_and_binds_it() -> None:
    private, key = a_key("witness.example", KeyType.COSIGNATURE)
    made = private.sign(cosigned(CHECKPOINT, 1_700_000_000))
    good = Signature(key.name, key.id, (1_700_000_000).to_bytes(8, "big") + made)
    later = Signature(key.name, key.id, (1_700_000_001).to_bytes(8, "big") + made)

    found = signatures_of(Note(CHECKPOINT, (good,)), [key], check)

    assert found[key.name].at == 1_700_000_000
    with pytest.raises(NotSignedError):
        signatures_of(Note(CHECKPOINT, (later,)), [key], check)


def test_the_same_key_as_log_and_as_witness_has_two_ids() -> None:
    _, log = a_key("one.example")
    _, witness = a_key("one.example", KeyType.COSIGNATURE)

    assert log.public == witness.public
    assert log.id != witness.id


def test_sixteen_signatures_and_more_are_read() -> None:
    text = "what is signed\n"
    lines = tuple(signed(text, f"number{number}.example")[0] for number in range(20))

    assert Note.parsed(str(Note(text, lines)).encode()).signatures == lines


def test_a_note_is_as_long_as_it_may_be() -> None:
    whole = f"{'x' * (100_000 - len(EXAMPLE.encode()))}{EXAMPLE}".encode()

    assert len(whole) == 100_000
    assert Note.parsed(whole)
    with pytest.raises(MalformedError, match="too long"):
        Note.parsed(b"x" + whole)


def test_what_a_witness_signs_is_the_example_of_the_specification() -> None:
    assert cosigned(CHECKPOINT, 1_679_315_147) == (
        b"cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\n"
        b"CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    )


def test_keys_say_their_type_as_the_specifications_number_it() -> None:
    assert (KeyType.ED25519, KeyType.COSIGNATURE) == (1, 4)


NOT_NOTES = {
    "no empty line": "text\n— name AAAAAAA=\n",
    "no last line end": EXAMPLE[:-1],
    "a control character": EXAMPLE.replace("example message", "example\tmessage"),
    "a carriage return": EXAMPLE.replace("\n", "\r\n"),
    "a hyphen for a dash": EXAMPLE.replace("—", "-"),
    "no name": EXAMPLE.replace("example.com/foo ", ""),
    "a name with a plus": EXAMPLE.replace("example.com/foo", "example.com+foo"),
    "a name with a space": EXAMPLE.replace("example.com/foo", "example.com foo"),
    "another way of base 64": EXAMPLE.replace("yaQM=", "yaQN="),
    "base 64 without its end": EXAMPLE.replace("yaQM=", "yaQM"),
    "no signature behind the id": "text\n\n— name AAAAAA==\n",
    "no signatures": "text\n\n",
    "too long": f"{'x' * 100_000}\n\n— name AAAAAAA=\n",
}


@pytest.mark.parametrize("what", NOT_NOTES)
def test_no_note_is(what: str) -> None:
    with pytest.raises(MalformedError):
        Note.parsed(NOT_NOTES[what].encode())


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_whatever_bytes_come_are_a_note_or_malformed(written: bytes) -> None:
    try:
        note = Note.parsed(written)
    except MalformedError:
        return
    assert str(note).encode() == written


@settings(max_examples=500, deadline=None)
@given(st.data())
def test_a_note_with_a_byte_changed_is_refused(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(EXAMPLE.encode()) - 1))
    other = bytearray(EXAMPLE.encode())
    other[at] ^= data.draw(st.integers(1, 255))

    with pytest.raises((MalformedError, NotSignedError)):
        signatures_of(Note.parsed(bytes(other)), [VerifierKey.parsed(EXAMPLE_KEY)], check)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "na me+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        EXAMPLE_KEY.replace("530d903a", "530D903A"),
        EXAMPLE_KEY.replace("530d903a", "530d903b"),
        EXAMPLE_KEY.replace("Aeky", "Beky"),
        EXAMPLE_KEY[:-4],
        EXAMPLE_KEY + "\n",
    ],
)
def test_no_key_is(text: str) -> None:
    with pytest.raises(MalformedError):
        VerifierKey.parsed(text)


def test_the_checkpoint_of_the_specification() -> None:
    found = Checkpoint.parsed(CHECKPOINT)

    assert (found.origin, found.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert str(found) == CHECKPOINT


def test_a_number_is_as_long_as_the_largest_log_needs() -> None:
    assert Checkpoint.parsed(f"log\n{'9' * 19}\n{ROOT}\n").size == 10**19 - 1
    with pytest.raises(MalformedError, match="too large"):
        Checkpoint.parsed(f"log\n1{'0' * 19}\n{ROOT}\n")


ROOT = encoded(LEAVES[0])


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"\n1\n{ROOT}\n",
        f"log\n01\n{ROOT}\n",
        f"log\n-1\n{ROOT}\n",
        f"log\n+1\n{ROOT}\n",
        f"log\n1_0\n{ROOT}\n",
        f"log\n１\n{ROOT}\n",
        f"log\n{10**30}\n{ROOT}\n",
        f"log\n1\n{ROOT}",
        f"log\n1\n{ROOT}\nan extension\n",
        f"log\n1\n{encoded(b'short')}\n",
        f"log\n1\n{ROOT} \n",
    ],
)
def test_no_checkpoint_is(text: str) -> None:
    with pytest.raises(MalformedError):
        Checkpoint.parsed(text)


def a_proof(index: int = 3, size: int = 11) -> InclusionProof:
    grown = tree(LEAVES[:size])
    text = str(Checkpoint(origin="log.example", size=size, root=grown.root()))
    one, _ = signed(text, "log.example")
    return InclusionProof(
        index=index,
        hashes=tuple(inclusion_proof(grown, index, size)),
        checkpoint=Note(text, (one,)),
    )


def test_a_proof_is_read_as_it_was_written_and_shows_its_leaf_alone() -> None:
    proof = InclusionProof.parsed(str(a_proof()).encode())

    assert proof == a_proof()
    assert proof.shows(LEAVES[3])
    assert not proof.shows(LEAVES[4])


def test_a_proof_says_first_what_it_is() -> None:
    """As C2SP tlog-proof writes it."""
    assert str(a_proof()).startswith("c2sp.org/tlog-proof@v1\nindex 3\n")


@pytest.mark.parametrize(("hashes", "is_one"), [(63, True), (64, False)])
def test_a_proof_has_as_many_hashes_as_the_largest_tree_asks_for(
    hashes: int, *, is_one: bool
) -> None:
    lines = f"{encoded(LEAVES[0])}\n" * (hashes - len(a_proof().hashes))
    written = str(a_proof()).replace("index 3\n", f"index 3\n{lines}", 1).encode()

    if is_one:
        assert len(InclusionProof.parsed(written).hashes) == hashes
        return
    with pytest.raises(MalformedError, match="made of hashes"):
        InclusionProof.parsed(written)


def test_a_proof_in_a_tree_of_one_has_no_hashes() -> None:
    proof = InclusionProof.parsed(str(a_proof(0, 1)).encode())

    assert proof.hashes == ()
    assert proof.shows(LEAVES[0])


def test_what_a_proof_carries_beside_is_passed_over() -> None:
    written = str(a_proof()).replace("index", "extra YWdl\nindex", 1)

    assert InclusionProof.parsed(written.encode()) == a_proof()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("@v1", "@v2"),
        ("index 3", "index 03"),
        ("index 3", "at 3"),
        ("index 3", "extra !\nindex 3"),
        ("index 3", f"index 3\n{encoded(b'short')}"),
        ("index 3", f"index 3\n{(encoded(LEAVES[0]) + chr(10)) * 70}"),
        ("\n\nlog.example", "\nlog.example"),
    ],
)
def test_no_proof_is(old: str, new: str) -> None:
    with pytest.raises(MalformedError):
        InclusionProof.parsed(str(a_proof()).replace(old, new, 1).encode())
