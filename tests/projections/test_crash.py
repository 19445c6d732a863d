"""However processes that follow die, no event is taken in twice and none is left out.

Two compete for one read model that would show either; they are killed at random moments while
writing goes on. The negative controls write rows and position in two transactions and must be
caught: a test in which no death fell between the two could not fail. (Spec: eventsourcing, 2.2.)
"""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event as Flag
from threading import Thread

from projections import following
from tests.builders import a_submission
from tests.projections.competing import Competitor
from tests.projections.counting import COUNTING, counts, create, wanted
from tests.projections.waiting import until
from web.bootstrap import Services

DEATHS = 24
DEATHS_OF_A_CONTROL = 4
SEED = 20261122
LONGEST_LIFE = 0.03
BATCH = 10
"""Submissions in one append."""
BETWEEN = 0.01


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a read model shows in the end."""

    events: int
    twice: int
    lost: int
    midway: int
    """How many died in the middle of a page."""


def test_nothing_is_taken_in_twice_or_left_out_however_processes_die(services: Services) -> None:
    chance = random.Random(SEED)

    def at_random(competitor: Competitor) -> None:
        Flag().wait(chance.uniform(0, LONGEST_LIFE))

    outcome = followed_to_the_end(services, "whole", deaths=DEATHS, when=at_random)

    assert (outcome.twice, outcome.lost) == (0, 0)
    assert outcome.events > DEATHS, "writing went on"
    assert outcome.midway > 0, "some died in the middle of a page"


def test_rows_before_the_position_are_taken_in_twice(services: Services) -> None:
    outcome = followed_to_the_end(
        services, "rows_first", deaths=DEATHS_OF_A_CONTROL, when=in_the_middle
    )

    assert outcome.twice > 0


def test_a_position_before_its_rows_leaves_some_out(services: Services) -> None:
    outcome = followed_to_the_end(
        services, "position_first", deaths=DEATHS_OF_A_CONTROL, when=in_the_middle
    )

    assert outcome.lost > 0


def in_the_middle(competitor: Competitor) -> None:
    until(lambda: competitor.is_midway)


def followed_to_the_end(
    services: Services, step: str, *, deaths: int, when: Callable[[Competitor], object]
) -> Outcome:
    """Let two follow and die, one after the other, and then take in what is left."""
    engine = services.views.engine()
    create(engine)
    take_in_what_is_left(services)
    with writing(services), competing(services, step) as two:
        midway = 0
        for death in range(deaths):
            victim = two[death % 2]
            victim.wait_until_it_follows()
            when(victim)
            midway += victim.kill()
            two[death % 2] = a_competitor(services, step)
    take_in_what_is_left(services)
    found, expected = counts(engine), wanted(services.reader)
    assert set(found) <= expected
    return Outcome(
        events=len(expected),
        twice=sum(found.values()) - len(found),
        lost=len(expected - set(found)),
        midway=midway,
    )


def take_in_what_is_left(services: Services) -> None:
    while following.step_together(services.views.engine(), (COUNTING,), services.reader):
        pass


@contextmanager
def writing(services: Services) -> Iterator[None]:
    """Submissions without end."""
    done = Flag()

    def write() -> None:
        while not done.wait(BETWEEN):
            services.log.append([event for _ in range(BATCH) for event in a_submission()])

    thread = Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


@contextmanager
def competing(services: Services, step: str) -> Iterator[list[Competitor]]:
    two = [a_competitor(services, step) for _ in range(2)]
    try:
        yield two
    finally:
        for one in two:
            one.kill()


def a_competitor(services: Services, step: str) -> Competitor:
    live = services.views.generations.live()
    assert live is not None
    return Competitor(services.settings, live, step)
