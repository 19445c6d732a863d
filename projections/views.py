"""The read models as the rest of the product sees them: the generation that is live."""

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, Engine

from projections import following
from projections.projection import LogReader
from projections.registry import PROJECTIONS

POLL_SECONDS = 0.02

SHOWN = PROJECTIONS.keys() - {"statistics", "versions"}
"""What pages of a single record and lists are made of; reports and releases may lag behind them."""


class NotPreparedError(Exception):
    """There are no read models yet. Run ``uof db upgrade``."""


class Generations(Protocol):
    """Which generation is live, remembered outside the read models."""

    def live(self) -> int | None:
        """The number of the live generation; none before the first."""

    def rebuilding(self) -> AbstractContextManager[None]:
        """Held by whoever rebuilds; others wait until it is free."""

    def begin(self) -> int:
        """Start building another, dropping what an earlier attempt left behind."""

    def filling(self, generation: int) -> AbstractContextManager[Engine]:
        """Its place while nobody reads it: as quick as can be, for it is thrown away on any failure."""

    def switch(self, generation: int) -> None:
        """Make a built generation the live one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Status:
    """How one projection stands."""

    projection: str
    position: int
    behind: int
    """How many log positions it has not taken in; positions may have holes."""
    version: int
    is_outdated: bool
    """Its tables were built by an earlier version of the projection."""
    is_ahead: bool = False
    """They were built by a later version, which fills them too."""


class Views:
    """Opens the live read models. Each look asks which they are, so a switch needs no restart."""

    def __init__(
        self, engine_of: Callable[[int], Engine], generations: Generations, log: LogReader
    ) -> None:
        self._engine_of = engine_of
        self._generations = generations
        self._log = log

    @property
    def generations(self) -> Generations:
        return self._generations

    def prepare(self) -> None:
        """Make the first generation, when there is none yet; it fills by following."""
        if self._generations.live() is None:
            first = self._generations.begin()
            following.create(self._engine_of(first))
            self._generations.switch(first)

    def engine(self) -> Engine:
        """The live generation.

        Raises:
            NotPreparedError: no generation was ever made.

        """
        live = self._generations.live()
        if live is None:
            raise NotPreparedError
        return self._engine_of(live)

    def engine_of(self, generation: int) -> Engine:
        return self._engine_of(generation)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that reads the live generation."""
        with self.engine().execution_options(reads=True).connect() as connection:
            yield connection

    def wait_for(self, position: int, *, seconds: float, of: Collection[str] = SHOWN) -> bool:
        """Wait until pages, or the projections named, show everything up to a position; false when it
        took too long.
        """
        deadline = time.monotonic() + seconds
        while True:
            with self.reading() as connection:
                positions = following.positions(connection)
            if all(positions.get(name, 0) >= position for name in of):
                return True
            if time.monotonic() > deadline:
                return False
            time.sleep(POLL_SECONDS)

    def status(self) -> tuple[Status, ...]:
        """How each projection stands against the log."""
        last = self._log.last_position()
        with self.reading() as connection:
            positions, versions = following.positions(connection), following.versions(connection)
        return tuple(
            Status(
                projection=name,
                position=positions.get(name, 0),
                behind=last - positions.get(name, 0),
                version=versions.get(name, 0),
                is_outdated=versions.get(name, 0) < projection.version,
                is_ahead=versions.get(name, 0) > projection.version,
            )
            for name, projection in PROJECTIONS.items()
        )
