"""What suggests that records are of one encounter, how sure it is, and what is never suggested."""

from datetime import datetime, timedelta
from itertools import combinations
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.codelists.reasons import GroundForLinking
from domain.encounters.suggesting import (
    ABOUT,
    Candidate,
    Strength,
    pair_of,
    suggestions,
)
from tests.fakes import NOON

G = GroundForLinking
STRONG, LIKELY, POSSIBLE = Strength
ADA, BEN, CLEO = UUID(int=901), UUID(int=902), UUID(int=903)
E1, E2 = UUID(int=801), UUID(int=802)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def record(number: int = 1, *, after: timedelta = timedelta(), **changes: Any) -> Candidate:
    said: dict[str, Any] = {
        "officer": ADA,
        "named": frozenset(),
        "happened_at": NOON + after,
        "area": "central",
        "locations": frozenset({"street"}),
        "references": {},
    }
    return Candidate(record=UUID(int=number), **{**said, **changes})


def known_as(**references: str) -> dict[str, Any]:
    return {"references": references}


def naming(*officers: UUID) -> dict[str, Any]:
    return {"named": frozenset(officers)}


LOG = known_as(incident_reference="ns0417")
OTHER_LOG = known_as(incident_reference="ns0418")
CUSTODY = known_as(custody_reference="cu77")


@pytest.mark.parametrize(
    ("one", "other", "ground", "strength"),
    [
        (record(**LOG), record(2, officer=BEN, after=24 * HOUR, **LOG), G.SAME_REFERENCE, STRONG),
        (record(**LOG), record(2, officer=BEN, after=25 * HOUR, **LOG), None, None),
        (record(**CUSTODY), record(2, after=6 * HOUR, **CUSTODY), G.SAME_REFERENCE, STRONG),
        (record(**CUSTODY), record(2, after=7 * HOUR, **CUSTODY), None, None),
        (record(**naming(BEN)), record(2, officer=BEN, after=30 * MINUTE), G.NAMED, STRONG),
        (record(), record(2, officer=BEN, after=30 * MINUTE, **naming(ADA)), G.NAMED, STRONG),
        (record(**naming(BEN)), record(2, officer=BEN, after=31 * MINUTE), None, None),
        (record(**naming(BEN)), record(2, officer=BEN, area="north"), G.NAMED, LIKELY),
        (record(**naming(BEN)), record(2, officer=CLEO, area="north"), None, None),
        (record(), record(2, after=15 * MINUTE), G.SAME_OFFICER, LIKELY),
        (record(), record(2, after=16 * MINUTE), None, None),
        (record(), record(2, area="north"), None, None),
        (record(area=None), record(2, area=None), None, None),
        (record(), record(2, officer=BEN, after=15 * MINUTE), G.SAME_PLACE, POSSIBLE),
        (record(), record(2, officer=BEN, after=16 * MINUTE), None, None),
        (record(), record(2, officer=BEN, locations=frozenset({"dwelling"})), None, None),
        (record(officer=None), record(2, officer=None), G.SAME_PLACE, POSSIBLE),
        (record(**LOG), record(2, **OTHER_LOG), None, None),
        (record(**LOG, **naming(BEN)), record(2, officer=BEN, **OTHER_LOG), None, None),
        (record(**LOG), record(2, **CUSTODY), G.SAME_OFFICER, LIKELY),
        (
            record(**known_as(incident_reference="a1", crime_reference="c1")),
            record(2, **known_as(incident_reference="b2", crime_reference="c1")),
            G.SAME_REFERENCE,
            STRONG,
        ),
    ],
)
def test_a_pair_has_the_surest_ground_that_holds(
    one: Candidate, other: Candidate, ground: G | None, strength: Strength | None
) -> None:
    for found in (pair_of(one, other), pair_of(other, one)):
        assert (found and found.ground, found and found.strength) == (ground, strength)


def records_of(*candidates: Candidate) -> list[set[int]]:
    return [{record.int for record in one.records} for one in suggestions(candidates)]


def test_records_that_hang_together_are_one_question() -> None:
    (found,) = suggestions(
        [
            record(1, **LOG),
            record(2, officer=BEN, after=MINUTE, **LOG),
            record(3, officer=CLEO, after=2 * MINUTE, area="north", **naming(BEN)),
        ]
    )

    assert [one.int for one in found.records] == [1, 2, 3]
    assert [pair.ground for pair in found.pairs] == [G.SAME_REFERENCE, G.NAMED]


def test_a_group_is_as_strong_as_the_weakest_pair_that_it_needs() -> None:
    (found,) = suggestions(
        [record(1, **LOG), record(2, officer=BEN, **LOG), record(3, after=MINUTE)]
    )

    assert (found.strength, found.ground) == (LIKELY, G.SAME_OFFICER)


def test_a_place_and_a_time_say_nothing_where_several_are_alike() -> None:
    officers = (ADA, BEN, CLEO)
    alike = [record(number, officer=who) for number, who in enumerate(officers, start=1)]

    assert records_of(*alike[:2]) == [{1, 2}]
    assert records_of(*alike) == []


def test_partners_who_name_each_other_all_night_are_not_one_encounter() -> None:
    night = [
        record(
            number,
            officer=ADA if number % 2 else BEN,
            after=number * 20 * MINUTE,
            **naming(BEN if number % 2 else ADA),
        )
        for number in range(1, 7)
    ]

    found = records_of(*night)

    assert all(max(group) - min(group) == 1 for group in found)


def test_the_record_of_an_encounter_is_joined_by_another_and_stands_last() -> None:
    (found,) = suggestions([record(1, encounter=E1, **LOG), record(2, officer=BEN, **LOG)])

    assert ([one.int for one in found.records], found.encounter) == ([2, 1], E1)


def test_all_records_of_an_encounter_are_asked_of_together() -> None:
    (found,) = suggestions(
        [
            record(1, encounter=E1, area="north", **OTHER_LOG),
            record(2, encounter=E1, **LOG),
            record(3, officer=BEN, **LOG),
        ]
    )

    assert {one.int for one in found.records} == {1, 2, 3}


def test_what_is_linked_already_is_not_suggested() -> None:
    assert records_of(record(1, encounter=E1, **LOG), record(2, encounter=E1, **LOG)) == []


def test_two_encounters_are_never_made_one() -> None:
    assert records_of(record(1, encounter=E1, **LOG), record(2, encounter=E2, **LOG)) == []
    (found,) = suggestions(
        [record(1, encounter=E1, **LOG), record(2, encounter=E2, **LOG), record(3, **LOG)]
    )
    assert found.encounter in (E1, E2)
    assert len(found.records) == 2


def test_a_group_that_has_grown_to_an_encounter_is_not_joined_to_another() -> None:
    found = suggestions(
        [
            record(1, **LOG),
            record(2, encounter=E1, after=MINUTE, **LOG),
            record(3, after=3 * HOUR, **LOG),
            record(4, encounter=E2, after=3 * HOUR + MINUTE, **LOG),
        ]
    )

    assert len(found) == 2
    assert {one.encounter for one in found} == {E1, E2}


def test_what_somebody_ruled_out_does_not_come_back() -> None:
    ruled_out = frozenset({UUID(int=2)})

    assert records_of(record(1, ruled_out=ruled_out, **LOG), record(2, **LOG)) == []
    assert records_of(record(2, **LOG), record(1, ruled_out=ruled_out, **LOG)) == []


def test_what_was_ruled_out_is_not_brought_together_by_a_third() -> None:
    ruled_out = frozenset({UUID(int=2)})

    found = records_of(
        record(1, ruled_out=ruled_out, **LOG), record(2, **LOG), record(3, officer=BEN, **LOG)
    )

    assert len(found) == 1
    assert not {1, 2} <= found[0]


def test_a_record_that_was_taken_out_of_an_encounter_is_not_suggested_for_it() -> None:
    left = frozenset({E1})

    assert records_of(record(1, left=left, **LOG), record(2, encounter=E1, **LOG)) == []


def test_the_surest_is_asked_first_and_then_the_latest() -> None:
    found = records_of(
        record(1, officer=BEN),
        record(2, officer=CLEO),
        record(3, area="north", after=2 * HOUR, **LOG),
        record(4, area="north", after=2 * HOUR, **LOG),
        record(5, area="north", after=4 * HOUR, **OTHER_LOG),
        record(6, area="north", after=4 * HOUR, **OTHER_LOG),
    )

    assert found == [{5, 6}, {3, 4}, {1, 2}]


SOME = st.lists(
    st.builds(
        Candidate,
        record=st.integers(1, 40).map(lambda number: UUID(int=number)),
        officer=st.sampled_from((ADA, BEN, CLEO, None)),
        named=st.frozensets(st.sampled_from((ADA, BEN, CLEO)), max_size=2),
        happened_at=st.integers(0, 90).map(lambda minutes: NOON + minutes * MINUTE),
        area=st.sampled_from(("central", "north", None)),
        locations=st.frozensets(st.sampled_from(("street", "dwelling")), max_size=2),
        references=st.dictionaries(
            st.sampled_from(("incident_reference", "custody_reference")), st.sampled_from("ab")
        ),
        encounter=st.sampled_from((None, None, E1, E2)),
        left=st.frozensets(st.sampled_from((E1, E2)), max_size=1),
        ruled_out=st.frozensets(
            st.integers(1, 40).map(lambda number: UUID(int=number)), max_size=3
        ),
    ),
    max_size=9,
    unique_by=lambda one: one.record,
)


@given(SOME)
def test_whatever_is_suggested_can_be_confirmed_with_one_button(some: list[Candidate]) -> None:
    by_record = {one.record: one for one in some}
    seen: set[UUID] = set()

    for found in suggestions(some):
        members = [by_record[one] for one in found.records]

        assert len(members) > 1
        assert members[0].encounter is None, "the first is linked to nothing"
        assert len({one.encounter for one in members} - {None}) <= 1
        assert not any(
            other.record in one.ruled_out or other.encounter in one.left
            for pair in combinations(members, 2)
            for one, other in (pair, pair[::-1])
            if not (one.encounter and one.encounter == other.encounter)
        )
        assert not seen & set(found.records), "a record is asked of once"
        seen |= set(found.records)


@given(SOME, st.randoms())
def test_the_order_in_which_records_are_read_changes_nothing(
    some: list[Candidate], chance: Any
) -> None:
    other = list(some)
    chance.shuffle(other)

    assert suggestions(some) == suggestions(other)


def test_spans_are_counted_in_time_and_not_by_the_clock_on_the_wall() -> None:
    # Half an hour over the change to winter time: 01:50 twice.
    before = datetime.fromisoformat("2026-10-25T01:50:00+01:00")
    after = datetime.fromisoformat("2026-10-25T01:10:00+00:00")
    one, other = (
        record(happened_at=before),
        record(2, officer=BEN, happened_at=after, **naming(ADA)),
    )

    found = pair_of(one, other)

    assert found
    assert found.apart == 20 * MINUTE < ABOUT
