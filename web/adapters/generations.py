"""Which generation of the read models is live."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, func, insert, select, update

from web.adapters.stores import WORK, Stores, asking
from web.adapters.tables import view_generations

LIVE, BUILDING, PAST, DROPPED = "live", "building", "past", "dropped"
"""A number is never used twice: another process may still hold the old one open."""


class StoredGenerations:
    """Kept in the ``work`` store, because the read models themselves are thrown away."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    @property
    def _engine(self) -> Engine:
        return self._stores.engine(WORK)

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        with self._stores.rebuilding():
            yield

    def live(self) -> int | None:
        query = select(view_generations.c.generation).where(view_generations.c.state == LIVE)
        with asking(self._engine).connect() as connection:
            found: int | None = connection.execute(query).scalar_one_or_none()
        return found

    def begin(self) -> int:
        for generation in self._others():
            self._stores.drop_views(generation)
        with self._engine.begin() as connection:
            dropped = view_generations.c.state != LIVE
            connection.execute(update(view_generations).where(dropped).values(state=DROPPED))
            newest = connection.execute(select(func.max(view_generations.c.generation))).scalar()
            number = (newest or 0) + 1
            connection.execute(insert(view_generations).values(generation=number, state=BUILDING))
        self._stores.make_views(number)
        return number

    @contextmanager
    def filling(self, generation: int) -> Iterator[Engine]:
        with self._stores.filling_views(generation) as engine:
            yield engine

    def switch(self, generation: int) -> None:
        self._stores.settle_views(generation)
        this = view_generations.c.generation == generation
        with self._engine.begin() as connection:
            connection.execute(
                update(view_generations).where(view_generations.c.state == LIVE).values(state=PAST)
            )
            connection.execute(update(view_generations).where(this).values(state=LIVE))

    def forget(self) -> None:
        """There are no read models: a restored database speaks of those of another one."""
        with self._engine.begin() as connection:
            connection.execute(update(view_generations).values(state=DROPPED))

    def _others(self) -> list[int]:
        kept = view_generations.c.state.in_((BUILDING, PAST))
        query = select(view_generations.c.generation).where(kept)
        with asking(self._engine).connect() as connection:
            return list(connection.execute(query).scalars())
