"""What can happen to the sample of a month."""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import ClassVar
from uuid import UUID

from domain.codelists.field_groups import FieldGroup
from domain.codelists.forces import Force
from domain.codelists.sampling import LookOutcome
from domain.event import Event
from domain.records.events import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class SampledLook:
    """A look that was drawn: its leaf in the log of looks, and who looked."""

    leaf: int
    person: UUID


@dataclass(frozen=True, kw_only=True)
class LooksSampled(Event):
    """The sample of a month was drawn: everything that anybody needs to draw it again is here."""

    TOPIC: ClassVar[str] = "sample-of-looks.sampled"

    force: Force
    month: date
    """Its first day."""
    leaves: int
    """Of how many leaves the tree of the log of looks was, with the last one of the month."""
    root: str
    """Of that tree, in hexadecimal."""
    of: int
    """How many looks of professional standards there were in the month."""
    looks: tuple[SampledLook, ...]


@dataclass(frozen=True, kw_only=True)
class LookReviewed(Event):
    """Somebody else looked into one look of the sample."""

    TOPIC: ClassVar[str] = "sample-of-looks.reviewed"
    SEALED = MappingProxyType({"explanation": FieldGroup.NARRATIVE})

    leaf: int
    outcome: LookOutcome
    explanation: Words


SAMPLE_EVENTS: frozenset[type[Event]] = frozenset({LooksSampled, LookReviewed})
"""All of them, for whoever takes in every one or none."""
