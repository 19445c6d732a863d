"""Processes that follow the same log into the same read model, to be killed.

One step is the product's. The two others are negative controls: they write rows and position in two
transactions, so that a process which dies between the two leaves something in twice or out.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from ctypes import c_bool
from dataclasses import replace
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess
from typing import Any

from sqlalchemy import Connection, Engine, update

from application.log import RecordLog
from domain.event import Event
from projections import following
from projections.projection import LogReader, Project, Projection, tracking
from tests.forking import PROCESSES
from tests.projections.counting import COUNTING, project
from web.adapters.event_stores import event_store
from web.adapters.stores import Stores
from web.settings import Settings

PAGE = 5
SLOWLY = 0.002
"""How long one event takes: most of the time somebody is in the middle of a page."""

PAUSE = 0.1
"""Between the two transactions of a control: long enough to be killed in it, however busy a machine is."""

Step = Callable[[Engine, LogReader, Callable[[bool], None]], bool]


def whole(engine: Engine, log: LogReader, midway: Callable[[bool], None]) -> bool:
    """The product's own step."""

    def slowly(event: Event, position: int, connection: Connection) -> None:
        midway(True)
        time.sleep(SLOWLY)
        project(event, position, connection)

    moved = following.step_together(engine, (_counting(slowly),), log) > 0
    midway(False)
    return moved


def rows_first(engine: Engine, log: LogReader, midway: Callable[[bool], None]) -> bool:
    """Rows in one transaction, the position in the next."""
    return _in_two(engine, log, (_write, _move), midway)


def position_first(engine: Engine, log: LogReader, midway: Callable[[bool], None]) -> bool:
    """The position in one transaction, rows in the next."""
    return _in_two(engine, log, (_move, _write), midway)


STEPS: Mapping[str, Step] = {one.__name__: one for one in (whole, rows_first, position_first)}


class Competitor:
    """A process that follows until it is killed, and says when it is in the middle of a page."""

    def __init__(self, settings: Settings, generation: int, step: str) -> None:
        self._midway = PROCESSES.RawValue(c_bool, False)
        self._ready, ready = PROCESSES.Pipe(duplex=False)
        self._process: BaseProcess = PROCESSES.Process(
            target=_follow, args=(settings, generation, step, self._midway, ready), daemon=True
        )
        self._process.start()
        ready.close()

    @property
    def is_midway(self) -> bool:
        return bool(self._midway.value)

    def wait_until_it_follows(self) -> None:
        """As far as its first step."""
        assert self._ready.poll(60), "it never followed"
        self._ready.recv()

    def kill(self) -> bool:
        """End it without a word; true if it was in the middle of a page."""
        self._process.kill()
        self._process.join()
        self._ready.close()
        self._process.close()
        return self.is_midway


def _follow(settings: Settings, generation: int, step: str, midway: Any, ready: Pipe) -> None:
    following.PAGE = PAGE

    def say(value: bool) -> None:  # noqa: FBT001
        midway.value = value

    with closing(Stores(settings)) as stores, closing(RecordLog(event_store(stores), None)) as log:
        engine = stores.views(generation)
        STEPS[step](engine, log, say)
        ready.send(True)
        while True:
            if not STEPS[step](engine, log, say):
                time.sleep(SLOWLY)


def _counting(how: Project) -> Projection:
    return replace(COUNTING, project=how)


def _in_two(
    engine: Engine,
    log: LogReader,
    halves: tuple[Callable[..., None], Callable[..., None]],
    midway: Callable[[bool], None],
) -> bool:
    with engine.connect() as connection:
        found = following.position(connection, COUNTING.name) or 0
    recorded = log.read(after=found, limit=PAGE)
    if not recorded:
        return False
    first, second = halves
    with engine.begin() as connection:
        first(connection, recorded)
    midway(True)
    time.sleep(PAUSE)
    midway(False)
    with engine.begin() as connection:
        second(connection, recorded)
    return True


def _write(connection: Connection, recorded: Any) -> None:
    COUNTING.take_in(recorded, connection)


def _move(connection: Connection, recorded: Any) -> None:
    this = tracking.c.projection == COUNTING.name
    connection.execute(update(tracking).where(this).values(position=recorded[-1].position))
