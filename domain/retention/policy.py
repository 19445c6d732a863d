"""How long records are kept: dated policies, and the day on which a record's review falls due.

Nothing is destroyed by itself: a review falls due, and somebody decides (spec: domain, 5.3).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from domain.codelists.answers import Absence, YesNo
from domain.codelists.forces import Force
from domain.codelists.injuries import SubjectInjuryLevel
from domain.codelists.outcomes import Outcome
from domain.codelists.perceptions import PerceivedAge
from domain.codelists.retention import RetentionGroup
from domain.command import Command
from domain.event import Event
from domain.records.question import codes_of
from domain.retention.errors import (
    PolicyInThePastError,
    TooLongToCoolOffError,
    UnknownPeriodError,
)
from domain.retention.policy_events import Period, PolicyAdopted

POLICIES = UUID("6f0b2a64-6b0c-4f63-9a0e-0f4c9b7f2d11")
"""The space in which a force names its policy."""
POLICY = "retention-policy"
LONGEST_COOLING_OFF = 14
"""Days (spec: audit, 5.3)."""
LONGEST_MONTHS = 1_200
ADULT = 18
YOUNGEST = {PerceivedAge.UNDER_11: 0, PerceivedAge.FROM_11: 11}
"""The youngest that somebody perceived as under 18 may have been."""
GRAVE_INJURIES = (SubjectInjuryLevel.SEVERE, SubjectInjuryLevel.DEATH)


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """A policy as it was set."""

    since: date
    periods: tuple[Period, ...]
    from_18th_birthday: bool
    cooling_off_days: int
    source: str

    def months(self, group: RetentionGroup) -> int:
        return next(one.months for one in self.periods if one.group is group)


def policy_id(force: Force) -> UUID:
    """A force has one policy, which it sets anew."""
    return uuid5(POLICIES, force.value)


def policies(events: Iterable[Event]) -> tuple[Policy, ...]:
    """Every policy that was ever set, in the order in which they were."""
    return tuple(
        Policy(
            since=event.since,
            periods=event.periods,
            from_18th_birthday=event.from_18th_birthday,
            cooling_off_days=event.cooling_off_days,
            source=event.source,
        )
        for event in events
        if isinstance(event, PolicyAdopted)
    )


def in_force(found: Sequence[Policy], day: date) -> Policy | None:
    """The policy of a day: of those that had begun the one that begins last, and was set last."""
    begun = [one for one in found if one.since <= day]
    # Of several that begin together the first is found, so that the last comes first.
    return max(reversed(begun), key=lambda one: one.since) if begun else None


def set_policy(
    policy: Policy, *, force: Force, version: int, today: date, command: Command
) -> PolicyAdopted:
    """Say how long records are kept from a day on.

    Raises:
        PolicyInThePastError, UnknownPeriodError, TooLongToCoolOffError.

    """
    if policy.since < today:
        raise PolicyInThePastError
    if sorted(one.group for one in policy.periods) != sorted(RetentionGroup):
        raise UnknownPeriodError
    if not all(0 < one.months <= LONGEST_MONTHS for one in policy.periods):
        raise UnknownPeriodError
    if not 0 <= policy.cooling_off_days <= LONGEST_COOLING_OFF:
        raise TooLongToCoolOffError
    return PolicyAdopted(
        originator_id=policy_id(force),
        originator_version=version + 1,
        metadata=command.because(POLICY),
        force=force,
        since=policy.since,
        periods=policy.periods,
        from_18th_birthday=policy.from_18th_birthday,
        cooling_off_days=policy.cooling_off_days,
        source=policy.source,
    )


def group_of(*, injury: object, outcomes: object, fired: object, referred: bool) -> RetentionGroup:
    """By which period a record is kept: by the gravest of what it says."""
    fatal = Outcome.FATALITY in codes_of(outcomes)
    if injury in GRAVE_INJURIES or fatal or fired is YesNo.YES:
        return RetentionGroup.GRAVE
    return RetentionGroup.REFERRED if referred else RetentionGroup.ORDINARY


def adult_on(incident: date, *, age: object, born: object = Absence.NOT_ANSWERED) -> date:
    """The day from which a period counts when that of under-18s begins at the 18th birthday: that
    birthday if the date of birth is known, or the last day on which it can be by the perceived age; and
    the day of the incident for an adult (Limitation Act 1980, s. 28; spec: domain, 5.3).
    """
    if isinstance(born, date):
        return max(incident, _years_on(born, ADULT))
    if isinstance(age, PerceivedAge) and age in YOUNGEST:
        return _years_on(incident, ADULT - YOUNGEST[age])
    return incident


def review_on(policy: Policy, group: RetentionGroup, *, incident: date, adult: date) -> date:
    """The first day on which a record's review is due."""
    counted = adult if policy.from_18th_birthday else incident
    return months_on(counted, policy.months(group))


def months_on(day: date, months: int) -> date:
    """So many months later, on the last day of a month that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    following = date(day.year + years + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(
        date(day.year + years, month + 1, 1) + timedelta(days=day.day - 1),
        following - timedelta(days=1),
    )


def months_before(day: date, months: int) -> date:
    """The last day of which a period is over on this day: ``months_on`` of it is not later."""
    found = months_on(day, -months)
    # A short month lets several days fall on its last.
    while months_on(found + timedelta(days=1), months) <= day:
        found += timedelta(days=1)
    return found


def _years_on(day: date, years: int) -> date:
    return months_on(day, 12 * years)
