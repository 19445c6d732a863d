"""What is counted: a record as it stood from one place in the log on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.codelists.answers import Absence
from domain.codelists.forces import Force
from domain.counting.people import is_identified
from domain.counting.periods import Quarter
from domain.counting.timeliness import minutes
from domain.local_time import happened_at
from domain.records.account import Account


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordVersion:
    """A record as far as it is counted, until something that is counted changes."""

    record: UUID
    force: Force
    counts: bool
    """False while it is withdrawn."""
    officer: UUID | None
    encounter: UUID | None
    """To which it is linked."""
    subject: UUID | None
    """The person whom it was found to be about, with other records."""
    account: Account
    """Its codes; what is sealed says only that it is sealed."""
    stated_at: datetime
    """When its account was recorded or last amended."""
    recorded_at: datetime | None
    """When it was first recorded, if that is known."""

    @property
    def is_told_apart(self) -> bool:
        """Whether it is known whom it is about, as one person."""
        if self.account.is_crowd:
            return False
        return self.subject is not None or is_identified(self.account)

    @property
    def recorded_after(self) -> int | None:
        """Minutes from when it happened to when it was recorded, if both are known."""
        day, moment = self.account.incident_date, self.account.incident_time
        if self.recorded_at is None or isinstance(day, Absence) or isinstance(moment, Absence):
            return None
        return minutes(happened_at(day, moment), self.recorded_at)

    @property
    def quarter(self) -> Quarter:
        day = self.account.incident_date
        if isinstance(day, Absence):
            # No record is submitted without; the rules refuse it.
            raise TypeError("a record without an incident date")
        return Quarter.of(day)
