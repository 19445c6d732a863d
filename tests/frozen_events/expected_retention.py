"""What each sample of retention says, as today's classes say it (see ``expected.py``)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from domain.codelists.field_groups import FieldGroup
from domain.codelists.forces import Force
from domain.codelists.retention import (
    GroundForErasure,
    GroundForHold,
    GroundForKeeping,
    RetentionGroup,
)
from domain.codelists.roles import Role
from domain.event import Event, Metadata
from domain.retention import epoch_events, events, policy_events

RECORD = UUID("0d2c6f0e-8a55-4f0f-8a5f-3d0f5a1e0001")
PERSON = UUID("0d2c6f0e-8a55-4f0f-8a5f-3d0f5a1e0002")
REQUEST = UUID("0d2c6f0e-8a55-4f0f-8a5f-3d0f5a1e0007")
HOLD = UUID("0d2c6f0e-8a55-4f0f-8a5f-3d0f5a1e0010")
STREAM = UUID("0d2c6f0e-8a55-4f0f-8a5f-3d0f5a1e0011")
MOMENT = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)
LATER = datetime(2026, 12, 4, 12, 0, 0, 123456, tzinfo=UTC)
MANAGER, PROTECTION = Role.RECORDS_MANAGER, Role.DATA_PROTECTION
GROUPS = (FieldGroup.IDENTITY, FieldGroup.NARRATIVE)


def placed(role: Role, why: str, *, stream: UUID = RECORD, version: int = 2) -> dict[str, Any]:
    """Where an event stands, and who caused it."""
    return {
        "originator_id": stream,
        "originator_version": version,
        "metadata": Metadata(actor=PERSON, role=role, at=MOMENT, why=why, request=REQUEST),
    }


EXPECTED_OF_RETENTION: Mapping[str, Event] = MappingProxyType(
    {
        "use-of-force-record.hold-placed.v1": events.HoldPlaced(
            **placed(MANAGER, "inquest"),
            hold=HOLD,
            ground=GroundForHold.INQUEST,
            case="SEALED-CASE",
        ),
        "use-of-force-record.hold-placed.v1.without-case": events.HoldPlaced(
            **placed(MANAGER, "iopc"), hold=HOLD, ground=GroundForHold.IOPC, case=None
        ),
        "use-of-force-record.hold-release-asked.v1": events.HoldReleaseAsked(
            **placed(MANAGER, "release-asked"), hold=HOLD
        ),
        "use-of-force-record.hold-released.v1": events.HoldReleased(
            **placed(PROTECTION, "released"), hold=HOLD
        ),
        "use-of-force-record.retained-after-review.v1": events.RetainedAfterReview(
            **placed(MANAGER, "pattern"), ground=GroundForKeeping.PATTERN, until=date(2030, 1, 1)
        ),
        "use-of-force-record.erasure-proposed.v1": events.ErasureProposed(
            **placed(MANAGER, "not-lawful"), groups=GROUPS, ground=GroundForErasure.NOT_LAWFUL
        ),
        "use-of-force-record.erasure-turned-down.v1": events.ErasureTurnedDown(
            **placed(PROTECTION, "mistaken"), ground=GroundForKeeping.MISTAKEN
        ),
        "use-of-force-record.erasure-approved.v1": events.ErasureApproved(
            **placed(PROTECTION, "approved"), groups=GROUPS, undone_until=LATER
        ),
        "use-of-force-record.erasure-reversed.v1": events.ErasureReversed(
            **placed(MANAGER, "held"), ground=GroundForKeeping.HELD
        ),
        "use-of-force-record.erasure-confirmed.v1": events.ErasureConfirmed(
            **placed(Role.SYSTEM, "nothing-holds-it"),
            groups=GROUPS,
            places=(events.Purged(place="drafts", removed=1),),
        ),
        "use-of-force-record.erasure-completed.v1": events.ErasureCompleted(
            **placed(Role.SYSTEM, "epoch-changed"),
            groups=GROUPS,
            keys=2,
            epoch=2,
            certificate="Certificate of erasure\n\n— made-up/erasure c2lnbmVk\n",
        ),
        "retention-policy.adopted.v1": policy_events.PolicyAdopted(
            **placed(MANAGER, "retention-policy", stream=STREAM, version=1),
            force=Force.NORTHSHIRE,
            since=date(2026, 12, 1),
            periods=(
                policy_events.Period(group=RetentionGroup.GRAVE, months=1200),
                policy_events.Period(group=RetentionGroup.REFERRED, months=120),
                policy_events.Period(group=RetentionGroup.ORDINARY, months=84),
            ),
            from_18th_birthday=True,
            cooling_off_days=14,
            source="Made-up schedule, line 12",
        ),
        "key-ring.epoch-changed.v1": epoch_events.EpochChanged(
            **placed(Role.SYSTEM, "epoch", stream=STREAM, version=1),
            epoch=2,
            name="5e5e5e5e5e5e5e5e",
            before="4d4d4d4d4d4d4d4d",
            keys=4711,
            destroyed=2,
        ),
    }
)
"""By the name of the sample, as in ``expected.py``."""
