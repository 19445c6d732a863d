"""The 43 territorial forces, and how many records each made.

Source: HO20, table 12, year ending March 2020, 491,984 records in all.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from domain.codelists.forces import Force

RECORDS: Mapping[Force, int] = MappingProxyType(
    {
        Force.CLEVELAND: 11_048,
        Force.DURHAM: 8_000,
        Force.NORTHUMBRIA: 16_239,
        Force.CHESHIRE: 7_969,
        Force.CUMBRIA: 4_513,
        Force.GREATER_MANCHESTER: 7_818,
        Force.LANCASHIRE: 9_090,
        Force.MERSEYSIDE: 6_851,
        Force.HUMBERSIDE: 5_668,
        Force.NORTH_YORKSHIRE: 3_629,
        Force.SOUTH_YORKSHIRE: 6_806,
        Force.WEST_YORKSHIRE: 17_498,
        Force.DERBYSHIRE: 5_226,
        Force.LEICESTERSHIRE: 9_345,
        Force.LINCOLNSHIRE: 4_022,
        Force.NORTHAMPTONSHIRE: 6_620,
        Force.NOTTINGHAMSHIRE: 7_039,
        Force.STAFFORDSHIRE: 3_391,
        Force.WARWICKSHIRE: 2_146,
        Force.WEST_MERCIA: 10_738,
        Force.WEST_MIDLANDS: 11_187,
        Force.BEDFORDSHIRE: 3_977,
        Force.CAMBRIDGESHIRE: 4_629,
        Force.ESSEX: 15_323,
        Force.HERTFORDSHIRE: 9_361,
        Force.NORFOLK: 5_478,
        Force.SUFFOLK: 3_700,
        Force.CITY_OF_LONDON: 2_951,
        Force.METROPOLITAN: 157_705,
        Force.HAMPSHIRE: 4_919,
        Force.KENT: 14_936,
        Force.SURREY: 5_143,
        Force.SUSSEX: 17_236,
        Force.THAMES_VALLEY: 16_674,
        Force.AVON_AND_SOMERSET: 11_331,
        Force.DEVON_AND_CORNWALL: 10_974,
        Force.DORSET: 6_310,
        Force.GLOUCESTERSHIRE: 1_102,
        Force.WILTSHIRE: 2_409,
        Force.DYFED_POWYS: 3_788,
        Force.GWENT: 7_101,
        Force.NORTH_WALES: 2_007,
        Force.SOUTH_WALES: 20_087,
    }
)

TERRITORIAL = tuple(RECORDS)
MIDDLING = 6_806
"""For a force that is not in the table: as large as the one in the middle of it."""

AREAS = (
    *("central", "north", "coast", "south", "east", "west"),
    *("valley", "moor", "river", "forest", "harbour", "heath"),
)
"""Made-up areas; the first three are those that an installation knows by default."""
RECORDS_IN_AN_AREA = 2_000


def size_of(force: Force) -> int:
    return RECORDS.get(force, MIDDLING)


def areas_of(force: Force) -> Sequence[str]:
    """The areas of a force: the larger it is, the more."""
    return AREAS[: min(len(AREAS), 3 + size_of(force) // RECORDS_IN_AN_AREA)]


def shared_out(records: int, forces: Sequence[Force]) -> Mapping[Force, int]:
    """So many records among forces in proportion to their sizes, the largest remainders first."""
    total = sum(size_of(force) for force in forces)
    exact = {force: records * size_of(force) / total for force in forces}
    shares = {force: int(share) for force, share in exact.items()}
    left = records - sum(shares.values())
    for force in sorted(exact, key=lambda one: (shares[one] - exact[one], one))[:left]:
        shares[force] += 1
    return shares
