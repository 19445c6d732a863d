"""Checkpoints: how large a log was, and the root of its tree then (C2SP tlog-checkpoint)."""

from dataclasses import dataclass

from domain.proof.base64 import MalformedError, decimal, decoded, encoded
from domain.proof.merkle import HASH_BYTES

LINES = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Checkpoint:
    """What a log says of itself in a note, three lines and no more."""

    origin: str
    """The name of the log: an address without a scheme."""
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{encoded(self.root)}\n"

    @classmethod
    def parsed(cls, text: str) -> "Checkpoint":
        """A checkpoint from the text of a note.

        Raises:
            MalformedError: it is none, or has lines that no proof covers.

        """
        lines = text.split("\n")
        if len(lines) != LINES + 1 or lines[-1] or not lines[0]:
            raise MalformedError("a checkpoint is an origin, a size and a root")
        origin, size, root, _ = lines
        found = decoded(root)
        if len(found) != HASH_BYTES:
            raise MalformedError("a root has 32 bytes")
        return cls(origin=origin, size=decimal(size), root=found)
