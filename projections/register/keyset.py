"""A list that is read on and on, and loses and repeats nothing while others submit and amend.

Decision. The order is by the moment at which a record came to be here, the newest first: it never changes, so a record
never moves across the place where a reader stopped. Consequence: what was submitted since is found
by reading from the start again. Kept by ``tests/projections/test_keyset.py``.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, and_, or_, select

from projections.register.queries import Filter, RegisterRow, Seen, conditions, rows_of, visible
from projections.register.tables import register


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a reader stopped: after this record."""

    entered_at: datetime
    record: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """Some rows, and whether there are more."""

    rows: tuple[RegisterRow, ...]
    more: bool

    @property
    def end(self) -> Place | None:
        """Where to go on from; none at the end of the list."""
        if not self.more:
            return None
        last = self.rows[-1]
        return Place(entered_at=last.entered_at, record=last.record)


def stretch(
    connection: Connection, wanted: Filter, *, seen: Seen, after: Place | None, size: int
) -> Stretch:
    """The next rows that match, the last that came first."""
    which = [*conditions(wanted), visible(seen)]
    at, record = register.c.entered_at, register.c.record
    if after is not None:
        same = and_(at == after.entered_at, record > after.record)
        which.append(or_(at < after.entered_at, same))
    # One more than is shown tells whether there are more.
    query = select(register).where(*which).order_by(at.desc(), record).limit(size + 1)
    rows = rows_of(connection, query)
    return Stretch(rows=rows[:size], more=len(rows) > size)
