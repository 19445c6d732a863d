"""What each event does to somebody's standing."""

from datetime import datetime
from functools import singledispatch

from sqlalchemy import Connection, insert, or_, select, update

from domain.clients.events import CLIENT_EVENTS
from domain.codelists.confidence import ConfidenceOutcome
from domain.codelists.ranks import Rank
from domain.disclosures.events import DISCLOSURE_EVENTS
from domain.event import Event
from domain.expected.events import EXPECTED_EVENTS
from domain.people.events import (
    PERSON_EVENTS,
    AccountClosed,
    AccountIssued,
    AccountLinked,
    AccountReopened,
    AccountUnlinked,
    ConfidenceApproved,
    ConfidenceDeclined,
    ConfidenceEnded,
    ConfidenceRequested,
    DelegationEnded,
    EntryCorrected,
    GlassBroken,
    GlassReviewed,
    RankChanged,
    Registered,
    RoleGranted,
    RoleGrantProposed,
    RoleProposalConfirmed,
    RoleProposalDeclined,
    RoleProposalWithdrawn,
    RoleRevocationProposed,
    RoleRevoked,
    SecondFactorRemoved,
    SessionsEnded,
    SupervisionDelegated,
    SupervisorAssigned,
    SupervisorReleased,
)
from domain.people.person import GLASS_IS_REVIEWED_WITHIN
from domain.people.proposals import Fate, Step
from domain.records.events import RECORD_EVENTS
from domain.releases.events import RELEASE_EVENTS
from domain.retention.events import RETENTION_EVENTS
from domain.sampling.events import SAMPLE_EVENTS
from projections.people.tables import (
    metadata,
    person,
    person_confidence,
    person_delegation,
    person_emergency,
    person_grant,
    person_rank,
    person_role_proposal,
)
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
def _(event: RoleGrantProposed, position: int, connection: Connection) -> None:
    _proposed(event, Step.GRANT, connection, since=event.since, until=event.until)


@project.register
def _(event: RoleRevocationProposed, position: int, connection: Connection) -> None:
    _proposed(event, Step.REVOKE, connection)


@project.register
def _(event: RoleProposalConfirmed, position: int, connection: Connection) -> None:
    _decided(event, Fate.CONFIRMED, connection)


@project.register
def _(event: RoleProposalDeclined, position: int, connection: Connection) -> None:
    _decided(event, Fate.DECLINED, connection)


@project.register
def _(event: RoleProposalWithdrawn, position: int, connection: Connection) -> None:
    _decided(event, Fate.WITHDRAWN, connection)


@project.register
def _(event: SupervisorAssigned, position: int, connection: Connection) -> None:
    _change(event, connection, supervisor=event.supervisor)


@project.register
def _(event: SupervisorReleased, position: int, connection: Connection) -> None:
    _change(event, connection, supervisor=None)


@project.register
def _(event: SupervisionDelegated, position: int, connection: Connection) -> None:
    connection.execute(
        insert(person_delegation).values(
            person=event.originator_id,
            version=event.originator_version,
            supervisor=event.supervisor,
            since=event.since,
            until=event.until,
        )
    )


@project.register
def _(event: DelegationEnded, position: int, connection: Connection) -> None:
    moment = event.metadata.at
    held = select(person_delegation).where(
        person_delegation.c.person == event.originator_id,
        person_delegation.c.supervisor == event.supervisor,
        person_delegation.c.until > moment,
    )
    for one in connection.execute(held).all():
        this = (person_delegation.c.person == one.person) & (
            person_delegation.c.version == one.version
        )
        ended = max(moment, one.since)
        connection.execute(update(person_delegation).where(this).values(until=ended))


@project.register
def _(event: GlassBroken, position: int, connection: Connection) -> None:
    connection.execute(
        insert(person_emergency).values(
            person=event.originator_id,
            version=event.originator_version,
            record=event.record,
            ground=event.ground.value,
            at=event.metadata.at,
            until=event.until,
            due=event.metadata.at + GLASS_IS_REVIEWED_WITHIN,
            outcome=None,
            reviewed_by=None,
            reviewed_at=None,
        )
    )


@project.register
def _(event: GlassReviewed, position: int, connection: Connection) -> None:
    this = (person_emergency.c.person == event.originator_id) & (
        person_emergency.c.version == event.broken
    )
    connection.execute(
        update(person_emergency)
        .where(this)
        .values(
            outcome=event.outcome.value,
            reviewed_by=event.metadata.actor,
            reviewed_at=event.metadata.at,
        )
    )


@project.register
def _(event: ConfidenceRequested, position: int, connection: Connection) -> None:
    connection.execute(
        insert(person_confidence).values(
            person=event.originator_id,
            version=event.originator_version,
            at=event.metadata.at,
        )
    )


@project.register
def _(event: ConfidenceApproved, position: int, connection: Connection) -> None:
    _approved_or_not(
        event, event.requested, ConfidenceOutcome.APPROVED, connection, until=event.until
    )


@project.register
def _(event: ConfidenceDeclined, position: int, connection: Connection) -> None:
    _approved_or_not(event, event.requested, ConfidenceOutcome.DECLINED, connection)


@project.register
def _(event: ConfidenceEnded, position: int, connection: Connection) -> None:
    _of_confidence(
        event,
        event.requested,
        connection,
        ended_by=event.metadata.actor,
        ended_at=event.metadata.at,
    )


def _approved_or_not(
    event: Event,
    requested: int,
    outcome: ConfidenceOutcome,
    connection: Connection,
    **values: object,
) -> None:
    _of_confidence(
        event,
        requested,
        connection,
        outcome=outcome.value,
        decided_by=event.metadata.actor,
        decided_at=event.metadata.at,
        **values,
    )


def _of_confidence(event: Event, requested: int, connection: Connection, **values: object) -> None:
    this = (person_confidence.c.person == event.originator_id) & (
        person_confidence.c.version == requested
    )
    connection.execute(update(person_confidence).where(this).values(**values))


def _proposed(
    event: RoleGrantProposed | RoleRevocationProposed,
    step: Step,
    connection: Connection,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> None:
    connection.execute(
        insert(person_role_proposal).values(
            person=event.originator_id,
            version=event.originator_version,
            step=step.value,
            role=event.role.value,
            since=since,
            until=until,
            proposed_by=event.metadata.actor,
            proposed_at=event.metadata.at,
            lapses=event.lapses,
        )
    )


def _decided(
    event: RoleProposalConfirmed | RoleProposalDeclined | RoleProposalWithdrawn,
    fate: Fate,
    connection: Connection,
) -> None:
    this = (person_role_proposal.c.person == event.originator_id) & (
        person_role_proposal.c.version == event.proposed
    )
    decided = {"decided_by": event.metadata.actor, "decided_at": event.metadata.at}
    connection.execute(update(person_role_proposal).where(this).values(fate=fate.value, **decided))


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
    version=4,
    metadata=metadata,
    project=project,
    handles=PERSON_EVENTS - IGNORED,
    ignores=IGNORED
    | RECORD_EVENTS
    | CLIENT_EVENTS
    | EXPECTED_EVENTS
    | RELEASE_EVENTS
    | DISCLOSURE_EVENTS
    | RETENTION_EVENTS
    | SAMPLE_EVENTS,
)
