"""Goals whose part of the product is not there yet: each has its line, and says so."""

from collections.abc import Iterator

from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Measured, Missing

WAITING = {
    "verify": "`uof verify` is not part of this run yet",
}
GOALS = tuple(WAITING)


def measure(bench: Bench) -> Iterator[Measured]:
    yield from (Missing(goal=goal, why=f"not measured: {why}") for goal, why in WAITING.items())
