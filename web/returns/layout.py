"""The layouts of the return: which tables a year has, and what their lines and columns are called.

A layout is a text in ``layouts/``, named after the year in which it was published first; it stands
until the next one. What is counted is not in it (``domain/counting/national/``).
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from domain.codelists.forces import Force
from domain.counting.national.rules import supplies, year_ending

FIRST_YEAR = 2018
"""The year ending March 2018 is the first of the national form."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the code that is counted, and how it is headed."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table of tactics."""

    code: str
    type_of_force: str
    tactic: str
    unmistakably: str = ""
    """What it is called where it does not stand below the tool that it is of."""

    @property
    def is_group(self) -> bool:
        """Whether it is the total of a type of force, or of all."""
        return self.tactic.lstrip("*").startswith("Total ")


@dataclass(frozen=True, kw_only=True, slots=True)
class TableLayout:
    """A table as it was published."""

    number: int
    title: str
    kind: str
    """Which figures it has: ``making.py`` makes them."""
    stub: tuple[str, ...]
    """Headings of the columns that say what a line is about."""
    columns: tuple[Column, ...]
    of: str = ""
    """The answer by which its columns are told apart."""
    heading: str = ""
    """What its columns have in common."""
    above: str = ""
    """The line above the tactics, which counts records."""
    total: str = ""
    """The last column, or the last line, which is of everything."""
    period: str = ""
    mark: str = ""
    """Before the names of totals, where the publisher put one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """Every table of a year."""

    since: int
    tables: tuple[TableLayout, ...]
    lines: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)

    def table(self, number: int) -> TableLayout:
        return next(one for one in self.tables if one.number == number)


@dataclass(frozen=True, slots=True)
class Region:
    """A region, and its forces by code with the names they have in the return."""

    name: str
    forces: Mapping[str, str]


def years(today: date) -> range:
    """The years whose return can be made, the running one among them."""
    return range(FIRST_YEAR, year_ending(today) + 1)


def layout_of(year: int) -> Layout:
    """The layout of a year: its own, or the last one before it that is known."""
    return max((one for one in _layouts() if one.since <= year), key=lambda one: one.since)


@cache
def regions() -> tuple[Region, ...]:
    """Every region, in the order of the return."""
    (stated,) = (one for name, one in _texts() if name == "forces")
    return tuple(Region(one["name"], dict(one["forces"])) for one in stated["regions"])


def names() -> dict[str, str]:
    """The names of all forces, by code."""
    return {code: name for region in regions() for code, name in region.forces.items()}


def expected(year: int) -> frozenset[str]:
    """The forces whose records make the return of a year."""
    return frozenset(code for code in names() if supplies(Force(code), year))


@cache
def _layouts() -> tuple[Layout, ...]:
    found: dict[int, Layout] = {}
    for name, stated in sorted(_texts(), key=lambda one: one[0]):
        if name != "forces":
            found[stated["since"]] = _layout(stated, found)
    return tuple(found.values())


def _texts() -> Iterator[tuple[str, dict[str, Any]]]:
    for one in files(__package__).joinpath("layouts").iterdir():
        if one.name.endswith(".toml"):
            yield one.name.removesuffix(".toml"), tomllib.loads(one.read_text("utf-8"))


def _layout(stated: dict[str, Any], earlier: Mapping[int, Layout]) -> Layout:
    if "based-on" in stated:
        base = earlier[stated["based-on"]]
        tables = base.tables
        for more in stated["more"]:
            tables = tuple(_with(one, more) for one in tables)
        return Layout(since=stated["since"], tables=tables, lines=base.lines)
    return Layout(
        since=stated["since"],
        tables=tuple(_table(one) for one in stated["tables"]),
        lines={name: tuple(Line(*one) for one in lines) for name, lines in stated["lines"].items()},
    )


def _table(stated: dict[str, Any]) -> TableLayout:
    columns = tuple(Column(*one) for one in stated["columns"])
    return TableLayout(**{**stated, "columns": columns, "stub": tuple(stated["stub"])})


def _with(table: TableLayout, more: dict[str, Any]) -> TableLayout:
    if table.number != more["number"]:
        return table
    at = [one.code for one in table.columns].index(more["after"]) + 1
    columns = (*table.columns[:at], Column(*more["column"]), *table.columns[at:])
    return replace(table, columns=columns)
