"""What records are sliced by, beside period, force and tactic, and which answers leave it unknown."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.codelists.answers import Absence
from domain.codelists.injuries import SubjectInjured
from domain.codelists.perceptions import PerceivedEthnicity

NONE_CHOSEN = "~none"
NOT_REPORTED = "~not-reported"


def absent(absence: Absence) -> str:
    """An absence as a code that no list can hold."""
    return f"~{absence.value}"


UNKNOWN = tuple(
    absent(one)
    for one in (
        Absence.NOT_ANSWERED,
        Absence.NOT_KNOWN,
        Absence.NOT_ASKED,
        Absence.NOT_APPLICABLE,
        Absence.REFUSED,
        Absence.ERASED,
    )
)
"""The ways in which an answer is unknown, told apart in every count (R8)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dimension:
    """A question of the form by whose answer records are sliced."""

    name: str
    """How it stands in an address."""
    question: str
    several: bool = False
    """Whether a record may have several answers, so that its columns do not add up (R9)."""
    also_unknown: tuple[str, ...] = ()
    """Codes of the list itself that say that it is not known."""

    @property
    def column(self) -> str:
        return self.question

    @property
    def unknown(self) -> tuple[str, ...]:
        """Every code that leaves it unknown."""
        return (*UNKNOWN, *self.also_unknown)


DIMENSIONS = (
    Dimension(name="area", question="area"),
    Dimension(name="reason", question="reasons", several=True),
    Dimension(name="factor", question="impact_factors", several=True),
    Dimension(name="conduct", question="primary_conduct"),
    Dimension(name="age", question="perceived_age"),
    Dimension(name="gender", question="perceived_gender"),
    Dimension(
        name="ethnicity",
        question="perceived_ethnicity",
        also_unknown=(PerceivedEthnicity.DONT_KNOW.value,),
    ),
    Dimension(name="physical", question="physical_condition"),
    Dimension(name="mental", question="mental_condition"),
    Dimension(name="outcome", question="outcomes", several=True),
    Dimension(name="location", question="locations", several=True),
    Dimension(
        name="person-injured",
        question="subject_injured",
        also_unknown=(SubjectInjured.UNKNOWN.value,),
    ),
    Dimension(name="person-injury-level", question="subject_injury_level"),
    Dimension(name="officer-injured", question="officer_injured"),
    Dimension(name="officer-injury-intentional", question="officer_injury_intentional"),
    Dimension(name="officer-injury-level", question="officer_injury_level"),
)
BY_NAME: Mapping[str, Dimension] = MappingProxyType({one.name: one for one in DIMENSIONS})
