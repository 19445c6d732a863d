"""Three counts on three bases, an estimate that lies between its bounds, and who is identified."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.codelists.answers import Absence
from domain.counting.people import BASES, Tally, is_identified
from tests.builders import CROWD, an_account


@pytest.mark.parametrize(
    ("said", "identified"),
    [
        ({}, False),
        ({"subject_identifier": "NS/1"}, True),
        ({"subject_identifier": Absence.UNOPENED}, True),
        ({"subject_identifier": Absence.NOT_KNOWN}, False),
        ({"subject_name": Absence.UNOPENED}, False),
        ({"subject_date_of_birth": Absence.UNOPENED}, False),
        (
            {"subject_name": Absence.UNOPENED, "subject_date_of_birth": Absence.UNOPENED},
            True,
        ),
        ({"subject_name": Absence.UNOPENED, "subject_date_of_birth": Absence.REFUSED}, False),
        ({**CROWD, "subject_identifier": "NS/1"}, False),
    ],
)
def test_a_record_identifies_somebody_by_an_identifier_or_a_name_and_a_date_of_birth(
    said: dict[str, Any], *, identified: bool
) -> None:
    assert is_identified(an_account(**said)) is identified


SOME = Tally(
    records=100, crowds=10, in_encounters=40, encounters=15, linked=30, subjects=12, identified=6
)


def test_what_nobody_linked_is_an_encounter_of_its_own() -> None:
    assert (SOME.unlinked, SOME.all_encounters) == (60, 75)


def test_people_lie_between_the_linked_alone_and_everybody_somebody_else() -> None:
    assert (SOME.persons, SOME.at_least, SOME.at_most) == (90, 12, 72)


def test_the_estimate_says_what_it_rests_on() -> None:
    assert (SOME.told_apart, SOME.unknown) == (36, 54)
    assert SOME.coverage == pytest.approx(0.4)
    # 12 linked people and 6 others in 36 records: one person for two records.
    assert (SOME.per_100, SOME.estimate) == (pytest.approx(50.0), 45)


def test_the_published_estimate_has_this_form() -> None:
    # HO25: 812,449 reports, 39% of them usable, 73 people for every 100 of those: about 230,000.
    usable = round(812_449 * 0.39)
    home_office = Tally(records=812_449, linked=usable, subjects=round(usable * 0.73))

    assert home_office.coverage == pytest.approx(0.39, abs=0.0001)
    assert home_office.people_told_apart == pytest.approx(230_000, rel=0.01)


def test_nothing_is_estimated_where_nobody_is_told_apart() -> None:
    nobody = replace(SOME, linked=0, subjects=0, identified=0)

    assert (nobody.estimate, nobody.per_100, nobody.coverage) == (None, None, 0)
    assert (nobody.at_least, nobody.at_most) == (1, 90)


def test_of_no_records_there_is_nobody() -> None:
    nothing = Tally()

    assert (nothing.at_least, nothing.at_most, nothing.all_encounters) == (0, 0, 0)
    assert (nothing.coverage, nothing.estimate) == (None, None)


def test_crowds_are_in_no_count_of_people() -> None:
    crowds = Tally(records=7, crowds=7)

    assert (crowds.all_encounters, crowds.at_least, crowds.at_most) == (7, 0, 0)


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    def upto(most: int, least: int = 0) -> int:
        return draw(st.integers(min(least, most), most))

    records = upto(5_000)
    crowds = upto(records)
    persons = records - crowds
    in_encounters, linked = upto(records), upto(persons)
    return Tally(
        records=records,
        crowds=crowds,
        in_encounters=in_encounters,
        encounters=upto(in_encounters, 1),
        linked=linked,
        subjects=upto(linked, 1),
        identified=upto(persons - linked),
    )


@given(tallies())
def test_an_estimate_lies_between_its_bounds_whatever_was_linked(tally: Tally) -> None:
    assert tally.at_least <= tally.at_most <= tally.persons
    if tally.estimate is not None:
        assert tally.at_least <= tally.estimate <= tally.at_most
    assert tally.encounters <= tally.all_encounters <= tally.records


def test_every_figure_that_is_shown_says_its_basis() -> None:
    assert all(hasattr(SOME, code) for code in BASES)
    assert len(set(BASES.values())) == len(BASES)
