"""Counts of records, with what is unknown beside each, and the records behind them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from markupsafe import Markup

from domain.access.policy import Permission
from domain.counting.periods import in_words
from domain.counting.rules import ALL
from domain.errors import NotFoundError
from domain.summary.breaks import Break
from projections.expected import queries as expected
from projections.people import queries as people
from projections.register import queries as register
from projections.statistics.dimensions import DIMENSIONS
from projections.statistics.marks import (
    ENCOUNTER,
    MENDED,
    MENDED_FOR,
    RECORDED,
    RETURNED,
    REVIEWED,
    RULE,
    SUBJECT,
    UNKNOWN,
)
from projections.statistics.queries import count
from projections.statistics.slices import Slice, within
from projections.statistics.tactics import ByTactic, by_tactic
from web.current import may, me, myself, names, seen, services, team, today
from web.pages.filters import address_of, page_number
from web.pages.report_files import attached, refused
from web.reports import broken, charts, options, tactics_file
from web.reports import marks as words
from web.reports.alone import as_file, of_what
from web.reports.filters import (
    LINE,
    NAMES,
    Filters,
    Known,
    areas_in,
    query_of,
    read,
    read_within,
)
from web.reports.rows import Figures, as_csv
from web.reports.tables import Address, Table, table
from web.security import requires

blueprint = Blueprint("reports", __name__)

DRAWN = ("restraint", "unarmed-skills", "other-equipment", "less-lethal")
"""The lines of the chart, if no tactic is chosen."""

COUNTED = ("tactics",)
"""The questions whose answers are counted."""

REPORT = "report"
"""In the address of records: the report whose figure they are."""
REPORTS = {
    "effectiveness": "effectiveness.report",
    "disproportionality": "disproportionality.report",
    "return": "returns.show",
}
"""Reports of other modules, by how they stand in the address."""
OFFICER = "officer"
"""In the address of records: whose they are, for who supervises them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What was asked, what was counted, and how far the log was taken in."""

    filters: Filters
    counted: ByTactic
    position: int
    table: Table

    @property
    def wanted(self) -> Slice:
        return self.filters.wanted

    @property
    def breaks(self) -> tuple[Break, ...]:
        """Where its series breaks."""
        return broken.breaks_of(self.wanted, *COUNTED)


@blueprint.get("/reports")
@requires(Permission.READ_REPORTS)
def index() -> Any:
    return render_template("reports/index.html")


@blueprint.get("/reports/tactics")
@requires(Permission.READ_REPORTS)
def tactics() -> Any:
    """Records by tactic and quarter; all of it in the address."""
    filters = read(request.args, known())
    report = None if filters.problems else _counted(filters)
    page = render_template(
        "reports/tactics.html",
        problems=filters.problems,
        filters=filters,
        report=report,
        figure=_figure(report) if report else None,
        behind=services().log.last_position() - report.position if report else 0,
        now=services().clock.now(),
        query=query_of(filters.wanted),
        coverage=coverage(report.wanted) if report else None,
        **form(filters, questions=COUNTED),
    )
    return page, 422 if filters.problems else 200


@blueprint.get("/reports/tactics.<any(csv, svg, png):kind>")
@requires(Permission.READ_REPORTS)
def tactics_as(kind: str) -> Any:
    """The same table, or its chart, as a file."""
    filters = read(request.args, known())
    if filters.problems:
        return refused(filters.problems)
    content: str | bytes
    if kind == "csv":
        content = as_csv(figures(filters))
    else:
        report = _counted(filters)
        chart = _chart(report)
        of = (*of_what(filters), *broken.on_a_chart(report.breaks))
        content = as_file(kind, charts.svg(chart), chart.title, of)
    return attached(content, f"tactics-{period(filters.wanted)}.{kind}")


def figures(filters: Filters) -> Figures:
    """Every figure of the table."""
    report = _counted(filters)
    return Figures(
        columns=tactics_file.columns(report.counted),
        rows=tuple(tactics_file.rows(report.counted, report.wanted, report.breaks)),
        wanted=report.wanted,
        position=report.position,
        coverage=coverage(report.wanted),
    )


@blueprint.get("/reports/records")
@requires(Permission.SEE_QUEUE)
def records() -> Any:
    """The records behind a figure, as far as the signed-in person sees them."""
    filters = read_within(request.args, known())
    if filters.problems:
        # The report has the fields beside which they are said.
        return redirect(f"{url_for('reports.tactics')}?{request.query_string.decode()}")
    officers = _one_of_the_team()
    filters = replace(filters, wanted=replace(filters.wanted, counting=True, officers=officers))
    who = seen()
    with services().analysis.asking() as asked:
        counted = count(asked.ask, filters.wanted)
        theirs = within(filters.wanted, who.force)
        # Who sees everything of a force sees what is counted in it.
        total = count(asked.ask, theirs) if who.everything else None
    with services().views.reading() as connection:
        page = register.search(
            connection,
            register.Filter(slice=filters.wanted),
            seen=who,
            number=page_number(request.args),
            total=total,
        )
    return render_template(
        "reports/records.html",
        page=page,
        counted=counted,
        filters=filters,
        officers=", ".join(names(officers).values()),
        names=names(row.officer for row in page.rows),
        address=address_of("reports.records", request.args),
        address_back=_back(filters.wanted),
    )


def _one_of_the_team() -> frozenset[UUID]:
    """The officer whose records alone are meant, if the address names one.

    Raises:
        NotFoundError: it is nobody whom the signed-in person supervises: how many records somebody
            has is for nobody else.

    """
    given = request.args.get(OFFICER, "")
    if not given:
        return frozenset()
    found = frozenset(one for one in team() if str(one) == given)
    if not found:
        raise NotFoundError
    return found


def _back(wanted: Slice) -> str:
    """The report that led to these records: as the address says, or as far as the list tells."""
    marked = next((one for mark, one in REPORT_OF.items() if mark in wanted.marks), TACTICS)
    endpoint = REPORTS.get(request.args.get(REPORT, ""), marked)
    left = {name: codes for name, codes in wanted.marks.items() if name not in REPORT_OF}
    if endpoint == REPORTS["return"] and wanted.since:
        return url_for(endpoint, year=wanted.since.year + 1, force=sorted(wanted.forces))
    asked = replace(wanted, also="", step=None, persons=False, marks=left)
    return f"{url_for(endpoint)}?{query_of(asked)}"


TACTICS = "reports.tactics"
REPORT_OF = {
    **dict.fromkeys((RULE, UNKNOWN, RETURNED, MENDED, MENDED_FOR), "reports.quality.quality_page"),
    **dict.fromkeys((RECORDED, REVIEWED), "reports.quality.timeliness_page"),
    **dict.fromkeys((ENCOUNTER, SUBJECT), "reports.people.report"),
}
"""Where the figures stand that lead to records marked so."""


def known() -> Known:
    """What the signed-in person may ask for now."""
    return Known(
        today=today(),
        force=myself().force,
        every_force=may(Permission.COUNT_ALL_FORCES),
        areas=services().settings.area_options,
        teams=cache(_teams),
        overdue=timedelta(hours=services().settings.overdue_hours),
    )


def _teams() -> dict[str, str]:
    """The teams that the signed-in person may tell apart: nobody's, their own, or all of the force."""
    if may(Permission.SEARCH):
        with services().views.reading() as connection:
            leaders = people.leaders(connection, force=myself().force)
        return led_by(map(str, leaders))
    return {str(me()): "Your team"} if may(Permission.SEE_QUEUE) else {}


def led_by(leaders: Iterable[str]) -> dict[str, str]:
    """Teams by who leads them, in the order of their names."""
    called = names(map(UUID, leaders))
    teams = {str(leader): f"Team of {name}" for leader, name in called.items()}
    return dict(sorted(teams.items(), key=lambda one: (one[1], one[0])))


def form(
    filters: Filters, *, marks: Sequence[str] = (RULE,), questions: Sequence[str] = ()
) -> dict[str, Any]:
    """What the filter form is made of, and where what is counted breaks.

    ``marks`` are those that it offers beside the answers, ``questions`` those whose answers are counted.
    """
    known = filters.known
    areas = known.areas
    return {
        "periods": list(options.periods(known.today).items()),
        "forces": list(known.forces.items()),
        "kinds": list(options.KINDS.items()),
        "groups": [
            (LINE, "Tactic", options.lines(), filters.chosen(LINE)),
            *(
                (
                    one.name,
                    options.HEADINGS[one.name],
                    options.offered(one, areas, filters.chosen(one.name)),
                    filters.chosen(one.name),
                )
                for one in DIMENSIONS
            ),
            *(
                (name, words.HEADINGS[name], offered, filters.marked(name))
                for name in marks
                if (offered := words.options(name, teams=known.teams, overdue=known.overdue))
            ),
        ],
        "filter_names": NAMES,
        "breaks": broken.breaks_of(filters.wanted, *questions),
    }


def _counted(filters: Filters) -> Report:
    wanted = replace(filters.wanted, counting=True)
    with services().analysis.asking() as asked:
        counted, position = by_tactic(asked.ask, wanted), asked.position
    return Report(
        filters=replace(filters, wanted=wanted),
        counted=counted,
        position=position,
        table=table(counted, wanted, address=address_of_records()),
    )


def coverage(wanted: Slice) -> expected.Coverage:
    """How many expected encounters of a slice's period, forces and areas have a record.

    Other systems know no tactics and no perceptions: whatever else is asked for, this is of them all.
    """
    with services().views.reading() as connection:
        return expected.coverage(
            connection,
            since=wanted.since,
            until=wanted.until,
            forces=wanted.forces,
            areas=areas_in(wanted),
        )


def address_of_records(report: str = "") -> Address:
    """Where the signed-in person sees the records behind a figure of a report."""
    if may(Permission.SEARCH):
        place = url_for("search.search")
    elif may(Permission.SEE_QUEUE):
        place = url_for("reports.records")
    else:
        return lambda _: ""
    back = f"&{REPORT}={report}" if report else ""
    return lambda wanted: f"{place}?{query_of(wanted)}{back}"


def _figure(report: Report) -> dict[str, Any] | None:
    """The chart and its words, if there is anything to draw."""
    if not report.table.row(ALL).total.figure.records:
        return None
    chart = _chart(report)
    left_out = len(report.wanted.lines) - charts.MOST_SERIES
    return {"chart": chart, "svg": Markup(charts.svg(chart)), "left_out": max(0, left_out)}  # noqa: S704 - our own drawing


def _chart(report: Report) -> charts.Chart:
    chosen = [row.code for row in report.table.rows if row.code in report.wanted.lines]
    rows = [report.table.row(code) for code in (chosen or DRAWN)[: charts.MOST_SERIES]]
    every = report.table.row(ALL).total.figure.records
    most = max(rows, key=lambda row: row.total.figure.records)
    shown = most.total.figure.records
    return charts.Chart(
        title=f"{most.label} is on {shown:,} of {every:,} {_noun(every)}",
        description=" ".join(
            (
                _described(report.table.quarters, [(one.label, one.cells) for one in rows]),
                *(f"{one}." for one in broken.on_a_chart(report.breaks)),
            )
        ),
        quarters=report.table.quarters,
        broken=frozenset(one.quarter for one in report.breaks),
        series=tuple(
            charts.Series(row.label, tuple(cell.figure.records for cell in row.cells))
            for row in rows
        ),
    )


def _described(quarters: Sequence[Any], rows: Sequence[tuple[str, Any]]) -> str:
    """The extremes of each line, in words."""
    sentences = []
    for label, cells in rows:
        figures = [cell.figure.records for cell in cells]
        least, most = min(figures), max(figures)
        sentences.append(f"{label}: from {least:,} to {most:,} a quarter.")
    period = f"Records by quarter, {in_words(quarters[0], quarters[-1])}."
    return " ".join((period, *sentences))


def _noun(number: int) -> str:
    return "record" if number == 1 else "records"


def period(wanted: Slice) -> str:
    """The quarters of a report, for the name of its file."""
    assert wanted.since is not None
    assert wanted.until is not None
    return f"{wanted.since.code}-to-{wanted.until.code}"
