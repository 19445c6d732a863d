"""A record with everything that happened to it, before somebody who may see that."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from application.stored_records import standing
from domain.codelists.field_groups import FieldGroup
from domain.event import Event
from domain.records.history import version_at
from domain.records.record import UseOfForceRecord

Opened = Callable[[UseOfForceRecord], None]
"""Told of a record that somebody is given to read, in the version that they are given."""


def to_nobody(_: UseOfForceRecord) -> None:
    """Where nobody keeps account of who reads."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WithHistory:
    """Read once, whatever is then looked at: what is shown beside each other is of one moment."""

    events: tuple[Event, ...]
    withheld: frozenset[FieldGroup]
    """What they do not see of it as it is now, and so not as it was."""
    opened: Opened = to_nobody

    def now(self) -> UseOfForceRecord:
        """The record as it is."""
        return shown(standing(self.events), self.withheld)

    def at(self, version: int) -> UseOfForceRecord:
        """The record as it was at a version.

        Raises:
            NotFoundError: there is no such version.

        """
        found = as_it_was(self.events, version)
        self.opened(found)
        return shown(found, self.withheld)

    def as_at(self, moment: datetime) -> UseOfForceRecord | None:
        """The record as it was at a moment; none if it was not submitted then."""
        version = version_at(self.events, moment)
        return None if version is None else self.at(version)


def as_it_was(events: Sequence[Event], version: int) -> UseOfForceRecord:
    """A record as it was at a version, but for what was erased since: that is gone from every version.

    Raises:
        NotFoundError: there is no such version.

    """
    return replace(standing(events, version=version), keeping=standing(events).keeping)


def shown(found: UseOfForceRecord, withheld: Collection[FieldGroup]) -> UseOfForceRecord:
    """A record without what somebody does not see of it."""
    return replace(found, account=found.account.withholding(withheld)) if withheld else found
