"""A table of the return as it is read: lines, figures, and what it must not be taken for."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.counting.national.rules import note_of_perception, note_of_persons, shown
from domain.counting.periods import Quarter
from web.returns.layout import TableLayout

Figure = int | None
"""Nothing if it is not available."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line of a table."""

    stub: tuple[str, ...]
    figures: tuple[Figure, ...]
    force: str
    """The force, region or country it is about, as the return names it."""
    type_of_force: str = ""
    tactic: str = ""
    period: str = ""
    line: str = ""
    """The code of the line of tactics."""
    codes: frozenset[str] = frozenset()
    """The forces whose records it counts."""
    answers: tuple[str, ...] = ()
    """What its records say of an injury, in the tables of them; ``all`` is anything."""
    quarters: tuple[Quarter, ...] = ()
    """The period it is about, where that is not the year of the return."""
    is_total: bool = False

    @property
    def shown(self) -> tuple[int | str, ...]:
        return tuple(shown(one) for one in self.figures)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One table of a return."""

    layout: TableLayout
    title: str
    headings: tuple[str, ...]
    """Of the figures; those of the first columns are in the layout."""
    rows: tuple[Row, ...]
    notes: tuple[str, ...]

    @property
    def number(self) -> int:
        return self.layout.number

    @property
    def name(self) -> str:
        return f"Table {self.number}"


HEADINGS = ("table", "police_force", "type_of_force", "tactic", "category", "count")


def long_form(sheet: Sheet) -> Iterator[tuple[str | int, ...]]:
    """A line for each figure: table, force, type of force, tactic, category, count."""
    number = sheet.number
    for row in sheet.rows:
        for heading, figure in zip(sheet.headings, row.shown, strict=True):
            if sheet.layout.kind == "ced":
                # Its columns are tactics; what tells its lines apart is the period.
                yield number, row.force, row.type_of_force, heading, row.period, figure
            else:
                yield number, row.force, row.type_of_force, row.tactic, heading, figure


SUMMED = "As one record may name several tactics, tactics do not add up to records."
COMMUNICATIONS = (
    "Tactical communication is counted when it was used with another tactic. It stands apart and in"
    " no total."
)
ONCE = "A tactic counts once a record, however often it was used."
HIGHEST = "Of several uses of a CED in one record only the highest counts."
SEVERAL = (
    "A record may name several, so that columns do not add up to all records. Records that name none"
    " are in no column but the last."
)
TIED = "Tactics are all those of a record: none can be tied to one column of it."
CONTRADICTORY = "Contradictory answers are counted as they were given."

DESCRIBED = {
    "age": "age",
    "gender": "gender",
    "ethnicity": "ethnicity",
    "condition": "health condition",
}


def notes_on(table: TableLayout) -> Iterator[str]:
    """What must be known to read a table."""
    if table.kind in ("once", "tactics", "by-force"):
        yield from (ONCE, HIGHEST, SUMMED, COMMUNICATIONS)
    if table.of in DESCRIBED:
        yield note_of_perception(DESCRIBED[table.of])
    elif table.of:
        yield from (SEVERAL, TIED)
    if table.kind.endswith("-injuries"):
        yield CONTRADICTORY
    if table.kind == "ced":
        yield HIGHEST
    if table.kind in ("subject-injuries", "forces"):
        yield note_of_persons()
