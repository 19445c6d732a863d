"""What was disclosed, kept until something of it is erased; and who took it away.

Decision. The files are sealed under a key that follows from all the keys under which what they hold is
sealed in the log, and one of the disclosure's own. Consequence: as soon as one of them is destroyed the
copy is unreadable too, here and in every backup, without anybody having to think of it; and who holds
the tables without the key ring reads nothing. Kept by ``tests/disclosing/test_keeping.py``.
"""

import secrets
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError

from application.ports import Clock, KeyRing
from domain.codelists.field_groups import FieldGroup
from web.adapters.stores import reading
from web.adapters.tables import disclosed_contents, disclosure_downloads

USE = b"what was disclosed"
NONCE_BYTES = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Download:
    """Somebody took a bundle away."""

    person: UUID
    at: datetime


class DisclosedContents:
    """Keeps the files of disclosures."""

    def __init__(self, engine: Engine, ring: KeyRing, clock: Clock) -> None:
        self._engine = engine
        self._ring = ring
        self._clock = clock

    def keep(
        self, disclosure: UUID, digest: str, content: bytes, *, keys: Collection[UUID]
    ) -> None:
        """Keep the files of a disclosure, as one archive, under the digest that the log knows them by."""
        own = self._ring.for_writing(disclosure, FieldGroup.REFERENCES)
        wanted = [own.id, *sorted(keys)]
        secret = self._secret(wanted)
        assert secret is not None
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = nonce + AESGCM(secret).encrypt(nonce, content, digest.encode())
        values = {
            "digest": digest,
            "disclosure": disclosure,
            "sealed_under": [one.hex for one in wanted],
            "sealed": sealed,
        }
        with suppress(IntegrityError), self._engine.begin() as connection:
            connection.execute(insert(disclosed_contents).values(**values))

    def content(self, digest: str) -> bytes | None:
        """The files; none if they are not kept as they were, or something of them was erased since."""
        c = disclosed_contents.c
        query = select(c.sealed_under, c.sealed).where(c.digest == digest)
        with reading(self._engine).connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        secret = self._secret([UUID(one) for one in row.sealed_under])
        if secret is None:
            return None
        nonce, sealed = row.sealed[:NONCE_BYTES], row.sealed[NONCE_BYTES:]
        try:
            return AESGCM(secret).decrypt(nonce, sealed, digest.encode())
        except InvalidTag:
            return None

    def taken(self, disclosure: UUID, *, by: UUID) -> None:
        """Write down that somebody takes a bundle away; before it leaves."""
        values = {
            "id": uuid4(),
            "disclosure": disclosure,
            "person": by,
            "at": self._clock.now(),
        }
        with self._engine.begin() as connection:
            connection.execute(insert(disclosure_downloads).values(**values))

    def downloads(self, disclosure: UUID) -> Sequence[Download]:
        """Who took it away, the first first."""
        c = disclosure_downloads.c
        query = select(c.person, c.at).where(c.disclosure == disclosure).order_by(c.at, c.id)
        with reading(self._engine).connect() as connection:
            return [Download(person=row.person, at=row.at) for row in connection.execute(query)]

    def _secret(self, keys: Sequence[UUID]) -> bytes | None:
        """What follows from all of these keys; nothing once one of them is destroyed."""
        opened = self._ring.open(keys)
        secrets_ = [opened.for_reading(one) for one in keys]
        if any(one is None for one in secrets_):
            return None
        joined = b"".join(one for one in secrets_ if one is not None)
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=USE).derive(joined)
