"""A proof that can be taken away and checked offline: an entry is in a signed log (C2SP tlog-proof)."""

from dataclasses import dataclass

from domain.proof import merkle
from domain.proof.base64 import MalformedError, decimal, decoded, encoded
from domain.proof.checkpoints import Checkpoint
from domain.proof.merkle import HASH_BYTES
from domain.proof.notes import Note

FIRST = "c2sp.org/tlog-proof@v1"
INDEX = "index "
MOST_HASHES = 63


@dataclass(frozen=True, kw_only=True, slots=True)
class InclusionProof:
    """Where an entry stands in a log, and what leads from there to the root of a checkpoint."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: Note

    def __str__(self) -> str:
        lines = (FIRST, f"{INDEX}{self.index}", *map(encoded, self.hashes), "", self.checkpoint)
        return "\n".join(map(str, lines))

    @classmethod
    def parsed(cls, written: bytes) -> "InclusionProof":
        """A proof from its bytes. What opaque line it may carry is passed over.

        Raises:
            MalformedError: it is none.

        """
        head, parted, checkpoint = written.partition(b"\n\n")
        try:
            first, *lines = head.decode().split("\n")
        except UnicodeDecodeError:
            raise MalformedError("a proof is UTF-8") from None
        if lines and lines[0].startswith("extra "):
            decoded(lines.pop(0).removeprefix("extra "))
        if first != FIRST or not parted or not lines or not lines[0].startswith(INDEX):
            raise MalformedError("a proof says first what it is, and then its index")
        hashes = tuple(map(decoded, lines[1:]))
        if len(hashes) > MOST_HASHES or any(len(one) != HASH_BYTES for one in hashes):
            raise MalformedError("a proof is made of hashes")
        return cls(
            index=decimal(lines[0].removeprefix(INDEX)),
            hashes=hashes,
            checkpoint=Note.parsed(checkpoint),
        )

    def shows(self, leaf: bytes) -> bool:
        """Whether it leads from the hash of a leaf to the root of its checkpoint.

        Who signed the checkpoint is another question, to be asked first.
        """
        checkpoint = Checkpoint.parsed(self.checkpoint.text)
        return merkle.is_included(
            leaf,
            index=self.index,
            size=checkpoint.size,
            proof=self.hashes,
            root=checkpoint.root,
        )
