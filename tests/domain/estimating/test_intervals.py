"""Intervals as their sources print them, and as other arithmetic finds them."""

from decimal import Decimal, getcontext
from fractions import Fraction
from math import exp, factorial, inf, isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.estimating.intervals import Estimate, exact_count, rate, ratio, share

# Newcombe 1998, Statistics in Medicine 17, 857, table I: method 3, the score method without
# continuity correction.
NEWCOMBE = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]

# Garwood's limits as printed in tables of the exact Poisson interval (Breslow and Day 1987, IARC 82,
# table 2.10, there as the factors 0.0253 to 5.5716 of 1, 0.4795 to 1.8390 of 10 and so on; for none
# the upper limit is the logarithm of 40).
GARWOOD = [
    (0, 0.0, 3.689),
    (1, 0.0253, 5.572),
    (2, 0.2422, 7.225),
    (3, 0.6187, 8.767),
    (5, 1.6235, 11.668),
    (10, 4.795, 18.390),
    (20, 12.217, 30.888),
]


@pytest.mark.parametrize(("yes", "base", "low", "high"), NEWCOMBE)
def test_the_interval_of_a_share_is_as_published(
    yes: int, base: int, low: float, high: float
) -> None:
    found = share(yes, base)

    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@settings(deadline=None)
@given(base=st.integers(1, 5000), part=st.fractions(0, 1))
def test_the_ends_of_a_share_are_where_the_score_test_turns(base: int, part: Fraction) -> None:
    yes = int(base * part)
    getcontext().prec = 40
    # The 97.5% point of the normal distribution, as printed in tables to 15 places.
    z = Decimal("1.959963984540054")

    found = share(yes, base)

    assert found is not None
    for end in (found.low, found.high):
        p, seen = Decimal(end), Decimal(yes) / base
        if 0 < end < 1:
            # Where the observed share is exactly z standard errors of the supposed one away.
            assert abs((seen - p) ** 2 - z * z * p * (1 - p) / base) < Decimal("1e-9")
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.low < found.high


def test_where_every_answer_is_yes_the_share_is_still_not_certain() -> None:
    found = share(20, 20)

    assert found is not None
    assert (found.value, found.high) == (1, 1)
    assert round(found.low, 4) == round(1 - 0.1611, 4)


def test_of_nothing_there_is_no_share() -> None:
    assert share(0, 0) is None


@pytest.mark.parametrize(("count", "low", "high"), GARWOOD)
def test_the_interval_of_a_count_is_as_published(count: int, low: float, high: float) -> None:
    found = exact_count(count)

    assert found == (pytest.approx(low, abs=6e-4), pytest.approx(high, abs=6e-4))


@pytest.mark.parametrize("count", [1, 4, 17, 60])
def test_at_the_ends_of_a_count_it_is_as_rare_as_it_says(count: int) -> None:
    low, high = exact_count(count)

    # The whole distribution, term by term, which the product does not add up.
    fewer = sum(exp(-low) * low**k / factorial(k) for k in range(count))
    at_most = sum(exp(-high) * high**k / factorial(k) for k in range(count + 1))

    assert isclose(1 - fewer, 0.025, rel_tol=1e-6)
    assert isclose(at_most, 0.025, rel_tol=1e-6)


@pytest.mark.parametrize("count", [5_000, 100_000, 2_000_000])
def test_a_large_count_is_within_what_its_approximation_says(count: int) -> None:
    # Byar's approximation (Breslow and Day 1987, IARC 82, chapter 2), right to a ten thousandth at this size.
    z = 1.959963984540054
    low = count * (1 - 1 / (9 * count) - z / (3 * count**0.5)) ** 3
    more = count + 1
    high = more * (1 - 1 / (9 * more) + z / (3 * more**0.5)) ** 3

    assert exact_count(count) == (pytest.approx(low, rel=1e-5), pytest.approx(high, rel=1e-5))


def test_a_rate_is_a_count_over_its_base() -> None:
    found = rate(10, 4000)

    assert found is not None
    assert found.times(1000) == Estimate(
        2.5, pytest.approx(4.795 / 4, abs=1e-3), pytest.approx(18.390 / 4, abs=1e-3)
    )
    assert rate(10, 0) is None


def test_the_ratio_of_rates_has_the_interval_of_the_share_behind_it() -> None:
    # 15 of 1,000 and 5 of 2,000: six times, and 15 of 20 events on the first, for which the
    # interval of the share is 0.5313 to 0.8881 (Wilson's formula, by hand).
    found = ratio(15, 1000, 5, 2000)

    assert found is not None
    assert found.value == pytest.approx(6)
    assert found.low == pytest.approx(0.5313 / 0.4687 * 2, abs=2e-3)
    assert found.high == pytest.approx(0.8881 / 0.1119 * 2, abs=2e-2)


def test_a_ratio_is_defined_where_one_side_has_nothing() -> None:
    none, nothing_to_divide_by = ratio(0, 1000, 5, 1000), ratio(5, 1000, 0, 1000)

    assert none is not None
    assert (none.value, none.low) == (0, 0)
    assert 0 < none.high < inf
    assert nothing_to_divide_by is None
