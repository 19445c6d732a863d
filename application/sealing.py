"""Sealing of field groups: encrypted per record and group, and bound to the event they stand in.

Decision. A group is sealed with AES-256-GCM under its own data key; the associated data name the
stream, version, topic and group, so that sealed content cannot be moved to another event. Beside
it stands a salted commitment, so that a proof of the event does not need the content and erasing
the key does not break the proof. Consequence: whoever holds the log without the key ring reads
codes and nothing personal. Kept by ``tests/application/test_sealing.py``. (Spec: audit, 4.1, 5.3.)
"""

import base64
import binascii
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from application.codec import from_json, to_json
from application.ports import ReadingKeys, WritingKeys
from domain.codec import uuid_of
from domain.codelists.field_groups import FieldGroup

BLIND_BYTES = 32
NONCE_BYTES = 12


class SealBrokenError(Exception):
    """Sealed content does not belong to this event, or was altered."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where sealed content stands; content moved elsewhere does not open."""

    stream: UUID
    version: int
    topic: str

    def bound_to(self, group: str) -> bytes:
        """Associated data: each part with its length before it, so that parts cannot shift."""
        return self._event + _measured(group.encode())

    @cached_property
    def _event(self) -> bytes:
        parts = (self.stream.bytes, str(self.version).encode(), self.topic.encode())
        return b"".join(map(_measured, parts))


def _measured(part: bytes) -> bytes:
    return len(part).to_bytes(4, "big") + part


def seal(content: Any, *, ring: WritingKeys, place: Place, group: FieldGroup) -> dict[str, str]:
    """Sealed content as it is stored: key id, commitment, and nonce with ciphertext.

    Raises:
        KeyDestroyedError: the group was erased.

    """
    key = ring.for_writing(place.stream, group)
    plain, blind = to_json(content), secrets.token_bytes(BLIND_BYTES)
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(key.secret).encrypt(nonce, blind + plain, place.bound_to(group))
    return {
        "k": str(key.id),
        "c": commitment(blind, plain),
        "e": base64.b64encode(nonce + sealed).decode(),
    }


def unseal(stored: Mapping[str, str], *, ring: ReadingKeys, place: Place, group: str) -> Any | None:
    """The content, or ``None`` when its key was destroyed.

    Raises:
        SealBrokenError: it was altered or moved.
        KeyMissingError: its key was lost.

    """
    found = opened(stored, ring=ring, place=place, group=group)
    return None if found is None else from_json(found[1])


def opened(
    stored: Mapping[str, str], *, ring: ReadingKeys, place: Place, group: str
) -> tuple[bytes, bytes] | None:
    """The blind and the content as it was written down: with both, anybody can check the commitment.

    Raises:
        SealBrokenError, KeyMissingError: as above.

    """
    secret = ring.for_reading(uuid_of(stored["k"]))
    if secret is None:
        return None
    nonce_and_sealed = binascii.a2b_base64(stored["e"], strict_mode=True)
    nonce, sealed = nonce_and_sealed[:NONCE_BYTES], nonce_and_sealed[NONCE_BYTES:]
    try:
        plain = AESGCM(secret).decrypt(nonce, sealed, place.bound_to(group))
    except InvalidTag:
        raise SealBrokenError(place) from None
    blind, content = plain[:BLIND_BYTES], plain[BLIND_BYTES:]
    if not hmac.compare_digest(commitment(blind, content), stored["c"]):
        raise SealBrokenError(place)
    return blind, content


def commitment(blind: bytes, plain: bytes) -> str:
    """What binds an event to its sealed content without telling it: nobody can try guesses."""
    return hmac.digest(blind, plain, "sha256").hex()
