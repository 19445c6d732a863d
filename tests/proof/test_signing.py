"""Who signs and who sees refuse whatever has not grown out of what they signed before.

Spec: audit, 7.2, T31; 4.4.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from domain.proof.checkpoints import Checkpoint
from domain.proof.growth import (
    AnotherLogError,
    ForkedError,
    NotGrownError,
    ShrunkError,
    refuse_unless_grown,
)
from domain.proof.merkle import EMPTY, Frontier, consistency_proof
from domain.proof.notes import Note, NotSignedError, signatures_of
from tests.domain.proof.trees import LEAVES, tree
from web.proof import signing
from web.proof.keys import is_signed, signing_key, verifier_keys
from web.proof.rotating import LOG_KEY, LOG_VKEY
from web.proof.signing import WITNESS_VKEY, Signer, Witness, kept, last_tree
from web.settings import SettingsError

ORIGIN = "log.example/1"
OTHER_LEAVES = [*LEAVES[:5], LEAVES[100], *LEAVES[6:]]


def at(size: int, leaves: Sequence[bytes] = LEAVES, *, origin: str = ORIGIN) -> Checkpoint:
    frontier = Frontier()
    for leaf in leaves[:size]:
        frontier.append(leaf)
    return Checkpoint(origin=origin, size=size, root=frontier.root())


def proof(old: int, new: int, leaves: Sequence[bytes] = LEAVES) -> Sequence[bytes]:
    return consistency_proof(tree(leaves), old, new)


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    return Signer(folder=tmp_path / "signer", origin=ORIGIN)


@pytest.fixture
def witness(tmp_path: Path, signer: Signer) -> Witness:
    signer.sign(at(3))
    made = Witness(folder=tmp_path / "witness", name="witness.example")
    made.pin(signer.folder)
    return made


def test_what_grew_is_signed(signer: Signer) -> None:
    signer.sign(at(3))

    note = signer.sign(at(11), proof(3, 11))

    (key,) = verifier_keys(signer.folder / LOG_VKEY)
    assert Checkpoint.parsed(note.text) == at(11) == last_tree(signer.folder)
    assert set(signatures_of(note, [key], is_signed)) == {ORIGIN}


def test_the_same_tree_may_be_signed_again(signer: Signer) -> None:
    """An hour later, so that silence is seen."""
    assert signer.sign(at(3)).text == signer.sign(at(3)).text


REFUSED: dict[str, tuple[Checkpoint, Sequence[bytes], type[NotGrownError]]] = {
    "the end cut off": (at(9), (), ShrunkError),
    "everything gone": (at(0), (), ShrunkError),
    "another tree of the same size": (at(11, OTHER_LEAVES), (), ForkedError),
    "another past": (at(20, OTHER_LEAVES), proof(11, 20, OTHER_LEAVES), ForkedError),
    "another past with the proof of the true one": (
        at(20, OTHER_LEAVES),
        proof(11, 20),
        ForkedError,
    ),
    "no proof": (at(20), (), ForkedError),
    "the proof of another size": (at(20), proof(10, 20), ForkedError),
    "another log": (at(20, origin="other.example"), proof(11, 20), AnotherLogError),
}


@pytest.mark.parametrize("what", REFUSED)
def test_nothing_else_is_signed(signer: Signer, what: str) -> None:
    new, shown, refusal = REFUSED[what]
    signer.sign(at(11))
    before = list(kept(signer.folder))

    with pytest.raises(refusal):
        signer.sign(new, shown)

    assert last_tree(signer.folder) == at(11)
    assert list(kept(signer.folder)) == before


@pytest.mark.parametrize("what", REFUSED)
def test_a_witness_refuses_the_same_of_whoever_has_the_key(
    signer: Signer, witness: Witness, what: str
) -> None:
    new, shown, refusal = REFUSED[what]
    witness.cosign(signer.sign(at(11), proof(3, 11)))
    key = signing_key(signer.folder / LOG_KEY, name=ORIGIN)

    with pytest.raises(refusal):
        witness.cosign(Note(str(new), (key.sign(str(new)),)), shown)

    assert last_tree(witness.folder) == at(11)


def test_a_witness_says_that_it_saw_it_and_keeps_it(signer: Signer, witness: Witness) -> None:
    seen = witness.cosign(signer.sign(at(11), proof(3, 11)))

    keys = [verifier_keys(witness.folder / name)[0] for name in (LOG_VKEY, WITNESS_VKEY)]
    assert set(signatures_of(seen, keys, is_signed)) == {ORIGIN, "witness.example"}
    assert {content.decode() for _, content in kept(witness.folder)} == {str(seen)}


def test_a_witness_holds_to_the_key_it_saw_first(
    signer: Signer, witness: Witness, tmp_path: Path
) -> None:
    other = Signer(folder=tmp_path / "other", origin=ORIGIN)
    note = other.sign(at(11))

    witness.pin(other.folder)

    with pytest.raises(NotSignedError):
        witness.cosign(note)
    assert last_tree(witness.folder) is None
    assert witness.cosign(signer.sign(at(11), proof(3, 11)))


def test_a_key_can_be_changed_for_another(signer: Signer, witness: Witness) -> None:
    """The witness is given the new one by hand, below the old one, with which earlier ones were signed."""
    first = witness.cosign(signer.sign(at(11), proof(3, 11)))
    (signer.folder / LOG_KEY).unlink()
    changed = signer.sign(at(20), proof(11, 20))
    with pytest.raises(NotSignedError):
        witness.cosign(changed, proof(11, 20))

    new, old = verifier_keys(signer.folder / LOG_VKEY)
    (witness.folder / LOG_VKEY).write_text(f"{old}\n{new}\n")

    second = witness.cosign(changed, proof(11, 20))
    for note, key in ((first, old), (second, new)):
        assert note.signed_by(key)
        assert signatures_of(note, [old, new], is_signed)


class Interrupted(BaseException):
    """Ends a process at a step."""


@pytest.mark.parametrize("step", ["_remember", "sign", "keep"])
def test_whenever_a_signer_dies_it_never_signs_two_pasts(
    signer: Signer, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """A signature may be lost, and is made again; what it remembered first it holds to."""
    signer.sign(at(11))
    key = signing_key(signer.folder / LOG_KEY, name=ORIGIN)

    def die(*_: Any) -> None:
        raise Interrupted

    with monkeypatch.context() as dying:
        dying.setattr(type(key) if step == "sign" else signing, step, die)
        with pytest.raises(Interrupted):
            signer.sign(at(20), proof(11, 20))

    with pytest.raises(NotGrownError):
        signer.sign(at(20, OTHER_LEAVES), proof(11, 20, OTHER_LEAVES))
    remembered = last_tree(signer.folder)
    assert remembered == (at(11) if step == "_remember" else at(20))
    assert Checkpoint.parsed(signer.sign(at(20), proof(remembered.size, 20)).text) == at(20)


def test_a_memory_that_cannot_be_read_signs_nothing(signer: Signer) -> None:
    signer.sign(at(11))
    (signer.folder / "tree").write_text("")

    with pytest.raises(SettingsError, match="does not hold the last tree"):
        signer.sign(at(20), proof(11, 20))


def test_a_key_that_others_can_read_signs_nothing(signer: Signer) -> None:
    signer.sign(at(3))
    (signer.folder / LOG_KEY).chmod(0o640)

    with pytest.raises(SettingsError, match="Others can read"):
        signer.sign(at(11), proof(3, 11))


def test_a_key_is_made_for_its_owner_alone(signer: Signer) -> None:
    signer.sign(at(3))

    assert (signer.folder / LOG_KEY).stat().st_mode & 0o777 == 0o600
    assert signer.folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", ["", "x", "AAAA"])
def test_a_file_without_a_key_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "some.key"
    file.write_text(text)
    file.chmod(0o600)

    with pytest.raises(SettingsError, match="does not hold a key"):
        signing_key(file, name=ORIGIN)
    with pytest.raises(SettingsError, match="no public key"):
        verifier_keys(file)


def test_from_the_empty_log_anything_may_grow() -> None:
    nothing = Checkpoint(origin=ORIGIN, size=0, root=EMPTY)

    refuse_unless_grown(None, nothing)
    refuse_unless_grown(nothing, at(3))
    with pytest.raises(ForkedError):
        refuse_unless_grown(None, Checkpoint(origin=ORIGIN, size=0, root=LEAVES[0]))
