"""Tiles: the example of C2SP tlog-tiles, and a tree that is proved from tiles alone."""

from hashlib import sha256

import pytest

from domain.proof.merkle import Frontier, root
from domain.proof.tiles import Tile, TiledTree, folded, tiles_of
from tests.domain.proof.trees import tree


def by_level(size: int) -> dict[int, tuple[int, list[int]]]:
    """How many full tiles a level has, and how wide its partial ones are."""
    found: dict[int, tuple[int, list[int]]] = {}
    for tile in tiles_of(size):
        full, partial = found.get(tile.level, (0, []))
        more = [tile.width] if tile.width < 256 else []
        found[tile.level] = full + (not more), partial + more
    return found


def test_the_example_of_the_specification() -> None:
    assert by_level(70_000) == {0: (273, [112]), 1: (1, [17]), 2: (0, [1])}
    assert by_level(256) == {0: (1, []), 1: (0, [1])}
    assert by_level(0) == {}


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(level=0, index=1_234_067), "tile/0/x001/x234/067"),
        (Tile(level=0, index=0), "tile/0/000"),
        (Tile(level=1, index=1000, width=17), "tile/1/x001/000.p/17"),
        (Tile(level=2, index=999), "tile/2/999"),
    ],
)
def test_paths_are_those_of_the_specification(tile: Tile, path: str) -> None:
    assert tile.path == path


def test_a_tree_can_be_put_together_again_from_its_tiles() -> None:
    """More than 256 * 256 leaves, so that there are three levels."""
    leaves = [sha256(number.to_bytes(4, "big")).digest() for number in range(65_536 + 300)]
    published = tree(leaves)
    tiles = {tile.path: published.hashes(tile) for tile in tiles_of(len(leaves))}

    def read(begin: int, end: int) -> list[bytes]:
        found = []
        for index in range(begin, end):
            tile = index // 256
            width = min(256, len(leaves) - tile * 256)
            content = tiles[Tile(level=0, index=tile, width=width).path]
            found.append(content[32 * (index % 256) : 32 * (index % 256 + 1)])
        return found

    again = TiledTree(read)
    again.extend(read(0, len(leaves)))

    # By another way, which knows of no tiles.
    whole = Frontier()
    for at, leaf in enumerate(leaves):
        if at == 65_536:
            assert tiles["tile/2/000.p/1"] == whole.root()
        whole.append(leaf)
    assert again.root() == published.root() == root(published, len(leaves)) == whole.root()
    assert all(len(tiles[one.path]) == 32 * one.width for one in tiles_of(len(leaves)))
    # Each hash above is the root of the full tile below.
    first = tiles["tile/0/000"]
    alone = tree([first[at : at + 32] for at in range(0, len(first), 32)])
    assert tiles["tile/1/000"][:32] == alone.root()


@pytest.mark.parametrize("tiles", [1, 2, 3, 5, 7])
def test_a_tree_of_several_tiles_is_the_tree_of_its_leaves(tiles: int) -> None:
    leaves = [sha256(number.to_bytes(4, "big")).digest() for number in range(256 * tiles + 3)]
    whole = Frontier()
    for leaf in leaves:
        whole.append(leaf)

    assert tree(leaves).root() == whole.root()


def test_what_is_no_complete_subtree_has_no_hash() -> None:
    with pytest.raises(ValueError, match="zip"):
        folded([bytes(32)] * 3)
