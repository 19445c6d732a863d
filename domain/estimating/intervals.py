"""Intervals around shares, counts, rates and their ratios.

Decision. Intervals are 95% and take every count as independent of the others, which records of one
event are not: what is shown is the least uncertainty there is, and the pages say so. Kept by
``tests/domain/estimating/test_intervals.py``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import exp, inf, isclose, lgamma, log, sqrt
from statistics import NormalDist

SURE = 0.95
"""How often an interval made in this way holds what is estimated."""

PRECISE = 1e-12


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value, and the ends of the interval around it."""

    value: float
    low: float
    high: float

    def times(self, factor: float) -> "Estimate":
        """The same on another scale, such as per 1,000."""
        return Estimate(self.value * factor, self.low * factor, self.high * factor)


def deviations(sure: float = SURE) -> float:
    """How many standard deviations on both sides hold so much of a normal distribution."""
    return NormalDist().inv_cdf((1 + sure) / 2)


def share(yes: float, base: float, *, sure: float = SURE) -> Estimate | None:
    """A share with its Wilson interval; none of nothing.

    Near 0 and 1 and on small bases, where the usual interval leaves the scale or has no width, it
    keeps about the level that it states (Wilson 1927, Journal of the American Statistical
    Association 22, 209; Brown, Cai and DasGupta 2001, Statistical Science 16, 101). The counts need
    not be whole: a standardised share is stated on the base that it is worth.
    """
    if base <= 0:
        return None
    found, z = yes / base, deviations(sure)
    middle = (found + z * z / (2 * base)) / (1 + z * z / base)
    width = z / (1 + z * z / base) * sqrt(found * (1 - found) / base + (z / (2 * base)) ** 2)
    # Rounding must not put an end beyond the value or off the scale.
    low, high = max(0.0, min(found, middle - width)), min(1.0, max(found, middle + width))
    return Estimate(found, 0.0 if found == 0 else low, 1.0 if found == 1 else high)


def rate(count: int, base: float, *, sure: float = SURE) -> Estimate | None:
    """Events for each unit of a base that is known, with the exact Poisson interval; none of no base.

    The ends are the rates at which so many events, or so few, would be as rare as the level says
    (Garwood 1936, Biometrika 28, 437).
    """
    if base <= 0:
        return None
    low, high = exact_count(count, sure=sure)
    return Estimate(count / base, low / base, high / base)


@lru_cache(maxsize=4096)
def exact_count(count: int, *, sure: float = SURE) -> tuple[float, float]:
    """The ends of the exact Poisson interval around a count."""
    rare = (1 - sure) / 2
    farthest = count + 20 + 10 * sqrt(count + 1)
    low = 0.0 if count == 0 else _solved(lambda mean: _at_least(count, mean) - rare, 0.0, count)
    high = _solved(lambda mean: rare - _at_most(count, mean), count, farthest)
    return low, high


def ratio(count: int, base: float, other: int, other_base: float) -> Estimate | None:
    """How many times another rate a rate is; none if there is nothing to divide by.

    Of all events of both, the share that falls on the first is a matter of their rates alone
    (Przyborowski and Wilenski 1940, Biometrika 31, 313); its Wilson interval is put back on the scale
    of the ratio. Defined also where nothing happened on one side.
    """
    if base <= 0 or other_base <= 0 or other <= 0:
        return None
    first = share(count, count + other)
    assert first is not None
    scale = other_base / base
    return Estimate(*(_odds(end) * scale for end in (first.value, first.low, first.high)))


def _odds(part: float) -> float:
    return inf if part >= 1 else part / (1 - part)


def _at_most(count: int, mean: float) -> float:
    """How likely so many Poisson events or fewer are, where that is the thin end."""
    return exp(_log_likely(count, mean)) * sum(_thinning(count, mean))


def _at_least(count: int, mean: float) -> float:
    """How likely so many Poisson events or more are, where that is the thin end."""
    return exp(_log_likely(count, mean)) * sum(_fading(count, mean)) if mean else 0.0


def _log_likely(count: int, mean: float) -> float:
    return (count * log(mean) if count else 0.0) - mean - lgamma(count + 1)


def _thinning(count: int, mean: float) -> Iterator[float]:
    """How much as likely as ``count`` each smaller number is, as far as it matters."""
    term, number = 1.0, count
    while term > PRECISE:
        yield term
        term, number = term * number / mean, number - 1


def _fading(count: int, mean: float) -> Iterator[float]:
    """The same for each greater number."""
    term, number = 1.0, count
    while term > PRECISE:
        yield term
        number += 1
        term *= mean / number


def _solved(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that only rises meets zero."""
    while not isclose(low, high, rel_tol=1e-10, abs_tol=1e-12):
        middle = (low + high) / 2
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2
