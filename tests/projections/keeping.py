"""What may happen to how a record is kept, to its policy and to the key ring."""

from datetime import date
from uuid import UUID

from application.retention import KEY_RING
from domain.codelists.field_groups import FieldGroup
from domain.codelists.retention import GroundForErasure, GroundForHold, GroundForKeeping
from domain.retention import deciding
from domain.retention.epoch_events import EpochChanged
from domain.retention.events import Purged
from tests.fakes import NOON
from tests.keepers import MANAGER, PROTECTION, a_policy, appoint
from tests.projections.happening import Happens
from web.bootstrap import Services

WELFARE = (FieldGroup.WELFARE,)


def held(hold: UUID) -> Happens:
    return lambda record: deciding.place_hold(
        record, hold, GroundForHold.INQUEST, "Sealed case", command=MANAGER.commands()
    )


def release_asked(hold: UUID) -> Happens:
    return lambda record: deciding.ask_release(record, hold, command=MANAGER.commands())


def released(hold: UUID) -> Happens:
    return lambda record: deciding.release(record, hold, command=PROTECTION.commands())


def retained() -> Happens:
    return lambda record: deciding.keep(
        record,
        GroundForKeeping.PATTERN,
        until=date(2030, 1, 1),
        today=NOON.date(),
        command=MANAGER.commands(),
    )


def proposed() -> Happens:
    return lambda record: deciding.propose(
        record,
        WELFARE,
        GroundForErasure.NOT_LAWFUL,
        sealed=WELFARE,
        period_is_over=False,
        command=MANAGER.commands(),
    )


def turned_down() -> Happens:
    return lambda record: deciding.turn_down(
        record, GroundForKeeping.MISTAKEN, command=PROTECTION.commands()
    )


def approved() -> Happens:
    return lambda record: deciding.approve(record, days=0, command=PROTECTION.commands())


def undone() -> Happens:
    return lambda record: deciding.undo(
        record, GroundForKeeping.EVIDENCE, command=MANAGER.commands()
    )


def confirmed() -> Happens:
    places = (Purged(place="drafts", removed=0),)
    return lambda record: deciding.confirm(record, places, command=MANAGER.commands())


def completed() -> Happens:
    return lambda record: deciding.complete(
        record, keys=1, epoch=2, certificate="Signed", command=MANAGER.commands()
    )


def everything_of_keeping(hold: UUID) -> tuple[Happens, ...]:
    """Every event of a record that is kept, in an order in which they can happen."""
    return (
        held(hold),
        release_asked(hold),
        released(hold),
        retained(),
        *(proposed(), turned_down()),
        *(proposed(), approved(), undone()),
        *(proposed(), approved(), confirmed(), completed()),
    )


def policy_and_epoch(services: Services) -> None:
    """What happens to a policy and to the key ring."""
    appoint(services)
    services.retention.set_policy(a_policy(), requester=MANAGER.asks())
    changed = EpochChanged(
        originator_id=KEY_RING,
        originator_version=1,
        metadata=services.retention.system().because("epoch"),
        epoch=2,
        name="5e" * 8,
        before="4d" * 8,
        keys=1,
        destroyed=0,
    )
    services.log.append([changed])
