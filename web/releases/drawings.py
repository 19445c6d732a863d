"""The charts of an edition: one for each table that a picture helps with."""

from collections.abc import Collection, Mapping, Sequence

from domain.counting.groupings import Kind
from domain.counting.rules import ALL, NOT_REPORTED
from domain.disclosure.symbols import Symbol
from domain.disclosure.tables import TOTAL
from domain.summary.counting import BY_QUARTER
from domain.summary.tables import RECORDS
from domain.summary.ways import COUNTING_RULES
from web.releases.document import Document
from web.releases.drawing import Bar, bars

DRAWN = (
    "tactics",
    "locations",
    "impact-factors",
    "reasons",
    "primary-conduct",
    "outcomes",
    "perceived-ethnicity",
)
"""Tables with one column of records and rows worth comparing."""


def _groups(made: Document) -> frozenset[str]:
    """Of the table of tactics the groups: its other lines are parts of them, and communications are no
    tactic that is told beside others (spec: ux, 12).
    """
    lines = COUNTING_RULES[made["basis"]["counting_rules"]["version"]].table
    groups = {one.code for one in lines if one.depth == 0 and one.kind is not Kind.TOTAL}
    return frozenset(groups | {NOT_REPORTED})


def drawings(made: Document) -> Mapping[str, str]:
    """Each chart as SVG, by the code of its table."""
    tables = {table["code"]: table for table in made["tables"]}
    groups = _groups(made)
    return {code: _drawn(tables[code], groups, of_what(made)) for code in DRAWN} | {
        BY_QUARTER: by_quarter(tables[BY_QUARTER], of_what(made))
    }


def of_what(made: Document) -> str:
    """What a drawing alone says that it is of: whose records, of when, and in which edition."""
    return f"{made['force']['label']}, {made['period']['label']}, edition {made['edition']}"


def by_quarter(table: Document, of: str) -> str:
    """All records by quarter, with a mark where a series breaks."""
    (every,) = [row["cells"] for row in table["rows"] if row["code"] == ALL]
    broken = {one["quarter"] for one in table["breaks"]}
    drawn = [
        Bar(f"{one['label']}{' [break]' if one['code'] in broken else ''}", records)
        for one, records in zip(table["columns"], every, strict=True)
    ]
    breaks = "".join(f" Break on {one['day']}: {one['words']}." for one in table["breaks"])
    description = f"Records by quarter.{breaks} The table below has the same figures."
    marks = [f"Break on {one['day']}: {one['words']}" for one in table["breaks"]]
    symbols = _symbols(drawn)
    return bars("Records by quarter", [of, *marks, *symbols], description, drawn)


def _drawn(table: Document, groups: Collection[str], of: str) -> str:
    codes = [one["code"] for one in table["columns"]]
    column = codes.index(RECORDS)
    drawn = [
        Bar(row["label"], row["cells"][column])
        for row in table["rows"]
        if row["code"] != TOTAL and (table["code"] != "tactics" or row["code"] in groups)
    ]
    description = f"{table['title']}: {table['basis']}. The table below has the same figures."
    return bars(table["title"], [table["basis"], of, *_symbols(drawn)], description, drawn)


def _symbols(drawn: Sequence[Bar]) -> list[str]:
    """What the symbols mean that stand in the place of figures."""
    there = {one.value for one in drawn}
    return [f"{one.value} means {one.meaning}" for one in Symbol if one.value in there]
