"""Which edition of the national form was answered, and what kind of record it is."""

from datetime import date
from functools import cache

from domain.codelists.codelist import CodeList
from domain.codelists.reasons import EDITION_2023

FIRST_DAY = date(2017, 4, 1)
"""Recording is mandatory for all forces from here (spec: domain, 1.1)."""


class FormEdition(CodeList):
    """An edition of the national form, by incident date (spec: domain, 1.4)."""

    NATIONAL_2017 = "national-2017", "National form, 1 April 2017", FIRST_DAY, date(2023, 3, 31)
    NATIONAL_2023 = "national-2023", "National form, 1 April 2023", EDITION_2023


@cache
def edition_on(day: date) -> FormEdition:
    """The edition in force on an incident date; the first for days before it."""
    return next(iter(FormEdition.on(day)), FormEdition.NATIONAL_2017)


class RecordType(CodeList):
    """Whether a record is about one subject or stands for a crowd (spec: domain, 1.1)."""

    INDIVIDUAL = "individual", "One person"
    CROWD = "crowd", "A crowd, whose members cannot be identified"
