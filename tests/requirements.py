"""What a group of tests needs of the machine: left out with a reason, or, where all is required, failed."""

import os

import pytest

REQUIRE_ALL = os.environ.get("TESTS_REQUIRE") == "all"


def need(thing: object, reason: str) -> None:
    """Go on if the thing is there. In CI a missing thing is a failure and never a skip."""
    if thing:
        return
    if REQUIRE_ALL:
        pytest.fail(reason)
    pytest.skip(reason)
