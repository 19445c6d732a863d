"""Doing things at the same moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

Doing = Callable[[], Any]


def at_the_same_moment(doings: Sequence[Doing]) -> list[Any]:
    """What each of these answers, or the error it ends with, when all begin at once."""
    barrier = Barrier(len(doings))

    def one(doing: Doing) -> Any:
        barrier.wait(timeout=30)
        try:
            return doing()
        except Exception as error:  # noqa: BLE001  whatever it is, the test looks at it
            return error

    with ThreadPoolExecutor(len(doings)) as threads:
        return list(threads.map(one, doings))
