"""Questions that pages ask about people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, or_, select

from domain.codelists.emergencies import EmergencyOutcome, GroundForBreakingGlass
from domain.codelists.forces import Force
from domain.codelists.ranks import Rank
from domain.codelists.roles import Role
from projections.people.tables import (
    person,
    person_delegation,
    person_emergency,
    person_grant,
    person_rank,
)


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


def team(connection: Connection, supervisor: UUID, *, at: datetime) -> frozenset[UUID]:
    """The people whom somebody supervises, or for whose supervisor they act at a moment."""
    acted_for = select(person_delegation.c.supervisor).where(
        person_delegation.c.person == supervisor,
        person_delegation.c.since <= at,
        person_delegation.c.until > at,
    )
    query = select(person.c.person).where(
        or_(person.c.supervisor == supervisor, person.c.supervisor.in_(acted_for)),
        person.c.person != supervisor,
    )
    return frozenset(connection.execute(query).scalars())


@dataclass(frozen=True, kw_only=True, slots=True)
class DelegationRow:
    """Somebody acts for a supervisor, from one moment until another."""

    person: UUID
    supervisor: UUID
    since: datetime
    until: datetime


def delegations(
    connection: Connection, people: Iterable[UUID], *, after: datetime
) -> tuple[DelegationRow, ...]:
    """Those to or from any of these people that end after a moment, the first to begin first."""
    wanted = set(people)
    query = (
        select(person_delegation)
        .where(
            or_(person_delegation.c.person.in_(wanted), person_delegation.c.supervisor.in_(wanted)),
            person_delegation.c.until > after,
        )
        .order_by(person_delegation.c.since, person_delegation.c.person)
    )
    return tuple(
        DelegationRow(
            person=row.person, supervisor=row.supervisor, since=row.since, until=row.until
        )
        for row in connection.execute(query)
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class EmergencyRow:
    """A record that somebody opened in an emergency."""

    person: UUID
    version: int
    record: UUID
    ground: GroundForBreakingGlass
    at: datetime
    until: datetime
    due: datetime
    outcome: EmergencyOutcome | None
    reviewed_by: UUID | None
    reviewed_at: datetime | None


def emergencies(
    connection: Connection, force: Force, *, number: int, size: int
) -> tuple[tuple[EmergencyRow, ...], int]:
    """Some of a force's emergencies, those not looked at first and the soonest due of them; and how
    many there are.
    """
    of_force = (
        select(person_emergency)
        .join(person, person.c.person == person_emergency.c.person)
        .where(person.c.force == force.value)
    )
    total: int = connection.execute(
        select(func.count()).select_from(of_force.subquery())
    ).scalar_one()
    open_first = person_emergency.c.outcome.is_not(None)
    query = of_force.order_by(open_first, person_emergency.c.due, person_emergency.c.person)
    found = connection.execute(query.limit(size).offset((number - 1) * size))
    return tuple(_emergency(row) for row in found), total


def emergency(connection: Connection, person_id: UUID, version: int) -> EmergencyRow | None:
    """One of them."""
    query = select(person_emergency).where(
        person_emergency.c.person == person_id, person_emergency.c.version == version
    )
    row = connection.execute(query).first()
    return None if row is None else _emergency(row)


def open_emergencies(connection: Connection, force: Force) -> int:
    """How many of a force's emergencies nobody has looked at."""
    query = (
        select(func.count())
        .select_from(person_emergency)
        .join(person, person.c.person == person_emergency.c.person)
        .where(person.c.force == force.value, person_emergency.c.outcome.is_(None))
    )
    found: int = connection.execute(query).scalar_one()
    return found


def _emergency(row: Any) -> EmergencyRow:
    return EmergencyRow(
        person=row.person,
        version=row.version,
        record=row.record,
        ground=GroundForBreakingGlass(row.ground),
        at=row.at,
        until=row.until,
        due=row.due,
        outcome=None if row.outcome is None else EmergencyOutcome(row.outcome),
        reviewed_by=row.reviewed_by,
        reviewed_at=row.reviewed_at,
    )


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
