"""How quickly the quarterly report is counted: normalised tables, the facts, their copy in columns.

``python -m tests.benchmarks.reports [records]`` prints milliseconds, and how many times quicker than
normalised tables of sixty columns, the form a system without facts would count from (spec:
performance, 3 and 6). Records are made up in the published proportions (spec: domain, 7).
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import Engine, insert, text, update

from domain.codelists.answers import Absence, YesNo
from domain.codelists.conduct import PrimaryConduct
from domain.codelists.editions import RecordType
from domain.codelists.tactics import Tactic
from domain.counting.likeness import ImpactGroup, LocationGroup
from domain.counting.national.rules import counted_nationally
from domain.counting.national.tactics import NationalTactic
from domain.counting.periods import Quarter
from domain.counting.rules import counted
from domain.records.account import QUESTIONS
from domain.records.tactics import TacticUsed
from projections.codes import joined
from projections.projection import tracking
from projections.statistics.dimensions import (
    DIMENSIONS,
    NONE_CHOSEN,
    NOT_REPORTED,
    UNKNOWN,
    Dimension,
)
from projections.statistics.effectiveness import effectiveness
from projections.statistics.sequences import written
from projections.statistics.slices import Slice
from projections.statistics.states import ANSWERED
from projections.statistics.tables import fact_counted
from projections.statistics.tactics import by_tactic
from tests import installations
from tests.benchmarks.any_slice import known
from tests.people import STANDARDS
from tests.projections.asking import asking
from tests.web.client import Browser
from web.app import create_app
from web.bootstrap import Services, install

MILLION = 1_000_000
FIRST_DAY, DAYS = date(2024, 1, 1), 1095
QUARTER = Quarter(2026, 1)
BATCH, ROUNDS, PATTERNS = 10_000, 7, 50_000
WORKED = (*[YesNo.YES] * 8, YesNo.NO, Absence.NOT_ANSWERED)
SHARES = {
    Tactic.COMPLIANT_HANDCUFFING: 0.40,
    Tactic.NON_COMPLIANT_HANDCUFFING: 0.23,
    Tactic.UNARMED_SKILLS: 0.33,
    Tactic.GROUND_RESTRAINT: 0.14,
    Tactic.LIMB_RESTRAINTS: 0.06,
    Tactic.CED_DRAWN: 0.03,
    Tactic.CED_RED_DOTTED: 0.034,
    Tactic.CED_FIRED: 0.007,
    Tactic.PAVA_DRAWN: 0.014,
    Tactic.PAVA_USED: 0.018,
    Tactic.BATON_DRAWN: 0.007,
    Tactic.SPIT_GUARD: 0.015,
    Tactic.FIREARM_AIMED: 0.01,
    Tactic.DOG_DEPLOYED: 0.004,
    Tactic.OTHER: 0.056,
    Tactic.COMMUNICATIONS: 0.44,
}
NARROW = Slice(
    since=QUARTER.earlier(11),
    until=QUARTER,
    lines=frozenset({"ced"}),
    answers={
        "ethnicity": frozenset({"black"}),
        "age": frozenset({"18-to-34"}),
        "reason": frozenset({"protect-self", "effect-arrest"}),
    },
)
"""Three years by four filters."""

QUERY_NORMALISED = text(
    "SELECT t.tactic, count(DISTINCT r.record) FROM record r JOIN record_tactic t ON"
    " t.record = r.record WHERE r.counts AND r.incident_day BETWEEN :first AND :last"
    " GROUP BY t.tactic"
)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Milliseconds of one quarter, of every quarter, of a slice, and of the page."""

    records: int
    normalised: float
    facts: float
    columns: float
    columns_all: float
    columns_slice: float
    sequences: float
    page: float
    filling: float

    @property
    def ratio(self) -> float:
        """How many times quicker than normalised tables."""
        return self.normalised / self.columns


def measure(records: int = MILLION, *, within: Path | None = None) -> Figures:
    """Make the records, count them in every way, and see that all say the same."""
    with installation(within) as services:
        engine = services.views.engine()
        make(engine, records)
        wanted = Slice(since=QUARTER, until=QUARTER)
        year = Slice(since=QUARTER.earlier(3), until=QUARTER)
        plainly, expected = timed(lambda: normalised(engine))
        with services.analysis._facts() as connection:
            facts, slow = timed(lambda: by_tactic(asking(connection), wanted))
        began = time.perf_counter()
        services.analysis.prepare()
        filling = time.perf_counter() - began
        with services.analysis.asking() as asked:
            assert asked.in_columns
            columns, quick = timed(lambda: by_tactic(asked.ask, wanted))
            every, _ = timed(lambda: by_tactic(asked.ask, Slice()))
            sliced, _ = timed(lambda: by_tactic(asked.ask, NARROW))
            sequences, _ = timed(
                lambda: effectiveness(asked.ask, year, alike=("conduct", "impact", "location"))
            )
        assert quick == slow
        for tactic in (Tactic.UNARMED_SKILLS, Tactic.GROUND_RESTRAINT):
            assert quick.figure(tactic.value, QUARTER).records == expected[tactic.value]
        page, _ = timed(_page(services))
    return Figures(
        records=records,
        normalised=plainly,
        facts=facts,
        columns=columns,
        columns_all=every,
        columns_slice=sliced,
        sequences=sequences,
        page=page,
        filling=filling * 1000,
    )


@contextmanager
def installation(within: Path | None = None) -> Iterator[Services]:
    """An installation of its own, with people in it."""
    with tempfile.TemporaryDirectory(dir=within) as made:
        settings = installations.sqlite_settings(Path(made) / "data")
        install(settings)
        with installations.opened(settings) as services:
            installations.populate(services)
            yield services


def timed(work: Callable[[], Any], *, rounds: int = ROUNDS) -> tuple[float, Any]:
    """The median of some rounds in milliseconds, and what came of it."""
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        found = work()
        took.append((time.perf_counter() - began) * 1000)
    return median(took), found


def _page(services: Services) -> Callable[[], Any]:
    browser = Browser(create_app(services), services)
    browser.sign_in(STANDARDS)
    client: FlaskClient = browser.client
    until = QUARTER.code

    def get() -> None:
        answer = client.get(f"/reports/tactics?from={QUARTER.earlier(3).code}&to={until}")
        assert answer.status_code == 200

    get()
    return get


def normalised(engine: Engine) -> dict[str, int]:
    """Records by tactic in a quarter, counted from normalised tables."""
    first, last = QUARTER.first_day, QUARTER.earlier(-1).first_day - timedelta(days=1)
    with engine.connect() as connection:
        found = connection.execute(QUERY_NORMALISED, {"first": str(first), "last": str(last)})
        return dict(found.all())  # type: ignore[arg-type]


def make(engine: Engine, records: int) -> None:
    """Make up some records: as facts, and as normalised tables beside them."""
    columns = ", ".join(f"q{number} TEXT" for number in range(56))
    with engine.begin() as connection:
        for statement in (
            f"CREATE TABLE record (record INTEGER PRIMARY KEY, counts, incident_day, {columns})",
            "CREATE TABLE record_tactic (record INTEGER, step INTEGER, tactic TEXT)",
            "CREATE INDEX ix_record_tactic ON record_tactic (record)",
            "CREATE INDEX ix_record_day ON record (incident_day)",
        ):
            connection.execute(text(statement))
    made = made_up(records)
    while batch := list(islice(made, BATCH)):
        _write(engine, batch)
    with engine.begin() as connection:
        this = tracking.c.projection == "statistics"
        connection.execute(update(tracking).where(this).values(position=records))


def _write(engine: Engine, batch: list[dict[str, Any]]) -> None:
    marks = ", ".join("?" * 59)
    rows = [
        (one["number"], True, str(one["day"]), *(one["row"]["perceived_gender"] for _ in range(56)))
        for one in batch
    ]
    steps = [
        (one["number"], step, tactic.value)
        for one in batch
        for step, tactic in enumerate(one["tactics"])
    ]
    with engine.begin() as connection:
        connection.execute(insert(fact_counted), [one["row"] for one in batch])
        connection.exec_driver_sql(f"INSERT INTO record VALUES ({marks})", rows)
        connection.exec_driver_sql("INSERT INTO record_tactic VALUES (?, ?, ?)", steps)


def made_up(number: int) -> Iterator[dict[str, Any]]:
    """Records in the published proportions, each with its narrow row."""
    chance = random.Random(20261125)
    patterns = [_pattern(chance) for _ in range(PATTERNS)]
    for one in range(1, number + 1):
        tactics, answers = chance.choice(patterns)
        day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
        quarter = Quarter.of(day)
        row = {
            **answers,
            "record": UUID(int=chance.getrandbits(128)),
            "position": one,
            "year": quarter.year,
            "quarter": quarter.number,
        }
        yield {"number": one, "day": day, "tactics": tactics, "row": row}


def _pattern(chance: random.Random) -> tuple[list[Tactic], dict[str, Any]]:
    tactics = [tactic for tactic, share in SHARES.items() if chance.random() < share]
    named = counted(tactics)
    nationally = counted_nationally(tactics, ced_used=False)
    return tactics, {
        "counts": True,
        "force": "northshire",
        "record_type": chance.choices([*RecordType], [98, 2])[0].value,
        **{one.column: _answered(one, chance) for one in DIMENSIONS},
        "tactics": joined(one for one in Tactic if one in named) if named else NOT_REPORTED,
        "national": joined(one for one in NationalTactic if one in nationally)
        if nationally
        else "",
        "team": "",
        "identified": chance.random() < 0.4,
        "unmet": " compliant-met-with-more " if chance.random() < 0.02 else NONE_CHOSEN,
        "states": ANSWERED * len(QUESTIONS),
        "returned": 0,
        "mended": NONE_CHOSEN,
        "mended_for": NONE_CHOSEN,
        "steps": written(
            TacticUsed(tactic=one, effective=chance.choice(WORKED)) for one in tactics
        ),
        "locations": joined(["street"]),
        "impact_group": chance.choice([*ImpactGroup]),
        "location_group": chance.choice([*LocationGroup]),
        "primary_conduct": chance.choice([*PrimaryConduct]),
        "officer": UUID(int=chance.randrange(2_000)),
    }


def _answered(dimension: Dimension, chance: random.Random) -> str:
    """An answer of the list of a question, several where it takes several, or in one of ten none."""
    if chance.random() < 0.1:
        return chance.choice(UNKNOWN[:3])
    codes = known(dimension)
    if not dimension.several:
        return chance.choice(codes)
    several = chance.sample(codes, min(len(codes), chance.choice((1, 1, 2, 2, 3, 4))))
    return joined(one for one in codes if one in several)


def main() -> None:
    """Print what was measured."""
    found = measure(int(sys.argv[1]) if len(sys.argv) > 1 else MILLION)
    about = f"{found.records:,} records, a quarter of twelve, median of {ROUNDS} in milliseconds"
    lines = (
        ("normalised tables", found.normalised, ""),
        ("facts", found.facts, ""),
        ("copy in columns", found.columns, f"{found.ratio:.0f} times quicker than normalised"),
        ("copy, every quarter", found.columns_all, ""),
        ("copy, slice of three years", found.columns_slice, ""),
        ("copy, sequences of a year", found.sequences, ""),
        ("page of four quarters", found.page, ""),
        ("filling the copy", found.filling, ""),
    )
    shown = (f"  {name:28}{figure:12,.1f}  {more}".rstrip() for name, figure, more in lines)
    sys.stdout.write("\n".join((about, *shown, "")))


if __name__ == "__main__":
    main()
