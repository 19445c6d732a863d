"""How many records two people may review of each other (spec: audit, T55)."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from domain.dated import holding
from domain.records.reciprocal import both_ways, is_too_many, limits

(LIMIT,) = limits("2026-01-01=most:3,days:90")
NEW = uuid4()


@pytest.mark.parametrize(
    ("mine", "theirs", "refused"),
    [
        (0, 0, False),
        (500, 0, False),
        (500, 3, False),
        (2, 4, False),
        (3, 3, False),
        (3, 4, True),
        (4, 4, True),
        (0, 500, False),
        (3, 500, True),
    ],
)
def test_one_more_both_ways_than_there_may_be_is_refused(
    mine: int, theirs: int, *, refused: bool
) -> None:
    reviewed = [uuid4() for _ in range(mine)]
    back = [uuid4() for _ in range(theirs)]

    assert is_too_many(NEW, mine=reviewed, theirs=back, limit=LIMIT) is refused


def test_however_they_take_turns_there_are_never_more_both_ways() -> None:
    for turns in range(2**10):
        one: list[object] = []
        other: list[object] = []
        for turn in range(10):
            mine, theirs = (one, other) if turns >> turn & 1 else (other, one)
            if not is_too_many(NEW, mine=mine, theirs=theirs, limit=LIMIT):  # type: ignore[arg-type]
                mine.append(object())
        assert both_ways(len(one), len(other)) <= LIMIT.most


def test_a_review_that_was_begun_may_be_brought_to_its_end() -> None:
    mine, theirs = [NEW, *(uuid4() for _ in range(5))], [uuid4() for _ in range(9)]

    assert not is_too_many(NEW, mine=mine, theirs=theirs, limit=LIMIT)
    assert is_too_many(uuid4(), mine=mine, theirs=theirs, limit=LIMIT)


def test_where_none_is_allowed_the_first_one_back_is_refused() -> None:
    (none,) = limits("2026-01-01=most:0,days:90")

    assert is_too_many(NEW, mine=(), theirs=[uuid4()], limit=none)
    assert not is_too_many(NEW, mine=(), theirs=(), limit=none)


def test_ninety_days_are_counted_with_the_day_itself_by_the_clock_on_the_wall() -> None:
    assert LIMIT.first(date(2026, 6, 30)) == date(2026, 4, 2)
    assert LIMIT.begins(date(2026, 6, 30)) == datetime(2026, 4, 1, 23, tzinfo=UTC)


def test_the_limit_that_holds_is_the_last_that_began() -> None:
    dated = limits("2027-01-01=most:5,days:30; 2026-01-01=most:1,days:90")

    assert [holding(dated, date(year, 6, 1)).most for year in (2025, 2026, 2027)] == [1, 1, 5]
