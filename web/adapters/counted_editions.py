"""What was counted of editions beside their files: kept, because counting takes long of a large force."""

import zlib
from contextlib import suppress
from typing import Any

import orjson
from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.exc import IntegrityError

from web.adapters.stores import reading
from web.adapters.tables import counted_editions


class CountedEditions:
    """Losing it loses nothing: whoever asks counts again."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, about: str, content: Any) -> None:
        """Keep plain data, under a digest of all that it was counted from."""
        there = counted_editions.c.about == about
        values = {"about": about, "content": zlib.compress(orjson.dumps(content))}
        with suppress(IntegrityError), self._engine.begin() as connection:
            connection.execute(delete(counted_editions).where(there))
            # Whoever counted the same at the same moment kept it for both.
            connection.execute(insert(counted_editions).values(**values))

    def content(self, about: str) -> Any:
        """What was kept, or nothing."""
        query = select(counted_editions.c.content).where(counted_editions.c.about == about)
        with reading(self._engine).connect() as connection:
            found = connection.execute(query).scalar_one_or_none()
        return orjson.loads(zlib.decompress(found)) if found is not None else None
