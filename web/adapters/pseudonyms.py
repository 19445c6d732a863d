"""Names that stand for officers towards another system, and lead to nobody outside the force.

Decision. A pseudonym is an HMAC of the person's id under a key that follows from the client's own
data key in the key ring. Consequence: it stays the same for one system, two systems cannot compare
theirs, and destroying the key cuts every tie. Kept by ``tests/web/api/test_changes.py``.
"""

import hashlib
import hmac
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from application.ports import KeyRing
from domain.codelists.field_groups import FieldGroup

USE = b"pseudonyms of officers"


class Pseudonyms:
    """Gives people other names, system by system."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    def key(self, client: UUID) -> bytes:
        """The key of a client's pseudonyms."""
        key = self._ring.for_writing(client, FieldGroup.NARRATIVE)
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=USE).derive(key.secret)


def pseudonym(key: bytes, person: UUID) -> str:
    return hmac.new(key, person.bytes, hashlib.sha256).hexdigest()[:32]
