"""Taking a long log into the read models, and building them again beside the live ones."""

import time
from collections.abc import Collection, Iterator
from contextlib import closing

from sqlalchemy import Engine

from projections import following
from projections.rebuild import rebuild
from projections.registry import PROJECTIONS
from tests.benchmarks import history_log
from tests.benchmarks.bench import POSTGRESQL, SQLITE, Bench
from tests.benchmarks.figures import Figure, Measured, Missing, Spread, Table, short
from tests.benchmarks.goals import BY_KEY
from web.bootstrap import ReadModels, read_models

GOALS = tuple(
    f"{what} {database}" for what in ("projecting", "rebuild") for database in (SQLITE, POSTGRESQL)
)
MILLION = 1_000_000


def measure(bench: Bench) -> Iterator[Measured]:
    """Every read model together, as a process that follows has to; and each alone."""
    for database in (SQLITE, POSTGRESQL):
        if database in bench.databases:
            yield from _on(bench, database)
        else:
            yield Missing(goal=f"projecting {database}", why="PostgreSQL is not installed")
            yield Missing(goal=f"rebuild {database}", why="PostgreSQL is not installed")


def _on(bench: Bench, database: str) -> Iterator[Measured]:
    sizes = bench.sizes
    events = sizes.rebuilt_sqlite if database == SQLITE else sizes.rebuilt_postgresql
    settings = bench.installation(database)
    history_log.fill(settings, events)
    with closing(read_models(settings)) as models:
        together = _seconds(models, models.views.engine(), PROJECTIONS)
        another = models.views.engine_of(models.views.generations.begin())
        following.create(another)
        alone = {name: _seconds(models, another, [name]) for name in PROJECTIONS}
        yield Figure(
            goal=f"projecting {database}",
            value=Spread.of([events / together]),
            note=f"all {len(PROJECTIONS)} read models together, {events:,} events",
        )
        yield Table(
            title=f"Projecting, {database}, pages of {following.PAGE}",
            head=("read model", "events/s"),
            rows=tuple((name, short(events / seconds)) for name, seconds in alone.items()),
        )
        began = time.perf_counter()
        differences = rebuild(models.views, models.reader)
        seconds = time.perf_counter() - began
    assert not differences, differences
    yield _rebuilt(f"rebuild {database}", events, seconds)


def _seconds(models: ReadModels, engine: Engine, names: Collection[str]) -> float:
    began = time.perf_counter()
    once, wanted = following.ReadOnce(models.reader), [PROJECTIONS[name] for name in names]
    while following.step_together(engine, wanted, once):
        pass
    return time.perf_counter() - began


def _rebuilt(goal: str, events: int, seconds: float) -> Measured:
    if events >= MILLION:
        return Figure(goal=goal, value=Spread.of([seconds]), note="compared with the live ones too")
    limit = BY_KEY[goal].limit
    why = (
        f"{events:,} events took {short(seconds)} s, compared with the live ones too"
        f" ({short(events / seconds)} events/s; the goal asks {short(MILLION / limit)});"
        " a million are run by `make bench FULL=1`"
    )
    return Missing(goal=goal, why=why)
