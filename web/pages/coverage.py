"""How many of the encounters that other systems know of have a record, by kind, quarter and force."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request

from domain.access.policy import Permission
from domain.codelists.expected import ExpectedKind
from domain.codelists.forces import Force
from domain.counting.periods import quarters
from projections.expected import queries as expected
from projections.expected.queries import Coverage, Covered, Place, together
from projections.statistics.slices import Slice
from web.current import services
from web.pages import reports
from web.pages.report_files import attached, refused
from web.reports.filters import Filters, read
from web.reports.grids import Cell, Grid, GridRow, share
from web.reports.rows import Figures, Row, as_csv
from web.security import requires

blueprint = Blueprint("coverage", __name__)

COLUMNS = (
    "force",
    "quarter",
    "quarter_label",
    "kind",
    "kind_label",
    "due",
    "matched",
    "open",
    "explained",
    "share_matched",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What was counted, and how far the log was taken in."""

    by_place: Mapping[Place, Coverage]
    wanted: Slice
    position: int

    @property
    def coverage(self) -> Coverage:
        return together(self.by_place.values())


@blueprint.get("/reports/coverage")
@requires(Permission.READ_REPORTS)
def report() -> Any:
    """Of a period and of forces, which is all that other systems know of; both in the address."""
    filters = read(request.args, reports.known())
    found = None if filters.problems else _counted(filters)
    page = render_template(
        "reports/coverage.html",
        problems=filters.problems,
        filters=filters,
        report=found,
        grids=_grids(found, filters) if found else (),
        coverage=found.coverage if found else None,
        behind=services().log.last_position() - found.position if found else 0,
        now=services().clock.now(),
        **reports.form(filters),
    )
    return page, 422 if filters.problems else 200


@blueprint.get("/reports/coverage.csv")
@requires(Permission.READ_REPORTS)
def report_as_csv() -> Any:
    """The same figures as a file."""
    filters = read(request.args, reports.known())
    if filters.problems:
        return refused(filters.problems)
    return attached(as_csv(figures(filters)), f"coverage-{reports.period(filters.wanted)}.csv")


def figures(filters: Filters) -> Figures:
    """Every figure: of each kind, force and quarter of which anything was loaded."""
    found = _counted(filters)
    return Figures(
        columns=COLUMNS,
        rows=tuple(_rows(found)),
        wanted=found.wanted,
        position=found.position,
        coverage=found.coverage,
    )


def _rows(found: Report) -> Iterator[Row]:
    for (force, quarter), coverage in found.by_place.items():
        for kind, one in coverage.by_kind.items():
            yield {
                "force": force,
                "quarter": quarter.code,
                "quarter_label": quarter.label,
                "kind": kind.value,
                "kind_label": kind.label,
                "due": one.due,
                "matched": one.matched,
                "open": one.open,
                "explained": one.explained,
                "share_matched": one.matched / one.due if one.due else None,
            }


def _counted(filters: Filters) -> Report:
    asked = filters.wanted
    # Other systems know of no tactics and of no perceptions.
    wanted = Slice(since=asked.since, until=asked.until, forces=asked.forces)
    with services().views.reading() as connection:
        position = expected.position(connection)
        found = expected.coverage_by_place(
            connection, since=wanted.since, until=wanted.until, forces=wanted.forces
        )
    return Report(by_place=found, wanted=wanted, position=position)


def _grids(found: Report, filters: Filters) -> tuple[Grid, ...]:
    since, until = found.wanted.since, found.wanted.until
    assert since is not None
    assert until is not None
    places = found.by_place.items()
    kinds = [(one.label, _of_kind(found.by_place.values(), one)) for one in ExpectedKind]
    by_quarter = [
        (quarter.label, together(of for (_, one), of in places if one == quarter).total)
        for quarter in reversed(list(quarters(since, until)))
    ]
    forces = sorted({force for force, _ in found.by_place})
    by_force = [
        (Force(force).label, together(of for (one, _), of in places if one == force).total)
        for force in forces
    ]
    return (
        _grid("kind", "By system", "Known to another system", kinds, found),
        _grid("quarter", "By quarter", "Quarter", by_quarter, found),
        *([_grid("force", "By force", "Force", by_force, found)] if len(forces) > 1 else []),
    )


def _of_kind(coverages: Iterable[Coverage], kind: ExpectedKind) -> Covered:
    return sum((one.by_kind.get(kind, Covered()) for one in coverages), Covered())


def _grid(
    name: str, heading: str, first: str, lines: Iterable[tuple[str, Covered]], found: Report
) -> Grid:
    return Grid(
        name=name,
        heading=heading,
        first=first,
        headings=("Record due", "With a record", "Without, not explained", "Explained, none due"),
        rows=(
            *(GridRow(label=label, cells=_cells(one)) for label, one in lines),
            GridRow(label="All of them", cells=_cells(found.coverage.total), is_group=True),
        ),
    )


def _cells(one: Covered) -> tuple[Cell, ...]:
    if not one.loaded:
        return (Cell(text="nothing loaded"), *(Cell(text="–"),) * 3)
    return (
        Cell(text=f"{one.due:,}"),
        Cell(text=f"{one.matched:,}", beside=share(one.matched, one.due)),
        Cell(text=f"{one.open:,}"),
        Cell(text=f"{one.explained:,}"),
    )
