"""The page of results: every goal beside its figure, met or not, and the peers of the same run."""

import platform
import sqlite3
import subprocess
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from os import cpu_count, getloadavg
from pathlib import Path

from tests import postgres
from tests.benchmarks import environment
from tests.benchmarks.figures import Figure, Measured, Missing, Table, short
from tests.benchmarks.goals import GOALS, Goal

PAGE = Path(__file__).parent / "RESULTS.md"
NOT_MEASURED = "not measured"
OURS = ("eventsourcing", "sqlalchemy", "flask", "psycopg", "gunicorn", "waitress")
MEGABYTE = 1024
HOW_TO_READ = (
    "Written by the benchmark; [README.md](README.md) says how it measures. Read the ratios: rates"
    " move with the machine."
)
BUSY = "; others were at work on this machine"


def page(measured: Sequence[Measured], *, began: datetime, how: str) -> str:
    """The whole page, in the order of the goals."""
    tables = [one for one in measured if isinstance(one, Table)]
    return "\n".join(
        [
            "# Results",
            "",
            HOW_TO_READ,
            "",
            *_machine(began, how),
            "",
            "## The goals",
            "",
            *_rows(("line", "goal", "measured", "between", "met", "note"), goal_rows(measured)),
            "",
            *(line for table in tables for line in _table(table)),
        ]
    )


def goal_rows(measured: Iterable[Measured]) -> list[tuple[str, ...]]:
    """A row for each goal, whatever came of it."""
    found = {one.goal: one for one in measured if isinstance(one, Figure | Missing)}
    return [_goal_row(goal, found.get(goal.key)) for goal in GOALS]


def renewed(page: str, measured: Sequence[Measured], *, began: datetime) -> str:
    """A page on which the goals and tables that were measured again stand in the place of the earlier ones,
    with the load under which they were.
    """
    goals = {one.goal for one in measured if isinstance(one, Figure)}
    found = {one.goal: one for one in measured if isinstance(one, Figure)}
    rows = {}
    for goal in (one for one in GOALS if one.key in goals):
        *others, note = _goal_row(goal, found[goal.key])
        when = f"measured by itself on {began:%d %B %Y}, load {short(getloadavg()[0])}"
        rows[goal.line] = f"| {' | '.join((*others, f'{note}; {when}' if note else when))} |"
    lines = [rows.pop(_first(line), line) for line in page.splitlines()]
    last = max(at for at, line in enumerate(lines) if _first(line) in {one.line for one in GOALS})
    lines[last + 1 : last + 1] = rows.values()
    text = "\n".join(lines)
    for table in (one for one in measured if isinstance(one, Table)):
        before, _, after = text.partition(f"## {table.title}\n")
        rest = after.partition("\n## ")[2]
        new = "\n".join(_table(table)).strip()
        text = f"{before.rstrip()}\n\n{new}\n" + (f"\n## {rest}" if rest else "")
    return text.rstrip() + "\n"


def _first(line: str) -> str:
    return line.removeprefix("| ").partition(" | ")[0]


def _goal_row(goal: Goal, found: Figure | Missing | None) -> tuple[str, ...]:
    said = f"{goal.asks} {short(goal.limit)} {goal.unit}"
    if found is None:
        return (goal.line, said, NOT_MEASURED, "", "no", "left out of this run")
    if isinstance(found, Missing):
        return (goal.line, said, NOT_MEASURED, "", "no", found.why)
    value = found.value
    between = "" if value.low == value.high else f"{short(value.low)} and {short(value.high)}"
    met = "yes" if goal.is_met(value) else "no"
    return (goal.line, said, short(value.middle), between, met, found.note)


def _table(table: Table) -> list[str]:
    note = [table.note, ""] if table.note else []
    return [f"## {table.title}", "", *_rows(table.head, table.rows), "", *note]


def _rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]


def _machine(began: datetime, how: str) -> list[str]:
    now = datetime.now(UTC)
    minutes = (now - began).total_seconds() / 60
    peers = ", ".join(f"{name} {found}" for name, found in environment.versions().items())
    load, cores = getloadavg()[0], cpu_count() or 1
    system = f"{platform.system()} {platform.machine()}"
    ours = ", ".join(f"{name} {version(name)}" for name in OURS)
    return [
        f"- {began:%d %B %Y}, {how}, {short(minutes)} minutes",
        f"- {cores} cores ({_processor()}), {_memory()} GB of memory, {system}",
        f"- load at the end {short(load)}{BUSY if load > cores else ''}",
        f"- Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {_postgres()}",
        f"- ours: {ours}",
        f"- peers: {peers}",
    ]


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if _is_linux() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or "unknown")


def _memory() -> str:
    lines = Path("/proc/meminfo").read_text().splitlines() if _is_linux() else []
    named = (int(line.split()[1]) for line in lines if line.startswith("MemTotal"))
    return short(next(named, 0) / MEGABYTE**2)


def _is_linux() -> bool:
    return platform.system() == "Linux"


def _postgres() -> str:
    programs = postgres.binaries()
    if programs is None:
        return "PostgreSQL is not installed"
    said = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True)
    return said.stdout.strip()
