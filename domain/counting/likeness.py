"""Circumstances that are alike enough to compare what was done in them.

The questions of the form have too many combinations to measure within each, so that impact factors
and locations are put into few groups. How they are grouped is ours (impact factors) and the Home
Office's (locations: 2020, table 9), and is printed beside every figure that rests on it.
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


class LocationGroup(CodeList):
    """The groups of locations of the national return, and records with locations of several."""

    PUBLIC = "public", "Public place"
    DWELLING = "dwelling", "Dwelling"
    POLICE = "police", "Police setting"
    MEDICAL = "medical", "Medical setting"
    OTHER = "other", "Other place"
    SEVERAL = "several", "Several kinds of location"


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
LOCATIONS: Mapping[LocationType, LocationGroup] = MappingProxyType(
    {
        L.STREET: LocationGroup.PUBLIC,
        L.PUBLIC_TRANSPORT: LocationGroup.PUBLIC,
        L.RETAIL: LocationGroup.PUBLIC,
        L.OPEN_GROUND: LocationGroup.PUBLIC,
        L.LICENSED: LocationGroup.PUBLIC,
        L.STADIUM: LocationGroup.PUBLIC,
        L.HOSPITAL: LocationGroup.MEDICAL,
        L.MENTAL_HEALTH: LocationGroup.MEDICAL,
        L.AMBULANCE: LocationGroup.MEDICAL,
        L.VEHICLE_WITH_CAGE: LocationGroup.POLICE,
        L.VEHICLE_WITHOUT_CAGE: LocationGroup.POLICE,
        L.POLICE_STATION: LocationGroup.POLICE,
        L.CUSTODY: LocationGroup.POLICE,
        L.DWELLING: LocationGroup.DWELLING,
        L.OTHER: LocationGroup.OTHER,
    }
)


def impact_group(factors: Collection[ImpactFactor]) -> ImpactGroup:
    """The group of a record that answered the question with these; none of them is an answer too."""
    named = frozenset(factors)
    found = (group for group, members in FACTORS.items() if members & named)
    return next(found, ImpactGroup.NONE)


def location_group(locations: Collection[LocationType]) -> LocationGroup | None:
    """The group of a record with these locations; none if it names none."""
    found = {LOCATIONS[one] for one in locations}
    return LocationGroup.SEVERAL if len(found) > 1 else next(iter(found), None)
