"""A role is given by two administrators, and one that watches over others is taken away by two.

Context. Who can give roles alone can give themselves every one of them, by way of a second account, and
who can take them away alone can rid themselves of whoever watches. Decision. One administrator
proposes and another one confirms, neither of them the person concerned; so for every role that is given,
and for taking away those in ``WATCHING``. Taking any other role away, ending sessions and closing an
account stay with one: safety does not wait. Consequence: an installation with a single administrator
gives no roles. Kept by ``tests/domain/test_proposals.py`` and ``tests/application/test_two_for_roles.py``.
(Spec: audit, 6.1 and T56.)
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from domain.codelists.codelist import CodeList
from domain.codelists.roles import Role

PROPOSAL_STANDS = timedelta(days=7)
"""How long a proposal waits for the second administrator before it lapses."""

SIGN_IN_SETTLES = timedelta(days=7)
"""For how long somebody has no part in giving roles whose way of signing in was changed by another
administrator, who could sign in as them until they notice."""

WATCHING = frozenset(
    {
        Role.ADMINISTRATOR,
        Role.DATA_PROTECTION,
        Role.HEAD_OF_STANDARDS,
        Role.OUTSIDE_REVIEWER,
        Role.PROFESSIONAL_STANDARDS,
        Role.RECORDS_MANAGER,
    }
)
"""Roles that see what others did, or without which something that takes two cannot be done."""


class RolesBy(CodeList):
    """How many administrators it takes to give a role."""

    ONE = "one", "One administrator"
    TWO = "two", "Two administrators"


class Step(CodeList):
    """What is proposed to happen to a role."""

    GRANT = "grant", "Grant"
    REVOKE = "revoke", "Revoke"


class Fate(CodeList):
    """What became of a proposal."""

    WAITING = "waiting", "Waiting"
    CONFIRMED = "confirmed", "Confirmed"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    LAPSED = "lapsed", "Lapsed"


def takes_two(step: Step, role: Role) -> bool:
    """Whether one administrator may not do it alone, where roles are given by two."""
    return step is Step.GRANT or role in WATCHING


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """How a proposal came to its end, by whose hand and when."""

    fate: Fate
    by: UUID
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A change to a role that an administrator proposed, by the event of this version."""

    version: int
    step: Step
    role: Role
    since: datetime | None
    """From when the role would be held; none is from its confirmation."""
    until: datetime | None
    by: UUID
    at: datetime
    lapses_at: datetime
    decided: Decided | None = None

    def fate_at(self, moment: datetime) -> Fate:
        """What has become of it by a moment: it lapses by itself."""
        if self.decided is not None:
            return self.decided.fate
        return Fate.WAITING if moment < self.lapses_at else Fate.LAPSED

    def waits_at(self, moment: datetime) -> bool:
        return self.fate_at(moment) is Fate.WAITING
