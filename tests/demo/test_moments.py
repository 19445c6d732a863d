"""Force is used at weekend nights, and most of all when the year begins."""

from datetime import date, timedelta

import pytest

from domain.codelists.forces import Force
from tests.demo.given import wanted
from web.demo.generating.chance import AtLeastOne, Delay, Pick, chance
from web.demo.generating.chronicle import Chronicle
from web.demo.generating.moments import is_match_day, time_on, weight_of
from web.demo.generating.plan import Plan

YEAR = [date(2025, 1, 1) + timedelta(days=number) for number in range(365)]


def test_new_years_day_is_the_largest_spike() -> None:
    heaviest = max(YEAR, key=weight_of)

    assert heaviest == date(2025, 1, 1)
    assert weight_of(heaviest) > 1.3 * max(map(weight_of, YEAR[1:]))


def test_mondays_have_least_and_weekends_most() -> None:
    by_weekday = [sum(weight_of(day) for day in YEAR if day.weekday() == n) for n in range(7)]

    assert by_weekday.index(min(by_weekday)) == 0
    assert set(sorted(range(7), key=by_weekday.__getitem__)[-2:]) <= {4, 5, 6}


def test_a_saturday_night_is_busier_than_its_morning() -> None:
    source = chance("night")
    hours = [time_on(date(2025, 3, 15), source).hour for _ in range(2_000)]

    assert sum(hour >= 21 for hour in hours) > 1.5 * sum(7 <= hour < 13 for hour in hours)


def test_records_fall_on_days_as_their_weights_say() -> None:
    asked = wanted(Force.KENT, records=40_000, months=12, until=date(2025, 12, 31))
    found = {day: sum(len(one.pairs) for one in of) for day, of in Plan(asked).encounters()}
    total = sum(map(weight_of, found))

    assert sum(found.values()) == 40_000
    assert found[date(2025, 1, 1)] == max(found.values())
    assert all(
        abs(count - (expected := 40_000 * weight_of(day) / total)) < 6 * expected**0.5
        for day, count in found.items()
    )


def test_there_are_no_matches_in_summer() -> None:
    assert is_match_day(date(2025, 3, 15))
    assert not is_match_day(date(2025, 6, 14))
    assert not is_match_day(date(2025, 3, 14))


@pytest.mark.parametrize("shares", [{"a": 90.0, "b": 30.0, "c": 5.0}, {"a": 60.0, "b": 60.0}])
def test_at_least_one_is_chosen_and_each_in_its_share(shares: dict[str, float]) -> None:
    several, source, many = AtLeastOne(shares), chance("several"), 20_000
    found = [several.of(source) for _ in range(many)]

    assert all(found)
    for one, share in shares.items():
        assert 100 * sum(one in some for some in found) / many == pytest.approx(share, abs=1.2)


def test_one_is_picked_in_its_share() -> None:
    pick, source = Pick({"a": 3, "b": 1}), chance("pick")

    assert sum(pick.of(source) == "a" for _ in range(20_000)) == pytest.approx(15_000, abs=300)


def test_a_delay_has_the_points_it_was_given() -> None:
    delay, source = Delay((0, 1), (0.5, 2), (1, 100)), chance("delay")
    found = sorted(delay.of(source) for _ in range(2_001))

    assert found[0] >= timedelta(hours=1)
    assert found[1_000] == pytest.approx(timedelta(hours=2), abs=timedelta(hours=2))
    assert found[-1] <= timedelta(hours=100)


def test_the_night_in_which_clocks_go_back_stops_nothing() -> None:
    asked = wanted(Force.KENT, records=1_500, months=1, until=date(2025, 11, 1))

    assert sum(1 for _ in Chronicle(asked).told()) > 3_000
