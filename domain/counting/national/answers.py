"""The answers of a record as columns of the return: what each year tells apart, and what it does not."""

from domain.codelists.locations import LocationType
from domain.codelists.perceptions import PerceivedEthnicity
from domain.counting.national.rules import NOT_REPORTED, or_not_reported

L = LocationType

PLACES: dict[str, tuple[LocationType, ...]] = {
    "public": (L.STREET, L.OPEN_GROUND, L.RETAIL, L.LICENSED, L.PUBLIC_TRANSPORT, L.STADIUM),
    "police-setting": (L.VEHICLE_WITH_CAGE, L.VEHICLE_WITHOUT_CAGE, L.POLICE_STATION, L.CUSTODY),
    "medical-setting": (L.HOSPITAL, L.MENTAL_HEALTH, L.AMBULANCE),
}
"""Groups of places; a dwelling and another place are groups of their own (spec: domain, 1.3 A)."""

FIVE_GROUPS_SINCE = 2020
"""Until the year before, Chinese and “Don’t know” were columns (spec: domain, 1.3 K)."""


def ethnicity(code: str, year: int) -> str:
    """The column of a perceived ethnicity. That “Don’t know” became “Not reported” is inferred."""
    if year >= FIVE_GROUPS_SINCE:
        if code == PerceivedEthnicity.CHINESE:
            return PerceivedEthnicity.ASIAN.value
        if code == PerceivedEthnicity.DONT_KNOW:
            return NOT_REPORTED
    return or_not_reported(code)


def condition(physical: str, mental: str) -> str:
    """The column of two answers about health: if either is blank, “Not reported” (1.3 L, inferred)."""
    if NOT_REPORTED in (or_not_reported(physical), or_not_reported(mental)):
        return NOT_REPORTED
    return {
        ("yes", "yes"): "physical-and-mental",
        ("yes", "no"): "physical",
        ("no", "yes"): "mental",
        ("no", "no"): "none",
    }[physical, mental]
