"""The main points of a summary, computed from its figures: a number, and what it is beside."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.codelists.expected import ExpectedKind
from domain.counting.people import estimated
from domain.counting.rules import ALL
from domain.expected.encounter import State
from domain.summary.counting import BY_QUARTER, COVERAGE, Key, Summary, figure
from domain.summary.tables import PEOPLE, RECORDS
from domain.summary.words import most_of, share

Figures = Mapping[Key, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One main point: the figure, and the sentence that it begins."""

    figure: str
    words: str


def main_points(summary: Summary) -> tuple[Point, ...]:
    """Five points at most (spec: ux, 7.3). Communications are no tactic of any of them (R5)."""
    return tuple(_points(summary))


def _points(summary: Summary) -> Iterator[Point]:
    figures = summary.figures
    records = figure(figures, "counted", RECORDS)
    yield Point(figure=f"{records:,}", words=f"{_records(records)}, {_compared(summary, records)}")
    if most := _most_frequent(summary):
        yield most
    if ced := figure(figures, "tactics", "ced"):
        fired = figure(figures, "tactics", "ced-discharge")
        yield Point(
            figure=f"{ced:,}",
            words=f"{_records(ced)} with a Taser; in {fired:,} of them ({share(fired, ced)}) it was"
            " discharged",
        )
    yield from _injured(figures)
    yield from _people(figures)


def _compared(summary: Summary, records: int) -> str:
    """Beside the same period a year before."""
    series, length = summary.scope.series, 4 if summary.scope.period.quarter is None else 1
    # The series ends with the period, so that a year before ends four quarters earlier.
    earlier = series[-4 - length : -4]
    label = "the year before" if length > 1 else earlier[0].label
    before = sum(figure(summary.figures, BY_QUARTER, ALL, one.code) for one in earlier)
    if not before:
        return f"and none is held of {label}"
    if earlier[0] < summary.first:
        return f"and only some are held of {label}"
    if records == before:
        return f"as many as in {label}"
    way = "more" if records > before else "fewer"
    return f"{share(abs(records - before), before)} {way} than in {label} ({before:,})"


def _most_frequent(summary: Summary) -> Point | None:
    figures, once = summary.figures, summary.ways.rules.counted_once
    total = figure(figures, "tactics", "total")
    named, most = most_of({line.label: figure(figures, "tactics", line.code) for line in once})
    if not named:
        return None
    return Point(
        figure=f"{most:,}",
        words=f"{_records(most)} with the most frequent tactic, {named}"
        f" ({share(most, total)} of those that name one)",
    )


def _people(figures: Figures) -> Iterator[Point]:
    """The estimate of people, and what it rests on (R17)."""
    told = figure(figures, "counted", "told-apart")
    persons = figure(figures, "counted", RECORDS) - figure(figures, "counted", "of-crowd")
    people = estimated(figure(figures, "counted", PEOPLE), told, persons)
    if people is not None:
        yield Point(
            figure=f"{people:,}",
            words=f"people is the estimate, if all records were like the {share(told, persons)} in"
            " which people are told apart",
        )


def _injured(figures: Figures) -> Iterator[Point]:
    yes, no = (figure(figures, "subject-injured", code) for code in ("yes", "no"))
    if yes + no:
        records = figure(figures, "counted", RECORDS)
        yield Point(
            figure=f"{yes:,}",
            words=f"{_records(yes)} of an injured person ({share(yes, yes + no)} of those that say;"
            f" {records - yes - no:,} do not)",
        )


def coverage_in_words(figures: Figures) -> str:
    """What is known of the records that are missing: it stands beside every figure."""
    matched, opened, explained = (
        sum(figure(figures, COVERAGE, kind.value, state.value) for kind in ExpectedKind)
        for state in (State.MATCHED, State.OPEN, State.EXPLAINED)
    )
    if not matched + opened:
        return (
            "nothing was loaded of this period from other systems of the force, so it is not known"
        )
    due = matched + opened
    beside = f"; for {explained:,} more it was explained why there is none" if explained else ""
    # An arrest, its arrival in custody and a Taser download may be of one encounter.
    return f"{share(matched, due)} of {due:,} entries of other systems have the record that is due{beside}"


def _records(number: int) -> str:
    return "record" if number == 1 else "records"
