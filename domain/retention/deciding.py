"""Deciding what is kept, held back and erased: given a record, the events that follow or a refusal.

Decision. A hold always wins: while one lasts nothing is erased, and one that is placed turns down or
undoes whatever is under way. An erasure needs two people of different roles, neither of whom made the
record or is named in it. Consequence: nobody makes evidence disappear alone, and what was approved
wrongly comes back for as long as the policy says. Kept by ``tests/domain/retention/test_erasing.py``.
(Spec: audit, 5.3.)
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from domain.codelists.field_groups import FieldGroup
from domain.codelists.retention import GroundForErasure, GroundForHold, GroundForKeeping
from domain.command import Command
from domain.event import Event
from domain.records.record import UseOfForceRecord
from domain.retention.errors import (
    CoolingOffError,
    ErasureUnderWayError,
    HeldError,
    NoErasureError,
    NoSuchHoldError,
    NothingToEraseError,
    NoWayBackError,
    PeriodNotOverError,
    ReviewInThePastError,
    SecondPersonNeededError,
    StillReferredError,
    TooCloseError,
)
from domain.retention.events import (
    ErasureApproved,
    ErasureCompleted,
    ErasureConfirmed,
    ErasureProposed,
    ErasureReversed,
    ErasureTurnedDown,
    HoldPlaced,
    HoldReleaseAsked,
    HoldReleased,
    Purged,
    RetainedAfterReview,
)
from domain.retention.keeping import Erasure, Stage
from domain.retention.policy import LONGEST_COOLING_OFF

RELEASE_ASKED, RELEASED = "release-asked", "released"
APPROVED, CONFIRMED, COMPLETED = "approved", "nothing-holds-it", "epoch-changed"
"""The coded grounds of what needs no other."""


def place_hold(
    record: UseOfForceRecord, hold: UUID, ground: GroundForHold, case: str, *, command: Command
) -> tuple[Event, ...]:
    """Hold a record back. Whatever is under way and can still be stopped is stopped by it."""
    # Nothing more is written where references are erased; the hold does not wait for that.
    known = None if FieldGroup.REFERENCES in record.keeping.gone else case.strip() or None
    placed = HoldPlaced(**_next(record, command, ground), hold=hold, ground=ground, case=known)
    held = {
        **_next(record, command, GroundForKeeping.HELD),
        "originator_version": record.version + 2,
    }
    if record.keeping.is_at(Stage.PROPOSED):
        return placed, ErasureTurnedDown(**held, ground=GroundForKeeping.HELD)
    if record.keeping.is_at(Stage.APPROVED):
        return placed, ErasureReversed(**held, ground=GroundForKeeping.HELD)
    return (placed,)


def ask_release(record: UseOfForceRecord, hold: UUID, *, command: Command) -> tuple[Event, ...]:
    """Say that a hold is no longer needed.

    Raises:
        NoSuchHoldError: there is none, or somebody said so already.

    """
    found = record.keeping.hold(hold)
    if found is None or found.release_asked_by is not None:
        raise NoSuchHoldError
    return (HoldReleaseAsked(**_next(record, command, RELEASE_ASKED), hold=hold),)


def release(record: UseOfForceRecord, hold: UUID, *, command: Command) -> tuple[Event, ...]:
    """Agree as a second person that a hold is no longer needed.

    Raises:
        NoSuchHoldError, SecondPersonNeededError.

    """
    found = record.keeping.hold(hold)
    if found is None or found.release_asked_by is None:
        raise NoSuchHoldError
    if command.by == found.release_asked_by:
        raise SecondPersonNeededError
    return (HoldReleased(**_next(record, command, RELEASED), hold=hold),)


def keep(
    record: UseOfForceRecord,
    ground: GroundForKeeping,
    *,
    until: date,
    today: date,
    command: Command,
) -> tuple[Event, ...]:
    """Keep a record after its review, until another one.

    Raises:
        ReviewInThePastError, ErasureUnderWayError.

    """
    if until <= today:
        raise ReviewInThePastError
    if record.keeping.erasure:
        raise ErasureUnderWayError
    return (RetainedAfterReview(**_next(record, command, ground), ground=ground, until=until),)


def propose(
    record: UseOfForceRecord,
    groups: Collection[FieldGroup],
    ground: GroundForErasure,
    *,
    sealed: Collection[FieldGroup],
    period_is_over: bool,
    command: Command,
) -> tuple[Event, ...]:
    """Propose to erase groups, of those that the record has ``sealed`` content of.

    Raises:
        TooCloseError, HeldError, ErasureUnderWayError, StillReferredError, NothingToEraseError,
        PeriodNotOverError.

    """
    _refuse_too_close(record, command)
    _refuse_held(record)
    if record.keeping.erasure:
        raise ErasureUnderWayError
    if record.standing.is_with_standards:
        raise StillReferredError
    chosen = tuple(one for one in FieldGroup if one in groups)
    if not chosen or any(one not in sealed or one in record.keeping.gone for one in chosen):
        raise NothingToEraseError
    if ground is GroundForErasure.RETENTION_OVER and not period_is_over:
        raise PeriodNotOverError
    return (ErasureProposed(**_next(record, command, ground), groups=chosen, ground=ground),)


def turn_down(
    record: UseOfForceRecord, ground: GroundForKeeping, *, command: Command
) -> tuple[Event, ...]:
    """Refuse what was proposed, or take the proposal back.

    Raises:
        NoErasureError.

    """
    _at(record, Stage.PROPOSED)
    return (ErasureTurnedDown(**_next(record, command, ground), ground=ground),)


def approve(record: UseOfForceRecord, *, days: int, command: Command) -> tuple[Event, ...]:
    """Approve what was proposed, as a second person: it can be undone for so many days.

    Raises:
        NoErasureError, TooCloseError, HeldError, SecondPersonNeededError, StillReferredError.

    """
    found = _at(record, Stage.PROPOSED)
    _refuse_too_close(record, command)
    _refuse_held(record)
    if command.by == found.proposed_by:
        raise SecondPersonNeededError
    if record.standing.is_with_standards:
        raise StillReferredError
    approved = ErasureApproved(
        **_next(record, command, APPROVED),
        groups=found.groups,
        undone_until=command.at + timedelta(days=min(days, LONGEST_COOLING_OFF)),
    )
    return (approved,)


def undo(
    record: UseOfForceRecord, ground: GroundForKeeping, *, command: Command
) -> tuple[Event, ...]:
    """Let the content be read again.

    Raises:
        NoErasureError, NoWayBackError.

    """
    if record.keeping.is_at(Stage.CONFIRMED):
        raise NoWayBackError
    _at(record, Stage.APPROVED)
    return (ErasureReversed(**_next(record, command, ground), ground=ground),)


def confirm(
    record: UseOfForceRecord, places: Sequence[Purged], *, command: Command
) -> tuple[Event, ...]:
    """Close the way back, once the time for it is over and nothing holds the record.

    Raises:
        NoErasureError, HeldError, CoolingOffError.

    """
    found = _at(record, Stage.APPROVED)
    _refuse_held(record)
    if not is_due(found, command.at):
        raise CoolingOffError
    confirmed = ErasureConfirmed(
        **_next(record, command, CONFIRMED), groups=found.groups, places=tuple(places)
    )
    return (confirmed,)


def complete(
    record: UseOfForceRecord, *, keys: int, epoch: int, certificate: str, command: Command
) -> tuple[Event, ...]:
    """Say that the keys are gone, with the certificate of it.

    Raises:
        NoErasureError.

    """
    found = _at(record, Stage.CONFIRMED)
    completed = ErasureCompleted(
        **_next(record, command, COMPLETED),
        groups=found.groups,
        keys=keys,
        epoch=epoch,
        certificate=certificate,
    )
    return (completed,)


def is_due(erasure: Erasure, now: datetime) -> bool:
    """Whether the time in which it could be undone is over."""
    return erasure.undone_until is not None and erasure.undone_until <= now


def _at(record: UseOfForceRecord, stage: Stage) -> Erasure:
    found = record.keeping.erasure
    if found is None or found.stage is not stage:
        raise NoErasureError
    return found


def _refuse_held(record: UseOfForceRecord) -> None:
    if record.keeping.is_held:
        raise HeldError


def _refuse_too_close(record: UseOfForceRecord, command: Command) -> None:
    # By identity, whatever the role.
    if record.is_close_to(command.by):
        raise TooCloseError


def _next(record: UseOfForceRecord, command: Command, why: str) -> dict[str, Any]:
    return {
        "originator_id": record.id,
        "originator_version": record.version + 1,
        "metadata": command.because(why),
    }
