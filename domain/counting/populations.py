"""Against how many people, or arrests, records are counted: what a force loads, and how it is grouped.

The form asks how an officer perceived a person; a census asks people themselves. The groups here are
the widest that both have (spec: domain, 1.3 I to K): Chinese is within Asian, as in the national return
since 2020 and the census since 2011.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from domain.codelists.codelist import CodeList
from domain.codelists.forces import Force
from domain.codelists.perceptions import PerceivedAge, PerceivedEthnicity, PerceivedGender


class PopulationKind(CodeList):
    """What the numbers are of."""

    RESIDENTS = "residents", "Residents"
    ARRESTS = "arrests", "Arrests"


class By(CodeList):
    """What the groups differ in."""

    ETHNICITY = "ethnicity", "Perceived ethnicity"
    AGE = "age", "Perceived age"
    GENDER = "gender", "Perceived gender"


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """People who are counted together, and the answers of the form that put somebody there."""

    code: str
    label: str
    perceived: tuple[str, ...]


def _alone(codes: type[CodeList]) -> tuple[Group, ...]:
    return tuple(Group(code=one.value, label=one.label, perceived=(one.value,)) for one in codes)


E = PerceivedEthnicity
GROUPS: Mapping[By, tuple[Group, ...]] = MappingProxyType(
    {
        By.ETHNICITY: tuple(
            Group(code=one.value, label=one.label, perceived=(one.value, *also))
            for one, also in (
                (E.WHITE, ()),
                (E.BLACK, ()),
                (E.ASIAN, (E.CHINESE.value,)),
                (E.MIXED, ()),
                (E.OTHER, ()),
            )
        ),
        By.AGE: _alone(PerceivedAge),
        By.GENDER: _alone(PerceivedGender),
    }
)

Numbers = Mapping[By, Mapping[str, int]]
"""How many there are in each group; a group may be missing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Population:
    """Numbers of one source about one force."""

    name: str
    kind: PopulationKind
    source: str
    force: Force
    since: date
    until: date
    """The period in which arrests were made; of residents both are the day they were counted."""
    numbers: Numbers
    """Of the whole force."""
    areas: Mapping[str, Numbers] = field(default_factory=dict)
    """Of its areas by code, as far as they are given."""

    def within(self, areas: Collection[str], by: By) -> Mapping[str, int]:
        """How many there are in each group of the force, or of some areas together.

        A group is left out where one of the areas has no number of it: of a part nobody knows the rate.
        """
        if not areas:
            return self.numbers.get(by, {})
        given = [self.areas.get(area, {}).get(by, {}) for area in areas]
        return {
            group.code: sum(numbers[group.code] for numbers in given)
            for group in GROUPS[by]
            if all(group.code in numbers for numbers in given)
        }
