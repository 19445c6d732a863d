"""``python -m tests.benchmarks``: measure, print, and write the page of results."""

import argparse
import signal
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from tests.benchmarks import results
from tests.benchmarks.bench import FULL, SHORT, Bench, bench
from tests.benchmarks.figures import Measured, Missing, Table
from tests.benchmarks.lines import (
    appending,
    commands,
    erasing,
    importing,
    looking,
    posting,
    projecting,
    proving,
    queueing,
    reporting,
    starting,
    tree,
)

LINES = {
    "posting": posting,
    "starting": starting,
    "commands": commands,
    "queueing": queueing,
    "projecting": projecting,
    "importing": importing,
    "reporting": reporting,
    "looking": looking,
    "appending": appending,
    "proving": proving,
    "tree": tree,
    "erasing": erasing,
}
"""In the order in which they are run; each names its goals."""


def main() -> None:
    wanted = _words()
    # Whoever ends it ends what it started too: every process and every file.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(1))
    sizes = FULL if wanted.full else SHORT
    began, measured = datetime.now(UTC), []
    # Not in memory, where a temporary folder may be: what is asked of a disk is measured.
    with bench(sizes, within=wanted.folder) as run:
        for name in wanted.lines or LINES:
            click.echo(f"Measuring {name}")
            for one in _measured(name, run):
                measured.append(one)
                _show(one)
    how = "full" if wanted.full else "short"
    for row in results.goal_rows(measured):
        click.echo(" | ".join(row))
    if not wanted.lines:
        page = results.page(measured, began=began, how=f"`make bench`, {how} run")
    elif wanted.keep:
        page = results.renewed(results.PAGE.read_text(), measured, began=began)
    else:
        return
    results.PAGE.write_text(page)
    click.echo(f"Written to {results.PAGE}")


def _measured(name: str, run: Bench) -> Iterator[Measured]:
    """What a line measures; a line that fails says so on the page, and the others go on."""
    line, left = LINES[name], set(LINES[name].GOALS)
    try:
        for one in line.measure(run):
            if not isinstance(one, Table):
                left.discard(one.goal)
            yield one
    except Exception as error:  # noqa: BLE001 - whatever it is, it stands on the page
        traceback.print_exc()
        said = str(error).strip().rpartition("\n")[2]
        yield from (
            Missing(goal=goal, why=f"failed: {type(error).__name__}: {said}")
            for goal in line.GOALS
            if goal in left
        )


def _show(one: Measured) -> None:
    if isinstance(one, Table):
        click.echo(f"\n{one.title}")
        for row in (one.head, *one.rows):
            click.echo("  " + " | ".join(row))
        click.echo(f"  {one.note}\n")


def _words() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    words.add_argument("--full", action="store_true", help="as much as the goals speak of")
    words.add_argument("--folder", type=Path, help="a folder on the disk to measure on")
    words.add_argument(
        "--keep", action="store_true", help="put what some lines measured in its place on the page"
    )
    words.add_argument(
        "lines",
        nargs="*",
        help=f"of {', '.join(LINES)}; some only: nothing is written without --keep",
    )
    found = words.parse_args()
    if unknown := set(found.lines) - LINES.keys():
        words.error(f"there is no line {min(unknown)}")
    return found


if __name__ == "__main__":
    main()
