"""Funnel plots: how far the shares of units lie from that of all by chance alone.

In the place of league tables, in which the smallest units come first and last (Spiegelhalter 2005,
Statistics in Medicine 24, 1185; Goldstein and Spiegelhalter 1996, Journal of the Royal Statistical
Society A 159, 385).
"""

from functools import lru_cache
from math import exp, lgamma, log, sqrt
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


@lru_cache(maxsize=8192)
def _exact(middle: float, base: int, part: float) -> float:
    """The share below which this part of chance lies, between two whole numbers (Spiegelhalter, appendix)."""
    below, number = 0.0, 0
    while number < base:
        here = _likely(number, base, middle)
        if below + here >= part:
            # The step that crosses it, in proportion.
            crossed = (below + here - part) / here
            return max(0.0, number - crossed) / base
        below, number = below + here, number + 1
    return 1.0


def _likely(number: int, base: int, part: float) -> float:
    ways = lgamma(base + 1) - lgamma(number + 1) - lgamma(base - number + 1)
    return exp(ways + number * log(part) + (base - number) * log(1 - part))
