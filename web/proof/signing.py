"""Who signs checkpoints, and who saw them: each remembers the last tree, and signs no other past.

Context. Whoever owns the database can write history anew with every hash in its place. Decision. The
signer and each witness keep the last tree they signed in a folder of their own, remember a new one
before they sign it, and refuse what is not shown to have grown out of the last. Consequence: a log
whose end is cut off or whose past is changed gets no signature any more, and what is signed and kept
elsewhere shows it. In embedded mode both folders lie on the same machine: that proves something only
to whoever keeps a copy of the witness's folder elsewhere. Kept by ``tests/proof/test_signing.py``.
(Spec: audit, 4.4 and 4.5.)
"""

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from domain.proof.base64 import MalformedError
from domain.proof.checkpoints import Checkpoint
from domain.proof.growth import AnotherLogError, refuse_unless_grown
from domain.proof.notes import KeyType, Note, signatures_of
from web.proof.keys import is_signed, signing_key, verifier_keys, write_whole
from web.proof.rotating import LOG_VKEY, signing_keys
from web.settings import SettingsError

WITNESS_KEY, WITNESS_VKEY = "witness.key", "witness.vkey"
TREE, LOCK = "tree", "lock"
NEWEST, DAYS = "checkpoint", "checkpoints"


@dataclass(frozen=True, kw_only=True, slots=True)
class Signer:
    """Signs for a log, for a while with two keys. It knows its folder and no database."""

    folder: Path
    origin: str

    def sign(self, new: Checkpoint, proof: Sequence[bytes] = ()) -> Note:
        """Sign a tree that is shown to have grown out of the last one.

        Raises:
            NotGrownError: it has not, or nothing shows it.

        """
        keys = signing_keys(self.folder, self.origin)
        with _alone(self.folder):
            if new.origin != self.origin:
                raise AnotherLogError
            refuse_unless_grown(last_tree(self.folder), new, proof)
            _remember(self.folder, new)
            note = Note(str(new), tuple(key.sign(str(new)) for key in keys))
            keep(self.folder, note)
            return note


@dataclass(frozen=True, kw_only=True, slots=True)
class Witness:
    """Says that it saw a tree, and when. It pins the log's key at first sight; another one, which the log
    has for that one, is written below it by hand.
    """

    folder: Path
    name: str

    def cosign(self, note: Note, proof: Sequence[bytes] = ()) -> Note:
        """Add a cosignature to a checkpoint that is shown to have grown out of the last one seen.

        Raises:
            NotGrownError: it has not, or nothing shows it.
            NotSignedError: it is not signed by the key that was pinned.

        """
        key = signing_key(self.folder / WITNESS_KEY, name=self.name, kind=KeyType.COSIGNATURE)
        signatures_of(note, verifier_keys(self.folder / LOG_VKEY), is_signed)
        new = Checkpoint.parsed(note.text)
        with _alone(self.folder):
            refuse_unless_grown(last_tree(self.folder), new, proof)
            _remember(self.folder, new)
            cosigned = Note(note.text, (*note.signatures, key.sign(note.text)))
            keep(self.folder, cosigned)
            return cosigned

    def pin(self, log: Path) -> None:
        """Remember a log's public key, the first time; after that it stays."""
        pinned = self.folder / LOG_VKEY
        if not pinned.exists():
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(pinned, f"{verifier_keys(log / LOG_VKEY)[0]}\n")


def last_tree(folder: Path) -> Checkpoint | None:
    """The last tree that was signed from a folder; none before the first.

    Raises:
        SettingsError: what is remembered cannot be read.

    """
    file = folder / TREE
    if not file.exists():
        return None
    try:
        return Checkpoint.parsed(file.read_text())
    except (MalformedError, UnicodeDecodeError):
        raise SettingsError(f"{file} does not hold the last tree any more.") from None


def kept(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every checkpoint that is kept in a folder: the newest, and the last of each day."""
    newest = folder / NEWEST
    files = [*([newest] if newest.exists() else []), *sorted((folder / DAYS).glob("????-??-??"))]
    for file in files:
        yield file, file.read_bytes()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / LOCK).open("w") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield


def _remember(folder: Path, tree: Checkpoint) -> None:
    """Before it is signed: what is lost then is a signature, and never the memory of one."""
    write_whole(folder / TREE, str(tree))


def keep(folder: Path, note: Note, *, mode: int | None = None) -> None:
    """Keep a checkpoint as the newest of a folder, and as the last of its day."""
    (folder / DAYS).mkdir(exist_ok=True, mode=0o700)
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    for file in (folder / DAYS / today, folder / NEWEST):
        write_whole(file, str(note), mode=mode)
