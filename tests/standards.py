"""Who watches professional standards: their head, and the outside reviewer; and what they approve."""

from datetime import timedelta
from typing import Protocol

from application.confidence import Confidences
from domain.codelists.ranks import Rank
from domain.codelists.roles import Role
from tests.people import STANDARDS, Somebody

INVESTIGATOR = Somebody(
    name="Wes Dunnock",
    collar_number="1106",
    rank=Rank.SERGEANT,
    role=Role.PROFESSIONAL_STANDARDS,
)
HEAD = Somebody(
    name="Rae Linnet",
    collar_number="1101",
    rank=Rank.SUPERINTENDENT,
    role=Role.HEAD_OF_STANDARDS,
)
REVIEWER = Somebody(
    name="Jo Siskin", collar_number="9100", rank=Rank.STAFF, role=Role.OUTSIDE_REVIEWER
)
WORDS = "The officer would be warned."


class WithConfidences(Protocol):
    """What has the use case: services, or the use cases in memory."""

    @property
    def confidences(self) -> Confidences: ...


def requested(using: WithConfidences, case: str, *, who: Somebody = STANDARDS) -> int:
    """That somebody asks to look in confidence; the version of the event that asks for it."""
    return using.confidences.request(case, explanation=WORDS, requester=who.asks()).version


def approved(
    using: WithConfidences,
    case: str,
    *,
    who: Somebody = STANDARDS,
    by: Somebody = HEAD,
    days: int = 9,
) -> int:
    """That they may; whoever approves it must have been appointed."""
    version = requested(using, case, who=who)
    using.confidences.approve(
        who.id,
        version,
        lasts=timedelta(days=days),
        explanation="It is needed.",
        requester=by.asks(),
    )
    return version
