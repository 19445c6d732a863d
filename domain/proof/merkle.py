"""The Merkle tree of RFC 9162, section 2.1, in its words.

Decision. The mathematics is our own, because no kept library of it is fit: proofs that no other
verifier accepts, trees that commit by themselves, verifiers that take an index outside the tree.
Consequence: it is small, pure, and held against the published vectors, against the recursive
definition, and against damage in every place. Kept by ``tests/domain/proof/test_merkle.py``.
(Spec: audit, 2.1 and 2.2.)
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Protocol

LEAF, NODE = b"\x00", b"\x01"
"""What stands before a hashed leaf and a hashed node, so that neither can pass for the other."""

HASH_BYTES = 32

EMPTY = sha256().digest()
"""The hash of a tree without leaves."""


def leaf_hash(entry: bytes) -> bytes:
    """MTH of a tree of one entry."""
    return sha256(LEAF + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """MTH of a tree whose two halves have these hashes."""
    return sha256(NODE + left + right).digest()


class Subtrees(Protocol):
    """Where the hashes of a tree come from."""

    def subtree(self, level: int, index: int) -> bytes:
        """The hash of the complete subtree over the leaves from ``index << level``, ``1 << level``
        of them.
        """


class Frontier:
    """The complete subtrees of a growing tree, largest first: all that its root needs.

    A tree of a million leaves has at most twenty.
    """

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        if len(hashes) != size.bit_count():
            raise ValueError("a frontier has one hash for each bit of its size")
        self.size = size
        self.hashes = list(hashes)

    def append(self, leaf: bytes) -> None:
        """Add the hash of one leaf."""
        size = self.size
        while size & 1:
            leaf = sha256(NODE + self.hashes.pop() + leaf).digest()
            size >>= 1
        self.hashes.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The hash of the whole tree as it is now."""
        if not self.hashes:
            return EMPTY
        *others, found = self.hashes
        for left in reversed(others):
            found = node_hash(left, found)
        return found


def root(tree: Subtrees, size: int) -> bytes:
    """MTH(D[0:size])."""
    return _hash(tree, 0, size)


def inclusion_proof(tree: Subtrees, index: int, size: int) -> list[bytes]:
    """PATH(index, D[0:size]): section 2.1.3.1.

    Raises:
        ValueError: there is no such leaf.

    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} has no leaf {index}")
    return _path(tree, index, 0, size)


def consistency_proof(tree: Subtrees, old: int, new: int) -> list[bytes]:
    """PROOF(old, D[0:new]): section 2.1.4.1. Between two trees of one size there is nothing to prove.

    Raises:
        ValueError: the trees are not one that grew into the other.

    """
    if not 0 < old <= new:
        raise ValueError(f"a tree of {new} has not grown from one of {old}")
    return [] if old == new else _subproof(tree, old, 0, new, is_known=True)


def is_included(leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether a proof shows that a leaf is in a tree: section 2.1.3.2."""
    if not 0 <= index < size or not _are_hashes(leaf, *proof):
        return False
    at, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(sibling, found)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(
    *, old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether a proof shows that one tree is the beginning of the other: section 2.1.4.2.

    Every tree begins with the empty one, which proves nothing: who starts from it says so.
    """
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    if not _are_hashes(old_root, *proof):
        return False
    # A tree that is complete is its own beginning, and is not repeated in the proof.
    hashes = [old_root, *proof] if old.bit_count() == 1 else list(proof)
    if not hashes:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    of_old = of_new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            of_old, of_new = node_hash(sibling, of_old), node_hash(sibling, of_new)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            of_new = node_hash(of_new, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and of_old == old_root and of_new == new_root


def _hash(tree: Subtrees, begin: int, end: int) -> bytes:
    """MTH(D[begin:end]), of which ``begin`` is where a subtree of its size may begin."""
    size = end - begin
    if size == 0:
        return EMPTY
    if size.bit_count() == 1:
        level = size.bit_length() - 1
        return tree.subtree(level, begin >> level)
    middle = begin + _split(size)
    return node_hash(_hash(tree, begin, middle), _hash(tree, middle, end))


def _path(tree: Subtrees, index: int, begin: int, end: int) -> list[bytes]:
    if end - begin == 1:
        return []
    middle = begin + _split(end - begin)
    if index < middle:
        return [*_path(tree, index, begin, middle), _hash(tree, middle, end)]
    return [*_path(tree, index, middle, end), _hash(tree, begin, middle)]


def _subproof(tree: Subtrees, old: int, begin: int, end: int, *, is_known: bool) -> list[bytes]:
    if old == end:
        return [] if is_known else [_hash(tree, begin, end)]
    middle = begin + _split(end - begin)
    if old <= middle:
        return [
            *_subproof(tree, old, begin, middle, is_known=is_known),
            _hash(tree, middle, end),
        ]
    return [*_subproof(tree, old, middle, end, is_known=False), _hash(tree, begin, middle)]


def _are_hashes(*given: bytes) -> bool:
    """Two hashes of other lengths could be joined to the same bytes."""
    return all(len(one) == HASH_BYTES for one in given)


def _split(size: int) -> int:
    """The largest power of two that is smaller."""
    return 1 << (size - 1).bit_length() - 1
