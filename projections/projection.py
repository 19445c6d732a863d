"""What a projection is: tables, and what each event does to them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import BigInteger, Column, Connection, Integer, MetaData, Table, Text

from domain.event import Event, Recorded
from domain.receipt import CommandCarriedOut

SCHEMA = "views"


class LogReader(Protocol):
    """The log, as far as read models know it."""

    def read(self, *, after: int, limit: int) -> list[Recorded]:
        """The next events after a position, in order.

        Raises:
            ConnectionError: the log cannot be reached now.

        """

    def last_position(self) -> int:
        """The position of the newest event."""


class UnknownEventError(Exception):
    """An event that no projection was told about. Building on would lose it silently."""


Project = Callable[[Event, int, Connection], None]
"""Write what an event, at its log position, means for the tables."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Projection:
    """A read model. A new ``version`` means that its tables must be built again from the start."""

    name: str
    version: int
    metadata: MetaData
    project: Project
    handles: frozenset[type[Event]]
    ignores: frozenset[type[Event]]
    """Events that mean nothing here, named one by one: a new kind of event is never overlooked."""

    def apply(self, recorded: Recorded, connection: Connection) -> None:
        """Take one event in.

        Raises:
            UnknownEventError: nobody decided what it means here.

        """
        kind = type(recorded.event)
        if kind in self.handles:
            self.project(recorded.event, recorded.position, connection)
        elif kind not in self.ignores and kind is not CommandCarriedOut:
            raise UnknownEventError(f"{self.name} does not know {kind.__name__}")


tracking_metadata = MetaData(schema=SCHEMA)

tracking = Table(
    "tracking",
    tracking_metadata,
    Column("projection", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("position", BigInteger, nullable=False),
)
"""How far each projection has come; moved in the same transaction as its rows."""
