"""What waits for review: the queue and the report on timeliness count it by one rule.

A record is overdue once it has waited for its reviewer for longer than the force's own limit, since it was
submitted or answered. How long first reviews took that were made is another question, and another figure.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.access.policy import Permission
from projections.worklists import queries as worklists
from projections.worklists.tasks import Task
from web.current import may, me, myself, services, team


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """Records that wait for their reviewer at this moment."""

    records: int
    overdue: int
    hours: int
    """Over which one is overdue."""
    own_team: bool
    """Whether they are of the officers whom the signed-in person supervises alone."""


def reviewer() -> worklists.Reviewer:
    """Whose queue it is: who supervises sees their team's; who counts or searches, the force's."""
    return worklists.Reviewer(
        person=me(), team=team() if _supervises() else None, force=myself().force
    )


def _supervises() -> bool:
    return may(Permission.SEE_QUEUE) and not may(Permission.SEARCH)


def late() -> datetime:
    """Since before when a record waits that is overdue."""
    return services().clock.now() - timedelta(hours=services().settings.overdue_hours)


def waiting() -> Waiting:
    """How many records wait, and how many of them are overdue."""
    whose = reviewer()
    with services().views.reading() as connection:
        records = worklists.count(connection, Task.REVIEW, whose)
        overdue = worklists.count(connection, Task.REVIEW, whose, before=late())
    return Waiting(
        records=records,
        overdue=overdue,
        hours=services().settings.overdue_hours,
        own_team=_supervises(),
    )
