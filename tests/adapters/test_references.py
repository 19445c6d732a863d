from functools import partial

import pytest

from tests.application.together import at_the_same_moment
from web.adapters.references import ReferenceNumbers
from web.adapters.stores import WORK, Stores


@pytest.fixture
def numbers(stores: Stores) -> ReferenceNumbers:
    return ReferenceNumbers(stores.engine(WORK))


def test_numbers_are_given_in_order(numbers: ReferenceNumbers) -> None:
    given = [numbers.next(2026) for _ in range(3)]

    assert given == ["UOF-26-000001", "UOF-26-000002", "UOF-26-000003"]


def test_each_year_begins_again(numbers: ReferenceNumbers) -> None:
    numbers.next(2026)

    assert numbers.next(2027) == "UOF-27-000001"


def test_a_year_goes_on_where_it_was(numbers: ReferenceNumbers) -> None:
    for year in (2026, 2027):
        numbers.next(year)

    assert numbers.next(2026) == "UOF-26-000002"


def test_a_restart_gives_no_number_again(numbers: ReferenceNumbers, stores: Stores) -> None:
    numbers.next(2026)

    assert ReferenceNumbers(stores.engine(WORK)).next(2026) == "UOF-26-000002"


def test_eight_at_once_get_eight_numbers(numbers: ReferenceNumbers) -> None:
    """Also when it is the first moment of the year for all of them."""
    given = at_the_same_moment([partial(numbers.next, 2026)] * 8)

    assert sorted(given) == [f"UOF-26-{number:06}" for number in range(1, 9)]


def test_the_number_after_the_widest_is_still_its_own(numbers: ReferenceNumbers) -> None:
    numbers.next(2007)

    assert numbers.next(2007) == "UOF-07-000002"


def test_numbers_set_aside_are_given_to_nobody_else(numbers: ReferenceNumbers) -> None:
    numbers.next(2026)

    after = numbers.reserve({2025: 30, 2026: 20})

    assert after == 1
    assert numbers.next(2025) == "UOF-25-000032"
    assert numbers.next(2026) == "UOF-26-000022"


def test_numbers_set_aside_at_once_do_not_overlap(numbers: ReferenceNumbers) -> None:
    after = at_the_same_moment([partial(numbers.reserve, {2025: 10, 2026: 10})] * 8)

    assert sorted(after) == [10 * number for number in range(8)]


def test_no_numbers_set_aside_are_none(numbers: ReferenceNumbers) -> None:
    assert numbers.reserve({}) == 0
    assert numbers.next(2026) == "UOF-26-000001"
