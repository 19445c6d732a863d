"""The coded facts of a slice as a file, for whoever analyses them, without whose they are."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, render_template, request, stream_with_context
from werkzeug.datastructures import MultiDict

from domain.access.policy import Permission
from projections.statistics import facts
from projections.statistics.queries import count
from web.current import services
from web.pages import reports
from web.pages.report_files import attached, refused
from web.reports.facts import HEADINGS, as_cells
from web.reports.filters import Filters, query_of, read
from web.security import requires

blueprint = Blueprint("facts", __name__)


@blueprint.get("/reports/facts")
@requires(Permission.READ_REPORTS)
def report() -> Any:
    """How many records a file of facts would hold, and what of them."""
    filters = filters_in(request.args)
    found = None
    if not filters.problems:
        with services().analysis.asking() as asked:
            found = {"records": count(asked.ask, filters.wanted), "position": asked.position}
    page = render_template(
        "reports/facts.html",
        problems=filters.problems,
        filters=filters,
        report=found,
        coverage=reports.coverage(filters.wanted) if found else None,
        behind=services().log.last_position() - found["position"] if found else 0,
        now=services().clock.now(),
        query=query_of(filters.wanted),
        headings=HEADINGS,
        **reports.form(filters),
    )
    return page, 422 if filters.problems else 200


@blueprint.get("/reports/facts.csv")
@requires(Permission.READ_REPORTS)
def report_as_csv() -> Any:
    """The file, written as it is read: of half a million records none is kept."""
    filters = filters_in(request.args)
    if filters.problems:
        return refused(filters.problems)
    answer: Response = attached("", f"facts-{reports.period(filters.wanted)}.csv")
    answer.response = stream_with_context(_lines(filters))
    answer.headers.remove("Content-Length")
    return answer


def filters_in(args: MultiDict[str, str]) -> Filters:
    """The filters of an address, of records that count."""
    filters = read(args, reports.known())
    return replace(filters, wanted=replace(filters.wanted, counting=True))


def _lines(filters: Filters) -> Iterator[str]:
    yield _written(HEADINGS)
    with services().analysis.asking() as asked:
        for one in facts.every(asked.ask, filters.wanted):
            yield _written(as_cells(one))


def _written(cells: Any) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()
