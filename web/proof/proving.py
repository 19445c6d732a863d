"""Proofs of one record to take away, and the tree itself as files that anybody may mirror."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection

from application import leaves
from domain.proof.checkpoints import Checkpoint
from domain.proof.inclusion import InclusionProof
from domain.proof.merkle import inclusion_proof
from domain.proof.notes import Note
from domain.proof.tiles import WIDTH, TiledTree, tiles_of
from web.adapters.stores import Stores
from web.proof import reading
from web.proof.signing import NEWEST


class NotProvedError(Exception):
    """The log is not the one that was signed: uof verify says where it differs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Proved:
    """One version of a record: what its leaf is the hash of, and where that stands in the log."""

    version: int
    entry: bytes
    proof: InclusionProof | None
    """None while no checkpoint covers it."""


def newest(folder: Path) -> Note | None:
    """The newest checkpoint that is kept in a folder, if there is one."""
    file = folder / NEWEST
    return Note.parsed(file.read_bytes()) if file.exists() else None


def proofs_of(stores: Stores, record: UUID, note: Note) -> list[Proved]:
    """The proof of every version of a record, in the tree of a checkpoint.

    Raises:
        NotProvedError: they are not in it.

    """
    with reading.looking_at_log(stores) as connection:
        tree = _tree(connection, note)
        return list(_proofs(connection, tree, record, note))


def export(stores: Stores, note: Note, folder: Path) -> int:
    """Write a checkpoint and the tiles of its tree as files, for a mirror; returns how many are new.

    The hashes alone: what they are the hashes of stays here. A tile that is full never changes.

    Raises:
        NotProvedError: this is not the tree of the checkpoint.

    """
    written = 0
    with reading.looking_at_log(stores) as connection:
        tree = _tree(connection, note)
        for tile in tiles_of(tree.size):
            file = folder / tile.path
            if tile.width == WIDTH and file.exists():
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(tree.hashes(tile))
            written += 1
    # Last: whoever reads it finds every tile that it needs.
    (folder / NEWEST).write_text(str(note))
    return written


def _tree(connection: Connection, note: Note) -> TiledTree:
    checkpoint = Checkpoint.parsed(note.text)
    tree = TiledTree(lambda begin, end: reading.leaf_hashes(connection, begin, end))
    reading.read_on(connection, tree, checkpoint.size)
    if (tree.size, tree.root()) != (checkpoint.size, checkpoint.root):
        raise NotProvedError
    return tree


def _proofs(connection: Connection, tree: TiledTree, record: UUID, note: Note) -> Iterator[Proved]:
    origin, previous = reading.origin(connection), leaves.FIRST
    for row in reading.rows_of(connection, record):
        if row.leaf_index is None or row.salt is None or row.leaf_hash is None:
            raise NotProvedError
        body = leaves.body(origin, row, row.salt)
        proof = None
        if row.leaf_index < tree.size:
            hashes = inclusion_proof(tree, row.leaf_index, tree.size)
            proof = InclusionProof(index=row.leaf_index, hashes=tuple(hashes), checkpoint=note)
            if not proof.shows(leaves.leaf(body, previous)):
                raise NotProvedError
        yield Proved(
            version=row.originator_version, entry=leaves.entry(body, previous), proof=proof
        )
        previous = row.leaf_hash
