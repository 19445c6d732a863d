"""What each event does to somebody's standing."""

from functools import singledispatch

from sqlalchemy import Connection, insert, or_, select, update

from domain.clients.events import CLIENT_EVENTS
from domain.codelists.ranks import Rank
from domain.event import Event
from domain.expected.events import EXPECTED_EVENTS
from domain.people.events import (
    PERSON_EVENTS,
    AccountClosed,
    AccountIssued,
    AccountLinked,
    AccountReopened,
    AccountUnlinked,
    EntryCorrected,
    RankChanged,
    Registered,
    RoleGranted,
    RoleRevoked,
    SecondFactorRemoved,
    SessionsEnded,
    SupervisorAssigned,
    SupervisorReleased,
)
from domain.records.events import RECORD_EVENTS
from domain.releases.events import RELEASE_EVENTS
from projections.people.tables import metadata, person, person_grant, person_rank
from projections.projection import Projection


@singledispatch
def project(event: Event, position: int, connection: Connection) -> None:
    """Take an event into the list of people."""
    raise NotImplementedError(type(event))


@project.register
def _(event: Registered, position: int, connection: Connection) -> None:
    connection.execute(
        insert(person).values(
            person=event.originator_id,
            force=event.force.value,
            rank=event.rank.value,
            supervisor=None,
        )
    )
    _rank(event, event.rank, connection)


@project.register
def _(event: RankChanged, position: int, connection: Connection) -> None:
    _change(event, connection, rank=event.rank.value)
    _rank(event, event.rank, connection)


@project.register
def _(event: RoleGranted, position: int, connection: Connection) -> None:
    connection.execute(
        insert(person_grant).values(
            person=event.originator_id,
            version=event.originator_version,
            role=event.role.value,
            since=event.since,
            until=event.until,
            granted_by=event.metadata.actor,
        )
    )


@project.register
def _(event: RoleRevoked, position: int, connection: Connection) -> None:
    moment = event.metadata.at
    still_open = or_(person_grant.c.until.is_(None), person_grant.c.until > moment)
    grants = select(person_grant).where(
        person_grant.c.person == event.originator_id,
        person_grant.c.role == event.role.value,
        still_open,
    )
    for grant in connection.execute(grants).all():
        this = (person_grant.c.person == grant.person) & (person_grant.c.version == grant.version)
        # A grant that has not begun ends where it begins: it never held.
        ended = max(moment, grant.since)
        connection.execute(update(person_grant).where(this).values(until=ended))


@project.register
def _(event: SupervisorAssigned, position: int, connection: Connection) -> None:
    _change(event, connection, supervisor=event.supervisor)


@project.register
def _(event: SupervisorReleased, position: int, connection: Connection) -> None:
    _change(event, connection, supervisor=None)


def _rank(event: Event, rank: Rank, connection: Connection) -> None:
    connection.execute(
        insert(person_rank).values(
            person=event.originator_id,
            version=event.originator_version,
            rank=rank.value,
            since=event.metadata.at,
        )
    )


def _change(event: Event, connection: Connection, **values: object) -> None:
    this = person.c.person == event.originator_id
    connection.execute(update(person).where(this).values(**values))


IGNORED: frozenset[type[Event]] = frozenset(
    {
        AccountIssued,
        AccountLinked,
        AccountUnlinked,
        SecondFactorRemoved,
        SessionsEnded,
        AccountClosed,
        AccountReopened,
        EntryCorrected,
    }
)
"""Accounts and names are kept elsewhere."""

PROJECTION = Projection(
    name="people",
    version=1,
    metadata=metadata,
    project=project,
    handles=PERSON_EVENTS - IGNORED,
    ignores=IGNORED | RECORD_EVENTS | CLIENT_EVENTS | EXPECTED_EVENTS | RELEASE_EVENTS,
)
