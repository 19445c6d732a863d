"""The table of results."""

from tests.cluster.trial import Result

COLUMNS = (
    "fault",
    "s without writes",
    "acknowledged",
    "lost",
    "doubled",
    "gaps",
    "unreadable",
    "in doubt: kept",
    "anew",
    "unresolved",
    "s to three nodes",
    "read models",
)


def line(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


HEADINGS = f"{line(*COLUMNS)}\n{line(*('---' for _ in COLUMNS))}"


def row(result: Result) -> str:
    """One trial as a line."""
    found = result.found
    return line(
        result.fault,
        f"{result.silence:.1f}",
        f"{found.acknowledged:,}",
        found.lost,
        found.doubled,
        found.gaps,
        found.unreadable,
        found.kept,
        found.anew,
        found.unresolved,
        f"{result.whole:.1f}",
        "as rebuilt" if result.same else "DIFFER",
    )
