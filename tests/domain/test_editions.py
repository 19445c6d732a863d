from datetime import date

import pytest

from domain.codelists.codelist import CodeList
from domain.codelists.editions import FormEdition, edition_on
from domain.codelists.outcomes import Outcome
from domain.codelists.reasons import ReasonForForce
from tests.builders import an_account


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (date(2017, 4, 1), FormEdition.NATIONAL_2017),
        (date(2023, 3, 31), FormEdition.NATIONAL_2017),
        (date(2023, 4, 1), FormEdition.NATIONAL_2023),
        (date(2026, 11, 19), FormEdition.NATIONAL_2023),
        (date(2016, 1, 1), FormEdition.NATIONAL_2017),
    ],
)
def test_the_incident_date_names_the_edition(day: date, edition: FormEdition) -> None:
    assert edition_on(day) is edition
    assert an_account(incident_date=day).edition is edition


def test_every_day_since_recording_began_has_exactly_one_edition() -> None:
    days = [edition.since for edition in FormEdition] + [date(2030, 1, 1)]

    assert [len(FormEdition.on(day)) for day in days] == [1] * len(days)


@pytest.mark.parametrize(("codes", "first", "later"), [(ReasonForForce, 13, 14), (Outcome, 6, 7)])
def test_a_list_has_the_codes_of_its_day(codes: type[CodeList], first: int, later: int) -> None:
    # Spec: domain, 1.3 E and O. Two of the three reasons of 2023 are not known by name.
    assert len(codes.on(date(2023, 3, 31))) == first
    assert len(codes.on(date(2023, 4, 1))) == later


class Listed(CodeList):
    OLD = "old", "Old", date.min, date(2020, 3, 31)
    ALWAYS = "always", "Always"
    NEW = "new", "New", date(2020, 4, 1)


def test_the_list_of_a_day_is_in_the_order_of_the_form() -> None:
    assert Listed.on(date(2020, 3, 31)) == (Listed.OLD, Listed.ALWAYS)
    assert Listed.on(date(2020, 4, 1)) == (Listed.ALWAYS, Listed.NEW)


def test_a_retired_code_stays_readable() -> None:
    assert Listed("old").label == "Old"
