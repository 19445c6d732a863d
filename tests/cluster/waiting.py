"""Waiting for what a cluster comes to by itself, and never for ever."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")
PAUSE = 0.1


class TooLongError(Exception):
    """What was waited for did not come about."""


def until(what: str, look: Callable[[], Found | None], *, seconds: float) -> Found:
    """Look again and again, until there is something."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(PAUSE)
    raise TooLongError(f"{what}: not within {seconds:.0f} seconds")
