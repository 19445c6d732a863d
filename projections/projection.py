"""What a projection is: tables, and what each event does to them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import BigInteger, Column, Connection, Integer, MetaData, Table, Text

from domain.event import Event, Recorded
from domain.receipt import CommandCarriedOut
from projections.rows import Rows

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

ProjectRows = Callable[[Event, int, Rows], None]
"""The same, for rows in memory that are written a page at a time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Projection:
    """A read model. A new ``version`` means that its tables must be built again from the start."""

    name: str
    version: int
    metadata: MetaData
    project: Project | ProjectRows
    handles: frozenset[type[Event]]
    ignores: frozenset[type[Event]]
    """Events that mean nothing here, named one by one: a new kind of event is never overlooked."""

    def take_in(self, page: Sequence[Recorded], connection: Connection) -> None:
        """Take a page of events in.

        Raises:
            UnknownEventError: nobody decided what one of them means here.

        """
        for one in page:
            if self.means_something(one.event):
                self.project(one.event, one.position, connection)  # type: ignore[arg-type]

    def means_something(self, event: Event) -> bool:
        """Whether an event changes the tables.

        Raises:
            UnknownEventError: nobody decided what it means here.

        """
        kind = type(event)
        if kind in self.handles:
            return True
        if kind in self.ignores or kind is CommandCarriedOut:
            return False
        raise UnknownEventError(f"{self.name} does not know {kind.__name__}")


class PagedProjection(Projection):
    """A read model of what happens often: its rows are changed in memory and written once a page."""

    def take_in(self, page: Sequence[Recorded], connection: Connection) -> None:
        meant = [one for one in page if self.means_something(one.event)]
        rows = Rows(meant, connection)
        for one in meant:
            self.project(one.event, one.position, rows)  # type: ignore[arg-type]
        rows.write()


tracking_metadata = MetaData(schema=SCHEMA)

tracking = Table(
    "tracking",
    tracking_metadata,
    Column("projection", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("position", BigInteger, nullable=False),
)
"""How far each projection has come; moved in the same transaction as its rows."""
