"""The quarterly report over made-up facts: normalised tables, the facts, their copy in columns."""

from collections.abc import Iterator
from statistics import median

from tests.benchmarks import reports, ten_million
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, Measured, Missing, Spread, Table, short

GOALS = ("report 1M", "report 10M", "slice 10M")
NOT_RUN = (
    "not measured: ten million records are made in normalised tables, for comparison, by"
    " `make bench FULL=1`"
)


def measure(bench: Bench) -> Iterator[Measured]:
    """Each way in the same run, over the same records, and with the same figures."""
    found = reports.measure(bench.sizes.reported, within=bench.folder)
    about = f"{found.records:,} records, one quarter of twelve"
    yield Figure(goal="report 1M", value=Spread.of([found.ratio]), note=about)
    yield Table(
        title=f"Report of tactics, {about}, SQLite",
        head=("way", "ms"),
        rows=(
            ("normalised tables of sixty columns", short(found.normalised)),
            ("facts", short(found.facts)),
            ("copy in columns", short(found.columns)),
            ("copy, every quarter", short(found.columns_all)),
            ("copy, slice of three years by four filters", short(found.columns_slice)),
            ("page of four quarters", short(found.page)),
            ("filling the copy, once a process", short(found.filling)),
        ),
    )
    yield from _at_ten_million(bench)


def _at_ten_million(bench: Bench) -> Iterator[Measured]:
    beside = bench.sizes.normalised_at_ten_million
    found = ten_million.measure(beside_normalised=beside, within=bench.folder)
    if found.ratio is None:
        yield Missing(goal="report 10M", why=NOT_RUN)
    else:
        yield Figure(goal="report 10M", value=Spread.of([found.ratio]), note="a quarter of twelve")
    slices, drawn = len(found.slices), len(found.by_chance)
    yield Figure(
        goal="slice 10M",
        value=Spread.of([found.worst]),
        note=(
            f"the slowest of {slices + drawn} slices, {drawn} of them drawn by chance;"
            f" the engine counts in {found.threads} threads"
        ),
    )
    plainly = [("a quarter, normalised tables of sixty columns", found.normalised)]
    by_chance = [
        (f"{drawn} slices drawn by chance, median", median(found.by_chance)),
        (f"{drawn} slices drawn by chance, 95th percentile", found.ninety_fifth),
        (f"{drawn} slices drawn by chance, slowest", max(found.by_chance)),
    ]
    figures = [*plainly, *found.slices.items(), *by_chance, *found.others.items()]
    yield Table(
        title=f"Copy in columns, {found.records:,} records, engine time",
        head=("slice or report", "ms"),
        rows=tuple((name, short(one)) for name, one in figures if one is not None),
        note=(
            f"Filled in {short(found.filling)} s; {short(found.memory)} MB of memory at most. Records"
            " are copies of 100,000 made-up ones, in 43 forces and in no order of time."
        ),
    )
