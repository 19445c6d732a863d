"""A return as files: a spreadsheet of every table, and one long table of every figure."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.counting.national.rules import note_of_persons, notes_of_comparison
from domain.counting.quality import NUMBERED
from projections.expected.queries import Coverage
from projections.statistics import national
from projections.statistics.tactics import Ask
from web.returns import checking, ods
from web.returns.checking import NOTHING_LOADED, Checked
from web.returns.layout import names
from web.returns.making import Earlier, sheets
from web.returns.scope import Scope, scope_of
from web.returns.tables import HEADINGS, Sheet, long_form

TITLE = "Police use of force, England and Wales"


@dataclass(frozen=True, kw_only=True, slots=True)
class Return:
    """A return: what was checked, its tables, and how far the log was taken in."""

    scope: Scope
    checked: Checked
    sheets: tuple[Sheet, ...]
    position: int

    @property
    def year(self) -> int:
        return self.scope.year

    def name(self, kind: str) -> str:
        """What a file of it is called."""
        forces = "-".join(sorted(self.scope.forces)) if len(self.scope.forces) <= 2 else "some"
        return f"use-of-force-return-{self.year}{'' if self.scope.whole else f'-{forces}'}{kind}"


def returned(
    ask: Ask,
    year: int,
    forces: frozenset[str],
    *,
    position: int,
    earlier: Earlier | None = None,
    coverage: Mapping[str, Coverage] = NOTHING_LOADED,
) -> Return:
    """Make the return of a year for some forces, or for all if none is named."""
    scope = scope_of(year, national.records_of(ask, year), forces)
    return Return(
        scope=scope,
        checked=checking.checked(ask, scope, coverage),
        sheets=tuple(sheets(ask, scope, earlier=earlier)),
        position=position,
    )


def as_csv(made: Return) -> bytes:
    """Every figure of every table in one long table."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for sheet in made.sheets:
        writer.writerows(long_form(sheet))
    return text.getvalue().encode()


def as_ods(made: Return) -> bytes:
    """Every table as a spreadsheet, with a cover, contents, notes and checks."""
    title = f"{TITLE}, {period_of(made.year)}"
    pages = [
        _cover(made, title),
        _contents(made),
        _notes(made),
        _checks(made.checked),
        *map(_page, made.sheets),
    ]
    return ods.workbook(title, pages)


def period_of(year: int) -> str:
    """1 April 2019 to 31 March 2020."""
    return f"1 April {year - 1} to 31 March {year}"


COVER, CONTENTS, NOTES, CHECKED = "Cover", "Contents", "Notes", "Checks"


def _cover(made: Return, title: str) -> ods.Page:
    scope = made.scope
    supplied = (
        f"{scope.supplying} of the {len(scope.forces)} police forces of this return"
        f" {'has' if scope.supplying == 1 else 'have'} records."
        if len(scope.forces) > 1
        else ""
    )
    records = made.checked.records
    return ods.Page(
        name=COVER,
        title=title,
        above=[
            scope.country,
            f"{records:,} {'record' if records == 1 else 'records'}. {supplied}".rstrip(),
            f"Counted from everything recorded up to log position {made.position:,}.",
            note_of_persons(),
            ods.Link("Contents", CONTENTS),
        ],
    )


def _contents(made: Return) -> ods.Page:
    others = [(NOTES, "Notes on all tables"), (CHECKED, "What was checked, and what is missing")]
    listed = [*others, *((one.name, one.title) for one in made.sheets)]
    return ods.Page(
        name=CONTENTS,
        title="Contents",
        above=["This worksheet contains one table."],
        labels=["Worksheet", "Title"],
        lines=[ods.Line(labels=[ods.Link(name, name), title]) for name, title in listed],
        is_prose=True,
    )


def _notes(made: Return) -> ods.Page:
    labels = names()
    missing = [labels[code] for code in made.scope.missing]
    said = [
        "A colon means that a figure is not available. No figure is rounded, and none is hidden.",
        "A record counts in the financial year in which force was used.",
        note_of_persons(),
        *notes_of_comparison(),
        *([f"No record of: {', '.join(missing)}."] if missing else []),
    ]
    return ods.Page(
        name=NOTES,
        title="Notes on all tables",
        above=["This worksheet contains one table."],
        labels=["Note"],
        lines=[ods.Line(labels=[one]) for one in said],
        is_prose=True,
    )


def _checks(found: Checked) -> ods.Page:
    return ods.Page(
        name=CHECKED,
        title="What was checked, and what is missing",
        above=[
            "This worksheet contains one table.",
            "Records are counted as they were found; these are worth looking at.",
        ],
        labels=["Police force", "What was looked for"],
        headings=["Records", "Of records"],
        lines=list(_check_lines(found)),
    )


def _check_lines(found: Checked) -> Iterator[ods.Line]:
    for code, name in found.forces:
        of = found.scope.records.get(code, 0)
        for one in NUMBERED:
            counted = found.failing(one.code, code)
            yield ods.Line(labels=[name, one.label], figures=[counted, of])
        for question, words in checking.MISSING.items():
            counted = found.blank(question, code)
            yield ods.Line(labels=[name, f"{words}: not answered"], figures=[counted, of])
        if code in found.by_force:
            covered = found.by_force[code].total
            figures = [covered.matched, covered.due]
            yield ods.Line(labels=[name, checking.EXPECTED], figures=figures)


def _page(sheet: Sheet) -> ods.Page:
    headed: Sequence[str] = [f"Columns: {sheet.layout.heading}."] if sheet.layout.heading else []
    return ods.Page(
        name=sheet.name,
        title=f"{sheet.name}. {sheet.title}",
        above=[
            "This worksheet contains one table. A colon means not available.",
            *headed,
            *sheet.notes,
            ods.Link("Contents", CONTENTS),
        ],
        labels=sheet.layout.stub,
        headings=sheet.headings,
        lines=[
            ods.Line(labels=row.stub, figures=row.shown, is_total=row.is_total)
            for row in sheet.rows
        ],
    )
