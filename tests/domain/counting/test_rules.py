"""What is counted of a record, and on which lines (spec: domain, 2.1)."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.codelists.tactics import CED_TACTICS, Tactic
from domain.counting.ced import HIGHEST_FIRST, highest_use
from domain.counting.groupings import BY_CODE, COUNTED_ONCE, LINES, Kind
from domain.counting.rules import (
    ALL,
    COMMUNICATIONS,
    CROWD,
    LABELS,
    NOT_REPORTED,
    Figure,
    counted,
    lines,
    tally,
)

T = Tactic
ANY_TACTICS = st.lists(st.sampled_from(T), max_size=20)


def figures(*records: tuple[Tactic, ...]) -> dict[str, Figure]:
    return tally((counted(tactics), False, 1) for tactics in records)


def test_a_tactic_counts_once_however_often_it_was_used() -> None:
    found = figures((T.SHIELD, T.BATON_USED, T.SHIELD))

    assert found["shield"] == Figure(1, 1)
    assert found["total"] == Figure(1, 2)


@pytest.mark.parametrize(("higher", "lower"), list(combinations(HIGHEST_FIRST, 2)))
def test_of_a_ced_only_the_highest_use_counts(higher: Tactic, lower: Tactic) -> None:
    assert counted([lower, higher, lower]) == {higher}


def test_every_use_of_a_ced_has_its_rank() -> None:
    assert sorted(HIGHEST_FIRST) == sorted(CED_TACTICS)


def test_the_rank_of_uses_can_be_another() -> None:
    upside_down = tuple(reversed(HIGHEST_FIRST))

    assert highest_use([T.CED_DRAWN, T.CED_FIRED], highest_first=upside_down) is T.CED_DRAWN
    assert highest_use([T.SHIELD]) is None


def test_communications_count_beside_another_tactic_and_in_no_total() -> None:
    found = figures((T.COMMUNICATIONS, T.SHIELD))

    assert found[COMMUNICATIONS] == Figure(1, 1)
    assert found["total"] == Figure(1, 1)


def test_communications_alone_are_no_tactic() -> None:
    found = figures((T.COMMUNICATIONS,))

    assert found == {ALL: Figure(1, 1), NOT_REPORTED: Figure(1, 1)}


def test_a_record_without_a_tactic_is_a_record_and_in_no_total() -> None:
    assert figures(()) == {ALL: Figure(1, 1), NOT_REPORTED: Figure(1, 1)}


def test_a_parent_has_its_records_once_and_adds_up_the_times_of_its_children() -> None:
    # As in the published table: 350,470 times handcuffing in 344,200 records.
    found = figures(
        (T.COMPLIANT_HANDCUFFING, T.NON_COMPLIANT_HANDCUFFING, T.GROUND_RESTRAINT),
        (T.COMPLIANT_HANDCUFFING,),
    )

    assert found["handcuffing"] == Figure(2, 3)
    assert found["restraint"] == Figure(2, 4)


@pytest.mark.parametrize(
    ("tactics", "line"),
    [
        ((T.CS_DRAWN, T.PAVA_DRAWN), "spray-drawn"),
        ((T.CS_USED, T.PAVA_USED), "spray-used"),
        ((T.FIREARM_AIMED, T.FIREARM_FIRED), "firearms"),
    ],
)
def test_what_the_return_does_not_tell_apart_counts_once(
    tactics: tuple[Tactic, ...], line: str
) -> None:
    found = figures(tactics)

    assert found[line] == Figure(1, 1)
    assert found["total"] == Figure(1, 1)
    assert {found[tactic.value] for tactic in tactics} == {Figure(1, 1)}


def test_records_of_a_crowd_are_counted_and_shown_apart() -> None:
    found = tally([(counted([T.SHIELD]), True, 2), (counted([T.SHIELD]), False, 3)])

    assert (found[ALL].records, found[CROWD].records, found["shield"].records) == (5, 2, 5)


@given(ANY_TACTICS)
def test_what_counts_is_named_and_counted_again_is_the_same(tactics: list[Tactic]) -> None:
    found = counted(tactics)

    assert found <= set(tactics)
    assert counted(found) == found
    assert len(found & set(CED_TACTICS)) <= 1


@given(st.lists(ANY_TACTICS, max_size=8))
def test_every_table_keeps_the_identities_of_the_published_ones(
    records: list[list[Tactic]],
) -> None:
    found = figures(*map(tuple, records))

    def times(code: str) -> int:
        return found.get(code, Figure()).times

    def named(code: str) -> int:
        return found.get(code, Figure()).records

    assert times("handcuffing") == times("handcuffing-compliant") + times(
        "handcuffing-non-compliant"
    )
    assert times("total") == sum(times(line.code) for line in LINES if _is_top(line.code))
    assert named(ALL) == len(records) == named("total") + named(NOT_REPORTED)
    assert all(named(line.code) <= times(line.code) for line in LINES)
    assert times("ced") == named("ced")


def _is_top(code: str) -> bool:
    line = BY_CODE[code]
    return line.depth == 0 and line.kind is not Kind.TOTAL


def test_every_tactic_but_communications_is_counted_on_one_line() -> None:
    on = [tactic for line in COUNTED_ONCE for tactic in line.tactics]

    assert sorted(on) == sorted(set(T) - {T.COMMUNICATIONS})


def test_a_line_has_one_code_and_words() -> None:
    assert len({line.code for line in LINES}) == len(LINES)
    assert all(LABELS[line.code] for line in LINES)
    assert {code for code, _ in lines(counted(T))} <= LABELS.keys()
