"""What those who keep records did in the made-up force."""

from datetime import time

from domain.codelists.field_groups import FieldGroup
from domain.codelists.retention import GroundForErasure, GroundForHold, RetentionGroup
from domain.local_time import LOCAL
from domain.retention.policy import LONGEST_COOLING_OFF, Policy
from domain.retention.policy_events import Period
from web.bootstrap import Services
from web.demo.people import DATA_PROTECTION, RECORDS_MANAGER, Account, key
from web.demo.story import Step

YEARS = 7
"""The cautious default of the paper (spec: domain, 5.3); a force sets its own."""


def sets_policy(*, days: int, at: time) -> Step:
    """The records manager says how long records are kept."""

    def take(services: Services, step: Step) -> None:
        policy = Policy(
            since=services.clock.now().astimezone(LOCAL).date(),
            periods=tuple(Period(group=group, months=12 * YEARS) for group in RetentionGroup),
            from_18th_birthday=True,
            cooling_off_days=LONGEST_COOLING_OFF,
            source="A made-up schedule: seven years, for claims may be made for six",
        )
        if not services.retention.policies(services.settings.force):
            services.retention.set_policy(policy, requester=RECORDS_MANAGER.asks(step.name))

    return Step(days=days, at=at, name="retention policy", take=take)


def holds(who: Account, record: str, *, days: int, at: time) -> Step:
    """Somebody holds a record back for a complaint."""

    def take(services: Services, step: Step) -> None:
        services.retention.place_hold(
            key(record), GroundForHold.COMPLAINT, "NS-C-0107", requester=who.asks(step.name)
        )

    return Step(days=days, at=at, name=f"hold {record}", take=take)


def proposes(record: str, *, days: int, at: time) -> Step:
    """The records manager proposes to erase what a record says in words."""

    def take(services: Services, step: Step) -> None:
        services.retention.propose(
            key(record),
            (FieldGroup.NARRATIVE,),
            GroundForErasure.NOT_LAWFUL,
            requester=RECORDS_MANAGER.asks(step.name),
        )

    return Step(days=days, at=at, name=f"erasure {record}", take=take)


KEEPING = (
    sets_policy(days=9, at=time(9, 0)),
    holds(DATA_PROTECTION, "complaint", days=4, at=time(11, 0)),
    proposes("doorstep beside", days=1, at=time(10, 0)),
)
