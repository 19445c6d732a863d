"""What is worth knowing about a record before it is opened."""

from collections.abc import Iterator
from datetime import datetime

from domain.codelists.answers import Absence, YesNo
from domain.codelists.codelist import CodeList
from domain.codelists.injuries import SubjectInjured
from domain.codelists.perceptions import UNDER_18
from domain.codelists.tactics import CED_TACTICS, MOST_TO_LEAST_SEVERE, Tactic
from domain.counting.timeliness import LATE
from domain.local_time import happened_at
from domain.records.account import Account
from domain.records.question import codes_of


class Flag(CodeList):
    """A mark on a record, gravest first."""

    REFERRAL = "mandatory-referral", "Must be referred"
    INJURY = "injury", "Injury"
    SERIOUS_TACTIC = "serious-tactic", "Serious tactic"
    LATE = "late", "Late"
    UNDER_18 = "under-18", "Under 18"
    CED = "ced", "Taser"
    NO_VIDEO = "no-video", "No video"
    CROWD = "crowd", "Crowd"
    TO_MEND = "to-mend", "To mend"


SERIOUS = frozenset(MOST_TO_LEAST_SEVERE[: MOST_TO_LEAST_SEVERE.index(Tactic.CED_DRAWN)])


def flags(account: Account, *, submitted_at: datetime | None) -> Iterator[Flag]:
    """The flags that a record's answers call for; a referral has events of its own."""
    tactics = codes_of(account.tactics)
    if account.subject_injured is SubjectInjured.YES or account.officer_injured is YesNo.YES:
        yield Flag.INJURY
    if any(tactic in SERIOUS for tactic in tactics):
        yield Flag.SERIOUS_TACTIC
    if _is_late(account, submitted_at):
        yield Flag.LATE
    if account.perceived_age in UNDER_18:
        yield Flag.UNDER_18
    if any(tactic in CED_TACTICS for tactic in tactics):
        yield Flag.CED
    if account.video_recorded is YesNo.NO:
        yield Flag.NO_VIDEO
    if account.is_crowd:
        yield Flag.CROWD


def flags_in(joined: str) -> tuple[Flag, ...]:
    """The flags of a row, as they are kept in it."""
    return tuple(map(Flag, joined.split()))


def most_severe(account: Account) -> str | None:
    """The tactic that a reviewer should see first."""
    tactics = codes_of(account.tactics)
    return next((tactic.value for tactic in MOST_TO_LEAST_SEVERE if tactic in tactics), None)


def _is_late(account: Account, submitted_at: datetime | None) -> bool:
    day, moment = account.incident_date, account.incident_time
    if submitted_at is None or isinstance(day, Absence) or isinstance(moment, Absence):
        return False
    return submitted_at - happened_at(day, moment) > LATE
