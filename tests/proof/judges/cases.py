"""What the judges are asked: good artefacts of ours, and each of them with something wrong.

Whether a case holds is known by how it was made, and never by asking our own verifier. Each wrong one is
wrong in what it says, so that no reader may take it, however it reads.
"""

import random
from base64 import b64decode
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import time
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.proof.checkpoints import Checkpoint
from domain.proof.merkle import consistency_proof, inclusion_proof, leaf_hash, root
from domain.proof.notes import KeyType, Note, Signature, VerifierKey, cosigned
from domain.proof.tiles import TiledTree, tiles_of
from tests.proof.judges import encoded

ORIGIN = "log.example/use-of-force/1"
MOST = 700
Case = dict[str, Any]
Expected = tuple[Case, bool]


class Log:
    """A log of entries that chance wrote, with its proofs as cases."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.entries = [chance.randbytes(chance.randrange(1, 40)) for _ in range(MOST)]
        self.leaves = [leaf_hash(entry) for entry in self.entries]
        self.tree = TiledTree(lambda begin, end: self.leaves[begin:end])
        self.tree.extend(self.leaves)

    def root(self, size: int) -> bytes:
        return root(self.tree, size)

    def size(self) -> int:
        """Any, and more often a small one, where every shape occurs."""
        return self.chance.randrange(1, self.chance.choice((9, 70, MOST + 1)))


def inclusions(log: Log, count: int) -> Iterator[Expected]:
    """Leaves that are in a tree, and that are not, or not there."""
    for _ in range(count):
        size = log.size()
        index = log.chance.randrange(size)
        good = {
            "kind": "inclusion",
            "leaf": encoded(log.leaves[index]),
            "entry": encoded(log.entries[index]),
            "index": index,
            "size": size,
            "root": encoded(log.root(size)),
            "proof": [encoded(one) for one in inclusion_proof(log.tree, index, size)],
        }
        yield good, True
        other = log.chance.randbytes(20)
        wrong: list[Case] = [
            {"leaf": encoded(leaf_hash(other)), "entry": encoded(other)},
            {"index": index ^ 1},
            {"index": index + size},
            {"size": size * 4},
            {"root": encoded(log.chance.randbytes(32))},
        ]
        yield {**good, **log.chance.choice(wrong)}, False
        yield {**good, "proof": damaged(good["proof"], log.chance)}, False


def consistencies(log: Log, count: int) -> Iterator[Expected]:
    """Trees that grew into one another, and that did not."""
    for _ in range(count):
        size = max(2, log.size())
        old = log.chance.randrange(1, size)
        good = {
            "kind": "consistency",
            "old": old,
            "old_root": encoded(log.root(old)),
            "size": size,
            "root": encoded(log.root(size)),
            "proof": [encoded(one) for one in consistency_proof(log.tree, old, size)],
        }
        yield good, True
        wrong: list[Case] = [
            {"old_root": encoded(log.chance.randbytes(32))},
            {"root": encoded(log.chance.randbytes(32))},
            {"old_root": good["root"], "root": good["old_root"]},
            {"old": size, "size": old},
            {"size": size * 4},
        ]
        yield {**good, **log.chance.choice(wrong)}, False
        yield {**good, "proof": damaged(good["proof"], log.chance)}, False


def damaged(proof: Sequence[str], chance: random.Random) -> list[str]:
    """A proof of which one hash is another, is missing, or is too much."""
    hashes = list(proof)
    if not hashes:
        return [encoded(chance.randbytes(32))]
    at = chance.randrange(len(hashes))
    match chance.randrange(3):
        case 0:
            other = bytearray(b64decode(hashes[at]))
            other[chance.randrange(32)] ^= 1 << chance.randrange(8)
            hashes[at] = encoded(bytes(other))
        case 1:
            hashes.pop(at)
        case _:
            hashes.insert(at, encoded(chance.randbytes(32)))
    return hashes


class Signers:
    """A log's key and a witness's, and one that nobody believes."""

    def __init__(self, chance: random.Random) -> None:
        self.log, self.witness, self.other = (
            Ed25519PrivateKey.from_private_bytes(chance.randbytes(32)) for _ in range(3)
        )
        self.key = VerifierKey(ORIGIN, self.log.public_key().public_bytes_raw())
        self.seen = VerifierKey(
            "witness.example", self.witness.public_key().public_bytes_raw(), KeyType.COSIGNATURE
        )

    def signed(self, text: str, private: Ed25519PrivateKey | None = None) -> Signature:
        return Signature(ORIGIN, self.key.id, (private or self.log).sign(text.encode()))

    def cosigned(self, text: str, private: Ed25519PrivateKey | None = None) -> Signature:
        at = int(time())
        made = (private or self.witness).sign(cosigned(text, at))
        return Signature(self.seen.name, self.seen.id, at.to_bytes(8, "big") + made)


def checkpoints(log: Log, count: int) -> Iterator[Expected]:
    """Checkpoints that were signed and seen, and that were not, or not as they are."""
    signers = Signers(log.chance)
    keys = {"key": str(signers.key), "witnesses": [str(signers.seen)]}
    for _ in range(count):
        size = log.size()
        text = str(Checkpoint(origin=ORIGIN, size=size, root=log.root(size)))
        larger = str(Checkpoint(origin=ORIGIN, size=size + 1, root=log.root(size)))
        other = str(Checkpoint(origin=ORIGIN, size=size, root=log.chance.randbytes(32)))
        elsewhere = str(Checkpoint(origin="other.example", size=size, root=log.root(size)))
        by_log, by_witness = signers.signed(text), signers.cosigned(text)
        for note, holds in (
            (Note(text, (by_log, by_witness)), True),
            (Note(larger, (by_log, by_witness)), False),
            (Note(other, (by_log, by_witness)), False),
            (Note(elsewhere, (by_log, by_witness)), False),
            (Note(text, (signers.signed(text, signers.other), by_witness)), False),
            (Note(text, (signers.signed(larger), by_witness)), False),
            (Note(text, (Signature(ORIGIN, b"\0\0\0\0", by_log.signature), by_witness)), False),
            (Note(text, (Signature("b.example", by_log.key_id, by_log.signature),)), False),
            (Note(text, (by_witness,)), False),
        ):
            yield {"kind": "checkpoint", "note": str(note), **keys}, holds
        for seen, holds in (
            ((by_log, by_witness), True),
            ((by_witness, by_log), True),
            ((by_log,), False),
            ((by_log, signers.cosigned(text, signers.other)), False),
            ((by_log, signers.cosigned(larger)), False),
            ((by_log, later(by_witness)), False),
        ):
            yield {"kind": "cosigned", "note": str(Note(text, seen)), **keys}, holds


def later(seen: Signature) -> Signature:
    """A cosignature that says that it was made a second later than it was."""
    signature = (seen.at + 1).to_bytes(8, "big") + seen.signature[8:]
    return Signature(seen.name, seen.key_id, signature)


def trees(log: Log, folder: Path, sizes: Sequence[int]) -> Iterator[Expected]:
    """Tiles as files, all of them as they are, and each of them damaged or gone."""
    for size in sizes:
        whole = folder / str(size)
        write(log, size, whole)
        yield tiles(log, size, whole), True
        for tile in tiles_of(size):
            for number, damage in enumerate((_flipped, _cut, _another)):
                wrong = folder / f"{size}-{tile.path.replace('/', '-')}-{number}"
                write(log, size, wrong)
                file = wrong / tile.path
                file.write_bytes(damage(file.read_bytes(), log.chance))
                yield tiles(log, size, wrong), False
        yield tiles(log, size, folder / "nothing"), False


def write(log: Log, size: int, folder: Path) -> None:
    tree = TiledTree(lambda begin, end: log.leaves[begin:end])
    tree.extend(log.leaves[:size])
    for tile in tiles_of(size):
        file = folder / tile.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(tree.hashes(tile))


def tiles(log: Log, size: int, folder: Path) -> Case:
    return {
        "kind": "tiles",
        "folder": str(folder),
        "size": size,
        "root": encoded(log.root(size)),
    }


def _flipped(content: bytes, chance: random.Random) -> bytes:
    other = bytearray(content)
    other[chance.randrange(len(other))] ^= 1 << chance.randrange(8)
    return bytes(other)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[:-32]


def _another(content: bytes, chance: random.Random) -> bytes:
    return chance.randbytes(len(content))
