"""Receipts: what was recorded, promised to the one who recorded it, before anybody else has seen it.

A receipt is a signed note over where an event stands in the log. The key that signs it is not the log's:
its name ends in ``/receipt``, and the text has six lines, so that a receipt never passes for a checkpoint.
(Spec: audit, 4.8.)
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from domain.proof.base64 import MalformedError, decimal, decoded, encoded
from domain.proof.merkle import HASH_BYTES

SUFFIX = "/receipt"
NAMES = ("record", "version", "index", "leaf", "recorded")
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U: a code is copied by hand (Crockford's base 32)."""
GROUPS, GROUP = 4, 4
CODE_BITS = GROUPS * GROUP * 5
"""Eighty: nobody finds another event of the same code, and it fits in a notebook."""


def signs_as(origin: str) -> str:
    """The name under which the receipts of a log are signed."""
    return f"{origin}{SUFFIX}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """Where an event stands in a log, and when it was recorded."""

    origin: str
    record: UUID
    version: int
    index: int
    leaf: bytes
    """The hash of the event's leaf, which holds that of every leaf before it in the record."""
    at: datetime

    def __str__(self) -> str:
        values = (
            str(self.record),
            str(self.version),
            str(self.index),
            encoded(self.leaf),
            _written(self.at),
        )
        lines = (f"{name} {value}" for name, value in zip(NAMES, values, strict=True))
        return "\n".join((self.origin, *lines, ""))

    @property
    def code(self) -> str:
        """What it is called in short. Whoever kept the code alone can hold it against the log."""
        digest = int.from_bytes(sha256(str(self).encode()).digest(), "big")
        number = digest >> (sha256().digest_size * 8 - CODE_BITS)
        text = "".join(ALPHABET[number >> shift & 31] for shift in range(CODE_BITS - 5, -1, -5))
        return "-".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))

    @classmethod
    def parsed(cls, text: str) -> "Receipt":
        """A receipt from the text of a note.

        Raises:
            MalformedError: it is none, or could be written in another way.

        """
        lines = text.split("\n")
        if len(lines) != len(NAMES) + 2 or lines[-1] or not lines[0]:
            raise MalformedError("a receipt is an origin and five named lines")
        values = [_named(line, name) for line, name in zip(lines[1:-1], NAMES, strict=True)]
        record, version, index, leaf, at = values
        try:
            found = cls(
                origin=lines[0],
                record=UUID(record),
                version=decimal(version),
                index=decimal(index),
                leaf=decoded(leaf),
                at=datetime.fromisoformat(at),
            )
            same = str(found) == text
        except MalformedError:
            raise
        except (ValueError, OverflowError):
            same = False
        if not same or len(found.leaf) != HASH_BYTES:
            raise MalformedError("this is not how a receipt is written")
        return found


def _named(line: str, name: str) -> str:
    given, parted, value = line.partition(" ")
    if given != name or not parted:
        raise MalformedError(f"a receipt has a line that begins with {name}")
    return value


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}+00:00"
