"""What an edition says of the force that publishes it, and when readers were told of its day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

FOUR_WEEKS = timedelta(weeks=4)
"""How long ahead the day of statistics is announced (spec: ux, 7.3)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What is printed of the force itself; it is pinned with the edition, as its figures are."""

    areas: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The name under which an area is published, by its code."""
    contact: str | None = None
    early_access: tuple[str, ...] = ()
    """The posts whose holders see the figures before they are public."""
    follows_code: bool = False
    """Whether it applies the Code of Practice for Statistics, voluntarily."""


NO_FACTS = Facts()


@dataclass(frozen=True, kw_only=True, slots=True)
class Announcement:
    """The time of the next edition, as readers were told it."""

    at: datetime
    """When they were told."""
    publish_at: datetime

    @property
    def ahead(self) -> timedelta:
        return self.publish_at - self.at

    @property
    def is_in_good_time(self) -> bool:
        return self.ahead >= FOUR_WEEKS
