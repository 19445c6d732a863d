"""The return to the Home Office: checks first, then its tables and files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template, request
from werkzeug.datastructures import MultiDict

from domain.access.policy import Permission
from domain.counting.national.rules import year_ending
from domain.counting.quality import NUMBERED
from projections.expected.queries import Coverage
from projections.statistics import national
from projections.statistics.slices import Slice
from web.current import may, myself, services, today
from web.forms.loading import Problem
from web.pages.report_files import attached, refused
from web.pages.reports import address_of_records
from web.returns import checking, files
from web.returns.checking import MISSING, Checked
from web.returns.covering import coverage_of
from web.returns.every_file import FILES
from web.returns.files import Return
from web.returns.layout import layout_of, names, years
from web.returns.leading import Leading
from web.returns.making import sheet
from web.returns.scope import Scope, scope_of
from web.security import requires

blueprint = Blueprint("returns", __name__)

MOST_BESIDE = 4
"""With more forces than these, each has a line of its own and no column."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """The year and the forces in the address, and what is wrong with them."""

    year: int
    forces: frozenset[str]
    problems: tuple[Problem, ...]

    @property
    def leading(self) -> Leading:
        return Leading(year=self.year, is_over=self.year < year_ending(today()))

    @property
    def query(self) -> dict[str, Any]:
        return {"year": self.year, "force": sorted(self.forces)}


@blueprint.get("/return")
@requires(Permission.READ_REPORTS)
def show() -> Any:
    """What was checked, what is missing, and what the return is made of."""
    asked = asked_in(request.args)
    found, position = _checked(asked) if not asked.problems else (None, 0)
    page = render_template(
        "returns/show.html",
        asked=asked,
        found=found,
        problems=asked.problems,
        years=[(one, f"Year ending March {one}") for one in reversed(_years())],
        forces=_countable(),
        tables=layout_of(asked.year).tables,
        checks=NUMBERED,
        missing=MISSING,
        beside=found.forces if found and len(found.forces) <= MOST_BESIDE else (),
        names=names(),
        href=_address(),
        leading=asked.leading,
        period=files.period_of(asked.year),
        position=position,
        behind=services().log.last_position() - position,
    )
    return page, 422 if asked.problems else 200


@blueprint.get("/return/tables/<int:number>")
@requires(Permission.READ_REPORTS)
def table(number: int) -> Any:
    """One table of the return."""
    asked = asked_in(request.args)
    layout = layout_of(asked.year)
    if asked.problems or number not in {one.number for one in layout.tables}:
        abort(404)
    with services().analysis.asking() as counted:
        scope = _scope(counted.ask, asked)
        made = sheet(counted.ask, scope, number)
    rows = list(made.rows)
    known = [row for row in rows if any(number is not None for number in row.figures)]
    every = request.args.get("lines") == "all" or not known
    return render_template(
        "returns/table.html",
        asked=asked,
        rows=rows if every else known,
        left_out=0 if every else len(rows) - len(known),
        scope=scope,
        sheet=made,
        period=files.period_of(asked.year),
        href=_address(),
        slice_of=lambda row, column: asked.leading.of_figure(made.layout, row, column),
        others=layout.tables,
    )


@blueprint.get("/return.<any(ods, csv, 'csv-metadata.json', 'checks.csv'):kind>")
@requires(Permission.READ_REPORTS)
def file(kind: str) -> Any:
    """The return as a file."""
    asked = asked_in(request.args)
    if asked.problems:
        return refused(asked.problems)
    found = made(asked)
    ending, content = FILES[kind]
    return attached(content(found), found.name(ending))


def made(asked: Asked) -> Return:
    """The return that is asked for."""
    with services().analysis.asking() as counted:
        return files.returned(
            counted.ask,
            asked.year,
            asked.forces,
            position=counted.position,
            coverage=_coverage(asked),
        )


def asked_in(args: MultiDict[str, str]) -> Asked:
    """The year that ended last, and every force that the person may count, unless others are asked
    for.
    """
    problems: list[Problem] = []
    countable, known = _countable(), _years()
    given = {one for one in args.getlist("force") if one}
    text = args.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    if text and year not in known:
        sentence = f"“{text[:40]}” is not in the list. Choose a year that is"
        problems.append(Problem(question="year", sentence=sentence, href="#year"))
    if unknown := sorted(given - countable.keys()):
        sentence = f"“{unknown[0][:40]}” is not in the list. Choose a force that is"
        # Who counts one force alone has no field for it, and is told one thing at a time.
        field = "force" if len(countable) > 1 else "year"
        if field not in {one.question for one in problems}:
            problems.append(Problem(question=field, sentence=sentence, href=f"#{field}"))
    # Whoever counts the records of one force alone is never shown those of others.
    own = frozenset() if may(Permission.COUNT_ALL_FORCES) else frozenset(countable)
    return Asked(
        year=year if year in known else max(known[0], known[-1] - 1),
        forces=frozenset(given & countable.keys()) or own,
        problems=tuple(problems),
    )


def _countable() -> dict[str, str]:
    """The forces whose records the signed-in person may count, as the return names them."""
    every, own = may(Permission.COUNT_ALL_FORCES), myself().force.value
    by_name = sorted(names().items(), key=lambda one: one[1])
    return {code: name for code, name in by_name if every or code == own}


def _years() -> range:
    return years(today())


def _checked(asked: Asked) -> tuple[Checked, int]:
    with services().analysis.asking() as counted:
        scope = _scope(counted.ask, asked)
        return checking.checked(counted.ask, scope, _coverage(asked)), counted.position


def _coverage(asked: Asked) -> Mapping[str, Coverage]:
    with services().views.reading() as connection:
        return coverage_of(connection, asked.year, asked.forces)


def _scope(ask: Any, asked: Asked) -> Scope:
    return scope_of(asked.year, national.records_of(ask, asked.year), asked.forces)


def _address() -> Callable[[Slice | None], str]:
    """Where the signed-in person sees the records behind a figure."""
    address = address_of_records("return")
    return lambda wanted: address(wanted) if wanted else ""
