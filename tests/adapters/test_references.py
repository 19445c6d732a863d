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
