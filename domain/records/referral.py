"""What must go to professional standards, rule by rule.

Spec: domain, section 4.3. A rule that fires cannot be waived: the event is recorded with the
submission or amendment that made it fire, before anybody reviews.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from domain.codelists.answers import YesNo
from domain.codelists.injuries import OfficerInjuryLevel, SubjectInjuryLevel
from domain.codelists.outcomes import Outcome
from domain.codelists.perceptions import UNDER_18
from domain.codelists.tactics import CED_DISCHARGES, CED_TACTICS, HANDCUFFING, Tactic
from domain.local_time import LOCAL
from domain.records.account import Account
from domain.records.question import codes_of

ONE_DAY = 1
"""Death or serious injury: by the end of the day after it becomes clear (4.3; mark M)."""
THREE_DAYS = 3
"""Everything else: a force's own limit; the paper gives none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferralRule:
    """A ground on which a record must be assessed by professional standards."""

    code: str
    label: str
    source: str
    days: int
    fires: Callable[[Account], bool]


def _used(account: Account, *tactics: Tactic) -> bool:
    return any(code in tactics for code in codes_of(account.tactics))


def _beyond_handcuffing(account: Account) -> bool:
    mild = {Tactic.COMMUNICATIONS, *HANDCUFFING}
    return any(code not in mild for code in codes_of(account.tactics))


RULES = (
    ReferralRule(
        code="death",
        label="The person died",
        source="4.3, death or serious injury; Police Reform Act 2002, Schedule 3",
        days=ONE_DAY,
        fires=lambda account: (
            account.subject_injury_level is SubjectInjuryLevel.DEATH
            or Outcome.FATALITY in codes_of(account.outcomes)
        ),
    ),
    ReferralRule(
        code="serious-injury",
        label="The person was severely injured",
        source="4.3, death or serious injury; Police Reform Act 2002, Schedule 3",
        days=ONE_DAY,
        fires=lambda account: (
            account.subject_injury_level is SubjectInjuryLevel.SEVERE
            or account.serious_injury is YesNo.YES
        ),
    ),
    ReferralRule(
        code="firearm-fired",
        label="A firearm was fired",
        source="4.3, firearms incidents",
        days=ONE_DAY,
        fires=lambda account: _used(account, Tactic.FIREARM_FIRED),
    ),
    ReferralRule(
        code="aep-fired",
        label="A baton round was fired",
        source="4.3, auto-flag set, T23",
        days=THREE_DAYS,
        fires=lambda account: _used(account, Tactic.AEP_FIRED),
    ),
    ReferralRule(
        code="ced-discharged-under-18",
        label="A Taser was discharged on a person who appeared under 18",
        source="4.3, Taser discharge on under-18",
        days=ONE_DAY,
        fires=lambda account: account.perceived_age in UNDER_18 and _used(account, *CED_DISCHARGES),
    ),
    ReferralRule(
        code="ced-discharged",
        label="A Taser was discharged",
        source="4.3, all Taser discharges",
        days=THREE_DAYS,
        fires=lambda account: _used(account, *CED_DISCHARGES),
    ),
    ReferralRule(
        code="ced-under-18",
        label="A Taser was used on a person who appeared under 18",
        source="4.3, any CED level on perceived age under 18",
        days=THREE_DAYS,
        fires=lambda account: account.perceived_age in UNDER_18 and _used(account, *CED_TACTICS),
    ),
    ReferralRule(
        code="dog-bite",
        label="A dog bit the person",
        source="4.3, all dog bites",
        days=THREE_DAYS,
        fires=lambda account: _used(account, Tactic.DOG_BITE),
    ),
    ReferralRule(
        code="officer-severely-injured",
        label="The officer was severely injured",
        source="4.3, auto-flag set",
        days=THREE_DAYS,
        fires=lambda account: account.officer_injury_level is OfficerInjuryLevel.SEVERE,
    ),
    ReferralRule(
        code="hospitalised",
        label="The person went to hospital after force above handcuffing",
        source="4.3, auto-flag set",
        days=THREE_DAYS,
        fires=lambda account: (
            Outcome.HOSPITALISED in codes_of(account.outcomes) and _beyond_handcuffing(account)
        ),
    ),
)

LABELS = {rule.code: rule.label for rule in RULES}


def firing(account: Account) -> tuple[ReferralRule, ...]:
    """The rules that an account makes fire, gravest first."""
    return tuple(rule for rule in RULES if rule.fires(account))


def due(days: int, *, since: datetime) -> datetime:
    """The end of the last local day on which professional standards should have assessed it."""
    day = since.astimezone(LOCAL).date() + timedelta(days=days)
    return datetime.combine(day, time(23, 59, 59), tzinfo=LOCAL).astimezone(UTC)
