"""How long recording and reviewing took, as it is read and as a file."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from domain.codelists.forces import Force
from domain.counting.periods import quarters
from domain.counting.timeliness import LATE, SPANS, beyond
from projections.statistics.marks import BEFORE, NOT_KNOWN, RECORDED, REVIEWED, TEAM
from projections.statistics.slices import Slice
from projections.statistics.timeliness import NO_TIMES, Durations, Key, Times
from web.reports.bars import Bar, Bars
from web.reports.grids import Address, Cell, Grid, GridRow, duration, figure, share
from web.reports.options import UNKNOWN_WORDS, Options
from web.reports.quality import marked
from web.reports.rows import Row

BY = {"quarter": "By quarter", "force": "By force", "area": "By area", "team": "By team"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of a table: its code, its words, its durations, and which records they are of."""

    code: str
    label: str
    times: Times
    wanted: Slice


def lines_of(
    found: Mapping[Key, Times], wanted: Slice, by: str, *, areas: Options, teams: Options
) -> tuple[Line, ...]:
    """The lines of a table by period, force, area or team, in an order that ranks nobody."""
    assert wanted.since is not None
    assert wanted.until is not None
    if by == "quarter":
        return tuple(
            Line(
                code=one.code,
                label=one.label,
                times=found.get((one.year, one.number), NO_TIMES),
                wanted=replace(wanted, since=one, until=one),
            )
            for one in quarters(wanted.since, wanted.until)
        )
    made = (
        Line(
            code=code,
            label=_named(by, code, areas, teams),
            times=times,
            wanted=_of(by, code, wanted),
        )
        for (code,), times in found.items()
    )
    return tuple(sorted(made, key=lambda one: (one.label, one.code)))


def _named(by: str, code: str, areas: Options, teams: Options) -> str:
    if by == "force":
        return Force(code).label
    if by == "team":
        return teams.get(code, "Another team") if code else "No supervisor recorded"
    return areas.get(code) or UNKNOWN_WORDS.get(code, code)


def _of(by: str, code: str, wanted: Slice) -> Slice:
    if by == "force":
        return replace(wanted, forces=frozenset({code}))
    if by == "area":
        return replace(wanted, answers={**wanted.answers, "area": frozenset({code})})
    return marked(wanted, TEAM, code)


def table(
    by: str,
    lines: tuple[Line, ...],
    every: Times,
    wanted: Slice,
    *,
    address: Address,
    overdue: timedelta,
    may_lead: Callable[[Line], bool] = lambda _: True,
) -> Grid:
    """Median, ninetieth percentile and late share of each line."""
    nowhere: Address = lambda _: ""  # noqa: E731 - an address, like the other

    def row(line: Line, *, last: bool = False) -> GridRow:
        leads = address if may_lead(line) else nowhere
        return GridRow(label=line.label, cells=_cells(line, leads, overdue), is_group=last)

    total = Line(code="all", label="All records", times=every, wanted=wanted)
    return Grid(
        name=by,
        heading=BY[by],
        first=BY[by].removeprefix("By ").capitalize(),
        headings=(
            "Records",
            "To recording: half within",
            f"Late (over {_hours(LATE)} hours)",
            "Not known",
            "To review: half within",
            f"Reviewed late (over {_hours(overdue)} hours)",
            "Not reviewed yet, or not known",
        ),
        # The newest quarter first; other lines keep their order.
        rows=(*map(row, reversed(lines) if by == "quarter" else lines), row(total, last=True)),
    )


def _hours(limit: timedelta) -> int:
    return int(limit.total_seconds()) // 3600


def _cells(line: Line, address: Address, overdue: timedelta) -> tuple[Cell, ...]:
    times = line.times
    return (
        figure(times.records, address(line.wanted)),
        *_took(times.recorded, RECORDED, line.wanted, LATE, address),
        *_took(times.reviewed, REVIEWED, line.wanted, overdue, address),
    )


def _took(
    one: Durations, name: str, wanted: Slice, limit: timedelta, address: Address
) -> Iterator[Cell]:
    late = address(marked(wanted, name, beyond(limit).code))
    ninetieth = f"nine in ten within {duration(one.ninetieth)}" if one.known else ""
    yield Cell(text=duration(one.median), beside=ninetieth)
    yield Cell(
        text=share(one.late, one.known),
        href=late if one.late else "",
        beside=f"{one.late:,} of {one.known:,}",
    )
    backwards = f"and {one.backwards:,} before it happened" if one.backwards else ""
    missing = address(marked(wanted, name, NOT_KNOWN))
    yield Cell(text=f"{one.missing:,}", href=missing if one.missing else "", beside=backwards)


def distribution(every: Times, wanted: Slice, *, address: Address) -> Grid:
    """How many records took how long."""
    both = ((RECORDED, every.recorded), (REVIEWED, every.reviewed))
    apart = (
        (BEFORE, "Before it happened, or before it was recorded"),
        (NOT_KNOWN, "Not known, or not yet"),
    )

    def number(one: Durations, code: str) -> int:
        return one.backwards if code == BEFORE else one.missing

    return Grid(
        name="distribution",
        heading="How long it took",
        first="Time",
        headings=("From happening to recording", "From recording to review"),
        rows=(
            *(
                GridRow(
                    label=span.label,
                    cells=tuple(
                        figure(
                            one.spans[span],
                            address(marked(wanted, name, span.code)),
                            of=one.known,
                        )
                        for name, one in both
                    ),
                )
                for span in SPANS
            ),
            *(
                GridRow(
                    label=label,
                    cells=tuple(
                        figure(number(one, code), address(marked(wanted, name, code)))
                        for name, one in both
                    ),
                )
                for code, label in apart
            ),
        ),
    )


def drawing(every: Times) -> Bars:
    """The distribution from happening to recording."""
    one = every.recorded
    within = one.known - one.late
    return Bars(
        title=f"{within:,} of {one.known:,} records were made within 24 hours",
        description=(
            f"Records by how long it took to record them. Half within {duration(one.median)}, "
            f"nine in ten within {duration(one.ninetieth)}."
        ),
        bars=tuple(
            Bar(
                span.label,
                one.spans[span],
                f"{one.spans[span]:,} ({share(one.spans[span], one.known)})",
            )
            for span in SPANS
        ),
    )


COLUMNS = (
    "by",
    "code",
    "label",
    "from_to",
    "records",
    "known",
    "median_minutes",
    "ninetieth_percentile_minutes",
    "late",
    "late_after_hours",
    "missing",
    "before",
    *(f"minutes_over_{one.over * 60}" for one in SPANS),
)


def rows(
    tables: Mapping[str, tuple[Line, ...]], every: Times, *, overdue: timedelta
) -> Iterator[Row]:
    """Every figure of the report: a row for each line of a table and each of both durations."""
    whole = Line(code="all", label="All records", times=every, wanted=Slice())
    for by, its in ({"all": (whole,)} | dict(tables)).items():
        for line in its:
            for row in _rows(line.times, overdue):
                yield {"by": by, "code": line.code, "label": line.label, **row}


def _rows(times: Times, overdue: timedelta) -> Iterator[dict[str, Any]]:
    named = (
        ("happened-to-recorded", times.recorded, LATE),
        ("recorded-to-reviewed", times.reviewed, overdue),
    )
    for name, one, limit in named:
        yield {
            "from_to": name,
            "records": times.records,
            "known": one.known,
            "median_minutes": one.median,
            "ninetieth_percentile_minutes": one.ninetieth,
            "late": one.late,
            "late_after_hours": _hours(limit),
            "missing": one.missing,
            "before": one.backwards,
            "minutes_over": {str(span.over * 60): one.spans[span] for span in SPANS},
        }
