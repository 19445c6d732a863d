"""Ten million records: the facts of a made-up force multiplied by SQL, in columns and in normalised tables.

``python -m tests.benchmarks.ten_million [records]`` prints milliseconds. The facts are the narrow rows
that our analysis counts, in the very copy in columns that it keeps; each copy of a record has an id of
its own, and lies in one of 43 forces. They stand in no order of time, so that no part of them can be
passed over: records as they come in are quicker to count. (Spec: performance, 3 and 6.)
"""

import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from math import ceil
from pathlib import Path
from threading import Event
from typing import Any

from sqlalchemy import Engine, Select, text

from domain.codelists.forces import Force
from domain.counting.populations import By
from projections.statistics.columnar import COLUMNS, TABLE, ColumnarCopy
from projections.statistics.disproportionality import perceived
from projections.statistics.effectiveness import effectiveness
from projections.statistics.quality import quality
from projections.statistics.slices import Slice
from projections.statistics.tactics import Ask, by_tactic
from projections.statistics.timeliness import timeliness
from tests.benchmarks import any_slice, reports
from tests.benchmarks.reports import NARROW, QUARTER

TEN_MILLION = 10_000_000
MADE = 100_000
"""Records that are made up one by one; the others are copies of them."""

COMPRESSED = 1_000_000
"""Rows after which the copy is compressed, as ours is: not compressed, ten million take many gigabytes."""

ROUNDS = 5
A_QUARTER = Slice(since=QUARTER, until=QUARTER)
A_YEAR = Slice(since=QUARTER.earlier(3), until=QUARTER)
THREE_YEARS = Slice(since=QUARTER.earlier(11), until=QUARTER)
ONE_FORCE = frozenset({Force.KENT.value})

SLICES: dict[str, Slice] = {
    "a quarter": A_QUARTER,
    "a quarter of one force": replace(A_QUARTER, forces=ONE_FORCE),
    "a year by four filters": replace(NARROW, since=QUARTER.earlier(3)),
    "three years by four filters": NARROW,
    "three years of one tactic": replace(THREE_YEARS, also="ced-fired"),
    "three years of one force": replace(THREE_YEARS, forces=ONE_FORCE),
    "every record": Slice(),
}
"""Of the report of tactics, whose statement is one; what they count is every line and quarter."""

BY_CHANCE = 50
"""Slices that are drawn, always the same ones (``any_slice.py``)."""

OTHERS: dict[str, Callable[[Ask], Any]] = {
    "on whom force is used, a year": lambda ask: perceived(ask, A_YEAR, by=By.ETHNICITY),
    "which tactics work, a year": lambda ask: effectiveness(
        ask, A_YEAR, alike=("conduct", "impact", "location")
    ),
    "quality, a year": lambda ask: quality(ask, A_YEAR),
    "timeliness, a year by quarter": lambda ask: timeliness(
        ask, A_YEAR, by="quarter", overdue=timedelta(hours=72)
    ),
}
"""Reports of several statements, each of them run once."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Milliseconds of engine time, and what it took to have ten million."""

    records: int
    slices: dict[str, float]
    by_chance: list[float]
    """Of slices that were drawn."""
    others: dict[str, float]
    filling: float
    """Seconds until the copy held all of them."""
    memory: float
    """Megabytes that the process had at most."""
    normalised: float | None = None
    """The same quarter counted from normalised tables; none if they were not made."""
    threads: int
    """In which the engine counts."""

    @property
    def worst(self) -> float:
        """The slowest slice of all, in seconds."""
        return max(*self.slices.values(), *self.by_chance) / 1000

    @property
    def ninety_fifth(self) -> float:
        """What 95 in a hundred of the slices that were drawn do not exceed, in milliseconds."""
        return sorted(self.by_chance)[ceil(len(self.by_chance) * 0.95) - 1]

    @property
    def ratio(self) -> float | None:
        """How many times quicker than normalised tables."""
        return self.normalised / self.slices["a quarter"] if self.normalised else None


@dataclass
class Timed:
    """Asks the copy, and adds up what the engine took: from the statement to the rows in our hands."""

    ask: Ask
    took: list[float] = field(default_factory=list)

    def __call__(self, query: Select[Any]) -> Sequence[Any]:
        began = time.perf_counter()
        rows = self.ask(query)
        self.took.append((time.perf_counter() - began) * 1000)
        return rows


def measure(
    records: int = TEN_MILLION, *, beside_normalised: bool, within: Path | None = None
) -> Figures:
    """Make them, count them, and see that both ways count the same."""
    with reports.installation(within) as services:
        engine = services.views.engine()
        reports.make(engine, MADE)
        times = records // MADE
        plainly, expected = None, None
        if beside_normalised:
            _multiply_normalised(engine, times)
            plainly, expected = reports.timed(lambda: reports.normalised(engine), rounds=ROUNDS)
        began = time.perf_counter()
        copy = ColumnarCopy(0, stop=Event())
        with services.analysis._facts() as connection:
            copy.refresh(connection)
        _multiply(copy, times)
        filling = time.perf_counter() - began
    ((threads,),) = copy._database.execute("SELECT current_setting('threads')").fetchall()
    with _counting(copy, times * MADE) as ask:
        slices = {
            name: _engine_time(ask, lambda timed, one=one: by_tactic(timed, one))  # type: ignore[misc]
            for name, one in SLICES.items()
        }
        by_chance = [
            _engine_time(ask, lambda timed, one=one: by_tactic(timed, one))  # type: ignore[misc]
            for one in any_slice.slices(BY_CHANCE)
        ]
        others = {name: _engine_time(ask, count) for name, count in OTHERS.items()}
        if expected:
            found = by_tactic(ask, A_QUARTER)
            for tactic in ("unarmed-skills", "ground-restraint"):
                assert found.figure(tactic, QUARTER).records == expected[tactic]
    return Figures(
        records=times * MADE,
        slices=slices,
        by_chance=by_chance,
        others=others,
        filling=filling,
        memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        normalised=plainly,
        threads=threads,
    )


@contextmanager
def _counting(copy: ColumnarCopy, records: int) -> Iterator[Ask]:
    try:
        with copy.reading() as cursor:
            everything = by_tactic(cursor.ask, Slice())
            counted = sum(
                figure.records
                for (line, _), figure in everything.figures.items()
                if line == "records"
            )
            assert counted == records
            yield cursor.ask
    finally:
        copy.close()


def _engine_time(ask: Ask, count: Callable[[Ask], Any]) -> float:
    """The median over some rounds of what the engine took for all statements of a count."""

    def once() -> float:
        timed = Timed(ask)
        count(timed)
        return sum(timed.took)

    return sorted(once() for _ in range(ROUNDS))[ROUNDS // 2]


def _multiply(copy: ColumnarCopy, times: int) -> None:
    """Every record so many times, each time in another force."""
    forces = [one.value for one in Force]
    database = copy._database
    database.execute("USE facts")
    database.execute(f"CREATE TEMP TABLE made AS SELECT * FROM {TABLE}")
    columns = ", ".join({"record": "uuid()", "force": "?"}.get(name, name) for name in COLUMNS)
    for number in range(1, times):
        force = copy.texts["force"].number(forces[number % len(forces)])
        database.execute(f"INSERT INTO {TABLE} SELECT {columns} FROM made", [force])
        if number * MADE % COMPRESSED == 0:
            database.execute("CHECKPOINT facts")
    copy.write_texts(database)
    database.execute("DROP TABLE made")
    database.execute("CHECKPOINT facts")


def _multiply_normalised(engine: Engine, times: int) -> None:
    """The same in the normalised tables; their indexes are made when all are there, which is quicker."""
    answers = ", ".join(f"q{number}" for number in range(56))
    with engine.begin() as connection:
        for index in ("ix_record_tactic", "ix_record_day"):
            connection.execute(text(f"DROP INDEX {index}"))
        steps = connection.execute(text("SELECT max(rowid) FROM record_tactic")).scalar_one()
        for number in range(1, times):
            more = {"more": number * MADE}
            connection.execute(
                text(
                    f"INSERT INTO record SELECT record + :more, counts, incident_day, {answers}"
                    " FROM record WHERE record <= :made"
                ),
                {**more, "made": MADE},
            )
            connection.execute(
                text(
                    "INSERT INTO record_tactic SELECT record + :more, step, tactic"
                    " FROM record_tactic WHERE rowid <= :steps"
                ),
                {**more, "steps": steps},
            )
        connection.execute(text("CREATE INDEX ix_record_tactic ON record_tactic (record)"))
        connection.execute(text("CREATE INDEX ix_record_day ON record (incident_day)"))
        connection.execute(text("ANALYZE"))


def main() -> None:
    """Print what was measured."""
    records = int(sys.argv[1]) if len(sys.argv) > 1 else TEN_MILLION
    found = measure(records, beside_normalised=True)
    about = f"{found.records:,} records, median of {ROUNDS}, milliseconds of engine time"
    plainly = {"a quarter, normalised tables": found.normalised or 0.0}
    drawn = {
        f"{len(found.by_chance)} drawn, 95th": found.ninety_fifth,
        f"{len(found.by_chance)} drawn, slowest": max(found.by_chance),
    }
    shown = [
        f"  {name:34}{figure:12,.1f}"
        for name, figure in {**plainly, **found.slices, **drawn, **found.others}.items()
    ]
    ending = (
        f"  a quarter is {found.ratio or 0:,.0f} times quicker than from normalised tables;"
        f" filled in {found.filling:,.0f} s, {found.memory:,.0f} MB at most"
    )
    sys.stdout.write("\n".join((about, *shown, ending, "")))


if __name__ == "__main__":
    main()
