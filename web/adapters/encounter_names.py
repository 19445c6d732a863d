"""Ids of expected encounters, that follow from what a file says and tell nobody what it said.

Decision. An id is an HMAC of kind and reference under a key that follows from a key of the force in
the key ring. Consequence: the same line is the same encounter, whichever file it comes in, and who
holds the log without the keys cannot try references until one fits. Kept by
``tests/adapters/test_encounter_names.py``.
"""

import hashlib
import hmac
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from application.ports import KeyRing
from domain.codelists.field_groups import FieldGroup
from domain.codelists.forces import Force

NAMESPACE = UUID("4d5fbc3a-9a1c-5d0e-8a53-0f6f1f2f7c21")
USE = b"names of expected encounters"


class EncounterNames:
    """Names expected encounters."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring
        self._keys: dict[Force, bytes] = {}

    def of(self, force: Force, said: str) -> UUID:
        """The id of an encounter of a force that says this of itself."""
        digest = hmac.new(self._key(force), said.encode(), hashlib.sha256).digest()
        return UUID(bytes=digest[:16])

    def _key(self, force: Force) -> bytes:
        if force not in self._keys:
            key = self._ring.for_writing(uuid5(NAMESPACE, force.value), FieldGroup.REFERENCES)
            derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=USE)
            self._keys[force] = derived.derive(key.secret)
        return self._keys[force]
