"""Circumstances that are alike enough to compare what was done in them.

The questions of the form have too many combinations to measure within each, so that impact factors
and places are put into few groups. How they are grouped is ours (impact factors) and the Home
Office's (places: 2020, table 9), and is printed beside every figure that rests on it.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from domain.codelists.codelist import CodeList
from domain.codelists.impact_factors import ImpactFactor
from domain.codelists.locations import LocationType


class ImpactGroup(CodeList):
    """The first of these that a record names: the weightiest for who has to act."""

    WEAPON = "weapon", "Possession of a weapon"
    DISTURBED = "disturbed", "Mental health or acute behavioural disturbance"
    INTOXICATED = "intoxicated", "Alcohol or drugs"
    OTHER = "other", "Other factors alone"
    NONE = "none", "No impact factor"


class PlaceGroup(CodeList):
    """The groups of places of the national return, and records with places of several."""

    PUBLIC = "public", "Public place"
    DWELLING = "dwelling", "Dwelling"
    POLICE = "police", "Police setting"
    MEDICAL = "medical", "Medical setting"
    OTHER = "other", "Other place"
    SEVERAL = "several", "Several kinds of place"


FACTORS: Mapping[ImpactGroup, frozenset[ImpactFactor]] = MappingProxyType(
    {
        ImpactGroup.WEAPON: frozenset({ImpactFactor.WEAPON}),
        ImpactGroup.DISTURBED: frozenset({ImpactFactor.MENTAL_HEALTH, ImpactFactor.DISTURBANCE}),
        ImpactGroup.INTOXICATED: frozenset({ImpactFactor.ALCOHOL, ImpactFactor.DRUGS}),
        ImpactGroup.OTHER: frozenset(
            {
                ImpactFactor.PRIOR_KNOWLEDGE,
                ImpactFactor.SIZE,
                ImpactFactor.CROWD,
                ImpactFactor.OTHER,
            }
        ),
    }
)

L = LocationType
PLACES: Mapping[LocationType, PlaceGroup] = MappingProxyType(
    {
        L.STREET: PlaceGroup.PUBLIC,
        L.PUBLIC_TRANSPORT: PlaceGroup.PUBLIC,
        L.RETAIL: PlaceGroup.PUBLIC,
        L.OPEN_GROUND: PlaceGroup.PUBLIC,
        L.LICENSED: PlaceGroup.PUBLIC,
        L.STADIUM: PlaceGroup.PUBLIC,
        L.HOSPITAL: PlaceGroup.MEDICAL,
        L.MENTAL_HEALTH: PlaceGroup.MEDICAL,
        L.AMBULANCE: PlaceGroup.MEDICAL,
        L.VEHICLE_WITH_CAGE: PlaceGroup.POLICE,
        L.VEHICLE_WITHOUT_CAGE: PlaceGroup.POLICE,
        L.POLICE_STATION: PlaceGroup.POLICE,
        L.CUSTODY: PlaceGroup.POLICE,
        L.DWELLING: PlaceGroup.DWELLING,
        L.OTHER: PlaceGroup.OTHER,
    }
)


def impact_group(factors: Collection[ImpactFactor]) -> ImpactGroup:
    """The group of a record that answered the question with these; none of them is an answer too."""
    named = frozenset(factors)
    found = (group for group, members in FACTORS.items() if members & named)
    return next(found, ImpactGroup.NONE)


def place_group(locations: Collection[LocationType]) -> PlaceGroup | None:
    """The group of a record with these places; none if it names no place."""
    found = {PLACES[one] for one in locations}
    return PlaceGroup.SEVERAL if len(found) > 1 else next(iter(found), None)
