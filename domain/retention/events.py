"""Everything that keeps a record, holds it back or erases content of it.

Decision. What happens to a record's content is an event of the record, in its own chain, and holds no
content itself: codes, ids, counts and moments. Only the reference of a case that a hold is for is sealed.
Consequence: the record of an erasure never repeats what was erased. Kept by
``tests/domain/retention/test_erasing.py``. (Spec: audit, 5.3; decisions, 3.)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import ClassVar
from uuid import UUID

from domain.codelists.field_groups import FieldGroup
from domain.codelists.retention import (
    GroundForErasure,
    GroundForHold,
    GroundForKeeping,
)
from domain.event import Erased, Event, Unopened
from domain.retention.epoch_events import EpochChanged
from domain.retention.policy_events import PolicyAdopted

Groups = tuple[FieldGroup, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Purged:
    """A place that derives something from records, and what it had to let go of one."""

    place: str
    removed: int


@dataclass(frozen=True, kw_only=True)
class HoldPlaced(Event):
    """A legal hold is on the record: nothing of it is erased until it is released."""

    TOPIC: ClassVar[str] = "use-of-force-record.hold-placed"
    SEALED: ClassVar[Mapping[str, FieldGroup]] = MappingProxyType({"case": FieldGroup.REFERENCES})

    hold: UUID
    ground: GroundForHold
    case: str | Erased | Unopened | None
    """Under which whoever needs the record knows the case."""


@dataclass(frozen=True, kw_only=True)
class HoldReleaseAsked(Event):
    """Somebody says that a hold is no longer needed. It lasts until another person agrees."""

    TOPIC: ClassVar[str] = "use-of-force-record.hold-release-asked"

    hold: UUID


@dataclass(frozen=True, kw_only=True)
class HoldReleased(Event):
    """A second person agreed that a hold is no longer needed."""

    TOPIC: ClassVar[str] = "use-of-force-record.hold-released"

    hold: UUID


@dataclass(frozen=True, kw_only=True)
class RetainedAfterReview(Event):
    """A review of its retention kept the record until another one."""

    TOPIC: ClassVar[str] = "use-of-force-record.retained-after-review"

    ground: GroundForKeeping
    until: date
    """When it is reviewed again."""


@dataclass(frozen=True, kw_only=True)
class ErasureProposed(Event):
    """The records manager proposed to erase sealed content of the record."""

    TOPIC: ClassVar[str] = "use-of-force-record.erasure-proposed"

    groups: Groups
    ground: GroundForErasure


@dataclass(frozen=True, kw_only=True)
class ErasureTurnedDown(Event):
    """What was proposed is not erased."""

    TOPIC: ClassVar[str] = "use-of-force-record.erasure-turned-down"

    ground: GroundForKeeping


@dataclass(frozen=True, kw_only=True)
class ErasureApproved(Event):
    """The data protection officer approved it: from here nobody reads it, and it can be undone for a
    while.
    """

    TOPIC: ClassVar[str] = "use-of-force-record.erasure-approved"

    groups: Groups
    undone_until: datetime
    """The end of the time in which it can be undone."""


@dataclass(frozen=True, kw_only=True)
class ErasureReversed(Event):
    """The content can be read again: it was undone in time, or a hold was placed."""

    TOPIC: ClassVar[str] = "use-of-force-record.erasure-reversed"

    ground: GroundForKeeping


@dataclass(frozen=True, kw_only=True)
class ErasureConfirmed(Event):
    """Nothing held it back at the second check, and every place that derives from records has let go:
    there is no way back, and its keys go with the epoch.
    """

    TOPIC: ClassVar[str] = "use-of-force-record.erasure-confirmed"

    groups: Groups
    places: tuple[Purged, ...]


@dataclass(frozen=True, kw_only=True)
class ErasureCompleted(Event):
    """The key that could open the keys of the content is destroyed, and so is the content."""

    TOPIC: ClassVar[str] = "use-of-force-record.erasure-completed"

    groups: Groups
    keys: int
    """How many keys were destroyed."""
    epoch: int
    """The number of the epoch with which they went."""
    certificate: str
    """A signed text that says all this, and nothing of the content."""


ERASURE_EVENTS: frozenset[type[Event]] = frozenset(
    {
        ErasureProposed,
        ErasureTurnedDown,
        ErasureApproved,
        ErasureReversed,
        ErasureConfirmed,
        ErasureCompleted,
    }
)
KEEPING_EVENTS: frozenset[type[Event]] = ERASURE_EVENTS | {
    HoldPlaced,
    HoldReleaseAsked,
    HoldReleased,
    RetainedAfterReview,
}
"""All of them that are events of a record."""
RETENTION_EVENTS: frozenset[type[Event]] = frozenset({PolicyAdopted, EpochChanged})
"""All of them that are events of a policy or of the key ring."""
