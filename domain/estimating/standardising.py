"""Direct standardisation: what a share would be if the circumstances were those of all.

A tactic that is mostly used on people who comply works more often than one for people who fight, and
that says nothing of the tactics. So each is measured within circumstances that are alike, and the
shares are put together with the same weights for all (Boyle and Parkin 1991, in Jensen and others,
Cancer Registration: Principles and Methods, IARC 95, chapter 11).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum
from typing import TypeVar

from domain.estimating.intervals import Estimate, share

Kind = TypeVar("Kind")
"""What circumstances are told apart by."""


@dataclass(frozen=True, slots=True)
class Standardised:
    """A share as if under the circumstances of all, and of how much of them it speaks."""

    estimate: Estimate
    covered: float
    """The part of all weights in which there was anything to measure."""
    worth: float
    """The number of answers of one circumstance that would be as sure."""


def standardised(
    found: Mapping[Kind, tuple[int, int]], weights: Mapping[Kind, float]
) -> Standardised | None:
    """The share of ``(yes, base)`` by circumstances, with the weights of all; none of nothing.

    Circumstances in which there was none are left out of its weights, and ``covered`` says how much
    that leaves. The interval is Wilson's on the base that the weighted share is worth, which is where
    its variance and the binomial one agree (Kish 1965, Survey Sampling; Korn and Graubard 1998,
    Survey Methodology 24, 193). With one circumstance it is the plain interval, and it keeps a width
    where every single answer is yes.
    """
    within = {
        kind: (yes, base) for kind, (yes, base) in found.items() if base and weights.get(kind)
    }
    # Summed exactly, so that the same counts in another order are the same figure to the last digit.
    whole, known = fsum(weights.values()), fsum(weights[kind] for kind in within)
    if not known:
        return None
    parts = {kind: weights[kind] / known for kind in within}
    value = fsum(parts[kind] * yes / base for kind, (yes, base) in within.items())
    worth = 1 / fsum(parts[kind] ** 2 / base for kind, (_, base) in within.items())
    # Many parts of one must not add up to a hair more than one.
    estimate = share(min(1.0, value) * worth, worth)
    assert estimate is not None
    return Standardised(estimate=estimate, covered=known / whole, worth=worth)
