"""Where a record stands, and what each event makes of that: one rule for record and read models.

Decision. Status follows from the events alone, by the function below; the record's fold and every
projection use it. Consequence: no read model can disagree with the record. Kept by
``tests/projections/test_standing.py``.
"""

from dataclasses import dataclass, replace
from functools import singledispatch

from domain.codelists.statuses import RecordStatus
from domain.event import Event
from domain.records.events import (
    Accepted,
    Amended,
    Assessed,
    Imported,
    Referred,
    Restored,
    Returned,
    Withdrawn,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """The state of review, and what professional standards still have to assess."""

    status: RecordStatus = RecordStatus.SUBMITTED
    open_referrals: tuple[str, ...] = ()
    """Codes of the referral rules that fired and were not assessed yet."""
    judged: bool = False
    """A reviewer passed it to professional standards, and they have not assessed it yet."""

    @property
    def is_with_standards(self) -> bool:
        return self.judged or bool(self.open_referrals)

    @property
    def awaiting(self) -> RecordStatus:
        """Where a record is that somebody must look at again."""
        return RecordStatus.REFERRED if self.judged else RecordStatus.SUBMITTED


def after(event: Event, standing: Standing) -> Standing:
    """Where the record stands after an event; most change nothing."""
    if event.metadata.source is not None and not isinstance(event, Imported | Accepted):
        # It happened elsewhere, long ago: nobody is asked to act on it now.
        return standing
    return _after(event, standing)


@singledispatch
def _after(event: Event, standing: Standing) -> Standing:
    return standing


@_after.register
def _(event: Imported, standing: Standing) -> Standing:
    return replace(standing, status=RecordStatus.IMPORTED)


@_after.register
def _(event: Amended, standing: Standing) -> Standing:
    # An amendment is always looked at, also one to a record that was accepted before. What a
    # reviewer passed on stays with professional standards.
    return replace(standing, status=standing.awaiting)


@_after.register
def _(event: Returned, standing: Standing) -> Standing:
    return replace(standing, status=RecordStatus.RETURNED)


@_after.register
def _(event: Accepted, standing: Standing) -> Standing:
    return replace(standing, status=RecordStatus.ACCEPTED)


@_after.register
def _(event: Referred, standing: Standing) -> Standing:
    if event.rules:
        # A rule that fires is recorded; the supervisor's review goes on.
        return replace(standing, open_referrals=(*standing.open_referrals, *event.rules))
    return replace(standing, status=RecordStatus.REFERRED, judged=True)


@_after.register
def _(event: Assessed, standing: Standing) -> Standing:
    held = standing.status is RecordStatus.REFERRED
    status = RecordStatus.SUBMITTED if held else standing.status
    return replace(standing, status=status, open_referrals=(), judged=False)


@_after.register
def _(event: Withdrawn, standing: Standing) -> Standing:
    # What was referred stays so: nobody takes a record away from professional standards.
    return replace(standing, status=RecordStatus.WITHDRAWN)


@_after.register
def _(event: Restored, standing: Standing) -> Standing:
    return replace(standing, status=standing.awaiting)
