"""What is known of records that somebody looked at: whose they are, and how long they have been closed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select

from domain.codelists.statuses import RecordStatus
from projections.register.tables import register, register_colleague

CLOSED = (RecordStatus.ACCEPTED.value, RecordStatus.WITHDRAWN.value)
AT_ONCE = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class LookedAt:
    """A record, and who was there."""

    officer: UUID | None
    closed_at: datetime | None
    """Since when nothing is left to be done about it, as it stands now."""
    named: frozenset[UUID]
    same_encounter: frozenset[UUID]
    """Officers of other records of its encounter."""


def looked_at(connection: Connection, records: Sequence[UUID]) -> Mapping[UUID, LookedAt]:
    """These records, as they stand now; what is not known is left out."""
    found: dict[UUID, LookedAt] = {}
    for start in range(0, len(records), AT_ONCE):
        found.update(_some(connection, records[start : start + AT_ONCE]))
    return found


def _some(connection: Connection, records: Sequence[UUID]) -> Iterator[tuple[UUID, LookedAt]]:
    columns = register.c
    query = select(
        columns.record,
        columns.officer,
        columns.encounter,
        columns.status,
        columns.changed_at,
        columns.open_referrals,
    )
    rows = connection.execute(query.where(columns.record.in_(records))).all()
    named: dict[UUID, set[UUID]] = {}
    listed = select(register_colleague).where(register_colleague.c.record.in_(records))
    for row in connection.execute(listed):
        named.setdefault(row.record, set()).add(row.person)
    there: dict[UUID, set[UUID]] = {}
    encounters = {row.encounter for row in rows if row.encounter}
    together = select(columns.encounter, columns.officer).where(
        columns.encounter.in_(encounters), columns.officer.is_not(None)
    )
    for row in connection.execute(together):
        there.setdefault(row.encounter, set()).add(row.officer)
    for row in rows:
        is_closed = row.status in CLOSED and not row.open_referrals
        yield (
            row.record,
            LookedAt(
                officer=row.officer,
                closed_at=row.changed_at if is_closed else None,
                named=frozenset(named.get(row.record, ())),
                same_encounter=frozenset(there.get(row.encounter, ())) - {row.officer},
            ),
        )
