"""What speaks for itself is matched, the surest first; everything else is left to a person."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.codelists.expected import ExpectedKind, GroundForMatching
from domain.codelists.forces import Force
from domain.expected.encounter import ExpectedEncounter
from domain.expected.matching import Candidate, ground_of, matches, plainly
from tests.fakes import NOON
from tests.people import COLLEAGUE, OFFICER

ARREST, CUSTODY, CED, INCIDENT = ExpectedKind
G = GroundForMatching
HOUR = timedelta(hours=1)


def expected(kind: ExpectedKind = ARREST, number: int = 1, **changes: Any) -> ExpectedEncounter:
    said: dict[str, Any] = {
        "officer": OFFICER.id,
        "happened_at": NOON,
        "area": "central",
        "device": None,
        "known_as": "AR/77",
        "force": Force.NORTHSHIRE,
        "version": 1,
    }
    return ExpectedEncounter(id=UUID(int=number), kind=kind, **{**said, **changes})


def record(number: int = 100, **changes: Any) -> Candidate:
    said: dict[str, Any] = {
        "officer": OFFICER.id,
        "happened_at": NOON,
        "area": "central",
        "device": None,
        "used_ced": False,
        "references": frozenset(),
    }
    return Candidate(record=UUID(int=number), **{**said, **changes})


NAMED = {"references": frozenset({"ar77"})}


@pytest.mark.parametrize(
    ("one", "candidate", "ground"),
    [
        (expected(), record(), G.OFFICER_AND_TIME),
        (expected(), record(happened_at=NOON + 2 * HOUR), G.OFFICER_AND_TIME),
        (expected(), record(happened_at=NOON + 3 * HOUR), None),
        (expected(), record(happened_at=NOON + 40 * HOUR, **NAMED), G.REFERENCE),
        (expected(), record(happened_at=NOON + 49 * HOUR, **NAMED), None),
        (expected(), record(officer=COLLEAGUE.id, **NAMED), None),
        (expected(officer=None), record(officer=COLLEAGUE.id, **NAMED), G.REFERENCE),
        (expected(CUSTODY), record(officer=COLLEAGUE.id, **NAMED), G.REFERENCE),
        (expected(CUSTODY), record(officer=COLLEAGUE.id), None),
        (expected(CUSTODY), record(happened_at=NOON - 5 * HOUR), G.OFFICER_AND_TIME),
        (expected(INCIDENT), record(happened_at=NOON + 3 * HOUR), G.OFFICER_AND_TIME),
        (expected(CED), record(), None),
        (expected(CED), record(used_ced=True), G.OFFICER_AND_TIME),
        (
            expected(CED, device="X-1"),
            record(device="X-1", used_ced=True, happened_at=NOON - 9 * HOUR),
            G.DEVICE,
        ),
        (expected(CED, device="X-1"), record(device="X-2", used_ced=True), G.OFFICER_AND_TIME),
        (expected(officer=None), record(), G.PLACE_AND_TIME),
        (expected(officer=None), record(area="north"), None),
        (expected(officer=None), record(happened_at=NOON + HOUR), None),
        (expected(officer=None, area=None), record(area=None), None),
        (expected(known_as=None), record(references=frozenset({""})), G.OFFICER_AND_TIME),
    ],
)
def test_what_says_that_a_record_is_of_an_encounter(
    one: ExpectedEncounter, candidate: Candidate, ground: GroundForMatching | None
) -> None:
    assert ground_of(one, candidate) is ground


def test_a_reference_is_the_same_however_it_is_written() -> None:
    assert plainly("ar / 77") == plainly("AR-77") == "ar77"


def found(*args: Any, **more: Any) -> list[tuple[int, int, str]]:
    return [
        (one.encounter.id.int, one.record.int, one.ground.value) for one in matches(*args, **more)
    ]


def test_the_surest_ground_goes_before_the_nearest_time() -> None:
    named = record(101, happened_at=NOON + HOUR, **NAMED)

    assert found([expected()], [record(100), named]) == [(1, 101, "reference")]


def test_of_two_encounters_each_gets_the_nearest_record() -> None:
    later = expected(number=2, happened_at=NOON + HOUR, known_as=None)
    records = [record(100, happened_at=NOON + HOUR), record(101, happened_at=NOON)]

    assert found([later, expected(known_as=None)], records) == [
        (1, 101, "officer-and-time"),
        (2, 100, "officer-and-time"),
    ]


def test_a_record_is_of_one_encounter_of_a_kind_and_may_be_of_one_of_another() -> None:
    pairs = found([expected(), expected(number=2), expected(CUSTODY, 3)], [record()])

    assert [(one, other) for one, other, _ in pairs] == [(1, 100), (3, 100)]


def test_a_record_that_is_of_another_already_is_left_alone() -> None:
    taken = {(ARREST, record().record)}

    assert found([expected()], [record()], taken=taken) == []
    assert found([expected(CUSTODY)], [record()], taken=taken) != []


def test_a_record_that_somebody_took_away_is_not_found_again() -> None:
    assert found([expected(refused=frozenset({record().record}))], [record()]) == []


def test_a_place_and_a_time_speak_only_where_there_is_one_of_each() -> None:
    unknown = expected(officer=None)

    assert found([unknown], [record()]) == [(1, 100, "place-and-time")]
    assert found([unknown], [record(100), record(101)]) == []
    assert found([unknown, expected(number=2, officer=None)], [record()]) == []


@given(
    hours=st.lists(st.integers(min_value=-60, max_value=60), max_size=12),
    others=st.lists(st.integers(min_value=-60, max_value=60), max_size=12),
)
def test_no_encounter_and_no_record_is_matched_twice(hours: list[int], others: list[int]) -> None:
    wanted = [
        expected(number=place + 1, happened_at=NOON + hour * HOUR / 4)
        for place, hour in enumerate(hours)
    ]
    records = [
        record(1000 + place, happened_at=NOON + hour * HOUR / 4)
        for place, hour in enumerate(others)
    ]

    made = matches(wanted, records)

    assert len({one.encounter.id for one in made}) == len(made)
    assert len({one.record for one in made}) == len(made)
    left = {one.id for one in wanted} - {one.encounter.id for one in made}
    free = {one.record for one in records} - {one.record for one in made}
    assert not any(
        ground_of(one, other)
        for one in wanted
        for other in records
        if one.id in left and other.record in free
    ), "what could be matched is"


def test_the_order_of_the_lists_changes_nothing() -> None:
    wanted = [expected(number=place, happened_at=NOON + place * HOUR / 3) for place in range(1, 6)]
    records = [record(100 + place, happened_at=NOON + place * HOUR / 2) for place in range(4)]

    assert found(wanted, records) == found(wanted[::-1], records[::-1])
