"""Questions that pages ask about people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select

from domain.codelists.forces import Force
from domain.codelists.ranks import Rank
from domain.codelists.roles import Role
from projections.people.tables import person, person_grant, person_rank


@dataclass(frozen=True, kw_only=True, slots=True)
class GrantRow:
    """A role from one moment until another."""

    role: Role
    since: datetime
    until: datetime | None

    def holds_at(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonRow:
    """Somebody's standing."""

    person: UUID
    force: Force
    rank: Rank
    supervisor: UUID | None
    grants: tuple[GrantRow, ...]


def standing(connection: Connection, people: Iterable[UUID]) -> dict[UUID, PersonRow]:
    """How each of these people stands; some, never a whole force at once."""
    wanted = set(people)
    found = connection.execute(select(person).where(person.c.person.in_(wanted))).all()
    grants = _grants(connection, wanted)
    return {
        row.person: PersonRow(
            person=row.person,
            force=Force(row.force),
            rank=Rank(row.rank),
            supervisor=row.supervisor,
            grants=tuple(grants.get(row.person, ())),
        )
        for row in found
    }


def leaders(connection: Connection, *, force: Force | None) -> tuple[UUID, ...]:
    """Who supervises somebody of a force now."""
    query = select(person.c.supervisor).where(person.c.supervisor.is_not(None)).distinct()
    if force is not None:
        query = query.where(person.c.force == force.value)
    return tuple(connection.execute(query.order_by(person.c.supervisor)).scalars())


def ranks(connection: Connection, people: Iterable[UUID]) -> dict[UUID, Rank]:
    """The rank of each person, now."""
    query = select(person.c.person, person.c.rank).where(person.c.person.in_(set(people)))
    return {row.person: Rank(row.rank) for row in connection.execute(query)}


def ranks_at(
    connection: Connection, moments: Iterable[tuple[UUID, datetime]]
) -> dict[tuple[UUID, datetime], Rank]:
    """The rank that each person held at a moment; somebody not registered by then is left out."""
    wanted = set(moments)
    query = (
        select(person_rank)
        .where(person_rank.c.person.in_({who for who, _ in wanted}))
        .order_by(person_rank.c.person, person_rank.c.version)
    )
    held = list(connection.execute(query))
    # In the order in which they were held: the last one that had begun is the one.
    return {
        (who, at): Rank(row.rank)
        for who, at in wanted
        for row in held
        if row.person == who and row.since <= at
    }


def team(connection: Connection, supervisor: UUID) -> frozenset[UUID]:
    """The people whom somebody supervises now."""
    query = select(person.c.person).where(person.c.supervisor == supervisor)
    return frozenset(connection.execute(query).scalars())


def supervisors(connection: Connection, force: Force) -> dict[UUID, UUID]:
    """Who supervises each person of a force now; who has nobody is left out."""
    query = select(person.c.person, person.c.supervisor).where(
        person.c.force == force.value, person.c.supervisor.is_not(None)
    )
    return {row.person: row.supervisor for row in connection.execute(query)}


def _grants(connection: Connection, people: Iterable[UUID]) -> dict[UUID, list[GrantRow]]:
    grants: dict[UUID, list[GrantRow]] = {}
    query = (
        select(person_grant)
        .where(person_grant.c.person.in_(set(people)))
        .order_by(person_grant.c.since, person_grant.c.version)
    )
    for row in connection.execute(query):
        grant = GrantRow(role=Role(row.role), since=row.since, until=row.until)
        grants.setdefault(row.person, []).append(grant)
    return grants
