"""What happens to a disclosure: it is made, and that is all. Each record has an event of its own of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar
from uuid import UUID

from domain.codelists.disclosures import KindOfDisclosure, LegalBasis
from domain.codelists.field_groups import FieldGroup
from domain.codelists.forces import Force
from domain.event import Event
from domain.records.disclosure import Withheld
from domain.records.events import Words


@dataclass(frozen=True, kw_only=True)
class Made(Event):
    """Records were disclosed to somebody. Who that is is sealed under a key of the disclosure's own: it is
    to be told to them when something in the records is erased or corrected later (DPA 2018, s. 48).
    """

    TOPIC: ClassVar[str] = "disclosure.made"
    SEALED: ClassVar[Mapping[str, FieldGroup]] = MappingProxyType(
        {"recipient": FieldGroup.REFERENCES, "explanation": FieldGroup.REFERENCES}
    )

    force: Force
    kind: KindOfDisclosure
    basis: LegalBasis
    records: tuple[UUID, ...]
    as_at: datetime
    withheld: tuple[Withheld, ...]
    digest: str
    """SHA-256 of the bundle's manifest, which names every file that was disclosed."""
    recipient: Words
    explanation: Words
    """For what they asked, and under which reference."""


DISCLOSURE_EVENTS: frozenset[type[Event]] = frozenset({Made})
"""All of them, for whoever takes in every one."""
