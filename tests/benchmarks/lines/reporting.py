"""The quarterly report over made-up facts: normalised tables, the facts, their copy in columns."""

from collections.abc import Iterator

from tests.benchmarks import reports
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, Measured, Missing, Spread, Table, short

GOALS = ("report 1M", "report 10M", "slice 10M")
NOT_RUN = "not measured: ten million records are not made in this run"


def measure(bench: Bench) -> Iterator[Measured]:
    """Each way in the same run, over the same records, and with the same figures."""
    found = reports.measure(bench.sizes.reported)
    about = f"{found.records:,} records, one quarter of twelve"
    yield Figure(goal="report 1M", value=Spread.of([found.ratio]), note=about)
    yield Missing(goal="report 10M", why=NOT_RUN)
    yield Missing(goal="slice 10M", why=NOT_RUN)
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
