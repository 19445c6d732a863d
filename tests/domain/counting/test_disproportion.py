"""Rates beside people and arrests, and units in a funnel, by examples that can be worked by hand."""

from datetime import date

import pytest

from domain.codelists.forces import Force
from domain.counting.disproportion import FEW, Unit, area_rates, compare, funnel
from domain.counting.populations import GROUPS, By, Population, PopulationKind

NUMBERS = {"white": 90_000, "black": 5_000, "asian": 4_000, "mixed": 1_000}
COUNTS = {"white": 450, "black": 50, "asian": 10, "chinese": 6, "other": 4, "dont-know": 20}


def compared(code: str, **more: int):
    found = compare(COUNTS, NUMBERS, by=By.ETHNICITY, unknown=20)
    return next(one for one in found if one.group.code == code)


def test_a_rate_is_records_for_each_person_and_stands_beside_the_largest_groups() -> None:
    black, white = compared("black"), compared("white")

    assert black.rate is not None
    assert black.rate.value == 50 / 5_000
    assert black.relative is not None
    assert black.relative.value == pytest.approx(2)
    assert black.relative.low > 1
    assert (white.is_largest, white.relative, black.is_largest) == (True, None, False)


def test_chinese_is_within_asian() -> None:
    assert compared("asian").records == 16


def test_the_highest_it_could_be_has_all_that_is_unknown() -> None:
    assert compared("black").highest == 70 / 5_000


def test_a_group_without_a_record_has_an_interval_and_one_without_people_no_rate() -> None:
    mixed, other = compared("mixed"), compared("other")

    assert mixed.rate is not None
    assert (mixed.records, mixed.rate.value, mixed.rate.low) == (0, 0, 0)
    # Of none at all up to 3.7 would be no surprise.
    assert round(mixed.rate.high * 1_000, 1) == 3.7
    assert (other.records, other.number, other.rate, other.highest) == (4, None, None, None)


def test_without_numbers_there_are_records_alone() -> None:
    found = compare(COUNTS, {}, by=By.ETHNICITY, unknown=0)

    assert [one.records for one in found] == [450, 50, 16, 0, 4]
    assert {one.rate for one in found} == {None}
    assert not any(one.is_largest for one in found)


def test_every_answer_of_the_form_is_in_one_group_or_says_that_it_is_not_known() -> None:
    for by in By:
        codes = [code for group in GROUPS[by] for code in group.perceived]
        assert len(codes) == len(set(codes))
    ethnicities = [code for group in GROUPS[By.ETHNICITY] for code in group.perceived]
    assert "dont-know" not in ethnicities


BLACK = GROUPS[By.ETHNICITY][1]


def test_units_stand_beside_the_share_of_all_of_them() -> None:
    found = funnel(
        {
            "north": {"white": 80, "black": 20, "dont-know": 50},
            "south": {"white": 290, "chinese": 5, "black": 5},
            "east": {"~not-answered": 4},
        },
        BLACK,
        by=By.ETHNICITY,
    )

    assert [(one.code, one.records, one.of_group) for one in found] == [
        ("north", 100, 20),
        ("south", 300, 5),
    ]
    assert {one.middle for one in found} == {25 / 400}
    assert [one.is_beyond for one in found] == [True, True]


@pytest.mark.parametrize(
    ("records", "of_group", "is_beyond"),
    [(40, 4, False), (40, 12, True), (FEW - 1, FEW - 1, False)],
)
def test_a_unit_is_beyond_where_chance_would_hardly_bring_it_and_never_of_few(
    records: int,
    of_group: int,
    is_beyond: bool,  # noqa: FBT001
) -> None:
    unit = Unit(code="one", records=records, of_group=of_group, middle=0.1)

    assert unit.is_beyond is is_beyond
    assert unit.far[0] <= unit.usual[0] <= unit.middle <= unit.usual[1] <= unit.far[1]


def test_areas_stand_beside_the_rate_of_all_areas_whose_people_are_known() -> None:
    population = Population(
        name="Residents",
        kind=PopulationKind.RESIDENTS,
        source="A census",
        force=Force.KENT,
        since=date(2021, 3, 21),
        until=date(2021, 3, 21),
        numbers={},
        areas={
            "north": {By.ETHNICITY: {"black": 1000}},
            "south": {By.ETHNICITY: {"black": 3000}},
            "east": {By.ETHNICITY: {"black": 400}},
            "west": {By.ETHNICITY: {"white": 9000}},
        },
    )
    counts = {"north": {"black": 30}, "south": {"black": 14, "white": 5}, "west": {"black": 8}}

    found = area_rates(counts, population, BLACK, by=By.ETHNICITY)
    one = area_rates(counts, population, BLACK, by=By.ETHNICITY, within={"south"})

    assert [(area.code, area.records, area.number) for area in found] == [
        ("east", 0, 400),
        ("north", 30, 1000),
        ("south", 14, 3000),
    ]
    assert {area.middle for area in found} == {44 / 4400}
    # By the rate of all four would be usual in the east, ten in the north and thirty in the south.
    assert [area.is_few for area in found] == [True, False, False]
    assert [area.is_beyond for area in found] == [False, True, True]
    assert [area.code for area in one] == ["south"]
    assert one[0].rate.value == one[0].middle == 14 / 3000
