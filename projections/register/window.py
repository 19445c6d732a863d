"""The records of some days, to be compared with each other: whole days, as many as are read at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Connection, select

from domain.codelists.statuses import RecordStatus
from projections.register.queries import Seen, visible
from projections.register.tables import register

MOST = 300
"""Records that are compared at once: each is read from the log."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """Some days and their records."""

    records: tuple[UUID, ...]
    since: date | None
    until: date | None
    cut: bool = False
    """Whether the first day has more records than are compared at once."""
    more: bool = False
    """Whether there are records of earlier days."""

    @property
    def earlier(self) -> date | None:
        """The last day of the window before. Its days overlap by one, for what lies about midnight."""
        if not self.more or self.since is None:
            return None
        return self.since - A_DAY if self.since == self.until else self.since


NOTHING = Window(records=(), since=None, until=None)


def window(
    connection: Connection,
    *,
    seen: Seen,
    officers: frozenset[UUID] | None,
    until: date | None = None,
    areas: Iterable[str] = (),
    most: int = MOST,
) -> Window:
    """The newest records that count until a day, whole days of them, of some officers or of anybody."""
    c = register.c
    which = [
        visible(seen),
        c.status != RecordStatus.WITHDRAWN.value,
        c.incident_date.is_not(None),
    ]
    if officers is not None:
        which.append(c.officer.in_(sorted(officers)))
    if until:
        which.append(c.incident_date <= until)
    if wanted := sorted(areas):
        which.append(c.area.in_(wanted))
    newest = (c.incident_date.desc(), c.incident_time.desc(), c.record)
    query = select(c.record, c.incident_date).where(*which).order_by(*newest).limit(most + 1)
    found = connection.execute(query).all()
    if not found:
        return NOTHING
    more = len(found) > most
    # Of the last day that was reached there may be more.
    whole = [row for row in found if not more or row.incident_date > found[-1].incident_date]
    shown = whole or found[:most]
    return Window(
        records=tuple(row.record for row in shown),
        since=shown[-1].incident_date,
        until=shown[0].incident_date,
        cut=not whole,
        more=more,
    )
