"""Who of a force was ever appointed to a role."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection, select

from domain.codelists.forces import Force
from domain.codelists.roles import Role
from projections.people.tables import person, person_grant


def holders(connection: Connection, force: Force, roles: Collection[Role]) -> frozenset[UUID]:
    """Whoever of a force held one of these roles at any time; when, says how they stand."""
    query = (
        select(person_grant.c.person)
        .join(person, person.c.person == person_grant.c.person)
        .where(
            person.c.force == force.value,
            person_grant.c.role.in_([role.value for role in roles]),
        )
    )
    return frozenset(connection.execute(query.distinct()).scalars())
