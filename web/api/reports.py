"""Every report as JSON: what its page and its file show, asked for by the same filters."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from flask import Blueprint
from marshmallow import Schema
from werkzeug.datastructures import MultiDict

from domain.access.policy import Permission
from domain.clients.scopes import Scope
from domain.counting.national.rules import shown
from projections.expected.queries import Coverage
from web.api.operations import Operation, answer, operation
from web.api.problems import WrongRequestError
from web.api.schemas import reports as given
from web.api.schemas import slices
from web.current import services
from web.forms.loading import Problem
from web.pages import coverage as covering
from web.pages import disproportionality as disproportion
from web.pages import effectiveness as effective
from web.pages import people_and_encounters as people
from web.pages import quality as gaps
from web.pages import reports, returns
from web.reports.filters import query_of, read
from web.reports.rows import Figures, as_json
from web.returns import checking
from web.returns.tables import HEADINGS, long_form

blueprint = Blueprint("api_reports", __name__, url_prefix="/api/reports")

Asked = Mapping[str, Any]
NOT_AVAILABLE = shown(None)


def counting(asks: Schema, gives: Schema) -> Operation:
    """What all operations that count records have in common."""
    return Operation(
        permission=Permission.READ_REPORTS,
        scope=Scope.REPORTS_READ,
        asks=asks,
        gives=gives,
        problems=(HTTPStatus.UNPROCESSABLE_ENTITY,),
    )


@blueprint.get("/tactics")
@operation(counting(slices.ANY_SLICE, given.TacticsReport()))
def tactics(asked: Asked) -> Any:
    """Count records by tactic and quarter.

    By the rules of the national return. Without a period the last four quarters are counted.
    """
    return _report(asked, _filters, reports.figures)


@blueprint.get("/effectiveness")
@operation(counting(slices.OF_EFFECTIVENESS, given.EffectivenessReport()))
def effectiveness(asked: Asked) -> Any:
    """Count which tactics were effective.

    As the officers who used them said: nobody checks it, and no comparison takes away that officers
    choose a tactic for what they face.
    """
    return _report(asked, effective.asked_in, effective.figures)


@blueprint.get("/disproportionality")
@operation(counting(slices.OF_DISPROPORTIONALITY, given.DisproportionalityReport()))
def disproportionality(asked: Asked) -> Any:
    """Count records by how people were perceived.

    Of one force, beside the residents and arrests that it loaded; areas too. Nobody's officers are in it.
    """
    return _report(asked, disproportion.asked_in, disproportion.figures)


@blueprint.get("/quality")
@operation(counting(slices.ANY_SLICE, given.QualityReport()))
def quality(asked: Asked) -> Any:
    """Count what is missing in records and what contradicts itself."""
    return _report(asked, _filters, gaps.quality_figures)


@blueprint.get("/timeliness")
@operation(counting(slices.ANY_SLICE, given.TimelinessReport()))
def timeliness(asked: Asked) -> Any:
    """Count how long recording and reviewing took."""
    return _report(asked, _filters, gaps.timeliness_figures)


@blueprint.get("/people-and-encounters")
@operation(counting(slices.ANY_SLICE, given.PeopleReport()))
def people_and_encounters(asked: Asked) -> Any:
    """Count records, encounters and people apart.

    Encounters and people as far as somebody linked records to them, each figure with its basis.
    """
    return _report(asked, _filters, people.figures)


@blueprint.get("/coverage")
@operation(counting(slices.OF_COVERAGE, given.CoverageReport()))
def coverage(asked: Asked) -> Any:
    """Count the encounters of other systems that have a record.

    Arrests, custody arrivals, Taser downloads and logs that were loaded. What no system knows of is not
    in it.
    """
    return _report(asked, _filters, covering.figures)


@blueprint.get("/return")
@operation(counting(slices.OF_THE_RETURN, given.NationalReturn()))
def national_return(asked: Asked) -> Any:
    """Make the national return of a year.

    Every figure of all tables, and what was checked first. Without a year it is the one that ended last.
    """
    found = returns.asked_in(arguments(asked))
    refuse(found.problems)
    made = returns.made(found)
    content = {
        "year": made.year,
        "position": made.position,
        "behind": behind(made.position),
        "coverage": _covered(made.checked.coverage),
        "checks": [_named(checking.HEADINGS, line) for line in checking.rows(made.checked)],
        "rows": [_named(HEADINGS, line) for sheet in made.sheets for line in long_form(sheet)],
    }
    return answer(content)


def arguments(asked: Asked) -> MultiDict[str, str]:
    """What was asked for, as an address says it."""
    return MultiDict(
        [
            (name, str(one))
            for name, value in asked.items()
            for one in (value if isinstance(value, list) else [value])
        ]
    )


def refuse(problems: tuple[Problem, ...]) -> None:
    """Refuse what is right by its form and means nothing here: an area of another force, a quarter to come.

    Raises:
        WrongRequestError: with each parameter that is wrong.

    """
    if problems:
        wrong = ({"parameter": one.question, "detail": one.sentence} for one in problems)
        raise WrongRequestError(HTTPStatus.UNPROCESSABLE_ENTITY, *wrong)


def behind(position: int) -> int:
    """How many entries the log has beyond what is counted."""
    return services().log.last_position() - position


def _filters(args: MultiDict[str, str]) -> Any:
    return read(args, reports.known())


def _report(
    asked: Asked, read_in: Callable[[MultiDict[str, str]], Any], count: Callable[[Any], Figures]
) -> Any:
    found = read_in(arguments(asked))
    refuse(found.problems)
    figures = count(found)
    content = {
        "filters": parse_qs(query_of(figures.wanted)),
        "position": figures.position,
        "behind": behind(figures.position),
        "coverage": _covered(figures.coverage),
        "rows": [as_json(row) for row in figures.rows],
    }
    return answer(content)


def _covered(coverage: Coverage) -> dict[str, Any]:
    total = coverage.total
    known = (total.due, total.matched, total.explained) if total.loaded else (None, None, None)
    kinds = [
        {
            "kind": kind.value,
            "due": one.due,
            "matched": one.matched,
            "explained": one.explained,
        }
        for kind, one in coverage.by_kind.items()
    ]
    return {
        **dict(zip(("due", "matched", "explained"), known, strict=True)),
        "kinds": kinds,
        "areas": sorted(coverage.areas),
        "without_area": coverage.without_area if coverage.areas else None,
    }


def _named(names: Sequence[str], line: Sequence[Any]) -> dict[str, Any]:
    """A line of the return by its headings; what is not available is null."""
    return {
        name: None if cell == NOT_AVAILABLE else cell
        for name, cell in zip(names, line, strict=True)
    }
