"""Questions that pages ask about changes of roles that wait for a second administrator."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, func, select

from domain.codelists.forces import Force
from domain.codelists.roles import Role
from domain.people.proposals import Step
from projections.people.tables import person, person_role_proposal


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingRow:
    """A change of roles that waits."""

    person: UUID
    version: int
    step: Step
    role: Role
    since: datetime | None
    until: datetime | None
    proposed_by: UUID
    proposed_at: datetime
    lapses: datetime


def waiting(
    connection: Connection, force: Force, *, at: datetime, size: int
) -> tuple[tuple[WaitingRow, ...], int]:
    """Those that wait in a force at a moment, at most ``size``, the first to lapse first; and how many
    wait.
    """
    joined = person_role_proposal.join(person, person.c.person == person_role_proposal.c.person)
    waits = _waits(force, at)
    total = connection.execute(select(func.count()).select_from(joined).where(waits)).scalar_one()
    query = (
        select(person_role_proposal)
        .select_from(joined)
        .where(waits)
        .order_by(
            person_role_proposal.c.lapses,
            person_role_proposal.c.person,
            person_role_proposal.c.version,
        )
        .limit(size)
    )
    rows = tuple(
        WaitingRow(
            person=row.person,
            version=row.version,
            step=Step(row.step),
            role=Role(row.role),
            since=row.since,
            until=row.until,
            proposed_by=row.proposed_by,
            proposed_at=row.proposed_at,
            lapses=row.lapses,
        )
        for row in connection.execute(query)
    )
    return rows, total


def _waits(force: Force, at: datetime) -> ColumnElement[bool]:
    return and_(
        person.c.force == force.value,
        person_role_proposal.c.fate.is_(None),
        person_role_proposal.c.lapses > at,
    )
