"""Records, encounters and people counted apart, with the records behind each figure."""

from dataclasses import replace
from typing import Any

from flask import Blueprint

from domain.access.policy import Permission
from projections.statistics.marks import ENCOUNTER, SUBJECT
from projections.statistics.people import people
from web.current import services
from web.pages import quality, reports
from web.reports import people as counts
from web.reports.filters import Filters
from web.reports.rows import Figures
from web.security import requires

blueprint = Blueprint("people", __name__)


@blueprint.get("/reports/people-and-encounters")
@requires(Permission.READ_REPORTS)
def report() -> Any:
    """Three counts, each with its basis, and the estimate of people; all of it in the address."""
    return quality.page_of("reports/people.html", _report, marks=(ENCOUNTER, SUBJECT))


@blueprint.get("/reports/people-and-encounters.<any(csv, svg, png):kind>")
@requires(Permission.READ_REPORTS)
def report_as(kind: str) -> Any:
    """The same figures, or their chart, as a file."""
    return quality.file_of("people-and-encounters", kind, _report)


def figures(filters: Filters) -> Figures:
    """Every figure, with its basis."""
    return quality.figures_of(_report(filters))


def _report(filters: Filters) -> quality.Report:
    wanted = replace(filters.wanted, counting=True)
    with services().analysis.asking() as asked:
        found, position = people(asked.ask, wanted), asked.position
    address = reports.address_of_records()
    return quality.Report(
        filters=replace(filters, wanted=wanted),
        drawing=counts.drawing(found.all),
        grids=(
            counts.counts(found, wanted, address=address),
            counts.estimates(found, wanted, address=address),
        ),
        columns=counts.COLUMNS,
        rows=tuple(counts.rows(found, wanted)),
        position=position,
        records=found.all.records,
    )
