"""What holds a record back, what is being erased of it, and what is gone: it follows from its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import singledispatch
from types import MappingProxyType
from uuid import UUID

from domain.codelists.codelist import CodeList
from domain.codelists.field_groups import FieldGroup
from domain.codelists.retention import GroundForErasure, GroundForHold
from domain.event import Erased, Event, Unopened
from domain.retention.events import (
    ErasureApproved,
    ErasureCompleted,
    ErasureConfirmed,
    ErasureProposed,
    ErasureReversed,
    ErasureTurnedDown,
    Groups,
    HoldPlaced,
    HoldReleaseAsked,
    HoldReleased,
    RetainedAfterReview,
)


class Stage(CodeList):
    """How far an erasure has come."""

    PROPOSED = "proposed", "Proposed"
    APPROVED = "approved", "Approved, can be undone"
    CONFIRMED = "confirmed", "Being made final"


@dataclass(frozen=True, kw_only=True, slots=True)
class Hold:
    """A legal hold that lasts."""

    id: UUID
    ground: GroundForHold
    case: str | Erased | Unopened | None
    placed_by: UUID
    placed_at: datetime
    release_asked_by: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Erasure:
    """An erasure that is under way."""

    stage: Stage
    groups: Groups
    ground: GroundForErasure
    proposed_by: UUID
    proposed_at: datetime
    proposed_in: int
    """The version of the record with which it was proposed."""
    approved_by: UUID | None = None
    approved_at: datetime | None = None
    approved_in: int | None = None
    undone_until: datetime | None = None
    confirmed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Gone:
    """Since when a group cannot be read any more, by which event, and whether that is for good."""

    at: datetime
    event: int
    """The version of the record that the event made."""
    final: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Keeping:
    """How a record stands with those who keep it."""

    holds: tuple[Hold, ...] = ()
    erasure: Erasure | None = None
    gone: Mapping[FieldGroup, Gone] = field(default_factory=lambda: MappingProxyType({}))
    kept_until: date | None = None
    certificates: tuple[int, ...] = ()
    """The versions of the record that have one."""

    @property
    def is_held(self) -> bool:
        return bool(self.holds)

    def hold(self, hold: UUID) -> Hold | None:
        return next((one for one in self.holds if one.id == hold), None)

    def is_at(self, *stages: Stage) -> bool:
        """Whether an erasure is under way that has come so far."""
        return self.erasure is not None and self.erasure.stage in stages


@singledispatch
def after(event: Event, keeping: Keeping) -> Keeping:
    """How it stands after an event; most change nothing."""
    return keeping


@after.register
def _(event: HoldPlaced, keeping: Keeping) -> Keeping:
    hold = Hold(
        id=event.hold,
        ground=event.ground,
        case=event.case,
        placed_by=event.metadata.actor,
        placed_at=event.metadata.at,
    )
    return replace(keeping, holds=(*keeping.holds, hold))


@after.register
def _(event: HoldReleaseAsked, keeping: Keeping) -> Keeping:
    asked = event.metadata.actor
    holds = tuple(
        replace(one, release_asked_by=asked) if one.id == event.hold else one
        for one in keeping.holds
    )
    return replace(keeping, holds=holds)


@after.register
def _(event: HoldReleased, keeping: Keeping) -> Keeping:
    return replace(keeping, holds=tuple(one for one in keeping.holds if one.id != event.hold))


@after.register
def _(event: RetainedAfterReview, keeping: Keeping) -> Keeping:
    return replace(keeping, kept_until=event.until)


@after.register
def _(event: ErasureProposed, keeping: Keeping) -> Keeping:
    erasure = Erasure(
        stage=Stage.PROPOSED,
        groups=event.groups,
        ground=event.ground,
        proposed_by=event.metadata.actor,
        proposed_at=event.metadata.at,
        proposed_in=event.originator_version,
    )
    return replace(keeping, erasure=erasure)


@after.register
def _(event: ErasureTurnedDown, keeping: Keeping) -> Keeping:
    return replace(keeping, erasure=None)


@after.register
def _(event: ErasureApproved, keeping: Keeping) -> Keeping:
    gone = Gone(at=event.metadata.at, event=event.originator_version, final=False)
    changed = _changed(
        keeping,
        stage=Stage.APPROVED,
        approved_by=event.metadata.actor,
        approved_at=event.metadata.at,
        approved_in=event.originator_version,
        undone_until=event.undone_until,
    )
    return replace(changed, gone=_with(keeping, event.groups, gone))


@after.register
def _(event: ErasureReversed, keeping: Keeping) -> Keeping:
    left = {group: gone for group, gone in keeping.gone.items() if gone.final}
    return replace(keeping, erasure=None, gone=MappingProxyType(left))


@after.register
def _(event: ErasureConfirmed, keeping: Keeping) -> Keeping:
    return _changed(keeping, stage=Stage.CONFIRMED, confirmed_at=event.metadata.at)


@after.register
def _(event: ErasureCompleted, keeping: Keeping) -> Keeping:
    gone = Gone(at=event.metadata.at, event=event.originator_version, final=True)
    return replace(
        keeping,
        erasure=None,
        gone=_with(keeping, event.groups, gone),
        certificates=(*keeping.certificates, event.originator_version),
    )


def _changed(keeping: Keeping, **changes: object) -> Keeping:
    if keeping.erasure is None:
        return keeping
    return replace(keeping, erasure=replace(keeping.erasure, **changes))  # type: ignore[arg-type]


def _with(keeping: Keeping, groups: Groups, gone: Gone) -> Mapping[FieldGroup, Gone]:
    return MappingProxyType({**keeping.gone, **dict.fromkeys(groups, gone)})
