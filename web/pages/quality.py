"""What is missing in records, and how long they took, with the records behind each figure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template, request
from markupsafe import Markup

from domain.access.policy import Permission
from domain.summary.tables import FORM
from projections.statistics.marks import RULE, TEAM
from projections.statistics.quality import ALL, quality
from projections.statistics.slices import Slice
from projections.statistics.timeliness import NO_TIMES, timeliness
from web.current import may, me, services
from web.pages import reports
from web.pages.report_files import attached, refused
from web.pages.waiting import waiting
from web.reports import bars
from web.reports import quality as gaps
from web.reports import timeliness as times
from web.reports.alone import as_file, of_what
from web.reports.bars import Bars
from web.reports.filters import Filters, query_of, read
from web.reports.grids import Grid
from web.reports.rows import Figures, Row, as_csv
from web.security import requires

blueprint = Blueprint("quality", __name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What was counted, as tables, a drawing and values, and how far the log was taken in."""

    filters: Filters
    drawing: Bars
    grids: tuple[Grid, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    position: int
    records: int


@blueprint.get("/reports/quality")
@requires(Permission.READ_REPORTS)
def quality_page() -> Any:
    """Gaps, contradictions, what is unknown and what was returned; all of it in the address."""
    # Gaps are found by what the form asked then.
    return page_of("reports/quality.html", _quality, questions=(FORM,))


@blueprint.get("/reports/quality.<any(csv, svg, png):kind>")
@requires(Permission.READ_REPORTS)
def quality_as(kind: str) -> Any:
    """The same figures, or their chart, as a file."""
    return file_of("quality", kind, _quality)


@blueprint.get("/reports/timeliness")
@requires(Permission.READ_REPORTS)
def timeliness_page() -> Any:
    """From happening to recording to review; all of it in the address."""
    return page_of("reports/timeliness.html", _timeliness, waiting=waiting())


@blueprint.get("/reports/timeliness.<any(csv, svg, png):kind>")
@requires(Permission.READ_REPORTS)
def timeliness_as(kind: str) -> Any:
    """The same figures, or their chart, as a file."""
    return file_of("timeliness", kind, _timeliness)


def page_of(
    template: str,
    make: Callable[[Filters], Report],
    *,
    marks: Sequence[str] = (RULE, TEAM),
    questions: Sequence[str] = (),
    **beside: Any,
) -> Any:
    """A report of tables and a drawing; ``marks`` are those by which it can be filtered."""
    filters = read(request.args, reports.known())
    report = None if filters.problems else make(filters)
    svg = Markup(bars.svg(report.drawing)) if report and report.records else None  # noqa: S704 - our own drawing
    page = render_template(
        template,
        problems=filters.problems,
        filters=filters,
        report=report,
        svg=svg,
        behind=services().log.last_position() - report.position if report else 0,
        now=services().clock.now(),
        query=query_of(filters.wanted),
        overdue=services().settings.overdue_hours,
        coverage=reports.coverage(report.filters.wanted) if report else None,
        **reports.form(filters, marks=marks, questions=questions),
        **beside,
    )
    return page, 422 if filters.problems else 200


def file_of(name: str, kind: str, make: Callable[[Filters], Report]) -> Any:
    """Its figures, or its drawing, as a file."""
    filters = read(request.args, reports.known())
    if filters.problems:
        return refused(filters.problems)
    report = make(filters)
    content: str | bytes
    if kind == "csv":
        content = as_csv(figures_of(report))
    else:
        drawing = report.drawing
        content = as_file(kind, bars.svg(drawing), drawing.title, of_what(report.filters))
    return attached(content, f"{name}-{reports.period(filters.wanted)}.{kind}")


def quality_figures(filters: Filters) -> Figures:
    """Every figure of the report on quality."""
    return figures_of(_quality(filters))


def timeliness_figures(filters: Filters) -> Figures:
    """Every figure of the report on timeliness."""
    return figures_of(_timeliness(filters))


def figures_of(report: Report) -> Figures:
    """What a report counted, as values."""
    wanted = report.filters.wanted
    return Figures(
        columns=report.columns,
        rows=report.rows,
        wanted=wanted,
        position=report.position,
        coverage=reports.coverage(wanted),
    )


def _quality(filters: Filters) -> Report:
    wanted, address = replace(filters.wanted, counting=True), reports.address_of_records()
    with services().analysis.asking() as asked:
        found, position = quality(asked.ask, wanted), asked.position
    return Report(
        filters=replace(filters, wanted=wanted),
        drawing=gaps.drawing(found),
        grids=tuple(
            table(found, wanted, address=address)
            for table in (gaps.rules, gaps.questions, gaps.returns)
        ),
        columns=gaps.COLUMNS,
        rows=tuple(gaps.rows(found, wanted)),
        position=position,
        records=found.total(ALL),
    )


def _timeliness(filters: Filters) -> Report:
    wanted, known = replace(filters.wanted, counting=True), filters.known
    overdue = timedelta(hours=services().settings.overdue_hours)
    with services().analysis.asking() as asked:
        every = timeliness(asked.ask, wanted, by="all", overdue=overdue).get((), NO_TIMES)
        found = {
            by: timeliness(asked.ask, within, by=by, overdue=overdue)
            for by, within in _splits(filters, wanted)
        }
        position = asked.position
    teams = _named_teams({code for (code,) in found.get("team", {})}, filters)
    made = {
        by: times.lines_of(one, wanted, by, areas=known.areas, teams=teams)
        for by, one in found.items()
    }
    address = reports.address_of_records()
    return Report(
        filters=replace(filters, wanted=wanted),
        drawing=times.drawing(every),
        grids=(
            times.distribution(every, wanted, address=address),
            *(
                times.table(
                    by,
                    its,
                    every,
                    wanted,
                    address=address,
                    overdue=overdue,
                    may_lead=_offered(by, filters),
                )
                for by, its in made.items()
            ),
        ),
        columns=times.COLUMNS,
        rows=tuple(times.rows(made, every, overdue=overdue)),
        position=position,
        records=every.records,
    )


def _splits(filters: Filters, wanted: Slice) -> list[tuple[str, Slice]]:
    """What the signed-in person may tell durations apart by, and of which records."""
    known, found = filters.known, [("quarter", wanted)]
    if len(known.forces) > 1 and len(wanted.forces) != 1:
        found.append(("force", wanted))
    if not known.every_force:
        # Areas are those of one force: between forces their codes mean different places.
        found.append(("area", wanted))
    if known.teams():
        # Who sees one team alone is shown that one.
        mine = wanted if may(Permission.SEARCH) else gaps.marked(wanted, TEAM, str(me()))
        found.append(("team", mine))
    return found


def _named_teams(codes: set[str], filters: Filters) -> dict[str, str]:
    teams = dict(filters.known.teams())
    if may(Permission.SEARCH):
        teams |= reports.led_by(code for code in codes if code and code not in teams)
    return teams


def _offered(by: str, filters: Filters) -> Callable[[times.Line], bool]:
    """Whether the records of a line can be asked for: a list takes the codes that it offers."""
    if by == "team":
        return lambda line: line.code in filters.known.teams()
    if by == "area":
        return lambda line: line.code in filters.known.areas or line.code.startswith("~")
    return lambda _: True
