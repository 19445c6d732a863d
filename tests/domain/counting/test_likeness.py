"""Which circumstances are taken as alike."""

import pytest

from domain.codelists.impact_factors import ImpactFactor
from domain.codelists.locations import LocationType
from domain.counting.likeness import (
    FACTORS,
    PLACES,
    ImpactGroup,
    PlaceGroup,
    impact_group,
    place_group,
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
        ((LocationType.STREET, LocationType.RETAIL), PlaceGroup.PUBLIC),
        ((LocationType.CUSTODY, LocationType.VEHICLE_WITH_CAGE), PlaceGroup.POLICE),
        ((LocationType.STREET, LocationType.AMBULANCE), PlaceGroup.SEVERAL),
        ((LocationType.DWELLING,), PlaceGroup.DWELLING),
    ],
)
def test_places_are_grouped_as_the_return_groups_them(
    places: tuple[LocationType, ...], group: PlaceGroup | None
) -> None:
    assert place_group(places) is group


def test_every_factor_and_every_place_is_in_one_group() -> None:
    factors = [one for members in FACTORS.values() for one in members]

    assert sorted(factors) == sorted(ImpactFactor)
    assert PLACES.keys() == set(LocationType)
