"""What happens to the policy by which a force keeps its records."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.codelists.forces import Force
from domain.codelists.retention import RetentionGroup
from domain.event import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """How long the records of a group are kept before they are reviewed."""

    group: RetentionGroup
    months: int


@dataclass(frozen=True, kw_only=True)
class PolicyAdopted(Event):
    """The records manager says how long records are kept, from a day on."""

    TOPIC: ClassVar[str] = "retention-policy.adopted"

    force: Force
    since: date
    periods: tuple[Period, ...]
    from_18th_birthday: bool
    """Whether periods of who was under 18 begin at the 18th birthday."""
    cooling_off_days: int
    """How long an approved erasure can be undone."""
    source: str
    """On which schedule it rests, in words that everybody may read."""
