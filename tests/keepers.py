"""Those who keep records, and records in the states that they bring about."""

from datetime import date
from uuid import UUID

from domain.codelists.field_groups import FieldGroup
from domain.codelists.ranks import Rank
from domain.codelists.retention import (
    GroundForErasure,
    GroundForHold,
    RetentionGroup,
)
from domain.codelists.roles import Role
from domain.retention.policy import Policy
from domain.retention.policy_events import Period
from tests import installations
from tests.people import PASSWORD, Somebody
from web.bootstrap import Services

MANAGER = Somebody(
    name="Una Dunlin", collar_number="9003", rank=Rank.STAFF, role=Role.RECORDS_MANAGER
)
PROTECTION = Somebody(
    name="Vic Plover", collar_number="9004", rank=Rank.STAFF, role=Role.DATA_PROTECTION
)
EVERY_GROUP = tuple(FieldGroup)
NOT_LAWFUL = GroundForErasure.NOT_LAWFUL


def a_policy(*, since: date = date(2026, 11, 20), months: int = 84, days: int = 14) -> Policy:
    """A policy with one period for every group."""
    return Policy(
        since=since,
        periods=tuple(Period(group=group, months=months) for group in RetentionGroup),
        from_18th_birthday=True,
        cooling_off_days=days,
        source="Made-up schedule, line 12",
    )


def appoint(services: Services) -> None:
    """Register who keeps records."""
    installations.appoint(services, MANAGER, PROTECTION)
    for one in (MANAGER, PROTECTION):
        services.accounts.set_password(one.id, username=one.username, password=PASSWORD)
    installations.follow(services)


def propose(
    services: Services,
    record: UUID,
    *groups: FieldGroup,
    ground: GroundForErasure = NOT_LAWFUL,
) -> None:
    """Propose to erase these groups, or all that the record has something of."""
    chosen = groups or tuple(services.retention.kept(record).sealed)
    services.retention.propose(record, chosen, ground, requester=MANAGER.asks())
    installations.follow(services)


def approve(services: Services, record: UUID) -> None:
    version = services.retention.record(record).version
    services.retention.approve(record, version=version, requester=PROTECTION.asks())
    installations.follow(services)


def hold(services: Services, record: UUID, case: str = "") -> UUID:
    """Place a hold; returns its id."""
    services.retention.place_hold(record, GroundForHold.INQUEST, case, requester=MANAGER.asks())
    installations.follow(services)
    return services.retention.record(record).keeping.holds[-1].id
