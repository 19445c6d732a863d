"""The figures of a summary at a position in the log, and why they moved between two.

Decision. Records are read once for each edition that is looked at: what is counted keeps how many records
share an officer, an encounter or a person, so that what happened after is followed on it and nothing is
counted again. Consequence: a revision takes the time of its steps, and its check is the count of the later
edition itself, which was made without it. Kept by ``tests/projections/test_versions.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import Connection

from domain.codelists.expected import ExpectedKind
from domain.expected.encounter import State
from domain.releases.period import Period
from domain.summary.causes import Cause
from domain.summary.counting import COVERAGE, Key, RunningFigures, Scope, Summary
from domain.summary.covered import note_coverage
from domain.summary.revisions import Revision, change, check, follow
from domain.summary.tables import CROSSED
from domain.summary.ways import Ways
from projections.versions import queries

Figures = Mapping[Key, int]
NO_QUARTERS: Mapping[Period, RunningFigures] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class At:
    """How and as of where records are counted."""

    position: int
    ways: Ways


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """What was counted of a period, once."""

    at: At
    of_records: RunningFigures
    covered: Figures
    summary: Summary


def count(connection: Connection, scope: Scope, at: At) -> Count:
    """Everything that an edition counts."""
    quarters = _quarters(scope, at.ways)
    of_records = _of_records(connection, scope, at, quarters)
    covered = _coverage(connection, scope, at)
    held = queries.first_quarter(connection, scope.force, position=at.position)
    # Of what it is about, an edition says what is held, also if that is nothing.
    first = min(held or scope.period.first, scope.period.last)
    return Count(
        at=at,
        of_records=of_records,
        covered=covered,
        summary=Summary(
            scope=scope,
            ways=at.ways,
            figures=of_records.figures | covered,
            first=first,
            parts=tuple(
                Summary(
                    scope=Scope(force=scope.force, period=period),
                    ways=at.ways,
                    figures=part.figures,
                    first=first,
                )
                for period, part in quarters.items()
            ),
        ),
    )


def figures(connection: Connection, scope: Scope, at: At) -> Figures:
    """Every figure of a summary that is not zero."""
    return count(connection, scope, at).summary.figures


def revision(connection: Connection, scope: Scope, earlier: At, later: At) -> Revision:
    """Why figures moved from one position and way of counting to another.

    Raises:
        DoesNotAddUpError: the parts are not the difference; the read models are not of one log.

    """
    return explained(connection, count(connection, scope, earlier), count(connection, scope, later))


def explained(connection: Connection, earlier: Count, later: Count) -> Revision:
    """The same between what was counted already.

    Raises:
        DoesNotAddUpError: the parts are not the difference; the read models are not of one log.

    """
    scope, series = earlier.summary.scope, earlier.summary.scope.series
    since, upto = earlier.at.position, later.at.position
    running = earlier.of_records.copy()
    steps = queries.steps(connection, scope.force, (series[0], series[-1]), after=since, upto=upto)
    found = follow(running, steps)
    changes = _changes(earlier.at.ways, later.at.ways)
    if changes:
        now = _of_records(connection, scope, At(position=upto, ways=earlier.at.ways)).figures
        # What was followed is what is counted: a new way is not blamed for anything else.
        check(found, earlier.of_records.figures, now)
    for cause, ways in changes:
        is_last = ways == later.at.ways
        at = At(position=upto, ways=ways)
        counted = later.of_records if is_last else _of_records(connection, scope, at)
        change(found, cause, now, counted.figures)
        now = counted.figures
    covered = queries.coverage_steps(connection, scope.force, scope.period, after=since, upto=upto)
    note_coverage(found, covered)
    check(found, earlier.summary.figures, later.summary.figures)
    return found


def _changes(earlier: Ways, later: Ways) -> list[tuple[Cause, Ways]]:
    """The steps from one way of counting to another: the lists first, then the rules."""
    steps = []
    if later.lists != earlier.lists:
        steps.append((Cause.RECODED, Ways(rules=earlier.rules, lists=later.lists)))
    if later.rules != earlier.rules:
        steps.append((Cause.RULE, later))
    return steps


def _quarters(scope: Scope, ways: Ways) -> dict[Period, RunningFigures]:
    """Of a year its quarters, in the tables that cross two questions: others are published as they are."""
    if scope.period.quarter is not None:
        return {}
    return {
        one: RunningFigures(Scope(force=scope.force, period=one), ways, tables=CROSSED)
        for one in scope.period.quarters
    }


def _of_records(
    connection: Connection,
    scope: Scope,
    at: At,
    quarters: Mapping[Period, RunningFigures] = NO_QUARTERS,
) -> RunningFigures:
    found, period, series = RunningFigures(scope, at.ways), scope.period, scope.series
    between = (period.first, period.last)
    for version in queries.standing(connection, scope.force, between, position=at.position):
        found.add_of_period(version)
        if quarters:
            quarters[Period(version.quarter.year, version.quarter.number)].add_of_period(version)
    whole = (series[0], series[-1])
    for alike in queries.alike(connection, scope.force, whole, position=at.position):
        found.add_to_series(alike)
    return found


def _coverage(connection: Connection, scope: Scope, at: At) -> dict[Key, int]:
    found = queries.coverage(connection, scope.force, scope.period, position=at.position)
    return {
        (COVERAGE, kind.value, state.value): found[kind][state]
        for kind in ExpectedKind
        for state in State
        if kind in found and found[kind][state]
    }
