"""Which circumstances are taken as alike."""

import pytest

from domain.codelists.impact_factors import ImpactFactor
from domain.codelists.locations import LocationType
from domain.counting.likeness import (
    FACTORS,
    LOCATIONS,
    ImpactGroup,
    LocationGroup,
    impact_group,
    location_group,
)


@pytest.mark.parametrize(
    ("factors", "group"),
    [
        ((), ImpactGroup.NONE),
        ((ImpactFactor.SIZE, ImpactFactor.CROWD), ImpactGroup.OTHER),
        ((ImpactFactor.SIZE, ImpactFactor.DRUGS), ImpactGroup.INTOXICATED),
        ((ImpactFactor.ALCOHOL, ImpactFactor.DISTURBANCE), ImpactGroup.DISTURBED),
        ((ImpactFactor.MENTAL_HEALTH, ImpactFactor.WEAPON), ImpactGroup.WEAPON),
    ],
)
def test_the_weightiest_factor_decides(
    factors: tuple[ImpactFactor, ...], group: ImpactGroup
) -> None:
    assert impact_group(factors) is group


@pytest.mark.parametrize(
    ("places", "group"),
    [
        ((), None),
        ((LocationType.STREET, LocationType.RETAIL), LocationGroup.PUBLIC),
        ((LocationType.CUSTODY, LocationType.VEHICLE_WITH_CAGE), LocationGroup.POLICE),
        ((LocationType.STREET, LocationType.AMBULANCE), LocationGroup.SEVERAL),
        ((LocationType.DWELLING,), LocationGroup.DWELLING),
    ],
)
def test_places_are_grouped_as_the_return_groups_them(
    places: tuple[LocationType, ...], group: LocationGroup | None
) -> None:
    assert location_group(places) is group


def test_every_factor_and_every_place_is_in_one_group() -> None:
    factors = [one for members in FACTORS.values() for one in members]

    assert sorted(factors) == sorted(ImpactFactor)
    assert LOCATIONS.keys() == set(LocationType)
