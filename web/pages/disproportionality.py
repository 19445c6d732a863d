"""On whom force is used: records beside people and arrests, and areas and teams in a funnel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from application.populations import Loaded
from domain.access.policy import Permission
from domain.codelists.forces import Force
from domain.counting.disproportion import FEW, FEW_EXPECTED, Unit, area_rates, funnel
from domain.counting.populations import GROUPS, By, Group, PopulationKind
from projections.people import queries as people
from projections.statistics.dimensions import BY_NAME
from projections.statistics.disproportionality import Counts, Perceived, perceived, together
from projections.statistics.slices import Slice
from web.current import may, me, names, services, team
from web.forms.in_words import day, moment
from web.forms.loading import Problem
from web.pages.report_files import TEXT, attached, refused
from web.pages.reports import OFFICER, REPORT, address_of_records, coverage, form, known, period
from web.reports import disproportionality_file, dots, funnels
from web.reports.alone import as_file, of_what
from web.reports.disproportionality import (
    PER,
    AreaRateRow,
    At,
    Counted,
    GroupRow,
    UnitRow,
    answering,
    area_labels,
    area_rate_rows,
    areas_in,
    counted,
    group_rows,
    unit_rows,
)
from web.reports.figures import number, percent
from web.reports.filters import Filters, query_of, read
from web.reports.rows import Figures, as_csv
from web.security import requires

blueprint = Blueprint("disproportionality", __name__)

BY, GROUP, CHART = "by", "group", "chart"
AREAS, TEAMS, AREA_RATES = "areas", "teams", "area-rates"
"""Funnels that are taken away as files. That of officers is none: only their supervisor sees it."""
QUARTERS_OF_A_YEAR = 4
CHANCE = "By chance alone 95 in 100 would lie within the broken lines, and 998 in 1,000 within the others."
LISTED = 200
"""Teams that a table lists one by one. A large force has thousands: of so many those beyond chance are
listed, since all would be two megabytes on a phone, and all are in a file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Everything that the address asks for, and what is wrong with it."""

    filters: Filters
    force: Force
    by: By
    group: str
    chosen: Mapping[PopulationKind, Loaded]
    offered: Mapping[PopulationKind, tuple[Loaded, ...]]
    problems: tuple[Problem, ...]

    @property
    def wanted(self) -> Slice:
        return replace(
            self.filters.wanted, counting=True, step=None, forces=frozenset({self.force.value})
        )

    @property
    def query(self) -> str:
        more = [f"{BY}={self.by.value}", *([f"{GROUP}={self.group}"] if self.group else [])]
        more += [f"{kind.value}={one.id}" for kind, one in self.chosen.items()]
        return "&".join((query_of(self.wanted), *more))


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What was counted, and how far the log was taken in."""

    found: Perceived
    position: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """What a funnel is drawn as."""

    chart: funnels.FunnelChart

    @property
    def svg(self) -> Markup:
        return Markup(funnels.svg(self.chart))  # noqa: S704 - our own drawing


@dataclass(frozen=True, kw_only=True, slots=True)
class AreaFunnel(Drawn):
    """Areas beside each other by their rates, with what chance alone would bring."""

    rows: tuple[AreaRateRow, ...]
    middle: str

    @property
    def name(self) -> str:
        return AREA_RATES


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """The records beside one population."""

    loaded: Loaded
    rows: tuple[GroupRow, ...]
    chart: dots.DotChart | None
    svg: Markup
    per: str
    warning: str
    areas: AreaFunnel | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Funnel(Drawn):
    """Units beside each other, with what chance alone would bring."""

    what: str
    rows: tuple[UnitRow, ...]
    middle: str
    beyond: int
    units: int
    left_out: int = 0

    @property
    def name(self) -> str:
        """What its chart is called in an address."""
        return f"{self.what}s"

    @property
    def unlisted(self) -> int:
        return self.units - len(self.rows)


@blueprint.get("/reports/disproportionality")
@requires(Permission.READ_REPORTS)
def report() -> Any:
    """Rates by group, and units in a funnel; all of it in the address."""
    asked = asked_in(request.args)
    if asked.problems:
        return render_template("reports/disproportionality.html", report=None, **_of(asked)), 422
    counted = _counted(asked)
    found, group = counted.found, _group(asked, counted.found)
    return render_template(
        "reports/disproportionality.html",
        report=counted,
        counted=_counts(asked, found),
        beside=[_beside(asked, found, one, group) for one in asked.chosen.values()],
        group=group,
        areas=_areas(asked, found, group),
        teams=_teams(asked, found, group),
        officers=_officers(asked, found, group),
        coverage=coverage(asked.wanted),
        behind=services().log.last_position() - counted.position,
        now=services().clock.now(),
        few=FEW,
        few_expected=FEW_EXPECTED,
        **_of(asked),
    )


@blueprint.get("/reports/disproportionality.<any(csv, svg, png):kind>")
@requires(Permission.READ_REPORTS)
def report_as(kind: str) -> Any:
    """All of it but teams and officers as a file, or one of its charts."""
    asked = asked_in(request.args)
    if asked.problems:
        return refused(asked.problems)
    if kind == "csv":
        return attached(as_csv(figures(asked)), f"{_name(asked)}.csv")
    given = request.args.get(CHART, "")
    named = given if given in (AREAS, TEAMS, AREA_RATES) else ""
    chart = _drawn(asked, _counted(asked).found, named)
    if chart is None:
        return "There is nothing to draw of this.", 404, {"Content-Type": TEXT}
    drawing = dots.svg(chart) if isinstance(chart, dots.DotChart) else funnels.svg(chart)
    of = (*of_what(replace(asked.filters, wanted=asked.wanted)), chart.description)
    parts = (_name(asked), named, "" if named in (AREAS, TEAMS) else _beside_what(asked))
    name = "-".join(part for part in parts if part)
    return attached(as_file(kind, drawing, chart.title, of), f"{name}.{kind}")


def _name(asked: Asked) -> str:
    return f"disproportionality-{asked.by.value}-{period(asked.wanted)}"


@blueprint.get("/reports/disproportionality/teams.csv")
@requires(Permission.READ_REPORTS)
def teams_as_csv() -> Any:
    """Every team as the page has it: also those that its table leaves out."""
    asked = asked_in(request.args)
    if asked.problems:
        return refused(asked.problems)
    counted = _counted(asked)
    group = _group(asked, counted.found)
    _, units = _units_of_teams(asked, counted.found, group)
    file = Figures(
        columns=disproportionality_file.COLUMNS_OF_TEAMS,
        rows=tuple(disproportionality_file.teams(units, group, _team_labels(units), by=asked.by)),
        wanted=asked.wanted,
        position=counted.position,
        coverage=coverage(asked.wanted),
    )
    return attached(as_csv(file), f"teams-{asked.by.value}-{period(asked.wanted)}.csv")


def figures(asked: Asked) -> Figures:
    """All of it but teams and officers."""
    counted = _counted(asked)
    loaded = tuple(asked.chosen.values())
    given = {area for one in loaded for area in one.population.areas}
    labels = area_labels({*counted.found.areas, *given}, asked.filters.known.areas)
    return Figures(
        columns=disproportionality_file.COLUMNS,
        rows=tuple(disproportionality_file.rows(counted.found, loaded, asked.wanted, labels)),
        wanted=asked.wanted,
        position=counted.position,
        coverage=coverage(asked.wanted),
    )


def asked_in(args: MultiDict[str, str]) -> Asked:
    """What an address asks for."""
    filters = read(args, known())
    problems = list(filters.problems)
    forces = sorted(filters.wanted.forces)
    if len(forces) > 1:
        sentence = "Choose one force: residents and arrests are those of one"
        problems.append(Problem(question="force", sentence=sentence, href="#force"))
    force = Force(forces[0]) if forces else filters.known.force
    given = args.get(BY, "") or By.ETHNICITY.value
    if given not in set(By):
        problems.append(_problem(BY, given, "what the groups differ in"))
    by = By(given) if given in set(By) else By.ETHNICITY
    group = args.get(GROUP, "")
    if group not in {"", *(one.code for one in GROUPS[by])}:
        # Of another question than is asked now: the first that is, and no mistake of theirs.
        group = ""
    loaded = services().populations.of(force)
    offered = {
        kind: tuple(one for one in loaded if one.population.kind is kind) for kind in PopulationKind
    }
    return Asked(
        filters=filters,
        force=force,
        by=by,
        group=group,
        chosen=_chosen(args, offered, problems),
        offered=offered,
        problems=tuple(problems),
    )


def _chosen(
    args: MultiDict[str, str],
    offered: Mapping[PopulationKind, Sequence[Loaded]],
    problems: list[Problem],
) -> dict[PopulationKind, Loaded]:
    """The population of each kind that the address names, or the last that was loaded."""
    found = {}
    for kind, every in offered.items():
        given = args.get(kind.value, "")
        one = next((one for one in every if str(one.id) == given), None)
        if given and one is None and not problems:
            problem = _problem(kind.value, given, "numbers that are loaded")
            # Where there are none there is nothing to choose from.
            problems.append(problem if every else replace(problem, question=BY, href=f"#{BY}"))
        if every:
            found[kind] = one or every[0]
    return found


def _problem(name: str, given: str, what: str) -> Problem:
    sentence = f"“{given[:40]}” is not in the list. Choose {what}"
    return Problem(question=name, sentence=sentence, href=f"#{name}")


def _counted(asked: Asked) -> Report:
    with services().analysis.asking() as analysis:
        found = perceived(analysis.ask, asked.wanted, by=asked.by)
        return Report(found=found, position=analysis.position)


def _counts(asked: Asked, found: Perceived) -> Counted:
    return counted(
        found,
        asked.wanted,
        areas=asked.filters.known.areas,
        address=address_of_records("disproportionality"),
    )


def _of(asked: Asked) -> dict[str, Any]:
    return {
        "asked": asked,
        "filters": replace(asked.filters, wanted=asked.wanted),
        "problems": asked.problems,
        "bys": [(one.value, one.label) for one in By],
        "group_options": [(one.code, one.label) for one in GROUPS[asked.by]],
        "kinds_offered": [
            (kind.value, kind.label, [(str(one.id), _called(one)) for one in every])
            for kind, every in asked.offered.items()
            if every
        ],
        **form(asked.filters, questions=(BY_NAME[asked.by.value].question,)),
    }


def _called(one: Loaded) -> str:
    return f"{one.population.name}, {_days(one)}, loaded on {moment(one.loaded_at)}"


def _days(one: Loaded) -> str:
    since, until = one.population.since, one.population.until
    return day(since) if since == until else f"{day(since)} to {day(until)}"


def _beside(asked: Asked, found: Perceived, one: Loaded, group: Group) -> Beside:
    rows = _group_rows(asked, found, one)
    chart = _chart(one, rows)
    return Beside(
        loaded=one,
        rows=rows,
        chart=chart,
        svg=Markup(dots.svg(chart)) if chart else Markup(),  # noqa: S704 - our own drawing
        per=_per(one),
        warning=_warning(asked, one),
        areas=_area_rates(asked, found, group, one),
    )


def _group_rows(asked: Asked, found: Perceived, one: Loaded) -> tuple[GroupRow, ...]:
    address = address_of_records("disproportionality")
    return group_rows(found, one.population, asked.wanted, address=address)


def _per(one: Loaded) -> str:
    kind = one.population.kind
    return f"{PER[kind]:,} {kind.label.lower()}"


def _warning(asked: Asked, one: Loaded) -> str:
    """What is to be minded of areas and of the two periods."""
    areas = areas_in(asked.wanted)
    if areas and not one.population.within(areas, asked.by):
        return (
            "It has no numbers of the areas that are filtered by, so that there is no rate of them."
        )
    since, until = asked.wanted.since, asked.wanted.until
    assert since is not None
    assert until is not None
    after = until.earlier(-1).first_day
    if one.population.kind is PopulationKind.RESIDENTS:
        number = (until.year - since.year) * 4 + until.number - since.number + 1
        if number != QUARTERS_OF_A_YEAR:
            quarters = "a quarter" if number == 1 else f"{number} quarters"
            return f"The records are of {quarters} and not of a year: so are the rates."
        return ""
    if (one.population.since, one.population.until.toordinal() + 1) != (
        since.first_day,
        after.toordinal(),
    ):
        return "The records and the arrests are of different periods: compare groups, not sizes."
    return ""


def _drawn(
    asked: Asked, found: Perceived, named: str
) -> dots.DotChart | funnels.FunnelChart | None:
    """The funnel that the address names, or the rates of the groups beside a population."""
    group = _group(asked, found)
    funnel: Funnel | AreaFunnel | None
    if named in (AREAS, TEAMS):
        funnel = (_areas if named == AREAS else _teams)(asked, found, group)
        return funnel.chart if funnel else None
    kind = _beside_what(asked)
    if not kind:
        return None
    one = asked.chosen[PopulationKind(kind)]
    if named == AREA_RATES:
        funnel = _area_rates(asked, found, group, one)
        return funnel.chart if funnel else None
    return _chart(one, _group_rows(asked, found, one))


def _beside_what(asked: Asked) -> str:
    """The kind of population that the address names, or the first that is there."""
    named = request.args.get("population", "")
    kinds = [kind.value for kind in asked.chosen]
    return named if named in kinds else next(iter(kinds), "")


def _chart(one: Loaded, rows: Sequence[GroupRow]) -> dots.DotChart | None:
    shown = [
        dots.Dot(row.label, row.records.number, row.estimate)
        for row in rows
        if row.estimate is not None
    ]
    if not shown:
        return None
    said = "; ".join(f"{row.label} {row.rate.value}" for row in rows if row.rate)
    return dots.DotChart(
        title=f"Records per {_per(one)}",
        description=f"With 95% intervals: {said}.",
        dots=tuple(shown),
        of_shares=False,
        noun="record",
    )


def _group(asked: Asked, found: Perceived) -> Group:
    """The group whose share is looked at in the funnels: the largest but one, if none is chosen."""
    groups = GROUPS[asked.by]
    if asked.group:
        return next(one for one in groups if one.code == asked.group)

    def records(group: Group) -> int:
        return sum(found.all.get(code, 0) for code in group.perceived)

    return sorted(groups, key=records, reverse=True)[1]


def _areas(asked: Asked, found: Perceived, group: Group) -> Funnel | None:
    labels = area_labels(found.areas, asked.filters.known.areas)
    units = funnel(found.areas, group, by=asked.by)
    rows = unit_rows(units, group, labels, by=asked.by, at=_in_area(asked))
    return _funnel("area", units, rows, group)


def _in_area(asked: Asked) -> At:
    """The address of the records of an area."""
    address = address_of_records("disproportionality")

    def at(area: str, codes: frozenset[str]) -> str:
        there = answering(replace(asked.wanted, persons=True), asked.by, codes)
        return address(replace(there, answers={**there.answers, "area": frozenset({area})}))

    return at


def _area_rates(asked: Asked, found: Perceived, group: Group, one: Loaded) -> AreaFunnel | None:
    """Areas by their rate, where their own people or arrests are given."""
    areas = area_rates(
        found.areas, one.population, group, by=asked.by, within=areas_in(asked.wanted)
    )
    if not areas or not areas[0].middle:
        return None
    per, kind = PER[one.population.kind], one.population.kind
    labels = area_labels(one.population.areas, asked.filters.known.areas)
    rows = area_rate_rows(areas, group, labels, per=per, at=_in_area(asked))
    middle, beyond = number(areas[0].middle * per), sum(area.is_beyond for area in areas)
    chart = funnels.FunnelChart(
        title=f"Records of people perceived as {group.label} per {_per(one)}, by area",
        description=(
            f"Each dot is one area: across, its {kind.label.lower()} of that group; upwards, records"
            f" per {_per(one)}. The line is the rate of all areas, {middle}. {beyond} of {len(areas)}"
            f" lie beyond the outer limits. {CHANCE}"
        ),
        middle=areas[0].middle,
        points=tuple(
            funnels.Point(area.number, area.records / area.number, area.is_beyond) for area in areas
        ),
        base=f"{kind.label}, {group.label}",
        per=per,
    )
    return AreaFunnel(
        rows=rows,
        middle=middle,
        chart=chart,
    )


def _teams(asked: Asked, found: Perceived, group: Group) -> Funnel | None:
    """Teams by who supervises them now; whose they are is for professional standards to see."""
    counts, units = _units_of_teams(asked, found, group)
    labels = _team_labels(units)
    listed = units if len(units) <= LISTED else tuple(unit for unit in units if unit.is_beyond)
    rows = unit_rows(listed, group, labels, by=asked.by, at=lambda _, __: "")
    made = _funnel("team", units, rows, group)
    left_out = found.records - sum(sum(of.values()) for of in counts.values())
    return replace(made, left_out=left_out) if made else None


def _units_of_teams(
    asked: Asked, found: Perceived, group: Group
) -> tuple[Mapping[str, Counts], tuple[Unit, ...]]:
    with services().views.reading() as connection:
        supervisors = people.supervisors(connection, asked.force)
    counts = {str(one): of for one, of in together(found.officers, supervisors).items()}
    return counts, funnel(counts, group, by=asked.by)


def _team_labels(units: Sequence[Unit]) -> dict[str, str]:
    teams = [UUID(unit.code) for unit in units]
    called = names(teams) if may(Permission.SEARCH) else {}
    width = len(str(len(teams)))
    labels = {
        str(one): f"Team of {called[one]}" if one in called else f"Team {number:0{width}}"
        for number, one in enumerate(sorted(teams), start=1)
    }
    return {**labels, str(me()): "Your own team"} if str(me()) in labels else labels


def _officers(asked: Asked, found: Perceived, group: Group) -> Funnel | None:
    """Officers beside their own team, for their supervisor alone."""
    mine = team() if may(Permission.SEE_QUEUE) else frozenset()
    counts = {str(one): of for one, of in found.officers.items() if one is not None and one in mine}
    units = funnel(counts, group, by=asked.by)
    called = names(UUID(unit.code) for unit in units)
    labels = {unit.code: called.get(UUID(unit.code), "An officer") for unit in units}

    def at(officer: str, codes: frozenset[str]) -> str:
        there = answering(replace(asked.wanted, persons=True), asked.by, codes)
        more = f"{OFFICER}={officer}&{REPORT}=disproportionality"
        return f"{url_for('reports.records')}?{query_of(there)}&{more}"

    rows = unit_rows(units, group, labels, by=asked.by, at=at)
    return _funnel("officer", units, rows, group)


def _funnel(
    what: str, units: Sequence[Unit], rows: tuple[UnitRow, ...], group: Group
) -> Funnel | None:
    if not units:
        return None
    middle, beyond = units[0].middle, sum(unit.is_beyond for unit in units)
    chart = funnels.FunnelChart(
        title=f"Records of people perceived as {group.label}, by {what}",
        description=(
            f"Each dot is one {what}: across, its records; upwards, the share of them. The line is the"
            f" share of {'that one' if len(units) == 1 else f'all these {what}s together'},"
            f" {percent(middle)}. {beyond} of {len(units)} lie beyond the outer limits. {CHANCE}"
        ),
        middle=middle,
        points=tuple(
            funnels.Point(unit.records, unit.of_group / unit.records, unit.is_beyond)
            for unit in units
        ),
    )
    return Funnel(
        what=what,
        rows=rows,
        middle=percent(middle),
        chart=chart,
        beyond=beyond,
        units=len(units),
    )
