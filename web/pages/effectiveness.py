"""Which tactics work, as the officers who used them said, and what that cannot show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, render_template, request
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from domain.access.policy import Permission
from domain.codelists.tactics import Tactic
from domain.counting.effectiveness import BASE, COVERED
from domain.counting.likeness import ImpactGroup, LocationGroup
from projections.statistics.dimensions import BY_NAME
from projections.statistics.effectiveness import (
    CIRCUMSTANCES,
    SPLITS,
    Effectiveness,
    about,
    effectiveness,
    split,
)
from projections.statistics.sequences import StepWanted
from projections.statistics.slices import Slice
from web.current import services
from web.forms.loading import Problem
from web.pages.report_files import attached, refused
from web.pages.reports import address_of_records, coverage, form, known, period
from web.reports import dots, effectiveness_file
from web.reports.alone import as_file, of_what
from web.reports.effectiveness import Line, Table, TacticRow, split_lines, table
from web.reports.figures import percent
from web.reports.filters import Filters, query_of, read
from web.reports.options import Options, unknown_words
from web.reports.rows import Figures, as_csv
from web.security import requires

blueprint = Blueprint("effectiveness", __name__)

ALIKE, OF, ORDER, BY_SHARE = "alike", "of", "order", "share"
ALIKE_WORDS: Options = {
    "conduct": "Primary conduct",
    "impact": "Impact factors, grouped",
    "location": "Location, grouped",
}
IN_A_SENTENCE: Options = {
    "conduct": "primary conduct",
    "impact": "impact factors",
    "location": "kinds of location",
}
FIRST_ALIKE = ("conduct",)
"""What circumstances are told apart by, if the address does not say: how the person behaved decides
more of whether something works than anything else that is asked (spec: domain, 3)."""

COUNTED = (
    "tactics",
    "primary_conduct",
    "impact_factors",
    "locations",
    "subject_injured",
    "officer_injured",
)
"""The questions whose answers are counted, or tell circumstances apart."""

MOST_DRAWN = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Everything that the address asks for, and what is wrong with it."""

    filters: Filters
    alike: tuple[str, ...]
    of: Tactic | None
    by_share: bool
    problems: tuple[Problem, ...]

    @property
    def wanted(self) -> Slice:
        return replace(self.filters.wanted, counting=True, step=None)

    @property
    def query(self) -> str:
        """The address without what is about one tactic."""
        named = [(ALIKE, one) for one in self.alike if self.alike != FIRST_ALIKE]
        named += [(ORDER, BY_SHARE)] if self.by_share else []
        more = "&".join(f"{name}={value}" for name, value in named)
        return "&".join(part for part in (query_of(self.filters.wanted), more) if part)


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What was counted, and how far the log was taken in."""

    counted: Effectiveness
    table: Table
    about: Mapping[str, Any]
    """One tactic by the answers to each question that it is split by; nothing if none is looked at."""
    position: int

    def row(self, tactic: Tactic) -> TacticRow | None:
        return next((row for row in self.table.every if row.tactic is tactic), None)


@blueprint.get("/reports/effectiveness")
@requires(Permission.READ_REPORTS)
def report() -> Any:
    """Every tactic, or all about one; all of it in the address."""
    asked = asked_in(request.args)
    if asked.problems:
        return _page(asked, None), 422
    found = _counted(asked)
    return _page(asked, found)


@blueprint.get("/reports/effectiveness.<any(csv, svg, png):kind>")
@requires(Permission.READ_REPORTS)
def report_as(kind: str) -> Any:
    """All of it as a file, or its chart."""
    asked = asked_in(request.args)
    if asked.problems:
        return refused(asked.problems)
    content: str | bytes
    if kind == "csv":
        content = as_csv(figures(asked))
    else:
        chart = _chart(_counted(asked), asked)
        if chart is None:
            return "There is nothing to draw: no answer says whether a tactic worked.", 404
        of = (*of_what(asked.filters), chart.description)
        content = as_file(kind, dots.svg(chart), chart.title, of)
    return attached(content, f"effectiveness-{period(asked.wanted)}.{kind}")


def asked_in(args: MultiDict[str, str]) -> Asked:
    """What an address asks for."""
    filters = read(args, known())
    problems = list(filters.problems)
    given = [one for one in args.getlist(ALIKE) if one]
    if unknown := [one for one in given if one not in ALIKE_WORDS]:
        problems.append(_problem(ALIKE, unknown[0], "what circumstances are told apart by"))
    of = args.get(OF, "")
    if of and of not in set(Tactic):
        problems.append(_problem(OF, of, "a tactic"))
    order = args.get(ORDER, "")
    if order not in ("", BY_SHARE):
        problems.append(_problem(ORDER, order, "an order"))
    return Asked(
        filters=filters,
        alike=tuple(name for name in CIRCUMSTANCES if name in given) or FIRST_ALIKE,
        of=Tactic(of) if of in set(Tactic) else None,
        by_share=order == BY_SHARE,
        problems=tuple(problems),
    )


def _problem(name: str, given: str, what: str) -> Problem:
    sentence = f"“{given[:40]}” is not in the list. Choose {what} that is"
    return Problem(question=name, sentence=sentence, href=f"#{name}")


def _counted(asked: Asked) -> Report:
    wanted = asked.wanted
    with services().analysis.asking() as answering:
        counted = effectiveness(answering.ask, wanted, alike=asked.alike)
        found: Mapping[str, Any] = {}
        if asked.of and asked.of in counted.of:
            narrow = replace(wanted, step=StepWanted(tactic=asked.of))
            found = about(answering.ask, narrow, asked.of)
        position = answering.position
    return Report(
        counted=counted,
        table=table(
            counted,
            wanted,
            address=address_of_records("effectiveness"),
            by_share=asked.by_share,
        ),
        about=found,
        position=position,
    )


def _page(asked: Asked, found: Report | None) -> str:
    row = found.row(asked.of) if found and asked.of else None
    chart = _chart(found, asked) if found else None
    return render_template(
        "reports/effectiveness.html",
        asked=asked,
        filters=asked.filters,
        problems=asked.problems,
        report=found,
        row=row,
        splits=_splits(asked, found) if found and row else (),
        untold=_untold(found) if found else (),
        chart=chart,
        svg=Markup(dots.svg(chart)) if chart else "",  # noqa: S704 - our own drawing
        coverage=coverage(asked.wanted) if found else None,
        behind=services().log.last_position() - found.position if found else 0,
        now=services().clock.now(),
        alike_words=ALIKE_WORDS,
        tactics=[(one.value, one.label) for one in Tactic],
        alike_text=_and([IN_A_SENTENCE[one] for one in asked.alike]),
        groups_text=_groups(asked.alike),
        base=BASE,
        covered=f"{COVERED:.0%}",
        **form(asked.filters, questions=COUNTED),
    )


def _splits(asked: Asked, found: Report) -> Sequence[tuple[str, tuple[Line, ...]]]:
    assert asked.of is not None
    return split_lines(
        asked.of,
        found.about,
        asked.wanted,
        areas=asked.filters.known.areas,
        address=address_of_records("effectiveness"),
    )


def _and(words: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def _groups(alike: Sequence[str]) -> list[str]:
    """How the answers were put together, where they were."""
    groups: Mapping[str, Any] = {"impact": ImpactGroup, "location": LocationGroup}
    return [
        f"{ALIKE_WORDS[name]}: {'; '.join(one.label for one in groups[name])}."
        for name in alike
        if name in groups
    ]


def _untold(found: Report) -> list[tuple[str, int]]:
    """Records of which a filter cannot tell, in words."""
    return [
        (unknown_words(BY_NAME[name], code), records)
        for (name, code), records in found.counted.untold.items()
    ]


def _chart(found: Report, asked: Asked) -> dots.DotChart | None:
    """The shares of every tactic, or of one by its place in the sequence."""
    of = found.row(asked.of) if asked.of else None
    drawn = (
        [(one, None) for one in of.positions]
        if of
        else [
            (row.line, row.alike.estimate)
            for row in found.table.every
            # Words are meant to be followed by something, and would stretch the scale for all others.
            if row.tactic is not Tactic.COMMUNICATIONS
        ]
    )
    shown = [
        dots.Dot(line.label.partition(":")[0], line.answered, line.rate, other)
        for line, other in drawn[:MOST_DRAWN]
        if line.rate is not None
    ]
    if not shown:
        return None
    what = f"{of.label}, by place in the sequence" if of else "Tactics said to have been effective"
    least = min(shown, key=lambda one: one.found.value)
    most = max(shown, key=lambda one: one.found.value)
    return dots.DotChart(
        title=what,
        description=(
            "The share of answers that say the tactic was effective, with 95% intervals. From"
            f" {percent(least.found.value)} ({least.label}) to {percent(most.found.value)}"
            f" ({most.label}). The scale begins at {dots.begins(shown)}%."
        ),
        dots=tuple(shown),
    )


def figures(asked: Asked) -> Figures:
    """Everything that is counted of every tactic."""
    wanted = asked.wanted
    with services().analysis.asking() as answering:
        counted = effectiveness(answering.ask, wanted, alike=asked.alike)
        splits = {name: split(answering.ask, wanted, BY_NAME[name]) for name in SPLITS}
        position = answering.position
    areas = asked.filters.known.areas
    return Figures(
        columns=effectiveness_file.COLUMNS,
        rows=tuple(effectiveness_file.rows(counted, splits, areas=areas)),
        wanted=wanted,
        position=position,
        coverage=coverage(wanted),
    )
