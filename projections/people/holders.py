"""Who held a role in some time, and when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, or_, select

from domain.codelists.forces import Force
from domain.codelists.roles import Role
from projections.people.tables import person, person_grant


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """A role that somebody held from one moment until another."""

    person: UUID
    since: datetime
    until: datetime | None

    def at(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


def holders(
    connection: Connection,
    force: Force,
    roles: Collection[Role],
    *,
    since: datetime,
    until: datetime,
) -> tuple[Held, ...]:
    """Whoever of a force held one of these roles at any moment of a time."""
    columns = person_grant.c
    query = (
        select(columns.person, columns.since, columns.until)
        .join(person, person.c.person == columns.person)
        .where(
            person.c.force == force.value,
            columns.role.in_([role.value for role in roles]),
            columns.since < until,
            or_(columns.until.is_(None), columns.until > since),
        )
        .order_by(columns.person, columns.version)
    )
    return tuple(
        Held(person=row.person, since=row.since, until=row.until)
        for row in connection.execute(query)
    )
