"""The clock on the wall: incident times, deadlines and days are local, moments are kept in UTC."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/London")


def happened_at(day: date, moment: time) -> datetime:
    """The moment of which a form says date and time; the first one when a clock showed it twice.

    In the night in which clocks go back, ten past one follows ten to two: compared as they stand on
    the wall, what an officer recorded straight away would lie in the future.
    """
    return datetime.combine(day, moment, tzinfo=LOCAL).astimezone(UTC)


def begins(day: date) -> datetime:
    """The first moment of a day."""
    return happened_at(day, time(0, 0))
