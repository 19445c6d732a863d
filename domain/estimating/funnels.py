"""Funnel plots: how far the shares of units lie from that of all by chance alone.

In the place of league tables, in which the smallest units come first and last (Spiegelhalter 2005,
Statistics in Medicine 24, 1185; Goldstein and Spiegelhalter 1996, Journal of the Royal Statistical
Society A 159, 385).
"""

from collections.abc import Iterable
from functools import lru_cache
from math import ceil, exp, lgamma, log, sqrt
from statistics import NormalDist

USUAL, FAR = 0.95, 0.998
"""Of all units that differ by chance alone so many lie within the inner limits, and the outer ones:
the two that Spiegelhalter draws."""

EXACT_UP_TO = 1000
"""Bases as far as this have exact limits; beyond, the normal approximation is as good."""


def limits(middle: float, base: int, within: float) -> tuple[float, float]:
    """Between which shares so much of chance lies, around a share, on a base."""
    rare = (1 - within) / 2
    if base <= 0 or not 0 < middle < 1:
        return (0.0, 1.0) if base <= 0 else (middle, middle)
    if base > EXACT_UP_TO:
        width = NormalDist().inv_cdf(1 - rare) * sqrt(middle * (1 - middle) / base)
        return max(0.0, middle - width), min(1.0, middle + width)
    return _exact(middle, base, rare), _exact(middle, base, 1 - rare)


def limits_of_rate(middle: float, base: int, within: float) -> tuple[float, float]:
    """Between which rates so much of chance lies, around a rate, on a base: events are Poisson."""
    rare, expected = (1 - within) / 2, middle * base
    if expected <= 0:
        return 0.0, 0.0
    if expected > EXACT_UP_TO:
        width = NormalDist().inv_cdf(1 - rare) * sqrt(expected)
        return max(0.0, expected - width) / base, (expected + width) / base
    return _exact_count(expected, rare) / base, _exact_count(expected, 1 - rare) / base


@lru_cache(maxsize=8192)
def _exact(middle: float, base: int, part: float) -> float:
    """The share below which this part of chance lies."""
    return _crossing((_likely(number, base, middle) for number in range(base)), part, base) / base


@lru_cache(maxsize=8192)
def _exact_count(expected: float, part: float) -> float:
    """The number of events below which this part of chance lies."""
    farthest = ceil(expected + 20 + 10 * sqrt(expected + 1))
    return _crossing((_poisson(number, expected) for number in range(farthest)), part, farthest)


def _crossing(likely: Iterable[float], part: float, last: int) -> float:
    """Where, between two whole numbers, this part of chance lies below (Spiegelhalter, appendix)."""
    below = 0.0
    for number, here in enumerate(likely):
        if below + here >= part:
            # The step that crosses it, in proportion.
            return max(0.0, number - (below + here - part) / here)
        below += here
    return float(last)


def _likely(number: int, base: int, part: float) -> float:
    ways = lgamma(base + 1) - lgamma(number + 1) - lgamma(base - number + 1)
    return exp(ways + number * log(part) + (base - number) * log(1 - part))


def _poisson(number: int, expected: float) -> float:
    return exp(number * log(expected) - expected - lgamma(number + 1))
