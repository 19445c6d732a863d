"""Waiting for what another thread or process does: as long as it takes, and not for ever."""

import time
from collections.abc import Callable

LONGEST = 60.0


def until(condition: Callable[[], object], *, seconds: float = LONGEST) -> None:
    """Wait until something is so.

    Raises:
        TimeoutError: it never was.

    """
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(condition)
        time.sleep(0.005)
