"""What happens to the key ring."""

from dataclasses import dataclass
from typing import ClassVar

from domain.event import Event


@dataclass(frozen=True, kw_only=True)
class EpochChanged(Event):
    """Every key is wrapped anew, and the key that opened the old wraps is destroyed."""

    TOPIC: ClassVar[str] = "key-ring.epoch-changed"

    epoch: int
    """Counted from one, which has no event."""
    name: str
    """What the epoch key is called; it tells nothing of the key."""
    before: str
    """What the destroyed one was called."""
    keys: int
    """How many keys are wrapped in it."""
    destroyed: int
    """How many keys went with the old one."""
