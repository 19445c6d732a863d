"""A series marks by itself where the form or a code list changed inside it, and nothing else."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from domain.counting.periods import Quarter
from domain.summary.breaks import Break, breaks
from domain.summary.headings import Heading
from domain.summary.pinned import today
from domain.summary.tables import BY_CODE, FORM, TABLES
from domain.summary.ways import CODE_LISTS, NEWEST

NEW_FORM = date(2023, 4, 1)
LISTS = CODE_LISTS[1]
OF_2017 = {
    "locations": 15,
    "impact_factors": 9,
    "reasons": 13,
    "tactics": 28,
    "primary_conduct": 6,
    "outcomes": 6,
    "perceived_age": 6,
    "perceived_gender": 3,
    "perceived_ethnicity": 7,
    "physical_condition": 2,
    "mental_condition": 2,
    "subject_injured": 3,
    "subject_injury_level": 3,
    "officer_injured": 2,
    "officer_injury_level": 2,
}
"""How many codes each list of the form had (spec: domain, 1.3)."""


def test_the_form_of_2023_is_a_break_and_so_is_each_code_that_came_with_it() -> None:
    found = breaks(Quarter(2022, 1), Quarter(2023, 4), LISTS)

    assert {(one.day, one.question, one.words) for one in found} == {
        (NEW_FORM, FORM, "National form, 1 April 2023 came into use"),
        (NEW_FORM, "outcomes", "“No further action” could be chosen"),
        (NEW_FORM, "reasons", "“Effect a stop and search” could be chosen"),
    }
    assert found[0].quarter == Quarter(2023, 1)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (Quarter(2023, 1), Quarter(2024, 4)),
        (Quarter(2021, 1), Quarter(2022, 4)),
        (Quarter(2025, 1), Quarter(2026, 4)),
    ],
)
def test_what_changed_before_or_after_is_none(since: Quarter, until: Quarter) -> None:
    assert breaks(since, until, LISTS) == ()


def test_a_version_of_lists_or_rules_is_none_for_the_whole_series_is_counted_by_it() -> None:
    assert LISTS.since == NEWEST.rules.since == date(2017, 4, 1)
    assert breaks(Quarter(2016, 1), Quarter(2017, 4), LISTS) == (
        Break(
            day=date(2017, 4, 1), question=FORM, words="National form, 1 April 2017 came into use"
        ),
    )
    later = replace(LISTS, version=2, since=date(2025, 11, 1))
    assert breaks(Quarter(2025, 1), Quarter(2026, 4), later) == ()


def test_a_code_that_came_or_went_inside_a_quarter_is_one_in_that_quarter() -> None:
    came = Heading("net", "Net", since=date(2025, 5, 15))
    went = Heading("other", "Other", until=date(2025, 8, 31))
    lists = replace(LISTS, questions={"tactics": (came, went)})
    quarter = Quarter(2025, 1)

    assert [(one.day, one.words) for one in breaks(quarter, quarter, lists)] == [
        (date(2025, 5, 15), "“Net” could be chosen")
    ]
    assert [one.day for one in breaks(quarter, Quarter(2025, 2), lists)] == [
        date(2025, 5, 15),
        date(2025, 9, 1),
    ]


def test_a_table_hangs_on_the_questions_of_its_rows_and_of_its_columns() -> None:
    assert BY_CODE["area-by-ethnicity"].hangs_on == {"area", "perceived_ethnicity"}
    assert BY_CODE["outcomes"].hangs_on == {"outcomes"}
    assert {one.code for one in TABLES if FORM in one.hangs_on} == {"quality"}
    assert BY_CODE["counted"].hangs_on == frozenset()


def test_codes_that_say_no_first_day_are_those_of_the_form_of_2017() -> None:
    # Whoever adds a code says from which day it is: otherwise its zeros would read as if it had been
    # there from the beginning. Version 1 of the lists is of before anybody added one.
    of_2017 = {
        (question, one.code)
        for question, codes in LISTS.questions.items()
        for one in codes
        if one.since == date.min
    }
    without = {
        (question, one["code"])
        for question, codes in today.lists()["questions"].items()
        for one in codes
        if "since" not in one
    }

    assert without == of_2017
    assert Counter(question for question, _ in of_2017) == OF_2017
