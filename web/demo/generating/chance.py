"""Chance that can be repeated, and the few ways in which it is asked."""

from bisect import bisect
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import accumulate, pairwise
from random import Random
from typing import Generic, TypeVar
from uuid import UUID, uuid5

from web.demo.people import NAMESPACE

T = TypeVar("T")


def chance(*of: object) -> Random:
    """The source of chance of one thing, named from the general to the particular.

    Only ``random()`` is asked of it: what the other methods return may differ between Pythons.
    """
    return Random(_path(of))  # noqa: S311 - it is to be repeated, and guards nothing


def identity(*of: object) -> UUID:
    """The id of one thing, named in the same way."""
    return uuid5(NAMESPACE, _path(of))


def _path(parts: Sequence[object]) -> str:
    return "/".join(map(str, parts))


def happens(source: Random, percent: float) -> bool:
    return source.random() * 100 < percent


def below(source: Random, count: int) -> int:
    """A whole number from 0 to one less than the count, each as likely."""
    return int(source.random() * count)


def one_of(source: Random, these: Sequence[T]) -> T:
    return these[below(source, len(these))]


class Pick(Generic[T]):
    """Exactly one of several, in proportion to their shares."""

    def __init__(self, shares: Mapping[T, float]) -> None:
        self._these = tuple(shares)
        self._sums = tuple(accumulate(shares.values()))

    def of(self, source: Random) -> T:
        return self._these[bisect(self._sums, source.random() * self._sums[-1])]


class AtLeastOne(Generic[T]):
    """Several of a list and at least one, each with its share of all: exactly, by construction.

    One is picked in proportion to the shares. Each of the others is then added with the chance that
    brings it to its share: ``share = picked + (1 - picked) * added``. The shares must come to 100 or
    more, or there would not be one for each.
    """

    def __init__(self, shares: Mapping[T, float]) -> None:
        total = sum(shares.values())
        self._first = Pick(shares)
        self._added = {
            one: (share / 100 - share / total) / (1 - share / total)
            for one, share in shares.items()
        }

    def of(self, source: Random) -> tuple[T, ...]:
        first = self._first.of(source)
        return tuple(
            one for one, added in self._added.items() if one is first or source.random() < added
        )


class Each(Generic[T]):
    """Several of a list or none, each by itself."""

    def __init__(self, shares: Mapping[T, float]) -> None:
        self._shares = shares

    def of(self, source: Random) -> tuple[T, ...]:
        return tuple(one for one, share in self._shares.items() if happens(source, share))


class Delay:
    """How long something takes, as a few points of its distribution: this part within these hours."""

    def __init__(self, *points: tuple[float, float]) -> None:
        self._points = tuple(pairwise(points))

    def of(self, source: Random) -> timedelta:
        part = source.random()
        for (low, shorter), (high, longer) in self._points:
            if part < high:
                hours = shorter + (longer - shorter) * (part - low) / (high - low)
                return timedelta(seconds=int(hours * 3600))
        raise ValueError("the points of a delay end with 1")
