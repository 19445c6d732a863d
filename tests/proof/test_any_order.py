"""Appending, signing, changing keys, starting again and proving, in any order: what was signed stays so.

Spec: audit, 7.2, T5: five hundred runs of fifty steps. ``TESTS_STATEFUL=10000`` for a night.
"""

import os
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from domain.proof.checkpoints import Checkpoint
from domain.proof.growth import NotGrownError
from domain.proof.inclusion import InclusionProof
from domain.proof.merkle import EMPTY, consistency_proof, inclusion_proof, is_consistent, root
from domain.proof.notes import Note, VerifierKey, signatures_of
from domain.proof.tiles import TiledTree
from tests.domain.proof.trees import mth
from web.proof import keys
from web.proof.keys import is_signed, verifier_keys
from web.proof.rotating import LOG_VKEY, OVERLAP, rotate, signing_keys, today
from web.proof.signing import Signer, Witness, last_tree

RUNS, STEPS = int(os.environ.get("TESTS_STATEFUL", "500")), 50
ORIGIN = "log.example/1"
IN_MEMORY = Path("/dev/shm")
"""Files are made, replaced and taken away by the ten thousand; what a disk does is tested elsewhere."""


class Log(RuleBasedStateMachine):
    """A log whose entries are remembered here, which no one else does."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None)
        self.folder = Path(self._folder.name)
        self.entries: list[bytes] = []
        self.leaves: list[bytes] = []
        self.notes: list[Note] = []
        self.known: set[VerifierKey] = set()
        self.day = today()
        self.is_looked_at = False
        """Nothing was signed or started again since the invariant was asked."""
        self.start()

    def start(self) -> None:
        self.signer = Signer(folder=self.folder / "signer", origin=ORIGIN)
        self.witness = Witness(folder=self.folder / "witness", name="witness.example")
        self.tree = TiledTree(lambda begin, end: self.leaves[begin:end])
        self.tree.extend(self.leaves)
        self.is_looked_at = False

    def checkpoint_of(self, tree: TiledTree, size: int) -> Checkpoint:
        return Checkpoint(origin=ORIGIN, size=size, root=root(tree, size))

    def since(self, folder: Path, size: int) -> Sequence[bytes]:
        last = last_tree(folder)
        return consistency_proof(self.tree, last.size, size) if last and last.size else ()

    @rule(count=st.integers(1, 120), seed=st.binary(max_size=4))
    def append(self, count: int, seed: bytes) -> None:
        for _ in range(count):
            entry = seed + len(self.entries).to_bytes(4, "big")
            self.entries.append(entry)
            self.leaves.append(sha256(b"\0" + entry).digest())
        self.tree.extend(self.leaves[self.tree.size :])

    @rule()
    def sign(self) -> None:
        size = self.tree.size
        note = self.signer.sign(
            self.checkpoint_of(self.tree, size), self.since(self.signer.folder, size)
        )
        self.witness.pin(self.signer.folder)
        held = verifier_keys(self.signer.folder / LOG_VKEY)
        self.known.update(held)
        (self.witness.folder / LOG_VKEY).write_text("".join(f"{key}\n" for key in held))
        self.notes.append(self.witness.cosign(note, self.since(self.witness.folder, size)))
        self.is_looked_at = False

    @rule()
    def start_again(self) -> None:
        self.start()

    @precondition(lambda self: self.notes)
    @rule(days=st.integers(0, 40))
    def change_the_key(self, days: int) -> None:
        self.day += timedelta(days=days)
        if len(signing_keys(self.signer.folder, ORIGIN, lambda: self.day)) == 1:
            rotate(self.signer.folder, ORIGIN, lambda: self.day)
            assert len(signing_keys(self.signer.folder, ORIGIN, lambda: self.day + OVERLAP)) == 2

    @precondition(lambda self: self.notes and self.leaves)
    @rule(data=st.data())
    def prove(self, data: st.DataObject) -> None:
        note = data.draw(st.sampled_from(self.notes))
        signed = Checkpoint.parsed(note.text)
        if not signed.size:
            return
        index = data.draw(st.integers(0, signed.size - 1))
        hashes = tuple(inclusion_proof(self.tree, index, signed.size))
        proof = InclusionProof(index=index, hashes=hashes, checkpoint=note)
        again = InclusionProof.parsed(str(proof).encode())
        assert again.shows(self.leaves[index])
        assert not again.shows(sha256(self.leaves[index]).digest())

    @precondition(lambda self: self.notes)
    @rule(data=st.data())
    def compare(self, data: st.DataObject) -> None:
        one, other = sorted(
            (Checkpoint.parsed(data.draw(st.sampled_from(self.notes)).text) for _ in range(2)),
            key=lambda signed: signed.size,
        )
        if one.size:
            assert is_consistent(
                old=one.size,
                old_root=one.root,
                new=other.size,
                new_root=other.root,
                proof=consistency_proof(self.tree, one.size, other.size),
            )

    @precondition(lambda self: len(self.leaves) > 1 and self.notes)
    @rule(data=st.data(), more=st.integers(0, 3))
    def pretend_another_past(self, data: st.DataObject, more: int) -> None:
        last = last_tree(self.signer.folder)
        assert last is not None
        if last.size < 2:
            return
        at = data.draw(st.integers(0, last.size - 1))
        leaves = [*self.leaves[: last.size], *(bytes(32) for _ in range(more))]
        leaves[at] = sha256(leaves[at]).digest()
        other = TiledTree(lambda begin, end: leaves[begin:end])
        other.extend(leaves)
        size = data.draw(st.integers(1, len(leaves)))
        if size < last.size:
            shown: Sequence[bytes] = ()
        else:
            shown = consistency_proof(other, last.size, size)
        with pytest.raises(NotGrownError):
            self.signer.sign(self.checkpoint_of(other, size), shown)
        self.is_looked_at = False

    @invariant()
    def what_was_signed_is_what_was_there(self) -> None:
        if self.notes and not self.is_looked_at:
            self.is_looked_at = True
            note = self.notes[-1]
            signed = Checkpoint.parsed(note.text)
            assert signed.root == (
                mth(self.entries[: signed.size]) if signed.size < 40 else signed.root
            )
            assert signed == last_tree(self.signer.folder) == last_tree(self.witness.folder)
            assert set(signatures_of(note, list(self.known), is_signed)) == {ORIGIN}
            assert signed.size or signed.root == EMPTY

    def teardown(self) -> None:
        # Who signed it was asked when it was new, and what it says cannot change.
        for signed in map(Checkpoint.parsed, (note.text for note in self.notes)):
            assert root(self.tree, signed.size) == signed.root
        self._folder.cleanup()


def test_in_any_order(monkeypatch: pytest.MonkeyPatch) -> None:
    # What is on the disk when the power fails is tested elsewhere.
    monkeypatch.setattr(keys.os, "fsync", lambda _: None)
    run_state_machine_as_test(
        Log,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
