"""Looking in confidence: asked for one case, decided by somebody else, and over by itself.

Context. Officers are shown who looked at their records; an investigation may not survive that, and whoever
could say "in confidence" by themselves could look at anybody unseen. Decision. It is asked for one case and
approved for some days, both as events of who asks, so that whether it holds is known from the log wherever a
purpose is said; case and words are sealed. The head of professional standards decides; of a head's own
requests the outside reviewer does, and nobody of their own. Consequence: with neither there, nobody looks in
confidence. Kept by ``tests/application/test_confidence.py`` and ``tests/access_log/test_confidence.py``.
(Spec: audit, 5.4 and 6.1.)
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from domain.codelists.roles import Role
from domain.people.errors import (
    ApprovalTooLongError,
    ConfidenceDecidedError,
    ConfidenceRequestedError,
    ConfidenceUndecidableError,
    NoConfidenceError,
    OwnConfidenceError,
)
from domain.records.events import Words

LONGEST_CONFIDENCE = timedelta(days=90)
"""For so long it is approved at most; who needs longer asks again, and it is decided again."""
USUAL_CONFIDENCE = timedelta(days=28)
"""What is offered to who decides."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Confidence:
    """A request to look in confidence: by the event of this version, for one case."""

    version: int
    case: Words
    decided: bool = False
    until: datetime | None = None
    """When the approval ends; none where there is none."""
    ended: bool = False
    """Whether it was ended or withdrawn, by a person."""

    def holds_at(self, moment: datetime) -> bool:
        """Whether somebody may look in confidence by it."""
        return self.until is not None and not self.ended and moment < self.until

    def waits_at(self, moment: datetime) -> bool:
        """Whether it is to be decided or holds: what can be ended."""
        return not self.ended and (not self.decided or self.holds_at(moment))


def holding(every: Iterable[Confidence], case: str, moment: datetime) -> Confidence | None:
    """The request by which somebody may look in confidence for a case, if one holds."""
    return next((one for one in every if one.case == case and one.holds_at(moment)), None)


def not_asked_for(every: Iterable[Confidence], case: str, moment: datetime) -> None:
    """That nothing waits or holds for a case.

    Raises:
        ConfidenceRequestedError: something does.

    """
    if any(one.case == case and one.waits_at(moment) for one in every):
        raise ConfidenceRequestedError


def undecided(every: Iterable[Confidence], version: int) -> None:
    """That a request is there, and to be decided.

    Raises:
        ConfidenceDecidedError: it is not.

    """
    if not any(one.version == version and not one.decided and not one.ended for one in every):
        raise ConfidenceDecidedError


def in_force(every: Iterable[Confidence], version: int, moment: datetime) -> None:
    """That a request is there and can be ended.

    Raises:
        NoConfidenceError: it is not.

    """
    if not any(one.version == version and one.waits_at(moment) for one in every):
        raise NoConfidenceError


def decides(role: Role, *, own: bool, of_a_head: bool) -> None:
    """Whether somebody in a role decides on the request of another.

    Raises:
        OwnConfidenceError: it is their own.
        ConfidenceUndecidableError: it is for the other one of the two to decide.

    """
    if own:
        raise OwnConfidenceError
    if role is not (Role.OUTSIDE_REVIEWER if of_a_head else Role.HEAD_OF_STANDARDS):
        raise ConfidenceUndecidableError


def long_enough(lasts: timedelta) -> None:
    """That an approval is for a day and longer, and not for longer than may be.

    Raises:
        ApprovalTooLongError: it is not.

    """
    if not timedelta(days=1) <= lasts <= LONGEST_CONFIDENCE:
        raise ApprovalTooLongError


def after(every: tuple[Confidence, ...], version: int, **changes: Any) -> tuple[Confidence, ...]:
    """The requests, one of them changed."""
    return tuple(replace(one, **changes) if one.version == version else one for one in every)
