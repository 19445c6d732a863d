"""How long it took from happening to recording, and from there to the first review.

The median is the smallest duration that at least half of the records do not exceed, the ninetieth
percentile the smallest that nine in ten do not: durations that occurred, found by rank and without
division, so that every database gives the same one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select

from domain.counting.timeliness import LATE, MINUTES, SPANS, Span
from projections.statistics.slices import Slice, conditions
from projections.statistics.tables import fact_counted
from projections.statistics.tactics import Ask

c = fact_counted.c
SPLITS: Mapping[str, tuple[ColumnElement[Any], ...]] = {
    "all": (),
    "quarter": (c.year, c.quarter),
    "force": (c.force,),
    "area": (c.area,),
    "team": (c.team,),
}
"""What durations are told apart by."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Durations:
    """How long some records took, in minutes."""

    known: int
    """Records of which both ends are known and in order: what median and shares are of."""
    missing: int
    """Records of which one end is not known, or has not come yet."""
    backwards: int
    """Records that say that the second came before the first."""
    median: int | None
    ninetieth: int | None
    late: int
    spans: Mapping[Span, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Times:
    """Both durations of the records on one line."""

    recorded: Durations
    reviewed: Durations

    @property
    def records(self) -> int:
        one = self.recorded
        return one.known + one.missing + one.backwards


Key = tuple[Any, ...]
NOTHING = Durations(
    known=0,
    missing=0,
    backwards=0,
    median=None,
    ninetieth=None,
    late=0,
    spans=dict.fromkeys(SPANS, 0),
)
NO_TIMES = Times(recorded=NOTHING, reviewed=NOTHING)


def timeliness(ask: Ask, wanted: Slice, *, by: str, overdue: timedelta) -> dict[Key, Times]:
    """The durations of the records of a slice, by period, force, area or team, or of all at once."""
    recorded = _durations(ask, wanted, by, c.recorded_after, LATE)
    reviewed = _durations(ask, wanted, by, c.reviewed_after, overdue)
    return {key: Times(recorded=one, reviewed=reviewed[key]) for key, one in recorded.items()}


def _durations(
    ask: Ask, wanted: Slice, by: str, column: ColumnElement[int], limit: timedelta
) -> dict[Key, Durations]:
    rows = ask(_statement(wanted, SPLITS[by], column, limit))
    width = len(SPLITS[by])
    return {tuple(row[:width]): _made_of(row[width:]) for row in rows if row[width]}


def _statement(
    wanted: Slice,
    split: Sequence[ColumnElement[Any]],
    column: ColumnElement[int],
    limit: timedelta,
) -> Select[Any]:
    kind = case((column.is_(None), "missing"), (column < 0, "backwards"), else_="known")
    alike = (
        select(
            *(one.label(f"split_{number}") for number, one in enumerate(split)),
            column.label("took"),
            kind.label("kind"),
            func.count().label("records"),
        )
        .where(*conditions(wanted))
        .group_by(*split, column)
        .subquery()
    )
    a = alike.c
    splits = [a[f"split_{number}"] for number in range(len(split))]
    # Records of one duration are counted before anything is ranked: there are many, of few durations.
    within: Any = {"partition_by": [*splits, a.kind]}
    ranked = select(
        *splits,
        a.took,
        a.kind,
        a.records,
        func.sum(a.records).over(order_by=a.took, **within).label("place"),
        func.sum(a.records).over(**within).label("among"),
    ).subquery()
    r = ranked.c
    groups = [r[one.name] for one in splits]
    known = r.kind == "known"

    def number(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((condition, r.records), else_=literal(0)))

    return select(
        *groups,
        func.sum(r.records),
        number(known),
        number(r.kind == "missing"),
        number(r.kind == "backwards"),
        func.min(case((known & (r.place * 2 >= r.among), r.took))),
        func.min(case((known & (r.place * 10 >= r.among * 9), r.took))),
        number(known & (r.took > int(limit.total_seconds()) // MINUTES)),
        *(number(known & _within(r.took, span)) for span in SPANS),
    ).group_by(*groups)


def _within(took: ColumnElement[int], span: Span) -> ColumnElement[bool]:
    begun = took > span.over * MINUTES if span.over else took >= 0
    return begun & (took <= span.until * MINUTES) if span.until else begun


def _made_of(row: Sequence[Any]) -> Durations:
    _, known, missing, backwards, median, ninetieth, late, *spans = row
    return Durations(
        known=int(known),
        missing=int(missing),
        backwards=int(backwards),
        median=median,
        ninetieth=ninetieth,
        late=int(late),
        spans=dict(zip(SPANS, map(int, spans), strict=True)),
    )


def teams(ask: Ask, wanted: Slice) -> Iterator[str]:
    """Who leads the teams of which there are records."""
    query = select(c.team).where(*conditions(wanted), c.team != "").distinct().order_by(c.team)
    for (team,) in ask(query):
        yield team
