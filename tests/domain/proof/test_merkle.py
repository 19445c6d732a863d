"""The Merkle tree of RFC 9162: against published roots, the definition as it is written, and damage.

Spec: audit, 7.2, T1 and T2.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.proof.merkle import (
    EMPTY,
    Frontier,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    root,
)
from tests.domain.proof.trees import ENTRIES, LEAVES, mth, path, subproof, tree

TREE = tree()
SIZES = range(1, int(os.environ.get("TESTS_SIZES", "65")))
"""Mutations are tried on fewer."""

PUBLISHED = {
    "": "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "00": "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "10": "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "2021": "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "3031": "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "40414243": "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "5051525354555657": "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "606162636465666768696a6b6c6d6e6f": (
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    ),
}
"""The entries of Certificate Transparency's own tests, and the root after each."""


def test_the_published_roots_are_ours() -> None:
    frontier = Frontier()

    for entry, published in PUBLISHED.items():
        frontier.append(leaf_hash(bytes.fromhex(entry)))
        assert frontier.root().hex() == published


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    assert Frontier().root() == root(TREE, 0) == EMPTY == bytes.fromhex(nothing)


def test_a_leaf_cannot_pass_for_a_node() -> None:
    left, right = LEAVES[:2]

    assert leaf_hash(left + right) != node_hash(left, right)


@pytest.mark.parametrize("size", [*SIZES, 255, 256, 257, 511, 512, 513, 700])
def test_the_root_is_the_one_that_is_defined(size: int) -> None:
    frontier = Frontier()
    for leaf in LEAVES[:size]:
        frontier.append(leaf)

    assert root(TREE, size) == frontier.root() == mth(ENTRIES[:size])


@pytest.mark.parametrize("size", SIZES)
def test_every_inclusion_proof_is_the_one_that_is_defined(size: int) -> None:
    for index in range(size):
        assert inclusion_proof(TREE, index, size) == path(index, ENTRIES[:size])


@pytest.mark.parametrize("size", SIZES)
def test_every_consistency_proof_is_the_one_that_is_defined(size: int) -> None:
    for old in range(1, size + 1):
        assert consistency_proof(TREE, old, size) == subproof(old, ENTRIES[:size], b=True)


@settings(deadline=None)
@given(size=st.integers(1, 700), data=st.data())
def test_proofs_of_larger_trees_hold(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))

    assert is_included(
        LEAVES[index],
        index=index,
        size=size,
        proof=inclusion_proof(TREE, index, size),
        root=root(TREE, size),
    )
    assert is_consistent(
        old=old,
        old_root=root(TREE, old),
        new=size,
        new_root=root(TREE, size),
        proof=consistency_proof(TREE, old, size),
    )


def damaged(proof: list[bytes]) -> Iterator[list[bytes]]:
    """A proof with something wrong in every place of it."""
    garbage = bytes(32)
    yield [*proof, garbage]
    yield [garbage, *proof]
    for at, hash_ in enumerate(proof):
        yield [*proof[:at], *proof[at + 1 :]]
        yield [*proof[:at], bytes((hash_[0] ^ 4, *hash_[1:])), *proof[at + 1 :]]
        yield [*proof[:at], hash_[:-1], *proof[at + 1 :]]
        yield [*proof[:at], hash_ + b"\0", *proof[at + 1 :]]
        yield [*proof[:at], hash_, *proof[at:]]


@pytest.mark.parametrize("size", SIZES)
def test_no_damaged_inclusion_proof_holds(size: int) -> None:
    for index in range(size):
        proof, whole = inclusion_proof(TREE, index, size), root(TREE, size)
        assert is_included(LEAVES[index], index=index, size=size, proof=proof, root=whole)
        for wrong in damaged(proof):
            assert not is_included(LEAVES[index], index=index, size=size, proof=wrong, root=whole)
        for other in range(-1, size + 3):
            if other != index:
                assert not is_included(
                    LEAVES[index], index=other, size=size, proof=proof, root=whole
                )
        assert not is_included(LEAVES[699], index=index, size=size, proof=proof, root=whole)
        assert not is_included(LEAVES[index], index=index, size=size, proof=proof, root=LEAVES[699])


@pytest.mark.parametrize("size", SIZES)
def test_no_damaged_consistency_proof_holds(size: int) -> None:
    for old in range(1, size + 1):
        proof = consistency_proof(TREE, old, size)
        good = {
            "old": old,
            "old_root": root(TREE, old),
            "new": size,
            "new_root": root(TREE, size),
            "proof": proof,
        }
        assert is_consistent(**good)
        for wrong in damaged(proof):
            assert not is_consistent(**{**good, "proof": wrong})
        for other in range(old + 1):
            if other != old:
                assert not is_consistent(**{**good, "old": other})
        assert not is_consistent(**{**good, "old_root": LEAVES[699]})
        assert not is_consistent(**{**good, "new_root": LEAVES[699]})


def test_an_index_outside_the_tree_is_refused_though_its_path_would_fit() -> None:
    """A verifier of many takes index 5 in a tree of four."""
    proof = inclusion_proof(TREE, 1, 4)

    assert is_included(LEAVES[1], index=1, size=4, proof=proof, root=root(TREE, 4))
    assert not is_included(LEAVES[1], index=5, size=4, proof=proof, root=root(TREE, 4))


def test_nothing_is_consistent_with_the_empty_tree_by_proof() -> None:
    assert not is_consistent(old=0, old_root=EMPTY, new=4, new_root=root(TREE, 4), proof=[])


@pytest.mark.parametrize(("old", "new"), [(0, 4), (5, 4), (-1, 4)])
def test_no_proof_is_made_where_nothing_grew(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="grown"):
        consistency_proof(TREE, old, new)


@pytest.mark.parametrize("index", [-1, 4])
def test_no_proof_is_made_of_a_leaf_that_there_is_not(index: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_proof(TREE, index, 4)


@settings(deadline=None)
@given(size=st.integers(0, 700))
def test_a_frontier_goes_on_from_what_was_kept_of_it(size: int) -> None:
    before = Frontier()
    for leaf in LEAVES[:size]:
        before.append(leaf)
    after = Frontier(before.size, before.hashes)

    for leaf in LEAVES[size:]:
        after.append(leaf)

    assert after.root() == root(TREE, 700)


def test_a_frontier_that_does_not_fit_its_size_is_refused() -> None:
    with pytest.raises(ValueError, match="one hash for each bit"):
        Frontier(3, [LEAVES[0]])


def test_what_is_no_hash_is_no_part_of_a_proof() -> None:
    """The end of one could be read as the beginning of the next."""
    left, right = LEAVES[:2]
    whole = root(TREE, 2)

    assert is_included(left, index=0, size=2, proof=[right], root=whole)
    assert not is_included(left + right[:1], index=0, size=2, proof=[right[1:]], root=whole)
    assert not is_included(b"", index=0, size=1, proof=[], root=b"")
