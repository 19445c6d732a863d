"""What was there before serving is looked through no more, and what is made while serving is let go."""

import gc
import weakref

from web.settling import settled


class Knot:
    """Something that holds itself, so that only the collector lets it go."""

    def __init__(self) -> None:
        self.itself = self


def test_what_was_there_before_is_looked_through_no_more() -> None:
    made = [Knot() for _ in range(10_000)]
    before, stayed = len(gc.get_objects()), gc.get_freeze_count()

    settled()

    assert len(gc.get_objects()) < before / 100
    assert gc.get_freeze_count() >= stayed + len(made)


def test_what_nobody_held_is_let_go_before_all_stays() -> None:
    knot = weakref.ref(Knot())

    settled()

    assert knot() is None


def test_what_is_made_afterwards_is_let_go_as_ever() -> None:
    settled()
    knot = weakref.ref(Knot())

    gc.collect()

    assert knot() is None
