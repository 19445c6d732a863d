"""Rows and position move together, page by page, whoever follows (spec: eventsourcing, 2.2)."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import Connection, Engine, insert

from domain.codelists.ranks import Rank
from domain.event import Event, Recorded
from domain.people.events import PERSON_EVENTS
from domain.receipt import CommandCarriedOut
from projections import following
from projections.projection import Projection, UnknownEventError, tracking
from projections.registry import PROJECTIONS
from tests import installations
from tests.application.together import at_the_same_moment
from tests.builders import a_submission
from tests.people import ADMINISTRATOR, OFFICER
from tests.projections.counting import COUNTING, counts, create, wanted
from tests.projections.listed import ListedLog
from web.bootstrap import Services
from web.settings import Settings

PAGE = 4


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few events fill several."""
    monkeypatch.setattr(following, "PAGE", PAGE)


@pytest.fixture
def engine(services: Services) -> Engine:
    """The live read models, with one more that counts."""
    create(services.views.engine())
    return services.views.engine()


def submissions(number: int) -> list[Event]:
    return [event for _ in range(number) for event in a_submission()]


def position(engine: Engine) -> int | None:
    with engine.connect() as connection:
        return following.position(connection, COUNTING.name)


@pytest.mark.usefixtures("small_pages")
def test_events_are_taken_in_page_by_page_until_there_are_none(engine: Engine) -> None:
    log = ListedLog(submissions(9))

    steps = [
        (following.step_together(engine, (COUNTING,), log), position(engine)) for _ in range(4)
    ]

    assert steps == [(4, 4), (4, 8), (1, 9), (0, 9)]
    assert counts(engine) == dict.fromkeys(range(1, 10), 1)


def test_nothing_beyond_a_position_is_taken_in_that_was_asked_for(engine: Engine) -> None:
    log = ListedLog(submissions(3))

    while following.step_together(engine, (COUNTING,), log, upto={COUNTING.name: 2}):
        pass

    assert (position(engine), set(counts(engine))) == (2, {1, 2})


def test_positions_may_have_holes(engine: Engine) -> None:
    log = ListedLog(submissions(3), positions=(2, 3, 900))

    following.step_together(engine, (COUNTING,), log)
    again = following.step_together(engine, (COUNTING,), log)

    assert not again
    assert (position(engine), set(counts(engine))) == (900, {2, 3, 900})


def test_an_event_that_means_nothing_here_moves_the_position(services: Services) -> None:
    engine = services.views.engine()
    create(engine)
    recorded = services.reader.read(after=0, limit=100)

    following.step_together(engine, (COUNTING,), services.reader)

    assert {type(one.event) for one in recorded} <= PERSON_EVENTS | {CommandCarriedOut}
    assert position(engine) == services.log.last_position()
    assert counts(engine) == {}


def test_receipts_of_requests_are_no_events_of_any_read_model(services: Services) -> None:
    engine = services.views.engine()
    create(engine)
    events = a_submission()

    last = services.log.append(events, request=events[0].metadata.request)
    following.step_together(engine, (COUNTING,), services.reader)

    assert position(engine) == last
    assert len(counts(engine)) == len(events)


def test_a_process_that_starts_goes_on_where_another_stopped(settings: Settings) -> None:
    for run in range(2):
        with installations.opened(settings) as services:
            engine = services.views.engine()
            if run == 0:
                create(engine)
            services.log.append(a_submission())
            while following.step_together(engine, (COUNTING,), services.reader):
                pass
            found = counts(engine)

    assert set(found.values()) == {1}
    assert len(found) == 2


def test_an_event_that_nobody_decided_about_is_not_passed_over(engine: Engine) -> None:
    knows_nothing = replace(COUNTING, handles=frozenset())

    with pytest.raises(UnknownEventError, match="counting does not know Submitted"):
        following.step_together(engine, (knows_nothing,), ListedLog(submissions(1)))

    assert (position(engine), counts(engine)) == (0, {})


def test_rows_and_position_move_together_or_not_at_all(engine: Engine) -> None:
    log = ListedLog(submissions(3))

    with pytest.raises(ZeroDivisionError):
        following.step_together(engine, (failing_at(3),), log)

    assert (position(engine), counts(engine)) == (0, {})


def test_read_models_at_one_place_move_together_or_not_at_all(engine: Engine) -> None:
    log, failing = ListedLog(submissions(3)), replace(failing_at(3), name="failing")
    with engine.begin() as connection:
        stands = {"projection": failing.name, "version": failing.version, "position": 0}
        connection.execute(insert(tracking).values(stands))

    with pytest.raises(ZeroDivisionError):
        following.step_together(engine, (COUNTING, failing), log)

    assert (position(engine), counts(engine)) == (0, {})


def test_read_models_at_several_places_each_get_what_comes_next(engine: Engine) -> None:
    log = ListedLog(submissions(3))
    ahead = replace(COUNTING, name="ahead")
    with engine.begin() as connection:
        stands = {"projection": ahead.name, "version": ahead.version, "position": 2}
        connection.execute(insert(tracking).values(stands))

    longest = following.step_together(engine, (COUNTING, ahead), log)

    assert longest == 3
    assert counts(engine) == {1: 1, 2: 1, 3: 2}


def test_what_failed_is_taken_in_once_it_can_be(engine: Engine) -> None:
    log = ListedLog(submissions(3))
    with suppress(ZeroDivisionError):
        following.step_together(engine, (failing_at(3),), log)

    following.step_together(engine, (COUNTING,), log)

    assert (position(engine), counts(engine)) == (3, {1: 1, 2: 1, 3: 1})


def test_what_another_took_in_meanwhile_is_not_taken_in_again(engine: Engine) -> None:
    log = ListedLog(submissions(3))
    overtaken = Overtaken(log, lambda: following.step_together(engine, (COUNTING,), log))

    following.step_together(engine, (COUNTING,), overtaken)

    assert (position(engine), counts(engine)) == (3, {1: 1, 2: 1, 3: 1})


@pytest.mark.usefixtures("small_pages")
def test_whoever_comes_too_late_goes_on_from_where_the_other_is(engine: Engine) -> None:
    log = ListedLog(submissions(6))
    overtaken = Overtaken(log, lambda: following.step_together(engine, (COUNTING,), log))

    moved = following.step_together(engine, (COUNTING,), overtaken)
    while following.step_together(engine, (COUNTING,), log):
        pass

    assert moved, "there is more: it looks again"
    assert counts(engine) == dict.fromkeys(range(1, 7), 1)


@pytest.mark.usefixtures("small_pages")
def test_two_who_follow_at_the_same_time_take_every_event_in_once(services: Services) -> None:
    engine = services.views.engine()
    create(engine)
    services.log.append(submissions(60))

    def follow() -> int:
        steps = 0
        while following.step_together(engine, (COUNTING,), services.reader):
            steps += 1
        return steps

    steps = at_the_same_moment([follow, follow])

    assert all(isinstance(one, int) for one in steps), steps
    assert counts(engine) == dict.fromkeys(wanted(services.reader), 1)


def test_making_the_tables_again_keeps_what_is_there(services: Services) -> None:
    services.log.append(a_submission())
    installations.follow(services)
    engine = services.views.engine()
    with engine.connect() as connection:
        before = following.positions(connection)

    following.create(engine)

    with engine.connect() as connection:
        assert following.positions(connection) == before


def test_only_what_was_asked_for_catches_up(services: Services) -> None:
    start = services.log.last_position()
    last = services.log.append(a_submission())

    following.catch_up(services.views.engine(), services.reader, only=("register",))

    with services.views.reading() as connection:
        found = following.positions(connection)
    assert found.pop("register") == last
    assert set(found.values()) == {start}


def test_a_person_sees_on_the_next_page_what_they_just_wrote(services: Services) -> None:
    position = services.log.append(a_submission())
    early = services.views.wait_for(position, seconds=0)

    installations.follow(services)

    assert not early
    assert services.views.wait_for(position, seconds=0)


def test_a_page_does_not_wait_for_the_reports(services: Services) -> None:
    position = services.log.append(a_submission())

    shown = PROJECTIONS.keys() - {"statistics"}
    following.catch_up(services.views.engine(), services.reader, only=shown)

    assert services.views.wait_for(position, seconds=0)


def test_the_status_says_how_far_behind_each_read_model_is(services: Services) -> None:
    services.people.change_rank(OFFICER.id, Rank.SERGEANT, requester=ADMINISTRATOR.asks())

    before = {one.projection: one.behind for one in services.views.status()}
    installations.follow(services)
    after = {one.projection: one.behind for one in services.views.status()}

    assert set(before.values()) == {2}, "the event and its receipt"
    assert before.keys() == after.keys()
    assert set(after.values()) == {0}


class Overtaken:
    """A log that is read, and then, before anything is done with it, somebody else comes first."""

    def __init__(self, log: ListedLog, comes_first: Callable[[], object]) -> None:
        self._log = log
        self._comes_first = comes_first

    def read(self, *, after: int, limit: int) -> Sequence[Recorded]:
        found = self._log.read(after=after, limit=limit)
        self._comes_first()
        return found

    def last_position(self) -> int:
        return self._log.last_position()


def failing_at(position: int) -> Projection:
    """The same read model, which cannot take in the event at a position."""

    def project(event: Event, at: int, connection: Connection) -> None:
        COUNTING.project(event, at, connection)
        if at == position:
            1 / 0  # noqa: B018

    return replace(COUNTING, project=project)
