"""The clock on the wall: incident times, deadlines and days are local, moments are kept in UTC."""

from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/London")
