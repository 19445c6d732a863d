"""Questions about who asked to look in confidence, and what was decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, case, func, select

from domain.codelists.confidence import ConfidenceOutcome
from domain.codelists.forces import Force
from projections.people.tables import person, person_confidence

ROW = person_confidence.c


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfidenceRow:
    """A request to look in confidence; for which case, and why, is sealed in the log."""

    person: UUID
    version: int
    at: datetime
    outcome: ConfidenceOutcome | None
    decided_by: UUID | None
    decided_at: datetime | None
    until: datetime | None
    ended_by: UUID | None
    ended_at: datetime | None

    def waits(self) -> bool:
        """Whether it is still to be decided."""
        return self.outcome is None and self.ended_at is None

    def holds_at(self, moment: datetime) -> bool:
        """Whether somebody may look in confidence by it."""
        return self.ended_at is None and self.until is not None and moment < self.until


def requests(
    connection: Connection, force: Force, *, number: int, size: int
) -> tuple[tuple[ConfidenceRow, ...], int]:
    """Some of a force's requests, those to be decided first and the newest of the others; and how many
    there are.
    """
    query = _of_force(force)
    total: int = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    waiting_first = case((_WAITS, 0), else_=1)
    ordered = query.order_by(waiting_first, ROW.at.desc(), ROW.person, ROW.version)
    found = connection.execute(ordered.limit(size).offset((number - 1) * size))
    return tuple(_row(one) for one in found), total


def requests_of(connection: Connection, person_id: UUID) -> tuple[ConfidenceRow, ...]:
    """What one person asked for, the newest first."""
    query = select(person_confidence).where(ROW.person == person_id).order_by(ROW.version.desc())
    return tuple(_row(one) for one in connection.execute(query))


def request(connection: Connection, person_id: UUID, version: int) -> ConfidenceRow | None:
    """One of them."""
    query = select(person_confidence).where(ROW.person == person_id, ROW.version == version)
    found = connection.execute(query).first()
    return None if found is None else _row(found)


def waiting(connection: Connection, force: Force) -> int:
    """How many of a force's requests are to be decided."""
    query = _of_force(force).where(_WAITS)
    found: int = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    return found


_WAITS = ROW.outcome.is_(None) & ROW.ended_at.is_(None)


def _of_force(force: Force) -> Select[Any]:
    return (
        select(person_confidence)
        .join(person, person.c.person == ROW.person)
        .where(person.c.force == force.value)
    )


def _row(found: Any) -> ConfidenceRow:
    return ConfidenceRow(
        person=found.person,
        version=found.version,
        at=found.at,
        outcome=None if found.outcome is None else ConfidenceOutcome(found.outcome),
        decided_by=found.decided_by,
        decided_at=found.decided_at,
        until=found.until,
        ended_by=found.ended_by,
        ended_at=found.ended_at,
    )
