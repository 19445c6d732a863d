"""The limits of chance: exact on small bases, narrower on larger ones, and met as often as they say."""

from fractions import Fraction
from math import comb, exp, factorial

import pytest

from domain.estimating.funnels import EXACT_UP_TO, FAR, USUAL, limits, limits_of_rate


@pytest.mark.parametrize(("middle", "base"), [(Fraction(1, 10), 40), (Fraction(1, 2), 11)])
@pytest.mark.parametrize("within", [USUAL, FAR])
def test_small_bases_have_exact_limits(middle: Fraction, base: int, within: float) -> None:
    low, high = limits(float(middle), base, within)
    chance = [comb(base, k) * middle**k * (1 - middle) ** (base - k) for k in range(base + 1)]

    def up_to(number: int) -> float:
        return float(sum(chance[: number + 1]))

    # Each limit lies between the last whole number that is too rare and the first that is not.
    rare = (1 - within) / 2
    assert high * base == pytest.approx(between(up_to, 1 - rare), abs=1e-9)
    assert low * base == pytest.approx(max(0, between(up_to, rare)), abs=1e-9)


def between(up_to, part: float) -> float:
    number = next(k for k in range(10_000) if up_to(k) >= part)
    here = up_to(number) - (up_to(number - 1) if number else 0)
    return number - (up_to(number) - part) / here


def test_a_larger_base_has_narrower_limits_and_the_two_ways_meet() -> None:
    widths = [high - low for low, high in (limits(0.2, base, FAR) for base in (20, 100, 500, 5000))]
    exact, normal = limits(0.2, EXACT_UP_TO, USUAL), limits(0.2, EXACT_UP_TO + 1, USUAL)

    assert widths == sorted(widths, reverse=True)
    assert exact == pytest.approx(normal, abs=0.004)


def test_a_small_share_on_a_small_base_is_not_called_far_for_one_record() -> None:
    # One of five is four times a share of 5%, and happens in more than one of five such units; the
    # normal approximation would put even two of nine outside.
    assert limits(0.05, 5, FAR)[1] > 1 / 5
    assert limits(0.05, 9, FAR)[1] > 2 / 9


def test_without_a_base_or_without_variation_there_is_nothing_to_tell() -> None:
    assert limits(0.3, 0, FAR) == (0, 1)
    assert limits(0.0, 50, FAR) == (0, 0)
    assert limits(1.0, 50, FAR) == (1, 1)


@pytest.mark.parametrize("within", [USUAL, FAR])
def test_a_rate_of_few_events_has_exact_limits(within: float) -> None:
    # Four events are to be expected of 8,000 people at one of 2,000.
    low, high = limits_of_rate(1 / 2000, 8000, within)

    def up_to(number: int) -> float:
        return sum(exp(-4) * 4**k / factorial(k) for k in range(number + 1))

    rare = (1 - within) / 2
    assert high * 8000 == pytest.approx(between(up_to, 1 - rare), abs=1e-9)
    assert low * 8000 == pytest.approx(max(0, between(up_to, rare)), abs=1e-9)


def test_both_ways_of_a_rate_meet_and_it_may_be_more_than_one_for_each() -> None:
    exact, normal = limits_of_rate(0.1, EXACT_UP_TO * 10, FAR), limits_of_rate(0.1, 10_001, FAR)

    assert exact == pytest.approx(normal, rel=0.01)
    assert limits_of_rate(2.0, 10, USUAL)[1] > 2
    assert limits_of_rate(0.0, 10, USUAL) == (0, 0)
