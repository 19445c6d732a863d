"""A tree in tiles of 256 hashes: how it is kept in memory, proved from, and published (C2SP tlog-tiles)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.proof.merkle import node_hash, root

HEIGHT = 8
WIDTH = 1 << HEIGHT

ReadLeaves = Callable[[int, int], Sequence[bytes]]
"""The hashes of the leaves from one index until before another."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tile:
    """Consecutive hashes of one level of the tree, of which each is a full tile of the level below."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where it is published: ``tile/0/x001/x234/067``, with ``.p/W`` behind it if it is partial."""
        partial = f".p/{self.width}" if self.width < WIDTH else ""
        return f"tile/{self.level}/{_elements(self.index)}{partial}"


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of a tree of so many leaves; the last of a level may be partial, and none is empty."""
    level = 0
    while width := size >> (HEIGHT * level):
        yield from (Tile(level=level, index=index) for index in range(width // WIDTH))
        if rest := width % WIDTH:
            yield Tile(level=level, index=width // WIDTH, width=rest)
        level += 1


class TiledTree:
    """A growing tree that holds the hashes of full tiles alone: one in 256 leaves.

    What lies within a tile is computed from its leaves, which are read when they are asked for.
    """

    def __init__(self, read: ReadLeaves) -> None:
        self._read = read
        self._last: list[bytes] = []
        """The leaves of the tile that is not full yet."""
        self._full: list[list[bytes]] = []
        """By level from 1 on, the hashes of the full tiles below."""

    @property
    def size(self) -> int:
        return len(self._full[0]) * WIDTH + len(self._last) if self._full else len(self._last)

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add the hashes of more leaves."""
        for leaf in leaves:
            self._last.append(leaf)
            if len(self._last) == WIDTH:
                self._fill(1, folded(self._last))
                self._last = []

    def root(self) -> bytes:
        """The hash of the whole tree as it is now."""
        return root(self, self.size)

    def subtree(self, level: int, index: int) -> bytes:
        """The hash of a complete subtree."""
        if level < HEIGHT:
            return folded(self._read(index << level, (index + 1) << level))
        above, within = divmod(level, HEIGHT)
        return folded(self._full[above - 1][index << within : (index + 1) << within])

    def hashes(self, tile: Tile) -> bytes:
        """The content of a tile."""
        begin, end = tile.index * WIDTH, tile.index * WIDTH + tile.width
        if tile.level == 0:
            return b"".join(self._read(begin, end))
        return b"".join(self._full[tile.level - 1][begin:end])

    def _fill(self, level: int, found: bytes) -> None:
        if level > len(self._full):
            self._full.append([])
        above = self._full[level - 1]
        above.append(found)
        if len(above) % WIDTH == 0:
            self._fill(level + 1, folded(above[-WIDTH:]))


def folded(hashes: Sequence[bytes]) -> bytes:
    """The hash of a complete subtree over the hashes of its parts."""
    while len(hashes) > 1:
        hashes = [
            node_hash(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)
        ]
    return hashes[0]


def _elements(index: int) -> str:
    """An index in elements of three digits, all but the last of them marked."""
    text = f"{index:03}"
    text = text.zfill(-(-len(text) // 3) * 3)
    parts = [text[at : at + 3] for at in range(0, len(text), 3)]
    return "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
