"""The records of some days, to be compared with each other: as many as are read at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Connection, select

from domain.codelists.statuses import RecordStatus
from projections.register.queries import Seen, visible
from projections.register.tables import register

MOST = 100
"""Records that are compared at once: each is read from the log, and a page may not take long."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """Some days and their records."""

    records: tuple[UUID, ...]
    since: date | None
    until: date | None
    cut: bool = False
    """Whether they are of one day that has more than are compared at once."""
    more: bool = False
    """Whether there are records of earlier days."""

    @property
    def earlier(self) -> date | None:
        """The last day of the window before. Its days overlap by one: that day may not be whole here,
        and what lies about its midnight is compared in one of them.
        """
        if not self.more or self.since is None:
            return None
        return self.since - A_DAY if self.since == self.until else self.since


NOTHING = Window(records=(), since=None, until=None)


def window(
    connection: Connection,
    *,
    seen: Seen,
    officers: frozenset[UUID] | None,
    upto: date | None = None,
    areas: Iterable[str] = (),
    most: int = MOST,
) -> Window:
    """The newest records that count until a day, of some officers or of anybody."""
    c = register.c
    which = [
        visible(seen),
        c.status != RecordStatus.WITHDRAWN.value,
        c.incident_date.is_not(None),
    ]
    if officers is not None:
        which.append(c.officer.in_(sorted(officers)))
    if upto:
        which.append(c.incident_date <= upto)
    if wanted := sorted(areas):
        which.append(c.area.in_(wanted))
    newest = (c.incident_date.desc(), c.incident_time.desc(), c.record)
    query = select(c.record, c.incident_date).where(*which).order_by(*newest).limit(most + 1)
    found = connection.execute(query).all()
    if not found:
        return NOTHING
    more, shown = len(found) > most, found[:most]
    since, until = shown[-1].incident_date, shown[0].incident_date
    return Window(
        records=tuple(row.record for row in shown),
        since=since,
        until=until,
        cut=more and since == until,
        more=more,
    )
