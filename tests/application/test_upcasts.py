"""Content of an earlier version is taken to the newest one step by step, or refused."""

from dataclasses import replace

import pytest

from application.codec import Encoded
from application.upcasts import Upcasts, upcast
from domain.codec import CodecError

TOPIC = "thing.happened"


def written(version: int) -> Encoded:
    return Encoded(version=version, metadata={}, clear={"steps": []})


def _step(encoded: Encoded) -> Encoded:
    steps = [*encoded.clear["steps"], encoded.version]
    return replace(encoded, version=encoded.version + 1, clear={"steps": steps})


STEPS: Upcasts = {(TOPIC, 1): _step, (TOPIC, 2): _step}


@pytest.mark.parametrize(("version", "steps"), [(1, [1, 2]), (2, [2]), (3, [])])
def test_content_rises_through_every_version_to_the_newest(version: int, steps: list[int]) -> None:
    risen = upcast(TOPIC, written(version), newest=3, upcasts=STEPS)

    assert (risen.version, risen.clear["steps"]) == (3, steps)


def test_what_a_newer_product_wrote_is_refused() -> None:
    with pytest.raises(CodecError, match="newer product"):
        upcast(TOPIC, written(4), newest=3, upcasts=STEPS)


def test_a_missing_step_is_refused() -> None:
    with pytest.raises(CodecError, match="no upcast from version 3"):
        upcast(TOPIC, written(1), newest=4, upcasts=STEPS)


def test_a_step_of_another_event_is_not_taken() -> None:
    with pytest.raises(CodecError, match="no upcast from version 1"):
        upcast("other.happened", written(1), newest=2, upcasts=STEPS)


@pytest.mark.parametrize("goes_to", [1, 3])
def test_a_step_that_does_not_lead_to_the_next_version_is_refused(goes_to: int) -> None:
    skips: Upcasts = {(TOPIC, 1): lambda encoded: replace(encoded, version=goes_to)}

    with pytest.raises(CodecError, match="skips"):
        upcast(TOPIC, written(1), newest=3, upcasts=skips)
