"""The trace of a command that was carried out, so that the same command may be sent again."""

from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar
from uuid import UUID, uuid5

from domain.event import Event

NAMESPACE = UUID("5e3b2a51-6f0f-5f57-9c36-0c5c7c1c9e11")


@dataclass(frozen=True, kw_only=True)
class CommandCarriedOut(Event):
    """Saved with the events of a command, in a stream of its own, which can start only once."""

    TOPIC: ClassVar[str] = "command.carried-out"

    aggregate: UUID
    first_version: int
    """Version of the first event that the command caused."""
    last_version: int


@lru_cache(maxsize=256)
def receipt_id(request: UUID) -> UUID:
    """The stream of a command's receipt; looked for, checked and written within milliseconds."""
    return uuid5(NAMESPACE, str(request))
