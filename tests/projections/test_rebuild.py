"""Read models are dropped and built again at will, beside the live ones, and come out the same."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event as Flag
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Column, MetaData, Table, Uuid, delete, insert, inspect, select, update
from sqlalchemy.exc import DatabaseError

from domain.event import Recorded
from projections import following
from projections.follower import Follower
from projections.projection import SCHEMA, tracking
from projections.rebuild import Difference, rebuild, rebuild_outdated, rows
from projections.register.tables import register, register_colleague
from projections.registry import PROJECTIONS
from tests.application.together import at_the_same_moment
from tests.builders import CED_FIRED, a_submission
from tests.installations import follow
from tests.people import COLLEAGUE
from tests.projections.everything import everything_happens
from tests.projections.happening import submitted
from tests.projections.rebuilding import die_while_rebuilding
from tests.projections.waiting import until
from web.bootstrap import Services

TABLES = [table for one in PROJECTIONS.values() for table in one.metadata.sorted_tables]
READERS = 3
BETWEEN = 0.05
"""Seconds between two doings of one thread."""

register_as_it_was = Table(
    "register", MetaData(schema=SCHEMA), Column("record", Uuid, primary_key=True)
)
"""Before it had any of its other columns."""


def test_a_rebuild_comes_out_identical_row_for_row(services: Services) -> None:
    everything_happens(services)
    before = everything_in(services)

    differences = rebuild(services.views, services.reader)

    assert everything_in(services) == before
    assert differences == ()
    assert all(before.values()) or not before["fact_ced_probe"]


def test_a_rebuild_makes_another_generation_live(services: Services) -> None:
    old = live(services)

    rebuild(services.views, services.reader)

    assert live(services) == old + 1


def test_what_was_built_has_every_index_of_the_one_before(services: Services) -> None:
    before = indexes_of(services)

    rebuild(services.views, services.reader)

    assert len(before) > len(PROJECTIONS)
    assert indexes_of(services) == before


def test_what_was_built_is_followed_from_where_it_is(services: Services) -> None:
    rebuild(services.views, services.reader)

    record = submitted(services)

    assert record.row(register).version == 1
    assert {one.behind for one in services.views.status()} == {0}


def test_an_empty_log_can_be_rebuilt_too(services: Services) -> None:
    assert rebuild(services.views, EmptyLog()) != (), "the people are only in the live ones"
    assert set(everything_in(services).values()) == {()}


def test_the_live_ones_are_read_and_followed_while_others_are_built(services: Services) -> None:
    everything_happens(services)

    with followed(services), read_all_the_time(services) as failures, written_to(services):
        differences = rebuild(services.views, services.reader)

    assert failures == []
    assert differences == ()


def test_nothing_that_was_written_meanwhile_is_missing(services: Services) -> None:
    everything_happens(services)

    with written_to(services) as written:
        rebuild(services.views, services.reader)
    follow(services)

    with services.views.reading() as connection:
        kept = set(connection.execute(select(register.c.record)).scalars())
    assert len(written) > 0
    assert set(written) <= kept


def test_generations_are_compared_at_one_position_however_far_the_log_is(
    services: Services,
) -> None:
    follow(services)
    services.log.append(a_submission())

    differences = rebuild(services.views, services.reader)

    assert differences == (), "the live one is behind, and not different"
    with services.views.reading() as connection:
        assert connection.execute(select(register.c.record)).all(), "the rebuilt one is not"


Tampering = Callable[[Any, UUID], Any]


@pytest.mark.parametrize(
    ("tamper", "difference"),
    [
        (
            lambda table, record: (
                update(table).where(table.c.record == record).values(area="tampered")
            ),
            Difference(table="register", only_live=1, only_rebuilt=1),
        ),
        (
            lambda table, record: delete(table).where(table.c.record == record),
            Difference(table="register", only_live=0, only_rebuilt=1),
        ),
    ],
    ids=["changed", "deleted"],
)
def test_a_row_that_was_tampered_with_is_reported_and_replaced(
    services: Services, tamper: Tampering, difference: Difference
) -> None:
    record = submitted(services)
    submitted(services)
    before = everything_in(services)
    with services.views.engine().begin() as connection:
        connection.execute(tamper(register, record.id))

    differences = rebuild(services.views, services.reader)

    assert differences == (difference,)
    assert everything_in(services) == before


def test_a_row_that_was_made_up_is_reported_and_gone(services: Services) -> None:
    record = submitted(services)
    with services.views.engine().begin() as connection:
        made_up = {"record": record.id, "person": COLLEAGUE.id}
        connection.execute(insert(register_colleague).values(made_up))

    differences = rebuild(services.views, services.reader)

    assert differences == (Difference(table="register_colleague", only_live=1, only_rebuilt=0),)
    assert record.rows(register_colleague) == []


def test_every_table_is_compared(services: Services) -> None:
    everything_happens(services)
    emptied = {table.name for table in TABLES if rows_of(services, table)}
    with services.views.engine().begin() as connection:
        for table in TABLES:
            connection.execute(delete(table))

    differences = rebuild(services.views, services.reader)

    assert {one.table for one in differences} == emptied


def test_a_rebuild_that_dies_leaves_the_live_ones_as_they_are(services: Services) -> None:
    everything_happens(services)
    before, generation = everything_in(services), live(services)

    die_while_rebuilding(services.settings)

    assert live(services) == generation
    assert everything_in(services) == before
    assert submitted(services).row(register).version == 1


def test_after_a_rebuild_that_died_the_next_one_goes_through(services: Services) -> None:
    everything_happens(services)
    before, generation = everything_in(services), live(services)
    die_while_rebuilding(services.settings)

    differences = rebuild(services.views, services.reader)

    assert differences == ()
    assert live(services) == generation + 2, "no number is used twice"
    assert everything_in(services) == before
    assert tables_of(services, generation + 1) == [], "what the dead one left is thrown away"


def test_a_generation_that_is_no_longer_live_is_thrown_away_by_the_next_rebuild(
    services: Services,
) -> None:
    first = live(services)

    rebuild(services.views, services.reader)
    still_there = tables_of(services, first)
    rebuild(services.views, services.reader)

    assert still_there, "somebody may still be reading it"
    assert tables_of(services, first) == []


def test_a_second_rebuild_waits_for_the_first(services: Services) -> None:
    everything_happens(services)
    before, generation = everything_in(services), live(services)
    first_builds, second_builds = Flag(), Flag()
    overlapped: list[bool] = []

    def first() -> Any:
        def hold(_done: int, _all: int) -> None:
            if not first_builds.is_set():
                first_builds.set()
                # As long as the second needs to build something, if nothing held it back.
                overlapped.append(second_builds.wait(1))

        return rebuild(services.views, services.reader, progress=hold)

    def second() -> Any:
        first_builds.wait(60)
        return rebuild(services.views, services.reader, progress=lambda *_: second_builds.set())

    done = at_the_same_moment([first, second])

    assert overlapped == [False]
    assert done == [(), ()]
    assert live(services) == generation + 2
    assert everything_in(services) == before


def test_a_follower_rebuilds_what_another_version_built(services: Services) -> None:
    everything_happens(services)
    before, generation = everything_in(services), live(services)
    built_by_another_version(services, "register")

    with followed(services):
        until(lambda: live(services) != generation)

    assert everything_in(services) == before
    assert not any(one.is_outdated for one in services.views.status())


def test_what_another_version_built_is_outdated_until_then(services: Services) -> None:
    built_by_another_version(services, "register")

    outdated = {one.projection for one in services.views.status() if one.is_outdated}

    assert outdated == {"register"}


def test_a_read_model_of_another_version_is_not_compared(services: Services) -> None:
    record = submitted(services)
    built_by_another_version(services, "register")
    with services.views.engine().begin() as connection:
        connection.execute(update(register).values(area="as the other version had it"))

    differences = rebuild(services.views, services.reader)

    assert differences == ()
    assert record.row(register).area == "central"


def test_tables_of_another_shape_do_not_stop_a_rebuild(services: Services) -> None:
    everything_happens(services)
    before = everything_in(services)
    built_by_another_version(services, "register")
    with services.views.engine().begin() as connection:
        register.drop(connection)
        register_as_it_was.create(connection)
        register_colleague.drop(connection)

    differences = rebuild(services.views, services.reader)

    assert differences == ()
    assert everything_in(services) == before


def test_what_is_of_this_version_is_left_alone(services: Services) -> None:
    generation = live(services)

    rebuild_outdated(services.views, services.reader)

    assert live(services) == generation


def test_of_several_who_find_it_outdated_one_rebuilds(services: Services) -> None:
    generation = live(services)
    built_by_another_version(services, "people")

    done = at_the_same_moment([lambda: rebuild_outdated(services.views, services.reader)] * 3)

    assert done == [None] * 3
    assert live(services) == generation + 1


def test_progress_goes_from_nothing_to_everything(services: Services) -> None:
    submitted(services, **CED_FIRED)
    told: list[tuple[int, int]] = []

    rebuild(services.views, services.reader, progress=lambda *told_now: told.append(told_now))

    everything = len(PROJECTIONS) * services.log.last_position()
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert {of for _, of in told} == {everything}
    assert told[-1] == (everything, everything)


def test_a_rebuild_comes_to_an_end_though_writing_does_not(services: Services) -> None:
    busy = BusyLog(services)

    differences = rebuild(services.views, busy)

    assert differences == ()


class BusyLog:
    """A log to which something is written whenever somebody looks: no reader ever comes to its end."""

    PATIENCE = 60

    def __init__(self, services: Services) -> None:
        self._services = services
        self._looks = 0

    def read(self, *, after: int, limit: int) -> list[Recorded]:
        self._looks += 1
        assert self._looks < self.PATIENCE, "the rebuild runs after a log that grows for ever"
        self._services.log.append(a_submission())
        return self._services.reader.read(after=after, limit=limit)

    def last_position(self) -> int:
        return self._services.log.last_position()


class EmptyLog:
    """A log in which nothing happened yet."""

    def read(self, *, after: int, limit: int) -> list[Recorded]:
        return []

    def last_position(self) -> int:
        return 0


def live(services: Services) -> int:
    found = services.views.generations.live()
    assert found is not None
    return found


def everything_in(services: Services) -> dict[str, tuple[str, ...]]:
    """Every row of every table that is live."""
    return {table.name: rows_of(services, table) for table in TABLES}


def rows_of(services: Services, table: Any) -> tuple[str, ...]:
    with services.views.reading() as connection:
        return tuple(rows(table, connection))


def tables_of(services: Services, generation: int) -> list[str]:
    if not services.settings.is_embedded:
        schema = f"views_{generation}"
        return inspect(services.views.engine_of(generation)).get_table_names(schema=schema)
    if not (services.settings.data / f"views_{generation}.db").exists():
        return []
    return inspect(services.views.engine_of(generation)).get_table_names()


def indexes_of(services: Services) -> set[tuple[str, str, tuple[str | None, ...]]]:
    """Table, name and columns of every index that is live."""
    schema = None if services.settings.is_embedded else f"views_{live(services)}"
    found = inspect(services.views.engine())
    return {
        (table, str(index["name"]), tuple(index["column_names"]))
        for table in found.get_table_names(schema=schema)
        for index in found.get_indexes(table, schema=schema)
    }


def built_by_another_version(services: Services, name: str) -> None:
    this = tracking.c.projection == name
    with services.views.engine().begin() as connection:
        connection.execute(update(tracking).where(this).values(version=0))


@contextmanager
def followed(services: Services) -> Iterator[None]:
    follower = Follower(services.views, services.reader)
    follower.start()
    try:
        yield
        assert follower.failed == frozenset()
    finally:
        follower.close()


@contextmanager
def written_to(services: Services) -> Iterator[list[UUID]]:
    """Submissions all the time, at least one; the records that were made."""
    made: list[UUID] = []

    def write() -> None:
        events = a_submission(**CED_FIRED)
        services.log.append(events)
        made.append(events[0].originator_id)

    with all_the_time(write):
        until(lambda: made)
        yield made


@contextmanager
def read_all_the_time(services: Services) -> Iterator[list[BaseException]]:
    """Readers as pages are; the errors that they met."""
    failures: list[BaseException] = []

    def read() -> None:
        try:
            with services.views.reading() as connection:
                connection.execute(select(register).limit(5)).all()
                following.positions(connection)
        except DatabaseError as error:
            failures.append(error)

    with all_the_time(*[read] * READERS):
        yield failures


@contextmanager
def all_the_time(*doings: Callable[[], None]) -> Iterator[None]:
    done = Flag()

    def again_and_again(doing: Callable[[], None]) -> None:
        while not done.wait(BETWEEN):
            doing()

    threads = [Thread(target=again_and_again, args=(doing,)) for doing in doings]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        done.set()
        for thread in threads:
            thread.join()
