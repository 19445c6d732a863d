"""The tree as tiles that anybody may read: the newest published checkpoint, and what it is made of.

Decision. Only hashes are given out, up to the published checkpoint and never beyond it; the entries, which
name people by pseudonyms, stay here. Each tile is made of the log's leaves when it is asked for and is
held against the checkpoint first. Consequence: a mirror can follow the log and prove every record that
is shown to it, and learns of the others no more than how many there are; a tile that was damaged, in a
file or in memory, is made again from the leaves. Kept by ``tests/proof/test_mirroring.py``.
(Spec: audit, 4.5 and 7.2, T14.)
"""

import re
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from domain.proof.base64 import MalformedError
from domain.proof.checkpoints import Checkpoint
from domain.proof.merkle import HASH_BYTES, root
from domain.proof.notes import Note
from domain.proof.tiles import HEIGHT, WIDTH, Tile, TiledTree, folded
from web.adapters.stores import Stores
from web.proof import reading
from web.proof.proving import NotProvedError
from web.proof.signing import NEWEST

A_MINUTE = 600
"""Requests from one address: a mirror that begins with a million events asks for four thousand tiles."""
MOST_LEVEL = 63
PARTS = re.compile(r"((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")
MOST_DIGITS = 18


class Mirror:
    """Gives out the tiles of what was published."""

    def __init__(self, stores: Stores, published: Path) -> None:
        self._stores = stores
        self._file = published / NEWEST
        self._alone = Lock()
        self._tree = self._no_tree()

    def checkpoint(self) -> Note | None:
        """The newest checkpoint that enough have seen, if there is one to be read here.

        Raises:
            NotProvedError: it is damaged; whoever signs writes it again.

        """
        try:
            written = self._file.read_bytes()
        except OSError:
            return None
        try:
            note = Note.parsed(written)
            Checkpoint.parsed(note.text)
        except MalformedError:
            raise NotProvedError from None
        return note

    def tile(self, tile: Tile) -> bytes | None:
        """The content of a tile; none of one that the published checkpoint does not need.

        Raises:
            NotProvedError: the log is not the one that was published.

        """
        note = self.checkpoint()
        if note is None:
            return None
        checkpoint = Checkpoint.parsed(note.text)
        if tile.index * WIDTH + tile.width > checkpoint.size >> (HEIGHT * tile.level):
            return None
        with self._alone:
            found = self._read(tile, checkpoint)
            if found is None:
                # What was read before may be what somebody has changed and put back since.
                self._tree = self._no_tree()
                found = self._read(tile, checkpoint)
        if found is None:
            raise NotProvedError
        return found

    def _read(self, tile: Tile, checkpoint: Checkpoint) -> bytes | None:
        with reading.looking_at_log(self._stores) as connection:
            reading.read_on(connection, self._tree, checkpoint.size)
        if self._tree.size < checkpoint.size:
            return None
        if root(self._tree, checkpoint.size) != checkpoint.root:
            return None
        if tile.level:
            return self._tree.hashes(tile)
        # The leaves are not held in memory: those of this tile are read, and held against it.
        whole = min(WIDTH, checkpoint.size - tile.index * WIDTH)
        content = self._tree.hashes(Tile(level=0, index=tile.index, width=whole))
        if not self._is_of_tree(tile.index, content, checkpoint):
            return None
        return content[: tile.width * HASH_BYTES]

    def _is_of_tree(self, index: int, content: bytes, checkpoint: Checkpoint) -> bool:
        hashes = [content[at : at + HASH_BYTES] for at in range(0, len(content), HASH_BYTES)]
        if len(hashes) == WIDTH:
            return folded(hashes) == self._tree.subtree(HEIGHT, index)
        begin = index * WIDTH
        last = TiledTree(lambda low, high: hashes[low - begin : high - begin])
        return root(_Ending(self._tree, last, begin), checkpoint.size) == checkpoint.root

    def _no_tree(self) -> TiledTree:
        def read(begin: int, end: int) -> Sequence[bytes]:
            with reading.looking_at_log(self._stores) as connection:
                return reading.leaf_hashes(connection, begin, end)

        return TiledTree(read)


class _Ending:
    """A tree whose last leaves are given, and whose full tiles are those of another."""

    def __init__(self, full: TiledTree, last: TiledTree, begin: int) -> None:
        self._full, self._last, self._begin = full, last, begin

    def subtree(self, level: int, index: int) -> bytes:
        of = self._last if level < HEIGHT and index << level >= self._begin else self._full
        return of.subtree(level, index)


def tile_at(level: str, rest: str) -> Tile | None:
    """The tile of an address, which is written in one way (C2SP tlog-tiles); none of any other."""
    match = PARTS.fullmatch(rest)
    if match is None or not level.isascii() or not level.isdigit() or len(level) > 2:
        return None
    index = match[1].replace("/", "").replace("x", "")
    if len(index) > MOST_DIGITS or int(level) > MOST_LEVEL:
        return None
    width = int(match[2]) if match[2] else WIDTH
    if match[2] and width >= WIDTH:
        return None
    found = Tile(level=int(level), index=int(index), width=width)
    return found if found.path == f"tile/{level}/{rest}" else None
