"""The figures of a summary at a position in the log, and why they moved between two."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from domain.codelists.expected import ExpectedKind
from domain.expected.encounter import State
from domain.summary.causes import Cause
from domain.summary.counting import COVERAGE, Key, Scope, Tally
from domain.summary.revisions import Revision, change, check, follow
from domain.summary.ways import Ways
from projections.versions import queries

Figures = Mapping[Key, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class At:
    """How and as of where records are counted."""

    position: int
    ways: Ways


def figures(connection: Connection, scope: Scope, at: At) -> dict[Key, int]:
    """Every figure of a summary that is not zero."""
    return _tally(connection, scope, at).figures | _coverage(connection, scope, at.position)


def revision(connection: Connection, scope: Scope, earlier: At, later: At) -> Revision:
    """Why figures moved from an earlier edition to a later one.

    Raises:
        DoesNotAddUpError: the parts are not the difference; the read models are not of one log.

    """
    series = scope.series
    between = (series[0], series[-1])
    tally = _tally(connection, scope, earlier)
    before = tally.figures
    steps = queries.steps(
        connection, scope.force, between, after=earlier.position, upto=later.position
    )
    found = follow(tally, steps)
    now = tally.figures
    for cause, ways in _changes(earlier.ways, later.ways):
        next_ = _tally(connection, scope, At(position=later.position, ways=ways)).figures
        change(found, cause, now, next_)
        now = next_
    covered = _coverage(connection, scope, earlier.position)
    covered_now = _coverage(connection, scope, later.position)
    change(found, Cause.EXPECTED, covered, covered_now)
    check(found, before | covered, figures(connection, scope, later))
    return found


def _changes(earlier: Ways, later: Ways) -> list[tuple[Cause, Ways]]:
    """The steps from one way of counting to another: the lists first, then the rules."""
    steps = []
    if later.lists != earlier.lists:
        steps.append((Cause.RECODED, Ways(rules=earlier.rules, lists=later.lists)))
    if later.rules != earlier.rules:
        steps.append((Cause.RULE, later))
    return steps


def _tally(connection: Connection, scope: Scope, at: At) -> Tally:
    tally, period, series = Tally(scope, at.ways), scope.period, scope.series
    between = (period.first, period.last)
    for version in queries.standing(connection, scope.force, between, position=at.position):
        tally.add_of_period(version)
    whole = (series[0], series[-1])
    for alike in queries.alike(connection, scope.force, whole, position=at.position):
        tally.add_to_series(alike)
    return tally


def _coverage(connection: Connection, scope: Scope, position: int) -> dict[Key, int]:
    found = queries.coverage(connection, scope.force, scope.period, position=position)
    return {
        (COVERAGE, kind.value, state.value): found[kind][state]
        for kind in ExpectedKind
        for state in State
        if kind in found and found[kind][state]
    }
