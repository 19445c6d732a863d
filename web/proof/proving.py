"""Proofs of one record to take away, and the tree itself as files that anybody may mirror."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from uuid import UUID

from sqlalchemy import Connection

from application import leaves
from domain.proof.base64 import MalformedError
from domain.proof.checkpoints import Checkpoint
from domain.proof.inclusion import InclusionProof
from domain.proof.merkle import consistency_proof, inclusion_proof, root
from domain.proof.notes import Note, NotSignedError, VerifierKey, signatures_of
from domain.proof.tiles import WIDTH, TiledTree, tiles_of
from web.adapters.stores import Stores
from web.proof import reading
from web.proof.keys import is_signed, verifier_keys
from web.proof.rotating import LOG_VKEY
from web.proof.signing import NEWEST, WITNESS_VKEY
from web.settings import SettingsError


class NotProvedError(Exception):
    """The log is not the one that was signed: uof verify says where it differs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Proved:
    """One version of a record: what its leaf is the hash of, and where that stands in the log."""

    version: int
    entry: bytes
    proof: InclusionProof | None
    """None while no checkpoint covers it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """A checkpoint that a witness saw, and when, by the keys that the witness holds."""

    note: Note
    keys: tuple[VerifierKey, ...]
    """The log's, and the witness's."""
    at: datetime

    @property
    def checkpoint(self) -> Checkpoint:
        return Checkpoint.parsed(self.note.text)


def newest(folder: Path) -> Seen | None:
    """The newest checkpoint that is kept in a witness's folder, if there is one to be read here.

    Raises:
        NotProvedError: it is not signed by the keys that belong to it.

    """
    try:
        note = Note.parsed((folder / NEWEST).read_bytes())
        log, witness = (verifier_keys(folder / name) for name in (LOG_VKEY, WITNESS_VKEY))
    except (OSError, SettingsError):
        # In production the folder is elsewhere.
        return None
    except MalformedError:
        raise NotProvedError from None
    try:
        signatures_of(note, log, is_signed)
        (seen,) = signatures_of(note, witness, is_signed).values()
    except NotSignedError:
        raise NotProvedError from None
    signed = tuple(key for key in (*log, *witness) if note.signed_by(key))
    return Seen(note=note, keys=signed, at=datetime.fromtimestamp(seen.at, UTC))


class Prover:
    """Proves records in the tree that the witness saw, which it reads once and then reads on."""

    def __init__(self, stores: Stores, newest: Callable[[], Seen | None]) -> None:
        self._stores = stores
        self._newest = newest
        self._alone = Lock()
        self._tree = self._no_tree()
        self._connection: Connection | None = None
        self._tiles: dict[int, Sequence[bytes]] = {}
        """Tiles of leaves, for as long as one look at the log lasts."""

    def seen(self) -> Seen | None:
        """The newest checkpoint that the witness saw; none where its folder cannot be read.

        Raises:
            NotProvedError: it is not signed by the keys that belong to it.

        """
        return self._newest()

    def proofs(self, record: UUID, seen: Seen) -> list[Proved]:
        """The proof of every version of a record.

        Raises:
            NotProvedError: the log is not the one that was signed.

        """
        checkpoint = seen.checkpoint
        with self._alone, self._looking() as connection:
            reading.read_on(connection, self._tree, checkpoint.size)
            once = Once(self._tree)
            if not _is_of(checkpoint, once):
                # What was read before may be what somebody has changed and put back since.
                self._tree = self._no_tree()
                reading.read_on(connection, self._tree, checkpoint.size)
                once = Once(self._tree)
                if not _is_of(checkpoint, once):
                    raise NotProvedError
            return list(_proofs(connection, once, record, seen.note))

    def grown(self, since: Checkpoint, seen: Seen) -> list[bytes]:
        """What shows that the log has only grown since an earlier checkpoint of it.

        Raises:
            NotProvedError: the earlier one is of no tree that this one has grown out of.

        """
        new = seen.checkpoint
        with self._alone, self._looking() as connection:
            reading.read_on(connection, self._tree, new.size)
            if since.origin != new.origin or not 0 < since.size <= new.size:
                raise NotProvedError
            once = Once(self._tree)
            if not (_is_of(new, once) and _is_of(since, once)):
                raise NotProvedError
            return consistency_proof(once, since.size, new.size)

    @contextmanager
    def _looking(self) -> Iterator[Connection]:
        with reading.looking_at_log(self._stores) as connection:
            self._connection, self._tiles = connection, {}
            yield connection
            self._connection, self._tiles = None, {}

    def _no_tree(self) -> TiledTree:
        return TiledTree(self._leaves)

    def _leaves(self, begin: int, end: int) -> Sequence[bytes]:
        # A subtree lies within one tile, and the next one that is asked for most often in the same.
        tile, first = begin // WIDTH, begin % WIDTH
        if self._connection is None:
            with self._looking():
                return self._leaves(begin, end)
        if tile not in self._tiles:
            found = reading.leaf_hashes(self._connection, tile * WIDTH, (tile + 1) * WIDTH)
            self._tiles[tile] = found
        return self._tiles[tile][first : first + end - begin]


def files_of(reference: str, proved: Sequence[Proved]) -> dict[str, bytes]:
    """What is taken away: of each version that is proved, its entry and the proof."""
    found: dict[str, bytes] = {}
    for one in proved:
        if one.proof is not None:
            found[f"{reference}-{one.version}.leaf"] = one.entry
            found[f"{reference}-{one.version}.tlog-proof"] = str(one.proof).encode()
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Exported:
    """How many tiles were written that were not there, and how many that were there and were damaged."""

    new: int = 0
    mended: int = 0


def export(stores: Stores, seen: Seen, folder: Path) -> Exported:
    """Write a checkpoint and the tiles of its tree as files, for a mirror.

    The hashes alone: what they are the hashes of stays here. A tile never changes: one that is not what
    the leaves make of it was damaged, and is written again.

    Raises:
        NotProvedError: this is not the tree of the checkpoint.

    """
    new = mended = 0
    with reading.looking_at_log(stores) as connection:
        tree = TiledTree(lambda begin, end: reading.leaf_hashes(connection, begin, end))
        reading.read_on(connection, tree, seen.checkpoint.size)
        if not _is_of(seen.checkpoint, tree):
            raise NotProvedError
        for tile in tiles_of(tree.size):
            file, content = folder / tile.path, tree.hashes(tile)
            there = file.read_bytes() if file.exists() else None
            if there != content:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
                new, mended = new + (there is None), mended + (there is not None)
    # Last: whoever reads it finds every tile that it needs.
    (folder / NEWEST).write_text(str(seen.note))
    return Exported(new=new, mended=mended)


class Once:
    """A tree of which each subtree is hashed once: the proofs of a record have most of them in common."""

    def __init__(self, tree: TiledTree) -> None:
        self.size = tree.size
        self._tree = tree
        self._known: dict[tuple[int, int], bytes] = {}

    def subtree(self, level: int, index: int) -> bytes:
        if (level, index) not in self._known:
            self._known[level, index] = self._tree.subtree(level, index)
        return self._known[level, index]


def _is_of(checkpoint: Checkpoint, tree: TiledTree | Once) -> bool:
    """Whether a tree begins with that of a checkpoint."""
    return tree.size >= checkpoint.size and root(tree, checkpoint.size) == checkpoint.root


def _proofs(connection: Connection, tree: Once, record: UUID, note: Note) -> Iterator[Proved]:
    size = Checkpoint.parsed(note.text).size
    origin, previous = reading.origin(connection), leaves.FIRST
    for row in reading.rows_of(connection, record):
        if row.leaf_index is None or row.salt is None or row.leaf_hash is None:
            raise NotProvedError
        body = leaves.body(origin, row, row.salt)
        proof = None
        if row.leaf_index < size:
            hashes = inclusion_proof(tree, row.leaf_index, size)
            proof = InclusionProof(index=row.leaf_index, hashes=tuple(hashes), checkpoint=note)
            if not proof.shows(leaves.leaf(body, previous)):
                raise NotProvedError
        yield Proved(
            version=row.originator_version, entry=leaves.entry(body, previous), proof=proof
        )
        previous = row.leaf_hash
