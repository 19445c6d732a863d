"""The files of what was published: kept as they were made, and given out only if they are still the same."""

import hashlib
from contextlib import suppress

from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.exc import IntegrityError

from domain.releases.events import File
from web.adapters.stores import reading
from web.adapters.tables import published_files


class PublishedFiles:
    """Losing them loses nothing that was published: ``uof release rebuild`` makes them again."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, name: str, content: bytes) -> File:
        """Keep a file, and say by which digest it is known."""
        kept = file_of(name, content)
        with suppress(IntegrityError), self._engine.begin() as connection:
            # Put in anew: what is there under this digest may have been damaged.
            there = published_files.c.sha256 == kept.sha256
            connection.execute(delete(published_files).where(there))
            values = {"sha256": kept.sha256, "content": content}
            # Whoever kept the same bytes at the same moment kept them for both.
            connection.execute(insert(published_files).values(**values))
        return kept

    def restore(self, lost: File, content: bytes) -> bool:
        """Keep a file that was lost; false if this is not what it was."""
        if file_of(lost.name, content) != lost:
            return False
        self.keep(lost.name, content)
        return True

    def content(self, sha256: str) -> bytes | None:
        """A file by its digest; none if it is not kept, or is not what it was."""
        query = select(published_files.c.content).where(published_files.c.sha256 == sha256)
        with reading(self._engine).connect() as connection:
            found: bytes | None = connection.execute(query).scalar_one_or_none()
        return found if found is not None and _digest(found) == sha256 else None


def file_of(name: str, content: bytes) -> File:
    """A file by the digest of its bytes."""
    return File(name=name, sha256=_digest(content))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
