"""What administrators do to roles: at once where one may, and otherwise proposed by one and confirmed
by another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from flask import request

from application.carrying_out import Done
from domain.codelists.roles import Role
from domain.local_time import LOCAL, begins
from domain.people.errors import NotWaitingError
from domain.people.person import Person
from domain.people.proposals import Fate, Proposal, Step
from projections.people import proposals as waiting_roles
from web.current import me, myself, names, requester, services, whole_number
from web.pages.refused_fields import FieldMissingError, code

GRANTABLE = tuple(role for role in Role if role is not Role.SYSTEM)
MOST_LISTED = 25


def grant(person: UUID) -> Done:
    """Give a role, or propose to."""
    role = _role()
    since, until = _day("since", end=False), _day("until", end=True)
    people, proposals = services().people, services().role_proposals
    give = proposals.propose_grant if people.takes_two(Step.GRANT, role) else people.grant
    return give(person, role, since=since, until=until, requester=requester())


def revoke(person: UUID) -> Done:
    """Take a role away, or propose to. Whoever loses one is signed out everywhere."""
    role = _role()
    if services().people.takes_two(Step.REVOKE, role):
        return services().role_proposals.propose_revocation(person, role, requester=requester())
    done = services().people.revoke(person, role, requester=requester())
    services().sessions.end_all(person)
    return done


def confirm(person: UUID) -> Done:
    """Confirm, as the second administrator, what another one proposed."""
    proposed = _proposed()
    done = services().role_proposals.confirm(person, proposed, requester=requester())
    confirmed = services().access.person(person).proposals
    if any(one.version == proposed and one.step is Step.REVOKE for one in confirmed):
        services().sessions.end_all(person)
    return done


def decline(person: UUID) -> Done:
    return services().role_proposals.decline(person, _proposed(), requester=requester())


def withdraw(person: UUID) -> Done:
    return services().role_proposals.withdraw(person, _proposed(), requester=requester())


def _role() -> Role:
    role: Role = code("role", Role, "Select a role")
    if role not in GRANTABLE:
        raise FieldMissingError("role", "Select a role")
    return role


def _proposed() -> int:
    """Which proposal the page showed."""
    version = whole_number(request.form.get("proposed", ""))
    if version is None:
        raise NotWaitingError
    return version


def _day(field: str, *, end: bool) -> datetime | None:
    text = request.form.get(field, "").strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
        # A role that is held until a day is held through it.
        starts = begins(day + timedelta(days=1) if end else day)
    except (ValueError, OverflowError):
        raise FieldMissingError(field, "Enter a date, like 2027-03-31") from None
    today = services().clock.now().astimezone(LOCAL).date()
    return None if not end and day == today else starts


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A proposal as the person's page shows it."""

    proposal: Proposal
    fate: Fate
    proposed_by: str
    decided_by: str
    withdrawable: bool
    """Whether whoever reads it made it."""
    decidable: bool
    """Whether whoever reads it may be the second administrator for it."""


def shown(person: Person) -> list[Shown]:
    """Every proposal about somebody, the newest first: who made it, and what became of it."""
    now = services().clock.now()
    called = names(
        who for one in person.proposals for who in (one.by, one.decided.by if one.decided else None)
    )
    return [
        Shown(
            proposal=one,
            fate=one.fate_at(now),
            proposed_by=called.get(one.by, ""),
            decided_by=called.get(one.decided.by, "") if one.decided else "",
            withdrawable=one.by == me(),
            decidable=me() not in (one.by, person.id),
        )
        for one in reversed(person.proposals)
    ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """The changes of roles that wait in the force, the first to lapse first, and how many they are."""

    rows: tuple[waiting_roles.WaitingRow, ...]
    total: int
    names: Mapping[UUID, str]


def waiting() -> Waiting:
    """What waits for a second administrator now."""
    with services().views.reading() as connection:
        rows, total = waiting_roles.waiting(
            connection, myself().force, at=services().clock.now(), size=MOST_LISTED
        )
    called = names(who for row in rows for who in (row.person, row.proposed_by))
    return Waiting(rows=rows, total=total, names=called)
