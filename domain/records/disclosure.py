"""What of a record is disclosed and what is withheld: in which part it stands, and what begins withheld.

Free text may name others, and no rule can tell: what a person would withhold of it is withheld
whole, with its part. (Spec: audit, 4.7; domain, 5.1 and 5.4.)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.codelists.codelist import CodeList
from domain.codelists.disclosures import KindOfDisclosure, Part, ReasonForWithholding
from domain.codelists.field_groups import FieldGroup
from domain.codelists.roles import Role


@dataclass(frozen=True, kw_only=True, slots=True)
class Withheld:
    """A part that is not disclosed, and why."""

    part: Part
    reason: ReasonForWithholding


Withholding = Mapping[Part, ReasonForWithholding]

ABOUT_OTHERS = ReasonForWithholding.ABOUT_OTHERS

BEGINS_WITHHELD: Mapping[KindOfDisclosure, Withholding] = MappingProxyType(
    {
        KindOfDisclosure.PROCEEDINGS: {Part.WELFARE: ABOUT_OTHERS},
        KindOfDisclosure.SUBJECT_ACCESS: {
            Part.WELFARE: ABOUT_OTHERS,
            Part.REFERENCES: ReasonForWithholding.NOT_ASKED_FOR,
            Part.REVIEW: ABOUT_OTHERS,
        },
        KindOfDisclosure.FREEDOM_OF_INFORMATION: dict.fromkeys(
            Part, ReasonForWithholding.WOULD_IDENTIFY
        ),
    }
)
"""What each kind of disclosure withholds unless somebody decides otherwise."""

NAMES_OFFICERS = frozenset({KindOfDisclosure.PROCEEDINGS})
"""Elsewhere officers are told apart by numbers: they are other people than the one who asks."""

DEIDENTIFIED = frozenset({KindOfDisclosure.FREEDOM_OF_INFORMATION})
"""To the world: without days, times, numbers and history, of which several together point to somebody."""


def part_of(group: str, topic: str, role: CodeList) -> Part:
    """The part in which a sealed group of an event stands."""
    own = topic.endswith((".submitted", ".imported", ".amended")) or role is Role.OFFICER
    if group == FieldGroup.NARRATIVE and not own:
        return Part.REVIEW
    return Part(group)


def always_withheld(kind: KindOfDisclosure) -> frozenset[Part]:
    """What nobody can decide to disclose: what is for everybody identifies nobody."""
    return frozenset(Part) if kind in DEIDENTIFIED else frozenset()
