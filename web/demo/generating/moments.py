"""When force is used: the hour of the night and the day of the week.

Source: spec, domain, 7, from the Metropolitan data: fewest on Mondays and at mid-day, shifting to
weekend nights, and New Year's Day the largest spike. The curve itself is read off by eye.
"""

from collections.abc import Sequence
from datetime import date, time
from functools import lru_cache
from random import Random

from web.demo.generating.chance import Pick, below, happens
from web.demo.generating.habits import ON_THE_FIVE_MINUTES

HOURS = (
    *(5.0, 4.4, 3.7, 3.0, 2.3, 1.8, 1.8, 2.1, 2.5, 2.8, 2.9, 2.8),
    *(2.6, 2.9, 3.6, 4.3, 4.8, 5.2, 5.4, 5.6, 5.8, 6.0, 6.2, 5.9),
)
"""Weights from midnight on."""
WEEKDAYS = (0.86, 0.93, 0.96, 0.98, 1.04, 1.10, 1.03)
"""Monday first."""
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6
WEEKEND_NIGHT = 1.9
NEW_YEARS_NIGHT = 9.0
SMALL_HOURS, LATE_HOURS = range(5), range(21, 24)
MATCH_HOURS = Pick({13: 1, 14: 3, 15: 4, 16: 4, 17: 3, 18: 1})
SUMMER = (6, 7)
"""No league football; and warm evenings make up for the crowds."""
SUMMER_MORE = 1.05


def weight_of(day: date) -> float:
    """How much of a year's force falls on a day."""
    return sum(_hours(day.weekday(), is_new_year(day))) * (
        SUMMER_MORE if day.month in SUMMER else 1.0
    )


def time_on(day: date, source: Random) -> time:
    return _time(_hour_of(day.weekday(), is_new_year(day)).of(source), source)


def time_of_match(source: Random) -> time:
    return _time(MATCH_HOURS.of(source), source)


def is_new_year(day: date) -> bool:
    return (day.month, day.day) == (1, 1)


def is_match_day(day: date) -> bool:
    """A Saturday of the football season."""
    return day.weekday() == SATURDAY and day.month not in SUMMER


def _time(hour: int, source: Random) -> time:
    minute = below(source, 60)
    return time(hour, minute - minute % 5 if happens(source, ON_THE_FIVE_MINUTES) else minute)


@lru_cache
def _hour_of(weekday: int, new_year: bool) -> Pick[int]:  # noqa: FBT001 - a key of the cache
    return Pick(dict(enumerate(_hours(weekday, new_year))))


@lru_cache
def _hours(weekday: int, new_year: bool) -> Sequence[float]:  # noqa: FBT001 - a key of the cache
    return [
        weight * WEEKDAYS[weekday] * _night(weekday, hour, new_year=new_year)
        for hour, weight in enumerate(HOURS)
    ]


def _night(weekday: int, hour: int, *, new_year: bool) -> float:
    if new_year and hour in SMALL_HOURS:
        return NEW_YEARS_NIGHT
    evening = weekday in (FRIDAY, SATURDAY) and hour in LATE_HOURS
    morning_after = weekday in (SATURDAY, SUNDAY) and hour in SMALL_HOURS
    return WEEKEND_NIGHT if evening or morning_after else 1.0
