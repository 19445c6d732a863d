"""What identifies a person suggests that records are about them, and nothing less does."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.codelists.reasons import GroundForLinkingSubject
from domain.encounters.subjects import Identity, alike, same_person

IDENTIFIER, NAME = (
    GroundForLinkingSubject.SAME_IDENTIFIER,
    GroundForLinkingSubject.SAME_NAME_AND_BIRTH,
)
BORN, S1, S2 = date(1990, 5, 17), UUID(int=801), UUID(int=802)


def said(number: int = 1, **of: Any) -> Identity:
    return Identity(record=UUID(int=number), **of)


@pytest.mark.parametrize(
    ("one", "other", "ground"),
    [
        (said(identifier="a1"), said(2, identifier="a1"), IDENTIFIER),
        (said(identifier="a1"), said(2, identifier="a2"), None),
        (said(), said(2), None),
        (said(name="sam"), said(2, name="sam"), None),
        (said(name="sam", birth=BORN), said(2, name="sam"), None),
        (said(name="sam", birth=BORN), said(2, name="sam", birth=BORN), NAME),
        (said(name="sam", birth=BORN), said(2, name="sam", birth=date(1991, 5, 17)), None),
        (said(birth=BORN), said(2, birth=BORN), None),
    ],
)
def test_records_are_about_one_person_by_what_identifies_them(
    one: Identity, other: Identity, ground: GroundForLinkingSubject | None
) -> None:
    assert same_person(one, other) is same_person(other, one) is ground


def records_of(*some: Identity) -> list[list[int]]:
    return [[record.int for record in one.records] for one in alike(some)]


def test_who_is_linked_to_nobody_yet_comes_first() -> None:
    known = {"identifier": "a1"}

    assert records_of(said(1, subject=S1, **known), said(2, **known)) == [[2, 1]]


def test_what_is_linked_already_is_not_suggested() -> None:
    known = {"identifier": "a1", "subject": S1}

    assert records_of(said(1, **known), said(2, **known)) == []


def test_two_linked_people_are_never_made_one() -> None:
    assert (
        records_of(said(1, identifier="a1", subject=S1), said(2, identifier="a1", subject=S2)) == []
    )


@pytest.mark.parametrize(
    "apart", [{"about_others": frozenset({UUID(int=1)})}, {"left": frozenset({S1})}]
)
def test_what_somebody_told_apart_does_not_come_back(apart: dict[str, Any]) -> None:
    first, second = said(1, identifier="a1", subject=S1), said(2, identifier="a1", **apart)

    assert records_of(first, second) == records_of(second, first) == []


def test_a_group_says_its_weakest_ground() -> None:
    (found,) = alike(
        [
            said(1, identifier="a1", name="sam", birth=BORN),
            said(2, identifier="a1"),
            said(3, name="sam", birth=BORN),
        ]
    )

    assert (len(found.records), found.ground) == (3, NAME)
