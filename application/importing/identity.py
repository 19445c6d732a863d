"""Which record a line is: the same line read again is the same record.

Decision. A record's id follows from the layout, the force and the line's key. The key stands in a
column of its own, ``Import key``, which every file of rejected lines carries, so that a mended line
is the record it would have been. Without that column it is the digest of what the line says, and
its number among lines that say the same. Consequence: a file can be imported twice, in another
order, separator or encoding, or in part, and no record is made twice. Kept by
``tests/application/test_identity.py``.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from uuid import UUID, uuid5

from domain.codelists.forces import Force

KEY = "Import key"
"""The heading of the column with the key of each line."""
PROBLEM = "Import problem"
"""The heading of the column that says what was wrong; nobody reads it but people."""
LONGEST_KEY = 100

NAMESPACE = UUID("0b7d8c1e-5a34-5a0e-9d52-6f5b3f0e7a11")
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without the letters that are taken for others when they are read out."""
SIGNS = 10
SEPARATOR = "\x1f"
DIGEST_BYTES = 16
MOST_ALIKE = 8
"""So many lines that say the same are told apart from a mended one; more were never seen."""


class Identities:
    """Keys and ids of the lines of one file, given line by line in the order of the file."""

    def __init__(self, *, layout: str, force: Force) -> None:
        self._layout = layout
        self._force = force
        self._seen: Counter[bytes] = Counter()

    def key(self, cells: Sequence[str]) -> str:
        """The key of a line that came with none: what it says, and how often that was said before."""
        digest = _digest(cells)
        self._seen[digest] += 1
        return _key(digest, self._seen[digest])

    def likewise(self, cells: Sequence[str]) -> tuple[UUID, ...]:
        """The ids that lines without a key would have which say the same, the first of them first."""
        digest = _digest(cells)
        return tuple(self.record(_key(digest, number)) for number in range(1, MOST_ALIKE + 1))

    def record(self, key: str) -> UUID:
        """The id of the record with a key."""
        return uuid5(NAMESPACE, SEPARATOR.join((self._layout, self._force.value, key)))


def _digest(cells: Sequence[str]) -> bytes:
    said = SEPARATOR.join(cells).encode("utf-8", "surrogatepass")
    return hashlib.sha256(said).digest()[:DIGEST_BYTES]


def _key(digest: bytes, number: int) -> str:
    return digest.hex() if number == 1 else f"{digest.hex()}-{number}"


def reference(prefix: str, record: UUID) -> str:
    """A reference that follows from the id: fifty bits of it, so that a million hardly ever meet."""
    rest, signs = record.int >> (128 - 5 * SIGNS), ""
    for _ in range(SIGNS):
        rest, sign = divmod(rest, len(ALPHABET))
        signs = ALPHABET[sign] + signs
    return f"{prefix}-{signs[:5]}-{signs[5:]}"
