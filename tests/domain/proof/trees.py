"""Trees to prove from, and the definition of RFC 9162 written down as it stands there."""

from collections.abc import Sequence
from hashlib import sha256

from domain.proof.merkle import leaf_hash
from domain.proof.tiles import TiledTree

ENTRIES = [bytes((number % 256, number // 256)) * (number % 7) for number in range(700)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]


def tree(leaves: Sequence[bytes] = LEAVES) -> TiledTree:
    made = TiledTree(lambda begin, end: leaves[begin:end])
    made.extend(leaves)
    return made


def mth(entries: Sequence[bytes]) -> bytes:
    """Section 2.1.1, word for word."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = _k(len(entries))
    return sha256(b"\x01" + mth(entries[:k]) + mth(entries[k:])).digest()


def path(m: int, entries: Sequence[bytes]) -> list[bytes]:
    """Section 2.1.3.1."""
    if len(entries) == 1:
        return []
    k = _k(len(entries))
    if m < k:
        return [*path(m, entries[:k]), mth(entries[k:])]
    return [*path(m - k, entries[k:]), mth(entries[:k])]


def subproof(m: int, entries: Sequence[bytes], *, b: bool) -> list[bytes]:
    """Section 2.1.4.1."""
    if m == len(entries):
        return [] if b else [mth(entries)]
    k = _k(len(entries))
    if m <= k:
        return [*subproof(m, entries[:k], b=b), mth(entries[k:])]
    return [*subproof(m - k, entries[k:], b=False), mth(entries[:k])]


def _k(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k
