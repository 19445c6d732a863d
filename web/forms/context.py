"""What a form must know beyond the questions: the force's areas, and its people by collar number."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from application.ports import Entry
from domain.codelists.field_groups import FieldGroup
from domain.codelists.ranks import Rank
from domain.retention.keeping import Gone


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """Passed to everything that reads or shows answers."""

    areas: Mapping[str, str]
    display: Callable[[Iterable[UUID]], Mapping[UUID, str]]
    """How people are called, such as "PC 4127 Asha Patel"."""
    collar_numbers: Callable[[Iterable[UUID]], Mapping[UUID, str]]
    find: Callable[[Iterable[str]], Mapping[str, UUID]]
    """The people with these collar numbers; those not found are left out."""
    gone: Mapping[FieldGroup, Gone] = field(default_factory=dict)
    """What was erased of the record whose answers are shown, and since when."""


def called(entry: Entry, rank: Rank | None) -> str:
    """How somebody is called who had a rank: "PC 4127 Asha Patel"."""
    return " ".join((*((rank.label,) if rank else ()), entry.collar_number, entry.name))
